//! The head of a standard: its `base` lines and other mentions of the edition.

use annexa_syntax::{DeclarationKind, TextRange};

use super::{draft::Drafts, passage::Passage};
use crate::{Allow, DeclarationRef, Project, Standard, rules::edits};

/// Names the later editions with their amendments, as `annexa new` does.
pub(super) fn move_bases(
    project: &Project,
    standard: &Standard,
    passages: &[Passage<'_>],
    drafts: &mut Drafts,
) {
    let Some(at) = standard.head.and_then(|head| project.declaration(head)) else { return };
    if at.declaration.kind != DeclarationKind::Standard {
        return;
    }
    for passage in passages.iter().filter(|passage| !passage.is_moved) {
        move_base(standard, passage, &at, drafts);
    }
    let is_new = |base: &crate::Base| {
        let moved = passages.iter().any(|it| !it.is_moved && base.catalogue == Some(it.from));
        moved || base.catalogue.is_none_or(|id| project.newer(id).is_none())
    };
    if passages.iter().any(|it| !it.is_moved) && standard.bases.iter().all(is_new) {
        for allow in Allow::of(at).filter(|allow| allow.code == "R104") {
            let message =
                "every base is the current edition now, so this silences nothing".to_owned();
            drafts.decide(allow.location, message, ["delete it"]);
        }
    }
}

fn move_base(
    standard: &Standard,
    passage: &Passage<'_>,
    at: &DeclarationRef<'_>,
    drafts: &mut Drafts,
) {
    let Some(base) = standard.base(passage.base) else { return };
    let line = edits::base_lines(at.declaration)
        .find(|(_, line)| at.location(line.document.range) == base.location);
    let Some((_, line)) = line else { return };
    let end = line.amendments.last().map_or(line.document.range, |last| last.range).end();
    let range = TextRange::new(line.document.range.start(), end);
    let designation = passage.later.document.printed();
    let mut new = passage.later.base_line();
    if at.source(range).starts_with('"') && !new.starts_with('"') {
        new = new.replacen(&designation, &format!("\"{designation}\""), 1);
    }
    drafts.of(at.id).edits.push((range, new));
}
