//! `annexa.base`: where a base of a project, or a provision of it, can be read.

use std::sync::Arc;

use annexa_base::Catalogue;
use annexa_ide::Span;
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, Location};

use super::{BASE, about_file};
use crate::requests::Written;
use crate::session::Session;
use crate::snapshot::FilePlace;

pub(super) async fn base(session: Arc<Session>, params: ExecuteCommandParams) -> Result<Written> {
    about_file(session, params, "Looking for a base", |place, arguments, _| {
        let text = |index: usize| arguments.get(index).and_then(Value::as_str);
        let Some(document) = text(0) else {
            let message = format!("the second argument of `{BASE}` is a document with its edition");
            return Err(Error::invalid_params(message));
        };
        Ok(find(place, document, text(1)))
    })
    .await
}

fn find(place: &FilePlace<'_>, document: &str, number: Option<&str>) -> Option<Location> {
    let project = place.project();
    let mut bases = project.standards().iter().flat_map(|standard| &standard.bases);
    let catalogue: &Catalogue = bases.find_map(|base| {
        project.catalogue(base.catalogue?).filter(|it| it.document.printed() == document)
    })?;
    let location = match number {
        None => catalogue.location,
        Some(number) => catalogue.provision(catalogue.find(number)?)?.location,
    };
    place.location(Span::of(project, location))
}
