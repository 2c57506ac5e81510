//! What a finding on a reference that names nothing proposes to write instead.

use annexa_base::Location;
use annexa_syntax::Reference;

use super::{DeclarationContext, Finding, Findings, listed, references};
use crate::{Edit, Moved, Reading, Readings, Standard, readings::readings_of, state::change_of};

/// What a reference could mean.
pub(super) struct Help<'c, 'a> {
    context: &'c DeclarationContext<'a>,
    readings: Readings,
    /// The reference, with its list items.
    place: Location,
}

/// Reads a reference again that names nothing.
pub(super) fn for_reference<'c, 'a>(
    context: &'c DeclarationContext<'a>,
    standard: &Standard,
    reference: &Reference,
    is_target: bool,
) -> Help<'c, 'a> {
    let is_changed = is_target && change_of(context.at.declaration.kind).is_some();
    let source = context.at.source(reference.range);
    let readings = readings_of(context.project, standard, reference, source, is_changed);
    Help { context, readings, place: context.location(reference.range) }
}

impl Help<'_, '_> {
    /// Whether nothing better is known than the nearest number.
    pub(super) fn is_a_guess(&self) -> bool {
        self.readings.same.is_empty() && self.readings.moved.is_empty()
    }

    /// Whether there is anything to propose.
    pub(super) fn is_empty(&self) -> bool {
        self.readings.best().is_empty()
    }

    /// Reports what is wrong, what to write instead, and offers it.
    pub(super) fn report<'f>(
        &self,
        location: Location,
        mut message: String,
        findings: &'f mut Findings<'_>,
    ) -> Finding<'f> {
        let Readings { same, moved, elsewhere, .. } = &self.readings;
        let texts = |readings: &[Reading]| {
            let texts: Vec<String> = readings.iter().map(|it| it.text.clone()).collect();
            listed(&texts, "or")
        };
        if !same.is_empty() {
            message.push_str(&format!("; write {}", texts(same)));
        } else {
            moved.iter().for_each(|moved| message.push_str(&self.where_it_went(moved)));
            if !elsewhere.is_empty() {
                message.push_str(&format!("; {} exists", texts(elsewhere)));
            }
        }
        let mut finding = findings.report(location, message);
        for Moved { edition, point, provision: (catalogue, provision), .. } in moved {
            let project = self.context.project;
            if let Some(place) = references::place_of(project, *catalogue, *provision) {
                let name = references::printed(project, *edition);
                finding = finding.related(place, format!("{point} of {name}"));
            }
        }
        for reading in self.readings.best() {
            let edit = Edit { location: self.place, new: reading.text.clone() };
            finding = finding.fix(format!("Write `{}`", reading.text), vec![edit]);
        }
        finding
    }

    fn where_it_went(&self, moved: &Moved) -> String {
        let edition = references::printed(self.context.project, moved.edition);
        let Moved { point, readings, .. } = moved;
        let texts: Vec<&str> = readings.iter().map(|reading| reading.text.as_str()).collect();
        match texts.as_slice() {
            [] => format!("; {point} is in {edition}, and nothing corresponds to it here"),
            texts => format!(
                "; {point} is in {edition}, and corresponds to {} here",
                listed(texts, "and")
            ),
        }
    }
}
