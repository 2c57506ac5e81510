//! Signature help: the shape of the head or the field that is being typed, with the part at the cursor
//! marked and a sentence on each.

use annexa_model::{FileId, Project};
use annexa_syntax::{DeclarationKind, Part, TextRange, TextSize, about_field, field_parts};

use crate::{
    completion::whole_reference,
    shape,
    typing::{Piece, Typing, declaration, field},
};

/// The shape of what is being typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// `add control LABEL "TITLE" to REFERENCE [for AUDIENCE, …] { … }`
    pub label: String,
    /// What it is for.
    pub documentation: String,
    /// Its parts in order.
    pub parts: Vec<SignaturePart>,
    /// The part at the cursor: an index into the parts. `None` where all are there.
    pub active: Option<usize>,
}

/// A part of a shape.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignaturePart {
    /// The bytes of the label that show it.
    pub range: TextRange,
    /// What it is, in a sentence.
    pub documentation: &'static str,
}

/// The shape of what is being typed at a place of a file; `None` where nothing is that has a shape:
/// between declarations, and inside texts.
pub fn signature_help(project: &Project, file: FileId, offset: TextSize) -> Option<Signature> {
    let FileId::Project(index) = file else { return None };
    let typing = Typing::at(project, file, offset)?;
    if typing.inside.is_some_and(|(kind, _)| !kind.is_string()) {
        return None;
    }
    let standard = project.files().get(index as usize)?.standard;
    let standard = standard.and_then(|id| project.standard(id));
    let reference = |pieces: &[Piece<'_>]| {
        let pieces: Vec<&str> = pieces.iter().map(|piece| piece.text).collect();
        standard.map_or(0, |standard| whole_reference(project, standard, &pieces))
    };
    let settled = settled(&typing);
    let entry = typing.entries.get(typing.current?)?;
    if entry.depth == 0 {
        let (kind, count) = declaration(settled)?;
        let behind = settled.get(count..)?;
        let parts = parts_of(kind);
        let spot = shape::follow(&parts, behind, &reference);
        // Behind a whole reference and a blank, something else may follow.
        let is_next = spot.from == behind.len() && !typing.touches_word();
        let active = match shape::in_reference(&parts, spot, behind) {
            Some(_) if !is_next => parts.iter().position(|part| *part == Part::Reference)?,
            _ => spot.part,
        };
        return Some(shown(kind.words(), &kind.described(), &parts, active));
    }
    let (name, behind) = settled.split_first()?;
    let name = field(name.text)?;
    let parts = field_parts(name);
    let spot = shape::follow(parts, behind, &reference);
    Some(shown(name.as_str(), about_field(name), parts, spot.part))
}

/// The parts of a head; fields in braces are shown where it can have any.
fn parts_of(kind: DeclarationKind) -> Vec<Part> {
    let has_fields = !kind.fields().is_empty();
    let parts = kind.head().iter().copied();
    parts
        .filter(|part| {
            *part != Part::Block || has_fields || kind == DeclarationKind::Correspondence
        })
        .collect()
}

/// The pieces before the one at the cursor; a string in which the cursor stands is that one.
fn settled<'t, 'a>(typing: &'t Typing<'a>) -> &'t [Piece<'a>] {
    let settled = typing.settled();
    match (typing.inside, settled.split_last()) {
        (Some((_, range)), Some((last, before))) if last.range == range => before,
        _ => settled,
    }
}

fn shown(words: &str, about: &str, parts: &[Part], active: usize) -> Signature {
    let mut label = words.to_owned();
    let mut ranges = Vec::with_capacity(parts.len());
    for part in parts {
        label.push(' ');
        let start = TextSize::of(&label);
        label.push_str(part.shown());
        let range = TextRange::new(start, TextSize::of(&label));
        ranges.push(SignaturePart { range, documentation: part.about() });
    }
    let active = (active < ranges.len()).then_some(active);
    Signature { label, documentation: about.to_owned(), parts: ranges, active }
}

#[cfg(test)]
mod tests {
    use super::signature_help;
    use crate::testing::Fixture;

    /// The shape, with the part at the cursor between `>` and `<`.
    fn shape(declarations: &str) -> String {
        let fixture = Fixture::with_head(declarations);
        let (file, offset) = fixture.cursor();
        let Some(signature) = signature_help(&fixture.project, file, offset) else {
            return "nothing".to_owned();
        };
        assert!(!signature.documentation.is_empty());
        assert!(signature.parts.iter().all(|part| part.documentation.ends_with('.')));
        let mut shown = signature.label.clone();
        if let Some(active) = signature.active {
            let range = signature.parts[active].range;
            shown.insert(range.end().into(), '<');
            shown.insert(range.start().into(), '>');
        }
        shown
    }

    #[test]
    fn the_parts_of_a_head_in_turn() {
        let control = |typed: &str| shape(&format!("add control {typed}\n"));
        let parts = "LABEL \"TITLE\" to REFERENCE [for AUDIENCE, …] { … }";
        let marked =
            |part: &str| format!("add control {}", parts.replace(part, &format!(">{part}<")));
        assert_eq!(control("$0"), marked("LABEL"));
        assert_eq!(control("SMX.8.$0"), marked("LABEL"));
        assert_eq!(control("SMX.8.35 $0"), marked("\"TITLE\""));
        assert_eq!(control("SMX.8.35 \"Cus$0tody\""), marked("\"TITLE\""));
        assert_eq!(control("SMX.8.35 \"Cus$0"), marked("\"TITLE\""));
        assert_eq!(control("SMX.8.35 \"Custody\" $0"), marked("to"));
        assert_eq!(control("SMX.8.35 \"Custody\" to $0"), marked("REFERENCE"));
        assert_eq!(control("SMX.8.35 \"Custody\" to 27002 te$0"), marked("REFERENCE"));
        assert_eq!(control("SMX.8.35 \"Custody\" to 27002 tech con$0"), marked("REFERENCE"));
        assert_eq!(control("SMX.8.35 \"Custody\" to 27002 8 $0"), marked("[for AUDIENCE, …]"));
        assert_eq!(
            control("SMX.8.35 \"Custody\" to 27002 8 for ope$0"),
            marked("[for AUDIENCE, …]")
        );
        assert_eq!(control("SMX.8.35 \"Custody\" to 27002 8 for operator $0"), marked("{ … }"));
    }

    #[test]
    fn other_heads_and_fields() {
        assert_eq!(
            shape("add requirement SMX.9.3.2.1 \"x\" to 27001 9.3.2 as $0\n"),
            "add requirement LABEL \"TITLE\" to REFERENCE >[as ITEM]< [for AUDIENCE, …] { … }"
        );
        assert_eq!(shape("refine $0\n"), "refine >REFERENCE< [for AUDIENCE, …] { … }");
        assert_eq!(shape("retain 27001 4.1 {\n  allow $0\n}\n"), "allow >CODE< \"\"\"TEXT\"\"\"");
        assert_eq!(
            shape("modify control 27002 5.1 {\n  replace \"x\" $0\n}\n"),
            "replace \"TEXT\" >by< \"TEXT\""
        );
        assert_eq!(
            shape("retain 27001 4.1 {\n  reason \"No sector need.\" $0\n}\n"),
            "reason \"\"\"TEXT\"\"\""
        );
        for nothing in [
            "$0",
            "retain 27001 4.1 {\n  $0\n}\n",
            "// refine $0\n",
            "interpret 27001 4.1 {\n  text \"\"\"x $0\"\"\"\n}\n",
        ] {
            assert_eq!(shape(nothing), "nothing", "{nothing}");
        }
    }
}
