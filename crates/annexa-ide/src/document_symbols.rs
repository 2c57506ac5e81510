//! The outline of a file: what it declares, what is added below what it is added to, and the
//! provisions of a catalogue below their clauses.

use std::collections::HashMap;

use annexa_model::{FileId, Parent, Project};
use annexa_syntax::{DeclarationKind, Item, Keyword, SmolStr, TextRange};

use crate::declared::{Declared, declared};
use crate::titles;

/// An entry of an outline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentSymbol {
    /// As an author calls it: `SMX.8.35`, `refine 27001 6.1.3 c)`. Never empty.
    pub name: String,
    /// Its title, or that of the provision that it changes; empty where there is none.
    pub detail: String,
    /// What declares it.
    pub kind: DeclarationKind,
    /// All of it, and of what lies below it as far as that follows without anything between.
    pub range: TextRange,
    /// Its name.
    pub selection: TextRange,
    /// What lies below it, in order of place.
    pub children: Vec<DocumentSymbol>,
}

/// Outlines nest no deeper; what would goes beside what it belongs below.
const DEEPEST: usize = 16;

/// The outline of a file, in order of place. No more declarations are in it once it is cancelled.
pub fn document_symbols(
    project: &Project,
    file: FileId,
    cancelled: &dyn Fn() -> bool,
) -> Vec<DocumentSymbol> {
    let mut entries = Vec::new();
    let mut named = HashMap::new();
    let mut head = None;
    for at in declared(project, file).take_while(|_| !cancelled()) {
        let is_head = at.declaration.kind.is_file_head();
        if is_head {
            head = Some(entries.len());
        } else if let Some(label) = &at.declaration.label {
            named.entry((head, label.value.clone())).or_insert(entries.len());
        }
        entries.push(SymbolEntry {
            symbol: Some(symbol(project, &at)),
            head: head.filter(|_| !is_head),
            above: names_above(project, &at),
        });
    }
    nested(entries, &named)
}

/// A declaration on its way into the outline.
struct SymbolEntry {
    symbol: Option<DocumentSymbol>,
    /// The head of its part of the file.
    head: Option<usize>,
    /// The labels or numbers that it can stand below, the nearest first.
    above: Vec<SmolStr>,
}

fn names_above(project: &Project, at: &Declared<'_>) -> Vec<SmolStr> {
    let declaration = at.declaration;
    if declaration.kind.is_catalogue_entry() {
        let mut number = declaration.label.as_ref().map_or("", |label| label.value.as_str());
        let mut above = Vec::new();
        while let Some((rest, _)) = number.rsplit_once('.') {
            above.push(rest.into());
            number = rest;
        }
        return above;
    }
    // The model has broken what goes round in circles.
    let parent = at.id.and_then(|id| project.added(id)).and_then(|(standard, added)| {
        let Parent::Added(parent) = added.parent else { return None };
        standard.added(parent).map(|parent| parent.label.clone())
    });
    parent.into_iter().collect()
}

/// Puts the entries below one another.
fn nested(
    mut entries: Vec<SymbolEntry>,
    named: &HashMap<(Option<usize>, SmolStr), usize>,
) -> Vec<DocumentSymbol> {
    let parents: Vec<Option<usize>> = entries
        .iter()
        .map(|entry| {
            let mut above = entry.above.iter();
            let found = above.find_map(|name| named.get(&(entry.head, name.clone())).copied());
            found.or(entry.head)
        })
        .collect();
    let (parents, depths) = limited(&parents);
    stretch(&mut entries, &parents);
    let mut by_depth: Vec<usize> = (0..entries.len()).collect();
    by_depth.sort_by_key(|&index| std::cmp::Reverse(depths.get(index)));
    let mut top = Vec::new();
    for index in by_depth {
        let symbol = entries.get_mut(index).and_then(|entry| entry.symbol.take());
        let parent = parents.get(index).copied().flatten();
        let above = parent.and_then(|parent| entries.get_mut(parent)?.symbol.as_mut());
        above.map_or(&mut top, |above| &mut above.children).extend(symbol);
    }
    top
}

/// The parents, and how deep each entry lies, when nothing lies deeper than [`DEEPEST`].
fn limited(parents: &[Option<usize>]) -> (Vec<Option<usize>>, Vec<usize>) {
    let mut limited = parents.to_vec();
    let mut depths: Vec<Option<usize>> = vec![None; parents.len()];
    for start in 0..parents.len() {
        let mut path = Vec::new();
        let mut next = Some(start);
        while let Some(index) = next.filter(|&index| depths.get(index) == Some(&None)) {
            path.push(index);
            next = parents.get(index).copied().flatten();
            if path.len() > parents.len() {
                break;
            }
        }
        while let Some(index) = path.pop() {
            let above = limited.get(index).copied().flatten();
            let depth = above.and_then(|above| depths.get(above).copied().flatten());
            let too_deep = depth.is_some_and(|depth| depth >= DEEPEST);
            if too_deep && let Some(above) = above {
                let beside = limited.get(above).copied().flatten();
                if let Some(parent) = limited.get_mut(index) {
                    *parent = beside;
                }
            }
            if let Some(slot) = depths.get_mut(index) {
                *slot = Some(depth.map_or(0, |depth| (depth + 1).min(DEEPEST)));
            }
        }
    }
    (limited, depths.into_iter().map(Option::unwrap_or_default).collect())
}

/// Lets the range of each entry go on to the end of what follows right behind it and lies below it.
fn stretch(entries: &mut [SymbolEntry], parents: &[Option<usize>]) {
    let mut open: Vec<usize> = Vec::new();
    for (index, parent) in parents.iter().enumerate() {
        // Of what is not begun behind its parent, the head alone is known to reach to it.
        let keep = parent.map_or(0, |parent| {
            open.iter().position(|&above| above == parent).map_or(1, |place| place + 1)
        });
        open.truncate(keep);
        open.push(index);
        let end = entries.get(index).and_then(|entry| entry.symbol.as_ref());
        let Some(end) = end.map(|symbol| symbol.range.end()) else { continue };
        for &above in &open {
            if let Some(symbol) = entries.get_mut(above).and_then(|entry| entry.symbol.as_mut()) {
                symbol.range = symbol.range.cover_offset(end);
            }
        }
    }
}

fn symbol(project: &Project, at: &Declared<'_>) -> DocumentSymbol {
    let Declared { declaration, item, offset, .. } = *at;
    let kind = declaration.kind;
    let label = declaration.label.as_ref();
    let title = declaration.title.as_ref();
    let given = || title.map(|title| title.value.to_string()).unwrap_or_default();
    let head = || on_one_line(item, declaration.head);
    let target = || at.id.and_then(|id| project.target(id));
    let (name, detail, selection) = match kind {
        DeclarationKind::Term | DeclarationKind::Amendment => {
            let clause = declaration.field(Keyword::Clause);
            let clause = clause.map(|field| on_one_line(item, field.range)).unwrap_or_default();
            (given(), clause, title.map(|title| title.range))
        }
        DeclarationKind::PartOf => {
            let standard =
                label.and_then(|prefix| project.standard_by_prefix(prefix.value.as_str()));
            let title = standard.and_then(|standard| titles::title_of_standard(project, standard));
            (head(), title.unwrap_or_default().to_owned(), label.map(|label| label.range))
        }
        DeclarationKind::Catalogue | DeclarationKind::Overlay | DeclarationKind::Correspondence => {
            let documents: Vec<_> =
                declaration.documents.iter().map(|document| document.printed()).collect();
            let range = declaration.documents.iter().map(|document| document.range);
            let detail = title.map_or(kind.words(), |title| &title.value);
            (documents.join(" to "), detail.to_owned(), range.reduce(TextRange::cover))
        }
        _ => match label {
            Some(label) => (label.value.to_string(), given(), Some(label.range)),
            None => {
                let title = target().and_then(|target| titles::title_of(project, target));
                (head(), title.unwrap_or_default().to_owned(), Some(declaration.head))
            }
        },
    };
    let name = if name.trim().is_empty() { kind.words().to_owned() } else { name };
    DocumentSymbol {
        name,
        detail,
        kind,
        range: declaration.range + offset,
        selection: selection.unwrap_or(declaration.words) + offset,
        children: Vec::new(),
    }
}

/// A piece of a head, without comments.
fn on_one_line(item: &Item, range: TextRange) -> String {
    let source = item.text().get(std::ops::Range::from(range)).unwrap_or_default();
    let lines = source.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::testing::{Fixture, HEAD};

    fn shown(fixture: &Fixture) -> String {
        fn write(text: &str, symbols: &[DocumentSymbol], depth: usize, shown: &mut String) {
            for symbol in symbols {
                let covered = &text[std::ops::Range::from(symbol.range)];
                assert!(symbol.range.contains_range(symbol.selection));
                shown.push_str(&format!(
                    "{:indent$}{} | {} | {:?} to {:?}\n",
                    "",
                    symbol.name,
                    symbol.detail,
                    &text[std::ops::Range::from(symbol.selection)],
                    covered.lines().last().unwrap_or_default(),
                    indent = depth * 2
                ));
                write(text, &symbol.children, depth + 1, shown);
            }
        }
        let mut text = String::new();
        let file = FileId::Project(0);
        write(
            &fixture.project.document(file).unwrap().text().to_string(),
            &document_symbols(&fixture.project, file, &|| false),
            0,
            &mut text,
        );
        text
    }

    #[test]
    fn additions_lie_below_what_they_are_added_to() {
        let fixture = Fixture::with_head(
            "add control SMX.A.1.1 \"First\" to SMX.A.1 {\n}\n\nterm \"meter\" {\n  definition \"x\"\n}\n\nadd clause SMX.A \"Annex\" to 27002\n\nadd clause SMX.A.1 \"Meters\" to SMX.A\n\nadd control SMX.A.1.2 \"Second\" to SMX.A.1 { }\n\nrefine 27001 // risk\n  6.1.3 c) for operator {\n}\n\nadd control SMX.A.1.3 \"Third\" to SMX.A.1\n\nretain 27002 5.99\n\nadd clause\n",
        );
        expect![[r#"
            SMX | Meters | "SMX" to "add clause"
              meter |  | "\"meter\"" to "}"
              SMX.A | Annex | "SMX.A" to "add control SMX.A.1.2 \"Second\" to SMX.A.1 { }"
                SMX.A.1 | Meters | "SMX.A.1" to "add control SMX.A.1.2 \"Second\" to SMX.A.1 { }"
                  SMX.A.1.1 | First | "SMX.A.1.1" to "}"
                  SMX.A.1.2 | Second | "SMX.A.1.2" to "add control SMX.A.1.2 \"Second\" to SMX.A.1 { }"
                  SMX.A.1.3 | Third | "SMX.A.1.3" to "add control SMX.A.1.3 \"Third\" to SMX.A.1"
              refine 27001 6.1.3 c) for operator | Information security risk treatment | "refine 27001 // risk\n  6.1.3 c) for operator" to "}"
              retain 27002 5.99 |  | "retain 27002 5.99" to "add clause"
        "#]].assert_eq(&shown(&fixture));
    }

    #[test]
    fn catalogues_lie_by_their_numbers() {
        let fixture = Fixture::new(
            "catalogue ISO 99:2022 \"Rules\"\n\nfront 3.1 \"Terms\"\n\nfront 3 \"Words\"\n\ncontrol 5.1.1 \"Deep\"\n\nclause 5 \"Context\"\n\nobjective 5.1 \"Aim\"\n\ncontrol 6.1 \"Lone\"\n\nannex A \"Controls\" of ISO 98:2022\n\namendment \"Amd 1:2024\" {\n  clause 5\n}\n\noverlay ISO 99:2022\n\ncontrol 5.1.1 {\n}\n",
        );
        expect![[r#"
            ISO 99:2022 | Rules | "ISO 99:2022" to "}"
              3 | Words | "3" to "front 3 \"Words\""
                3.1 | Terms | "3.1" to "front 3.1 \"Terms\""
              5 | Context | "5" to "objective 5.1 \"Aim\""
                5.1 | Aim | "5.1" to "objective 5.1 \"Aim\""
                  5.1.1 | Deep | "5.1.1" to "control 5.1.1 \"Deep\""
              6.1 | Lone | "6.1" to "control 6.1 \"Lone\""
              A | Controls | "A" to "annex A \"Controls\" of ISO 98:2022"
              Amd 1:2024 | clause 5 | "\"Amd 1:2024\"" to "}"
            ISO 99:2022 | overlay | "ISO 99:2022" to "}"
              5.1.1 |  | "5.1.1" to "}"
        "#]]
        .assert_eq(&shown(&fixture));
    }

    #[test]
    fn the_built_in_catalogue_nests_its_controls() {
        let fixture = Fixture::new(HEAD);
        let outline = document_symbols(&fixture.project, FileId::BuiltIn(3), &|| false);
        assert_eq!(outline.len(), 1);
        let fronts = ["0", "1", "2", "3", "4"];
        let (front, clauses) = outline[0].children.split_at(fronts.len());
        assert!(front.iter().map(|clause| clause.name.as_str()).eq(fronts));
        assert_eq!(
            clauses.iter().map(|clause| clause.children.len()).collect::<Vec<_>>(),
            [37, 8, 14, 34]
        );
    }

    #[test]
    fn what_nests_without_end_is_cut() {
        let mut text = HEAD.to_owned();
        text.push_str("add clause SMX.A \"x\" to 27002\n");
        let mut label = "SMX.A".to_owned();
        for _ in 0..5000 {
            text.push_str(&format!("add clause {label}.1 \"x\" to {label}\n"));
            label.push_str(".1");
            if label.len() > 200 {
                break;
            }
        }
        let fixture = Fixture::new(&text);
        let mut level = document_symbols(&fixture.project, FileId::Project(0), &|| false);
        let mut depth = 0;
        while let Some(first) = level.into_iter().next() {
            level = first.children;
            depth += 1;
        }
        assert_eq!(depth, DEEPEST + 1);
    }
}
