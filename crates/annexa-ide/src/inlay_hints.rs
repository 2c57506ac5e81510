//! What is written into a text beside what its author wrote: the title behind the reference in a head,
//! and the printed number behind a label where it is another.

use annexa_model::{DeclarationRef, FileId, Project};
use annexa_syntax::{TextRange, TextSize};

use crate::{hover, titles};

/// A hint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InlayHint {
    /// Behind what it stands.
    pub offset: TextSize,
    /// What it says.
    pub label: String,
    /// What that is.
    pub kind: InlayHintKind,
}

/// What a hint says.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum InlayHintKind {
    /// The title of what a reference names.
    Title,
    /// The number under which a label is printed.
    Number,
}

/// The hints of the declarations that a range of a file touches, in order. Those of no more declarations
/// once it is cancelled.
pub fn inlay_hints(
    project: &Project,
    file: FileId,
    range: TextRange,
    cancelled: &dyn Fn() -> bool,
) -> Vec<InlayHint> {
    project
        .declarations_from(file, range.start())
        .take_while(|at| !cancelled() && at.offset < range.end())
        .flat_map(|at| number(project, &at).into_iter().chain(title(project, &at)))
        .filter(|hint| range.contains_inclusive(hint.offset))
        .collect()
}

/// What a hint at a place has to say when it is pointed at, in Markdown.
pub fn inlay_hint_tooltip(project: &Project, file: FileId, offset: TextSize) -> Option<String> {
    hover(project, file, offset).map(|hover| hover.markdown)
}

fn number(project: &Project, at: &DeclarationRef<'_>) -> Option<InlayHint> {
    let label = at.declaration.label.as_ref()?;
    let (_, added) = project.added(at.id)?;
    let differs = added.number != label.value.as_str();
    differs.then(|| InlayHint {
        offset: label.range.end() + at.offset,
        label: added.number.clone(),
        kind: InlayHintKind::Number,
    })
}

fn title(project: &Project, at: &DeclarationRef<'_>) -> Option<InlayHint> {
    let reference = at.declaration.target.as_ref()?;
    let target = project.target(at.id)?;
    // That of a whole document says nothing that its designation does not.
    if target.base_target().is_some_and(|target| target.provision.is_none()) {
        return None;
    }
    let title = titles::title_of(project, target)?;
    let end = reference.range.end();
    // Some authors write it behind the head, in a comment.
    let rest = at.source(TextRange::new(end, TextSize::of(at.item.text()).max(end)));
    let line = rest.lines().next().unwrap_or_default();
    let is_written =
        line.contains(title) || at.declaration.title.as_ref().is_some_and(|own| own.value == title);
    (!is_written).then(|| InlayHint {
        offset: end + at.offset,
        label: title.to_owned(),
        kind: InlayHintKind::Title,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Fixture;

    const DECLARATIONS: &str = "refine 27001 6.1.3 c) for operator {\n  text \"See {27002 5.1}.\"\n}\n\nretain 27002 5.1 { // Policies for information security\n  reason \"No sector need.\"\n}\n\nretain 27002 5.99\n\nadd clause SMX.A \"Meters\" to 27002\n\nadd control SMX.A.1 \"Keys\" to SMX.A\n";

    fn shown(fixture: &Fixture, range: TextRange) -> Vec<String> {
        let text = fixture.project.document(FileId::Project(0)).unwrap().text().to_string();
        let hints = inlay_hints(&fixture.project, FileId::Project(0), range, &|| false);
        let shown = hints.iter().map(|hint| {
            let line = text[..usize::from(hint.offset)].lines().last().unwrap_or_default();
            format!("{line} «{}» {:?}", hint.label, hint.kind)
        });
        shown.collect()
    }

    fn fixture() -> Fixture {
        let head =
            crate::testing::HEAD.replace("  audience op", "  numbering inline\n  audience op");
        Fixture::new(&format!("{head}{DECLARATIONS}"))
    }

    #[test]
    fn titles_and_printed_numbers() {
        let fixture = fixture();
        assert_eq!(
            shown(&fixture, TextRange::up_to(9_999.into())),
            [
                "refine 27001 6.1.3 c) «Information security risk treatment» Title",
                "add clause SMX.A «A SMX» Number",
                "add control SMX.A.1 «A.1 SMX» Number",
                "add control SMX.A.1 \"Keys\" to SMX.A «Meters» Title"
            ]
        );
    }

    #[test]
    fn only_of_the_range_that_is_shown() {
        let fixture = fixture();
        let text = fixture.project.document(FileId::Project(0)).unwrap().text().to_string();
        let start = text.find("retain").unwrap() as u32;
        let range = TextRange::new(start.into(), (text.find("to 27002").unwrap() as u32).into());
        assert_eq!(shown(&fixture, range), ["add clause SMX.A «A SMX» Number"]);
        assert_eq!(
            shown(&fixture, TextRange::new(99_990.into(), 99_999.into())),
            Vec::<String>::new()
        );
    }

    #[test]
    fn more_when_it_is_pointed_at() {
        let fixture = fixture();
        let hints = inlay_hints(
            &fixture.project,
            FileId::Project(0),
            TextRange::up_to(9_999.into()),
            &|| false,
        );
        let tooltip =
            inlay_hint_tooltip(&fixture.project, FileId::Project(0), hints[0].offset).unwrap();
        assert!(tooltip.starts_with("**Item c)**"), "{tooltip}");
    }
}
