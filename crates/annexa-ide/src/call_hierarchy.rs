//! Who cites whom: what an editor calls calls are the references in texts.

use annexa_model::{DeclarationId, FileId, LinkRole, Location, Project};
use annexa_syntax::{TextRange, TextSize};

use crate::{HierarchyItem, Span, hierarchy::Node};

/// A citation, seen from one of its ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// The other end: who cites, or what is cited.
    pub item: HierarchyItem,
    /// The references, in the file of the one that cites.
    pub ranges: Vec<TextRange>,
}

/// What is named at a place of a file, or else the declaration there.
pub fn call_hierarchy(project: &Project, file: FileId, offset: TextSize) -> Option<HierarchyItem> {
    Node::at(project, file, offset)?.item(project)
}

/// Who cites what stands at a place of a file, in order of place.
pub fn incoming_calls(
    project: &Project,
    file: FileId,
    offset: TextSize,
    cancelled: &dyn Fn() -> bool,
) -> Vec<Call> {
    let symbol = Node::at(project, file, offset).and_then(Node::symbol);
    let uses = symbol.map_or_else(Vec::new, |symbol| project.uses(symbol));
    let cited: Vec<_> = uses.into_iter().filter(|it| it.role == LinkRole::Citation).collect();
    let mut calls = Vec::new();
    for same in cited.chunk_by(|a, b| a.declaration == b.declaration) {
        let Some(first) = same.first().filter(|_| !cancelled()) else { break };
        let item = Node::of_declaration(project, first.declaration).item(project);
        let ranges = || same.iter().map(|it| Span::of(project, it.location).range).collect();
        calls.extend(item.map(|item| Call { item, ranges: ranges() }));
    }
    calls
}

/// What the declaration at a place of a file cites, in order of first citation. Base provisions cite
/// nothing.
pub fn outgoing_calls(project: &Project, file: FileId, offset: TextSize) -> Vec<Call> {
    let node = Node::at(project, file, offset);
    let Some(id) = node.and_then(Node::declaration) else { return Vec::new() };
    let mut cited: Vec<(Node, Vec<TextRange>)> = Vec::new();
    for (node, place) in citations(project, id) {
        let range = Span::of(project, place).range;
        match cited.iter_mut().find(|(known, _)| *known == node) {
            Some((_, ranges)) => ranges.push(range),
            None => cited.push((node, vec![range])),
        }
    }
    let calls = cited.into_iter();
    calls.filter_map(|(node, ranges)| Some(Call { item: node.item(project)?, ranges })).collect()
}

/// What a declaration cites, and where.
fn citations(project: &Project, id: DeclarationId) -> impl Iterator<Item = (Node, Location)> {
    let at = project.declaration(id);
    let links = project.links(id).iter().filter(|link| link.role == LinkRole::Citation);
    links.filter_map(move |link| {
        let symbol = link.resolved.as_ref().ok()?.symbol()?;
        Some((Node::of(symbol)?, at?.location(link.range)))
    })
}

#[cfg(test)]
mod tests {
    use annexa_syntax::DeclarationKind;

    use super::*;
    use crate::testing::Fixture;

    const TEXTS: &str = "add requirement SMX.4.3.1 \"Systems\" to 27001 4.3 {\n  text \"{27002 5.1}, {27001 6.1.3 c)}, {27002 5.1}\"\n}\n\nadd guidance to 27002 5.1 for operator {\n  text \"{SMX.4.3.1}, {27002 5.1}, {27001}, {27002 5.99}, {ISO 1:2020 6}\"\n}\n\nterm \"kiosk\" {\n  definition \"{SMX.4.3.1 z)}\"\n}\n";

    fn shown(fixture: &Fixture, calls: Vec<Call>, citing: Option<FileId>) -> Vec<String> {
        let call = |call: Call| {
            let file = citing.unwrap_or(call.item.target.file);
            let ranges = call.ranges.iter().map(|range| {
                let shown = fixture.shown(Span { file, range: *range });
                shown.split_once(": ").unwrap().1.to_owned()
            });
            format!("{}: {}", call.item.name, ranges.collect::<Vec<_>>().join(", "))
        };
        calls.into_iter().map(call).collect()
    }

    fn incoming(text: &str) -> Vec<String> {
        let fixture = Fixture::with_head(text);
        let (file, offset) = fixture.cursor();
        let calls = incoming_calls(&fixture.project, file, offset, &|| false);
        shown(&fixture, calls, None)
    }

    #[test]
    fn who_cites_a_provision() {
        assert_eq!(
            incoming(&TEXTS.replacen("{27002 5.1}", "{27002 5$0.1}", 1)),
            [
                "SMX.4.3.1 Systems: 27002 5.1, 27002 5.1",
                "add guidance to 27002 5.1 for operator: 27002 5.1"
            ]
        );
        assert_eq!(
            incoming(&TEXTS.replacen("SMX", "$0SMX", 1)),
            ["add guidance to 27002 5.1 for operator: SMX.4.3.1", "term \"kiosk\": SMX.4.3.1"]
        );
        assert_eq!(incoming(&TEXTS.replace("add guid", "add $0guid")), [""; 0]);
    }

    #[test]
    fn what_a_declaration_cites() {
        let outgoing = |text: &str| {
            let fixture = Fixture::with_head(text);
            let (file, offset) = fixture.cursor();
            let calls = outgoing_calls(&fixture.project, file, offset);
            shown(&fixture, calls, Some(file))
        };
        let controls = "5.1 Policies for information security: 27002 5.1";
        assert_eq!(
            outgoing(&TEXTS.replacen("SMX", "$0SMX", 1)),
            [
                &format!("{controls}, 27002 5.1"),
                "6.1.3 Information security risk treatment: 27001 6.1.3 c)"
            ]
        );
        assert_eq!(
            outgoing(&TEXTS.replace("add guid", "add $0guid")),
            ["SMX.4.3.1 Systems: SMX.4.3.1", controls, "ISO/IEC 27001:2022: 27001"]
        );
        assert_eq!(outgoing(&TEXTS.replacen("{27002 5.1}", "{27002 5$0.1}", 1)), [""; 0]);
    }

    #[test]
    fn an_item_is_found_again_by_its_name() {
        let fixture = Fixture::with_head(TEXTS);
        let project = &fixture.project;
        let text = project.document(FileId::Project(0)).unwrap().text().to_string();
        let mut found = 0;
        for offset in 0..=text.len() as u32 {
            let item = call_hierarchy(project, FileId::Project(0), TextSize::new(offset));
            let Some(item) = item else { continue };
            found += 1;
            let again = call_hierarchy(project, item.target.file, item.target.focus.start());
            assert_eq!(again.as_ref(), Some(&item), "{offset}");
        }
        assert!(found > 100);
    }

    #[test]
    fn what_is_prepared() {
        let fixture = Fixture::with_head(&TEXTS.replace("add guid", "add $0guid"));
        let (file, offset) = fixture.cursor();
        let item = call_hierarchy(&fixture.project, file, offset).unwrap();
        assert_eq!(item.kind, DeclarationKind::AddGuidance);
        assert_eq!(fixture.shown(item.target.span()), "smx.annexa: add guidance");
        // Between two declarations there is neither.
        let fixture = Fixture::with_head(&TEXTS.replace("\n\nterm", "\n// $0\nterm"));
        let (file, offset) = fixture.cursor();
        assert_eq!(call_hierarchy(&fixture.project, file, offset), None);
    }
}
