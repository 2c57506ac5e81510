//! What stands above a provision, and below it: the base control above, the sector's changes and
//! additions below.

use annexa_model::{DeclarationId, FileId, LinkRole, Project};
use annexa_syntax::TextSize;

use crate::{HierarchyItem, hierarchy::Node};

/// What is named at a place of a file, or else the declaration there.
pub fn type_hierarchy(project: &Project, file: FileId, offset: TextSize) -> Option<HierarchyItem> {
    Node::at(project, file, offset)?.item(project)
}

/// What stands right above what stands at a place of a file: for a change what it changes, for an added
/// provision what it is added to, for a base provision its clause, and its document in the end.
pub fn supertypes(project: &Project, file: FileId, offset: TextSize) -> Vec<HierarchyItem> {
    let above = Node::at(project, file, offset).and_then(|node| above(project, node));
    above.and_then(|node| node.item(project)).into_iter().collect()
}

/// What stands right below it: the provisions of its document, then what the project adds and changes, in
/// order of place.
pub fn subtypes(project: &Project, file: FileId, offset: TextSize) -> Vec<HierarchyItem> {
    let Some(node) = Node::at(project, file, offset) else { return Vec::new() };
    let mut below: Vec<Node> = Vec::new();
    match node {
        Node::Document(id) => {
            let all = project.catalogue(id).into_iter().flat_map(|catalogue| catalogue.citable());
            let top = all.filter(|(_, provision)| provision.parent.is_none());
            below.extend(top.map(|(provision, _)| Node::Provision(id, provision)));
        }
        Node::Provision(id, provision) => {
            let provision = project.catalogue(id).and_then(|it| it.provision(provision));
            let children = provision.map_or(&[][..], |provision| &provision.children);
            below.extend(children.iter().map(|child| Node::Provision(id, *child)));
        }
        Node::Added(..) | Node::Declaration(_) => {}
    }
    below.extend(changes(project, node).map(|id| Node::of_declaration(project, id)));
    below.into_iter().filter_map(|node| node.item(project)).collect()
}

fn above(project: &Project, node: Node) -> Option<Node> {
    match node {
        Node::Document(_) => None,
        Node::Provision(id, provision) => {
            let parent = project.catalogue(id)?.provision(provision)?.parent;
            Some(parent.map_or(Node::Document(id), |parent| Node::Provision(id, parent)))
        }
        Node::Added(standard, added) => Node::parent(project, standard, added),
        Node::Declaration(id) => Node::of(project.target(id)?.symbol()?),
    }
}

/// The declarations whose heads name a thing.
fn changes(project: &Project, node: Node) -> impl Iterator<Item = DeclarationId> {
    let uses = node.symbol().map_or_else(Vec::new, |symbol| project.uses(symbol));
    uses.into_iter().filter(|it| it.role == LinkRole::Target).map(|it| it.declaration)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Fixture;

    const TEXTS: &str = "add control SMX.8.35 \"Keys\" to 27002 8 {\n  control \"x should\"\n}\n\nadd guidance to SMX.8.35 {\n  text \"x\"\n}\n\nmodify control 27002 8.1 {\n  addition \"x should\"\n  reason \"No sector need.\"\n}\n\nadd clause SMX.A \"Ours\" to 27002\n\nadd clause SMX.A.1 \"Sub\" to SMX.A\n";

    type Feature = fn(&Project, FileId, TextSize) -> Vec<HierarchyItem>;

    fn shown(feature: Feature, piece: &str) -> Vec<String> {
        let (before, after) = piece.split_once("$0").unwrap();
        let text = TEXTS.replacen(&format!("{before}{after}"), piece, 1);
        let fixture = Fixture::with_head(&text);
        let (file, offset) = fixture.cursor();
        feature(&fixture.project, file, offset).into_iter().map(|item| item.name).collect()
    }

    #[test]
    fn above() {
        assert_eq!(shown(supertypes, "add control SMX.8$0"), ["8 Technological controls"]);
        assert_eq!(shown(supertypes, "mod$0ify"), ["8.1 User endpoint devices"]);
        assert_eq!(shown(supertypes, "27002 8$0.1"), ["8 Technological controls"]);
        assert_eq!(shown(supertypes, "27002 8$0 {"), ["ISO/IEC 27002:2022"]);
        assert_eq!(shown(supertypes, "clause SMX.A$0 "), ["ISO/IEC 27002:2022"]);
        assert_eq!(shown(supertypes, "SMX.$0A.1"), ["SMX.A Ours"]);
        assert_eq!(shown(supertypes, "guidance$0 to"), ["SMX.8.35 Keys"]);
    }

    #[test]
    fn below() {
        let controls = shown(subtypes, "27002 8$0 {");
        assert_eq!(controls[0], "8.1 User endpoint devices");
        assert_eq!(controls[34..], ["SMX.8.35 Keys"]);
        assert_eq!(shown(subtypes, "27002 8$0.1"), ["modify control 27002 8.1"]);
        assert_eq!(shown(subtypes, "add control SMX.8$0"), ["add guidance to SMX.8.35"]);
        assert_eq!(shown(subtypes, "clause SMX.A$0 "), ["SMX.A.1 Sub"]);
        assert_eq!(shown(subtypes, "mod$0ify"), [""; 0]);
    }

    #[test]
    fn from_the_document_down() {
        let fixture = Fixture::with_head(TEXTS);
        let file = FileId::BuiltIn(3);
        let text = fixture.project.document(file).unwrap().text().to_string();
        let offset = TextSize::new(text.find("catalogue ISO").unwrap() as u32 + 12);
        let below = subtypes(&fixture.project, file, offset);
        let names: Vec<_> = below.iter().map(|item| item.name.as_str()).collect();
        // Four clauses of controls, the front clauses, and what the standard adds.
        assert_eq!(names[0], "5 Organizational controls");
        assert!(names.contains(&"1 Scope"), "{names:?}");
        assert_eq!(names.last(), Some(&"SMX.A Ours"));
        assert_eq!(
            type_hierarchy(&fixture.project, file, offset).unwrap().name,
            "ISO/IEC 27002:2022"
        );
    }
}
