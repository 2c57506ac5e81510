//! C: controls and guidance (ISO/IEC 27009, clause 6).

use annexa_syntax::{
    DeclarationKind, Field, Keyword, Text, TextPlace, TextRange, TextSize, VerbalForm,
};

use super::{Check, DeclarationContext, Findings, Rule};
use crate::Level;

pub(super) static RULES: &[Rule] = &[
    Rule::new("C601", "one-should", Level::Error, Check::Declaration(one_should))
        .source("ISO/IEC 27009:2020, clause 6")
        .summary(
            "A control statement has no `should`, or more than one. What is added to a control counts \
             by itself.",
        )
        .english_only(),
    Rule::new("C602", "shall-in-control", Level::Error, Check::Declaration(shall_in_control))
        .source("ISO/IEC 27009:2020, clause 6; ISO/IEC Directives, Part 2, clause 7")
        .summary(
            "`shall` stands in a control, in guidance or in other information, which recommend and do \
             not require.",
        )
        .english_only(),
];

/// The fields of a declaration that hold the wording of a control.
fn statements<'a>(context: &DeclarationContext<'a>) -> impl Iterator<Item = (&'a Field, &'a Text)> {
    let declaration = context.at.declaration;
    let names: &[Keyword] = match declaration.kind {
        DeclarationKind::AddControl => &[Keyword::Control],
        DeclarationKind::ModifyControl => &[Keyword::Text, Keyword::Addition],
        _ => &[],
    };
    declaration
        .fields
        .iter()
        .filter(move |field| names.contains(&field.name))
        .filter_map(|field| Some((field, field.text()?)))
}

fn in_body(text: &Text, forms: [VerbalForm; 2]) -> impl Iterator<Item = TextRange> {
    text.verbal_forms
        .iter()
        .filter(move |used| used.place == TextPlace::Body && forms.contains(&used.form))
        .map(|used| used.range)
}

const SHALL: [VerbalForm; 2] = [VerbalForm::Shall, VerbalForm::ShallNot];
const SHOULD: [VerbalForm; 2] = [VerbalForm::Should, VerbalForm::ShouldNot];

fn one_should(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    if context.at.declaration.is_cut_short {
        return;
    }
    for (field, text) in statements(context) {
        let message = match in_body(text, SHOULD).count() {
            1 => continue,
            // A `shall` in the place of the `should` is what rule C602 tells.
            0 if in_body(text, SHALL).next().is_some() => continue,
            0 => {
                "a control says in one `should` what is recommended; there is none here".to_owned()
            }
            many => format!(
                "a control says in one `should` what is recommended; there are {many} here: keep one, \
                 and move the others to the guidance or to controls of their own"
            ),
        };
        findings.report(context.location(field.name_range), message);
    }
}

fn shall_in_control(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    use DeclarationKind::*;
    let declaration = context.at.declaration;
    let names: &[Keyword] = match declaration.kind {
        AddControl => &[Keyword::Control, Keyword::Guidance, Keyword::Information],
        AddGuidance | AddInformation => &[Keyword::Text],
        ModifyControl | ModifyGuidance | ModifyInformation => &[Keyword::Text, Keyword::Addition],
        _ => return,
    };
    for field in declaration.fields.iter().filter(|field| names.contains(&field.name)) {
        let Some(text) = field.text() else { continue };
        for range in in_body(text, SHALL) {
            let word = TextRange::at(range.start(), TextSize::of("shall").min(range.len()));
            let location = context.location(word);
            findings
                .report(
                    location,
                    "controls and guidance recommend and do not require: write `should`, or add a \
                     requirement to ISO/IEC 27001 with `add requirement`",
                )
                .replace(location, "should");
        }
    }
}
