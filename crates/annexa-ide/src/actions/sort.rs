//! The declarations of a file in the order of output: terms by name, then provisions by what they name in
//! the bases. The comments above a declaration go along.

use annexa_base::natural_key;
use annexa_model::{DeclarationId, Parent, Point, Project, Resolved, Standard};
use annexa_syntax::{Declaration, DeclarationKind, Document};

use super::{Action, ActionContext, ActionKind, FileChange, Group, pieces};
use crate::Span;
use crate::declared::declared;
use crate::formatting::replacements;

pub(super) const GROUP: Group = Group { name: "sort", kind: ActionKind::Sort, offer, changes };

fn offer<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let document = context.project().document(context.file);
    let Some(document) = document.filter(|document| is_of_standard(document)) else {
        return Vec::new();
    };
    let disabled = document.errors().next().map(|_| {
        "the file has syntax errors; fix them first, so that nothing gets into the wrong place"
            .to_owned()
    });
    vec![Action { disabled, ..Action::new("Sort the declarations of this file", "") }]
}

/// Whether the file begins with the only head in it, and that is one of a standard.
fn is_of_standard(document: &Document) -> bool {
    let mut declarations = document.items().flat_map(|(_, item)| item.declarations());
    let is_head =
        |it: &Declaration| matches!(it.kind, DeclarationKind::Standard | DeclarationKind::PartOf);
    declarations.next().is_some_and(is_head) && !declarations.any(|it| it.kind.is_file_head())
}

fn changes(context: &ActionContext<'_>, _: &str) -> Option<Vec<FileChange>> {
    let project = context.project();
    let document = project.document(context.file)?;
    if !is_of_standard(document) || document.errors().next().is_some() {
        return None;
    }
    let text = document.text().to_string();
    let pieces = pieces::pieces(document, &text);
    let (head, rest) = pieces.split_first()?;
    let mut ids: Vec<Option<DeclarationId>> = vec![None; document.item_count()];
    for at in declared(project, context.file) {
        let index = document.item_at(at.offset.into()).map(|(start, _)| start.index);
        if let Some(slot) = index.and_then(|index| ids.get_mut(index)) {
            *slot = slot.or(at.id);
        }
    }
    let mut sorted: Vec<_> = rest.iter().collect();
    sorted.sort_by_cached_key(|piece| {
        key(project, ids.get(piece.item).copied().flatten(), piece.declaration)
    });
    let blank_line = pieces::blank_line(document);
    let mut new = text.get(..head.all.end().into())?.to_owned();
    for piece in sorted {
        new.push_str(&blank_line);
        new.push_str(text.get(std::ops::Range::<usize>::from(piece.all))?);
    }
    new.push_str(text.get(pieces.last()?.all.end().into()..)?);
    let replaced = replacements(0, &text, &new).into_iter();
    let span = |range| Span { file: context.file, range };
    Some(replaced.map(|(range, new)| FileChange::Replace { span: span(range), new }).collect())
}

/// What a declaration is sorted by. What names nothing comes last, as it stood.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Term(String),
    Provision {
        base: u32,
        /// The number in the base, and the list items.
        number: Vec<u8>,
        /// The label of what is added, or of the addition that is changed; changes of the base first.
        label: Vec<u8>,
        is_change: bool,
        kind: DeclarationKind,
        audiences: Vec<usize>,
    },
    Unknown,
}

fn key(project: &Project, id: Option<DeclarationId>, declaration: &Declaration) -> Key {
    if declaration.kind == DeclarationKind::Term {
        let name = declaration.title.as_ref().map(|title| annexa_model::term_key(&title.value));
        return Key::Term(name.unwrap_or_default().into_owned());
    }
    let place = || {
        let at = project.declaration(id?)?;
        let standard = project.standard(at.standard?)?;
        let (base, number, label) = place(project, standard, at.id)?;
        let rank = |name: &str| standard.audience(name).unwrap_or(usize::MAX);
        Some(Key::Provision {
            base,
            number,
            label: label.map(natural_key).unwrap_or_default(),
            is_change: standard.added(at.id).is_none(),
            kind: declaration.kind,
            audiences: declaration.audiences.iter().map(|name| rank(&name.value)).collect(),
        })
    };
    place().unwrap_or(Key::Unknown)
}

/// The base that a declaration reaches through what it names, the number there, and the label of the
/// addition that it makes or changes.
fn place<'a>(
    project: &'a Project,
    standard: &'a Standard,
    id: DeclarationId,
) -> Option<(u32, Vec<u8>, Option<&'a str>)> {
    let changed = match project.target(id) {
        Some(Resolved::Added { standard: holder, added, .. }) if *holder == standard.id => {
            Some(*added)
        }
        _ => None,
    };
    let Some(mut above) = standard.added(id).map(|_| id).or(changed) else {
        let Resolved::Base(target) = project.target(id)? else { return None };
        let provision = target.provision.and_then(|it| {
            Some(project.catalogue(target.catalogue)?.provision(it)?.number.clone())
        });
        let point = Point { number: provision.unwrap_or_default(), items: target.items.clone() };
        return Some((target.base?.0, natural_key(&point.printed()), None));
    };
    let label = standard.added(above)?.label.as_str();
    // The model has broken what goes round in circles.
    while let Parent::Added(parent) = standard.added(above)?.parent {
        above = parent;
    }
    let (base, number) = match standard.added(above)?.parent {
        Parent::Provision(base, provision) => {
            let catalogue = project.catalogue(standard.base(base)?.catalogue?)?;
            (base, catalogue.provision(provision)?.number.as_str())
        }
        Parent::Document(base) => (base, ""),
        Parent::Added(_) | Parent::Unknown => return None,
    };
    Some((base.0, natural_key(number), Some(label)))
}

#[cfg(test)]
mod tests {
    use crate::actions::testing::Offered;

    const TITLE: &str = "Sort the declarations of this file";

    const UNSORTED: &str = "// Retained\nretain 27002 5.10 // draft 2\n\nadd note to SMX.5.39 {\n  text \"x\"\n}\n\n// Another\n\n// Second\nretain 27002 5.2\nadd control SMX.5.39 \"x\" to 27002 5\n\nrefine 27001 6.1.3 d) {\n  text \"x\"\n}\n\ninterpret 27001 6.1.3 c) {\n  text \"x\"\n}\nterm \"b\" {\n  definition \"x\"\n}\n\ninterpret 27001 {\n  text \"x\"\n}\n\nretain 99 9\n\nterm \"A\" {\n  definition \"x\"\n}\n// The end\n";

    #[test]
    fn terms_then_provisions_with_the_comments_above_them() {
        let text = Offered::with_head(&format!("$0{UNSORTED}")).applied(TITLE);
        assert_eq!(
            text,
            "term \"A\" {\n  definition \"x\"\n}\n\nterm \"b\" {\n  definition \"x\"\n}\n\ninterpret 27001 {\n  text \"x\"\n}\n\ninterpret 27001 6.1.3 c) {\n  text \"x\"\n}\n\nrefine 27001 6.1.3 d) {\n  text \"x\"\n}\n\nadd control SMX.5.39 \"x\" to 27002 5\n\nadd note to SMX.5.39 {\n  text \"x\"\n}\n\n// Another\n\n// Second\nretain 27002 5.2\n\n// Retained\nretain 27002 5.10 // draft 2\n\nretain 99 9\n// The end\n"
        );
        assert_eq!(Offered::with_head(&format!("$0{text}")).applied(TITLE), text);
    }

    #[test]
    fn line_ends_stay_and_so_does_what_is_sorted() {
        let unsorted = "part of SMX\n\nterm \"b\"\n\nterm \"a\"";
        let crlf = format!("$0{}", unsorted.replace('\n', "\r\n"));
        let sorted = Offered::new(&crlf).files(TITLE).swap_remove(0).1;
        assert_eq!(sorted, "part of SMX\r\n\r\nterm \"a\"\r\n\r\nterm \"b\"");
    }

    #[test]
    fn not_where_the_parser_guesses_nor_in_catalogues() {
        let broken = Offered::with_head("retain 27002 5.2 {\n  reason\n}\n$0");
        assert!(broken.of("sort")[0].disabled.is_some());
        let catalogue = "catalogue ISO 99:2024 \"x\"\n$0\nclause 5 \"x\"\n\nclause 4 \"x\"\n";
        assert!(Offered::new(catalogue).of("sort").is_empty());
        let both =
            format!("standard SMX \"x\"\n$0\n{catalogue}").replacen("$0\nclause", "clause", 1);
        assert!(Offered::new(&both).of("sort").is_empty());
    }
}
