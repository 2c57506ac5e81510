//! R112 for `as ITEM`: the mark of an added requirement that is printed as an item of the base's
//! list.

use annexa_syntax::{ListStyle, SmolStr};

use super::{DeclarationContext, Findings};
use crate::{AddedProvision, Parent, Standard};

/// Reports a mark that continues neither the base's list nor another added item.
pub(super) fn gap(
    context: &DeclarationContext<'_>,
    standard: &Standard,
    added: &AddedProvision,
    findings: &mut Findings<'_>,
) {
    let declaration = context.at.declaration;
    let (Some(item), Parent::Provision(base, parent)) = (&declaration.as_item, added.parent) else {
        return;
    };
    let catalogue = standard.base(base).and_then(|base| context.project.catalogue(base.catalogue?));
    let Some(provision) = catalogue.and_then(|catalogue| catalogue.provision(parent)) else {
        return;
    };
    let target = declaration.target.iter().flat_map(|target| &target.items);
    let path: Vec<SmolStr> = target.map(|item| item.value.clone()).collect();
    let items = match path.as_slice() {
        [] => &provision.items,
        path => match provision.item(path) {
            Some(above) => &above.items,
            None => return,
        },
    };
    let marks = || items.iter().map(|item| item.mark.as_str());
    // A mark that the base already has is a collision, which rule R108 reports.
    if marks().any(|mark| mark == item.value) {
        return;
    }
    let first = marks().next().unwrap_or(&item.value);
    let style = ListStyle::of(marks().chain(marks().next().is_none().then_some(first)));
    let last = marks().next_back().and_then(|mark| style.position(mark)).unwrap_or(0);
    let above = added.number.strip_suffix(item.value.as_str()).unwrap_or_default();
    let is_taken = |mark: &str| {
        let mut others = standard.added_in_order().filter(|it| it.declaration != added.declaration);
        others.any(|it| it.parent == added.parent && it.number.strip_prefix(above) == Some(mark))
    };
    let own = style.position(&item.value);
    let before = own.and_then(|own| style.mark(own.checked_sub(1)?));
    let goes_on = own.is_some_and(|own| own == last + 1)
        || own.is_some_and(|own| own > last) && before.is_some_and(|mark| is_taken(&mark));
    let mut marks_behind = (last + 1..).map_while(|position| style.mark(position));
    let Some(free) = marks_behind.find(|mark| !is_taken(mark)).filter(|_| !goes_on) else { return };
    let message = match items.last() {
        Some(last) => {
            format!(
                "the list of {} ends with {}; continue with `{free}`",
                provision.number, last.mark
            )
        }
        None => format!("{} has no list items; begin with `{free}`", provision.number),
    };
    findings
        .report(context.location(item.range), message)
        .replace(context.location(item.range), free);
}
