//! The native output: everything that is known of a standard, as one JSON document.
//!
//! Provisions and additions are flat lists with `parent` ids, and not nested: a reader finds a thing
//! by its id in one look, a filter need not recurse, and an addition can have a provision of a base as
//! its parent. The order of the lists is that of the printed document.

mod additions;
mod applicability;
mod bases;
mod changes;
mod head;
mod provisions;
mod relations;
mod terms;
mod wording;

pub(crate) use head::designation;

use annexa_model::{Project, Standard};

use crate::{
    context::Context,
    schema::{FORMAT_VERSION, SCHEMA_ID},
    types::{Document, Generator},
};

/// What the output is to hold.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Options {
    /// Put the licensed wording of the project's overlays into the output. Whoever asks for it sees to
    /// it that the output goes to nobody without a licence.
    pub include_base_text: bool,
    /// The time to write into the output (RFC 3339). Without it the output names none.
    pub timestamp: Option<String>,
}

/// Compiles a standard of a project.
///
/// It gives what can be known, whatever errors there are: a base without a catalogue is left out, and
/// a reference to nothing has no id. Ask [`annexa_model::check`] first whether the project is sound.
pub fn native(project: &Project, standard: &Standard, options: &Options) -> Document {
    let context = Context::new(project, standard, options);
    let (provisions, (additions, relations)) = rayon::join(
        || provisions::provisions(&context),
        || rayon::join(|| additions::additions(&context), || relations::relations(&context)),
    );
    Document {
        schema: SCHEMA_ID.to_owned(),
        annexa: FORMAT_VERSION.to_owned(),
        generator: Generator {
            name: "annexa".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        timestamp: options.timestamp.clone(),
        includes_base_text: options.include_base_text,
        standard: head::standard(&context),
        bases: bases::bases(&context),
        references: relations::references(&context),
        terms: terms::terms(&context),
        changes: changes::changes(&context),
        relations,
        allowances: relations::allowances(&context),
        statement_of_applicability: applicability::entries(&context, &provisions, &additions),
        provisions,
        additions,
    }
}

/// A document as JSON, one provision, addition or change a line, with a line end behind it.
///
/// # Errors
/// The types of a [`Document`] give none; the serializer's signature has one.
pub fn to_json(document: &Document) -> serde_json::Result<Vec<u8>> {
    crate::layout::to_bytes(document)
}
