//! `textDocument/codeLens`, `codeLens/resolve`: what is counted is counted when a lens comes into
//! sight.

use serde_json::{Value, from_value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{CodeLens, CodeLensParams, Command, Location, Uri};

use super::Context;
use crate::positions::Ranges;

/// What an editor does when a lens is clicked: it shows these places. Its arguments are a URI, a
/// position and locations.
const SHOW: &str = "annexa.showReferences";

pub(crate) fn code_lens(
    context: &Context,
    params: CodeLensParams,
) -> Result<Option<Vec<CodeLens>>> {
    let uri = params.text_document.uri;
    let Some(place) = context.snapshot.place(&uri) else { return Ok(None) };
    let lenses = annexa_ide::code_lenses(place.project(), place.file, &|| context.is_cancelled());
    let encoding = context.snapshot.client.encoding;
    let ranges = Ranges::new(place.document, lenses.iter().copied(), encoding);
    let lenses = lenses.into_iter().map(|range| CodeLens {
        range: ranges.range(range),
        command: None,
        data: Some(json!(uri)),
    });
    Ok(Some(lenses.collect()))
}

pub(crate) fn resolve(context: &Context, mut lens: CodeLens) -> Result<CodeLens> {
    lens.command = command(context, &lens);
    Ok(lens)
}

fn command(context: &Context, lens: &CodeLens) -> Option<Command> {
    let uri: Uri = from_value(lens.data.clone()?).ok()?;
    let place = context.snapshot.place(&uri)?;
    let range = place.text_range(lens.range);
    let said =
        annexa_ide::code_lens(place.project(), place.file, range, &|| context.is_cancelled())?;
    let places: Vec<Location> =
        said.places.into_iter().filter_map(|span| place.location(span)).collect();
    let arguments: Vec<Value> = vec![json!(uri), json!(lens.range.start), json!(places)];
    Some(match places.is_empty() {
        // Words without a command are shown and cannot be clicked.
        true => Command { title: said.title, command: String::new(), arguments: None },
        false => {
            Command { title: said.title, command: SHOW.to_owned(), arguments: Some(arguments) }
        }
    })
}
