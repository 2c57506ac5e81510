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
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use annexa_model::{AddedProvision, DeclarationId, Project, Standard, Term as ModelTerm};

use self::applicability::Listed;
use crate::{
    context::Context,
    schema::{FORMAT_VERSION, SCHEMA_ID},
    stream::Stream,
    types::{Addition, ApplicabilityEntry, Document, Generator, Provision, Relation, Term},
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
    let made = document(&context);
    Document {
        terms: made.terms.collect(),
        additions: made.additions.collect(),
        relations: made.relations.collect(),
        statement_of_applicability: made.statement_of_applicability.collect(),
        schema: made.schema,
        annexa: made.annexa,
        generator: made.generator,
        timestamp: made.timestamp,
        includes_base_text: made.includes_base_text,
        standard: made.standard,
        bases: made.bases,
        references: made.references,
        provisions: made.provisions.of.into_iter().map(Arc::unwrap_or_clone).collect(),
        changes: made.changes,
        allowances: made.allowances,
    }
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
    crate::layout::write(&document(&context), writer)
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

type Made<'a, K, V> = Stream<K, Box<dyn Fn(&K) -> Vec<V> + Sync + 'a>>;

/// A document whose lists that grow with the standard are made while they are written.
type MadeDocument<'a> = Document<
    Made<'a, &'a ModelTerm, Term>,
    Made<'a, Arc<Provision>, Arc<Provision>>,
    Made<'a, &'a AddedProvision, Addition>,
    Made<'a, DeclarationId, Relation>,
    Made<'a, Listed<'a>, ApplicabilityEntry>,
>;

fn made<'a, K, V, I>(of: Vec<K>, make: impl Fn(&K) -> I + Sync + 'a) -> Made<'a, K, V>
where
    I: IntoIterator<Item = V>,
{
    Stream { of, make: Box::new(move |it| make(it).into_iter().collect()) }
}

/// Compiles a standard as far as its long lists, and those are ready to be made.
fn document<'a>(context: &'a Context<'a>) -> MadeDocument<'a> {
    let (terms, changes) = rayon::join(|| terms::order(context), || changes::order(context));
    let bearers = relations::bearers(context, &terms, &changes);
    let ((provisions, controls), (references, allowances)) = rayon::join(
        || {
            let provisions = provisions::provisions(context, &changes);
            let controls = applicability::controls(context, &provisions);
            (provisions, controls)
        },
        || {
            let references = || relations::references(context);
            rayon::join(references, || relations::allowances(context, &bearers))
        },
    );
    let changes = changes.par_iter().filter_map(|&id| changes::change(context, id)).collect();
    Document {
        schema: SCHEMA_ID.to_owned(),
        annexa: FORMAT_VERSION.to_owned(),
        generator: Generator::this(),
        timestamp: context.options.timestamp.clone(),
        includes_base_text: context.options.include_base_text,
        standard: head::standard(context),
        bases: bases::bases(context),
        references,
        terms: made(terms, |term| terms::term(context, term)),
        additions: made(context.standard.added_in_order().collect(), |added| {
            additions::addition(context, added)
        }),
        changes,
        relations: made(bearers, |id| relations::relations(context, *id)),
        allowances,
        statement_of_applicability: made(controls, |control| {
            applicability::applicability(context, control)
        }),
        // They are there already, since the controls are found by them; they too are laid out side by side.
        provisions: made(provisions.into_iter().map(Arc::new).collect(), |it| [Arc::clone(it)]),
    }
}
