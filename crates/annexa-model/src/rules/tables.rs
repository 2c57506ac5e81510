//! D215: tables in texts.

use annexa_syntax::NodeKind;

use super::{DeclarationContext, Findings};

pub(super) fn ragged_table(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    for text in context.published() {
        let nodes = text.text.node(context.at.item).into_iter().flat_map(|node| node.descendants());
        for table in nodes.filter(|node| node.kind() == NodeKind::Table) {
            let mut rows = table.children();
            let Some(header) = rows.next().map(|header| header.children().count()) else {
                continue;
            };
            for row in rows.enumerate().filter(|(index, row)| *index > 0 || !row.is_table_rule()) {
                let (_, row) = row;
                let cells = row.children().count();
                if cells != header {
                    findings.report(
                        context.location(row.range()),
                        format!(
                            "the header has {header} cells and this row {cells}; write as many \
                             in each row, an empty one as `| |`, and `\\|` for a pipe within a \
                             cell"
                        ),
                    );
                }
            }
        }
    }
}
