//! R124: the picture files of figures.

use super::{DeclarationContext, Findings};
use crate::FigureFile;

pub(super) fn figure_missing(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let known = &context.project.settings().figures;
    if known.is_empty() {
        return;
    }
    for (_, text) in context.at.declaration.texts() {
        for path in text.figures() {
            if let Some(FigureFile::Unusable(reason)) = known.get(path.value.as_str()) {
                findings.report(context.location(path.range), reason.clone());
            }
        }
    }
}
