//! From a base provision to every change that the project makes to it.

use annexa_model::{FileId, LinkRole, Location, Mention, Project, Symbol, Use};
use annexa_syntax::{SmolStr, TextSize};

use crate::{Jump, definition::base_lines};

/// The heads of the declarations that change what is named at a place of a file: a base provision, from a
/// reference or in its catalogue, those that reach it from above included; a list item of it; an added
/// provision. For a document they are the standards that rest on it, and what is done to it as a whole;
/// for the line that brings it in, all that the standard does to it.
pub fn implementation(project: &Project, file: FileId, offset: TextSize) -> Option<Jump> {
    let mention = project.mention_at(file, offset)?;
    let places = places(project, &mention);
    Jump::of(project, &mention, places)
}

fn places(project: &Project, mention: &Mention) -> Vec<Location> {
    let heads = |symbol| targets(project.uses(symbol)).map(|it| it.location).collect::<Vec<_>>();
    match mention.symbol {
        Symbol::Provision(catalogue, provision) => {
            let changes = project.changes(catalogue, provision).into_iter();
            let meant = changes.filter(|it| concerns(project, it, &mention.items));
            meant.map(|it| it.location).collect()
        }
        Symbol::Document(catalogue) => {
            let mut places = base_lines(project, catalogue);
            places.extend(heads(mention.symbol));
            places
        }
        // The uses of an alias are the alias alone; the whole reference says what is changed.
        Symbol::Base(..) => targets(project.uses(mention.symbol))
            .filter_map(|it| {
                let target = project.links(it.declaration).first()?;
                Some(Location { range: target.range, ..it.location })
            })
            .collect(),
        symbol @ Symbol::Added(..) => heads(symbol),
        Symbol::Term(..) | Symbol::Audience(..) | Symbol::Standard(_) => Vec::new(),
    }
}

fn targets(uses: Vec<Use>) -> impl Iterator<Item = Use> {
    uses.into_iter().filter(|it| it.role == LinkRole::Target)
}

/// Whether a change concerns a list item: it names the item, one above or below it, or none at all.
fn concerns(project: &Project, change: &Use, items: &[SmolStr]) -> bool {
    let named = project.target(change.declaration).map_or(&[][..], |target| target.items());
    items.iter().zip(named).all(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Fixture;

    const CHANGES: &str = "interpret 27001 6.1 {\n  text \"{27001 6.1.3}\"\n}\n\nrefine 27001 6.1.3 c) {\n  text \"x\"\n}\n\nrefine 27001 6.1.3 d) {\n  text \"x\"\n}\n\nadd requirement SMX.6.1.3.1 \"x\" to 27001 6.1.3 {\n  text \"x\"\n}\n\nadd note to SMX.6.1.3.1 {\n  text \"x\"\n}\n\ninterpret 27001 {\n  text \"x\"\n}\n";

    fn shown(fixture: &Fixture, file: FileId, offset: TextSize) -> Vec<String> {
        let jump = implementation(&fixture.project, file, offset);
        let targets = jump.into_iter().flat_map(|jump| jump.targets);
        targets.map(|target| fixture.shown(target.span())).collect()
    }

    fn from(declaration: &str) -> Vec<String> {
        let fixture = Fixture::with_head(&format!("{CHANGES}\n{declaration}"));
        let (file, offset) = fixture.cursor();
        shown(&fixture, file, offset)
    }

    #[test]
    fn every_change_of_a_provision() {
        let all = [
            "smx.annexa: 27001 6.1.3 c)",
            "smx.annexa: 27001 6.1.3 d)",
            "smx.annexa: 27001 6.1.3",
            "smx.annexa: 27001 6.1",
            "smx.annexa: 27001",
        ];
        assert_eq!(from("term \"x\" {\n  definition \"{27001 6.1.$03}\"\n}\n"), all);
        let fixture = Fixture::with_head(CHANGES);
        let file = FileId::BuiltIn(1);
        let catalogue = fixture.project.document(file).unwrap().text().to_string();
        let offset =
            |piece: &str| TextSize::new((catalogue.find(piece).unwrap() + piece.len()) as u32);
        assert_eq!(shown(&fixture, file, offset("\nclause 6.1.3")), all);
        assert_eq!(
            shown(&fixture, file, offset("catalogue ISO")),
            ["smx.annexa: ISO/IEC 27001:2022", "smx.annexa: 27001"]
        );
    }

    #[test]
    fn changes_of_a_list_item_and_of_what_it_stands_in() {
        assert_eq!(
            from("term \"x\" {\n  definition \"{27001 6.1.3 d)$0}\"\n}\n"),
            [
                "smx.annexa: 27001 6.1.3 d)",
                "smx.annexa: 27001 6.1.3",
                "smx.annexa: 27001 6.1",
                "smx.annexa: 27001",
            ]
        );
    }

    #[test]
    fn changes_of_an_added_provision_and_through_a_base_line() {
        assert_eq!(
            from("term \"x\" {\n  definition \"{SMX.6.1.3$0.1}\"\n}\n"),
            ["smx.annexa: SMX.6.1.3.1"]
        );
        let head = crate::testing::HEAD.replace("base ISO/IEC 27001", "base ISO/IEC $027001");
        let fixture = Fixture::new(&format!("{head}{CHANGES}"));
        let (file, offset) = fixture.cursor();
        assert_eq!(shown(&fixture, file, offset).len(), 5);
        assert_eq!(from("term \"x$0\" {\n  definition \"x\"\n}\n"), [""; 0]);
    }

    #[test]
    fn the_target_shows_the_declaration() {
        let fixture = Fixture::with_head("refine 27001 6.1.3 $0c) {\n  text \"x\"\n}\n");
        let (file, offset) = fixture.cursor();
        let jump = implementation(&fixture.project, file, offset).unwrap();
        let full = crate::Span { file, range: jump.targets[0].full };
        assert_eq!(fixture.shown(full), "smx.annexa: refine 27001 6.1.3 c) {\n  text \"x\"\n}");
    }
}
