//! Where a jump leads.

use annexa_model::{FileId, Location, Project};
use annexa_syntax::{NodeKind, TextRange, TextSize};

use crate::Span;

/// A place that an editor opens: what it shows, and where it puts the cursor.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Target {
    /// The file.
    pub file: FileId,
    /// What is worth seeing: all of the declaration, the field, the list item.
    pub full: TextRange,
    /// The name in it.
    pub focus: TextRange,
}

impl Target {
    /// The declaration, field or list item around a name.
    pub(crate) fn of(project: &Project, location: Location) -> Target {
        let focus = Span::of(project, location).range;
        let full = around(project, location.file, focus).unwrap_or(focus);
        Target { file: location.file, full, focus }
    }

    /// The name.
    pub fn span(&self) -> Span {
        Span { file: self.file, range: self.focus }
    }
}

fn around(project: &Project, file: FileId, focus: TextRange) -> Option<TextRange> {
    let (start, item) = project.document(file)?.item_at(focus.start().into())?;
    let start = TextSize::new(start.offset as u32);
    let focus = focus.checked_sub(start)?;
    let encloses =
        |kind| matches!(kind, NodeKind::Declaration(_) | NodeKind::Field(_) | NodeKind::ListItem);
    let nodes = item.root().descendants().take_while(|node| node.range().start() <= focus.start());
    // Nodes come before those below them, so the last is the innermost.
    let innermost =
        nodes.filter(|node| encloses(node.kind()) && node.range().contains_range(focus)).last()?;
    Some(innermost.range() + start)
}
