//! What the standard adds, in the order of output.

use annexa_model::{AddedKind, AddedProvision, DeclarationRef, Parent};
use annexa_syntax::{Declaration, Keyword, SmolStr};

use crate::{
    context::Context,
    ids, printed,
    statements::{Within, statements},
    text,
    types::{
        Addition, AdditionKind, Attributes, AudienceText, ControlStatement, Id, Part, State,
        Statement,
    },
};

/// An added provision with all that it says.
pub(super) fn addition(context: &Context<'_>, added: &AddedProvision) -> Option<Addition> {
    let declared = context.declaration(added.declaration)?;
    let declaration = declared.declaration;
    let basis = declaration.kind.clause()?;
    let kind = match added.kind {
        AddedKind::Clause => AdditionKind::Clause,
        AddedKind::Objective => AdditionKind::Objective,
        AddedKind::Control => AdditionKind::Control,
        AddedKind::Requirement => AdditionKind::Requirement,
    };
    let base = added.base.and_then(|base| context.standard.base(base));
    let document = super::head::document(context);
    let mut addition = Addition {
        id: context.added_id(added)?,
        key: key(&declared, added),
        label: added.label.clone(),
        number: added.number.as_str().into(),
        reference: printed::in_document(&document, &added.number),
        document,
        kind,
        basis: SmolStr::new_static(basis),
        title: added.title.clone(),
        parent: parent(context, added.parent),
        base: base.map(super::bases::alias),
        as_item: declaration.as_item.as_ref().map(|mark| mark.value.clone()),
        state: State::New,
        audiences: context.audiences(&declaration.audiences),
        applies: context.text(declaration, Keyword::Applies),
        text: context.text(declaration, Keyword::Text),
        control: declaration.text(Keyword::Control).map(|source| {
            let control = text::text(context, source);
            let reference_control = text::as_reference_control(declared.item, source, &control);
            ControlStatement { reference_control, control }
        }),
        purpose: context.text(declaration, Keyword::Purpose),
        guidance: guidance(context, declaration),
        information: context.text(declaration, Keyword::Information),
        notes: context.texts(declaration, Keyword::Note),
        examples: context.texts(declaration, Keyword::Example),
        attributes: attributes(declaration),
        rationale: context.text(declaration, Keyword::Rationale),
        statements: Vec::new(),
        source: context.source(&declared),
    };
    addition.statements = sentences(context, &addition);
    Some(addition)
}

/// The label that it was first published under.
fn key(declared: &DeclarationRef<'_>, added: &AddedProvision) -> SmolStr {
    let key = declared.declaration.key_label();
    key.map_or(&added.label, |key| &key.value).clone()
}

fn parent(context: &Context<'_>, parent: Parent) -> Option<Id> {
    let catalogue = |base| context.catalogue(context.standard.base(base)?.catalogue?);
    match parent {
        Parent::Document(base) => Some(ids::document(&catalogue(base)?.document.printed())),
        Parent::Provision(base, provision) => {
            context.provision_id(context.standard.base(base)?.catalogue?, provision)
        }
        Parent::Added(added) => context.added_id(context.standard.added(added)?),
        Parent::Unknown => None,
    }
}

/// The guidance: for all first, then by audience as declared. What names no audience is for those of the
/// control.
fn guidance(context: &Context<'_>, declaration: &Declaration) -> Vec<AudienceText> {
    let mut guidance: Vec<AudienceText> = declaration
        .fields(Keyword::Guidance)
        .filter_map(|field| {
            Some(AudienceText {
                audiences: context.audiences(if field.audiences.is_empty() {
                    &declaration.audiences
                } else {
                    &field.audiences
                }),
                text: text::text(context, field.text()?),
            })
        })
        .collect();
    guidance.sort_by_key(|guidance| {
        guidance.audiences.iter().map(|name| context.audience_rank(name)).collect::<Vec<_>>()
    });
    guidance
}

fn attributes(declaration: &Declaration) -> Option<Attributes> {
    let values = |field| {
        let words = declaration.words(field).iter();
        words.map(|word| word.value.clone()).collect::<Vec<_>>()
    };
    let attributes = Attributes {
        control_type: values(Keyword::Type),
        properties: values(Keyword::Properties),
        concepts: values(Keyword::Concepts),
        capabilities: values(Keyword::Capabilities),
        domains: values(Keyword::Domains),
    };
    (!super::provisions::is_empty(&attributes)).then_some(attributes)
}

fn sentences(context: &Context<'_>, addition: &Addition) -> Vec<Statement> {
    let all = &addition.audiences;
    let text_part = match addition.kind {
        AdditionKind::Objective => Part::Objective,
        _ => Part::Text,
    };
    let control = addition.control.as_ref().map(|control| &control.control);
    let mut found = Vec::new();
    for (part, text) in [
        (text_part, addition.text.as_ref()),
        (Part::Control, control),
        (Part::Purpose, addition.purpose.as_ref()),
    ] {
        found.extend(
            text.iter().flat_map(|text| statements(text, Within::sector(context, part, all))),
        );
    }
    for guidance in &addition.guidance {
        let within = Within::sector(context, Part::Guidance, &guidance.audiences);
        found.extend(statements(&guidance.text, within));
    }
    let information = addition.information.iter();
    found.extend(
        information
            .flat_map(|text| statements(text, Within::sector(context, Part::Information, all))),
    );
    found
}
