//! A term's name and its uses, which change together while one of them is typed.

use annexa_model::{FileId, Location, Project, Symbol};
use annexa_syntax::{TextRange, TextSize};

use crate::{Span, place};

/// The name of the term at a place of a file with all its uses, where every one of them stands in this
/// file and is written alike: who types in one types in all.
pub fn linked_editing(project: &Project, file: FileId, offset: TextSize) -> Option<Vec<TextRange>> {
    let mention = project.mention_at(file, offset)?;
    if !matches!(mention.symbol, Symbol::Term(..)) {
        return None;
    }
    let declared = project.definition(mention.symbol, &[])?;
    let declared = Location { range: place::unquoted(project, declared), ..declared };
    let uses = project.uses(mention.symbol);
    let places = [declared].into_iter().chain(uses.into_iter().map(|it| it.location));
    let name = place::source(project, declared);
    let mut ranges = Vec::new();
    for place in places {
        if place.file != file || place::source(project, place) != name {
            return None;
        }
        ranges.push(Span::of(project, place).range);
    }
    ranges.sort_by_key(|range| range.start());
    // With the cursor on a quotation mark it is the string that is typed in.
    ranges.iter().any(|range| range.contains_inclusive(offset)).then_some(ranges)
}

#[cfg(test)]
mod tests {
    use super::linked_editing;
    use crate::Span;
    use crate::testing::Fixture;

    fn linked(text: &str) -> Vec<String> {
        let fixture = Fixture::with_head(text);
        let (file, offset) = fixture.cursor();
        let ranges = linked_editing(&fixture.project, file, offset).unwrap_or_default();
        ranges.into_iter().map(|range| fixture.shown(Span { file, range })).collect()
    }

    const USES: &str = "interpret 27001 4.1 {\n  text \"{term kiosk}\"\n  rationale \"\"\"{term kiosk \"kiosks\"}\"\"\"\n}\n";

    #[test]
    fn a_name_and_its_uses() {
        let declared = format!("term \"$0kiosk\" {{\n  definition \"x\"\n}}\n\n{USES}");
        assert_eq!(linked(&declared), ["smx.annexa: kiosk"; 3]);
        let used = declared.replace("$0", "").replace("{term kiosk}", "{term kiosk$0}");
        assert_eq!(linked(&used), ["smx.annexa: kiosk"; 3]);
    }

    #[test]
    fn not_where_a_use_is_written_otherwise_or_stands_elsewhere() {
        let declared = format!("term \"$0kiosk\" {{\n  definition \"x\"\n}}\n\n{USES}");
        assert_eq!(linked(&declared.replace("{term kiosk}", "{term Kiosk}")), [""; 0]);
        let other =
            format!("{declared}//- z.annexa\npart of SMX\n\n{}", USES.replace("4.1", "4.2"));
        let other = format!("//- smx.annexa\n{}{other}", crate::testing::HEAD);
        let fixture = Fixture::new(&other);
        let (file, offset) = fixture.cursor();
        assert_eq!(linked_editing(&fixture.project, file, offset), None);
        assert_eq!(
            linked(&declared.replace("$0", "").replace("interpret 2", "interpret $02")),
            [""; 0]
        );
    }
}
