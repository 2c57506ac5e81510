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

use std::io;

use serde::Serialize;

use annexa_model::{AddedProvision, DeclarationId, Project, Standard, Term as ModelTerm};

use crate::{
    context::Context,
    schema::{FORMAT_VERSION, SCHEMA_ID},
    stream::Stream,
    types::{Addition, Document, Generator, Id, Relation, Term},
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
    let parts = Parts::of(&context);
    document(&context, parts.terms.collect(), parts.additions.collect(), parts.relations.collect())
}

/// Compiles a standard of a project and writes it as JSON, one provision, addition or change a line,
/// with a line end behind it. The bytes are those of [`to_json`] of [`native`]; they are made while
/// they are written, so that they need not all be in memory.
///
/// # Errors
/// Those of the writer.
pub fn write_json(
    project: &Project,
    standard: &Standard,
    options: &Options,
    writer: impl io::Write,
) -> io::Result<()> {
    let context = Context::new(project, standard, options);
    let parts = Parts::of(&context);
    let document = document(&context, parts.terms, parts.additions, parts.relations);
    crate::layout::write(&document, writer)
}

/// A document of any of the types here as JSON, in the layout of [`write_json`].
///
/// # Errors
/// These types give none; the signature of a writer has one.
pub fn to_json(document: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut json = Vec::new();
    crate::layout::write(document, &mut json)?;
    Ok(json)
}

/// The lists that grow with the standard, each ready to be made.
struct Parts<T, A, R> {
    terms: T,
    additions: A,
    relations: R,
}

type Made<'a, K, V> = Stream<K, Box<dyn Fn(&K) -> Vec<V> + Sync + 'a>>;

impl<'a>
    Parts<
        Made<'a, &'a ModelTerm, Term>,
        Made<'a, &'a AddedProvision, Addition>,
        Made<'a, (Id, DeclarationId), Relation>,
    >
{
    fn of(context: &'a Context<'a>) -> Self {
        Parts {
            terms: Stream {
                of: terms::order(context),
                make: Box::new(|term| terms::term(context, term).into_iter().collect()),
            },
            additions: Stream {
                of: context.standard.added.iter().collect(),
                make: Box::new(|added| additions::addition(context, added).into_iter().collect()),
            },
            relations: Stream {
                of: relations::bearers(context),
                make: Box::new(|(from, id)| relations::relations(context, from, *id)),
            },
        }
    }
}

fn document<T, A, R>(
    context: &Context<'_>,
    terms: T,
    additions: A,
    relations: R,
) -> Document<T, A, R> {
    let provisions = provisions::provisions(context);
    Document {
        schema: SCHEMA_ID.to_owned(),
        annexa: FORMAT_VERSION.to_owned(),
        generator: Generator::this(),
        timestamp: context.options.timestamp.clone(),
        includes_base_text: context.options.include_base_text,
        standard: head::standard(context),
        bases: bases::bases(context),
        references: relations::references(context),
        terms,
        additions,
        changes: changes::changes(context),
        relations,
        allowances: relations::allowances(context),
        statement_of_applicability: applicability::entries(context, &provisions),
        provisions,
    }
}
