//! `completionItem/resolve`

use annexa_ide::completion::documentation;
use serde::Deserialize;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{CompletionItem, Documentation, Uri};

use super::Context;
use crate::markup;

/// What an item is told apart by.
#[derive(Deserialize)]
struct Data {
    uri: Uri,
    key: String,
}

pub(crate) fn completion_resolve(
    context: &Context,
    mut item: CompletionItem,
) -> Result<CompletionItem> {
    // An item of another server, or of a project that is gone, goes back as it came.
    let data = item.data.clone().and_then(|data| serde_json::from_value::<Data>(data).ok());
    let Some(data) = data else { return Ok(item) };
    let Some(place) = context.snapshot.place(&data.uri) else { return Ok(item) };
    let of_texts = context.snapshot.client.capabilities.text_document.as_ref();
    let of_item = of_texts.and_then(|it| it.completion.as_ref()?.completion_item.as_ref());
    let formats = of_item.and_then(|it| it.documentation_format.as_deref());
    item.documentation = documentation(place.project(), &data.key)
        .map(|said| Documentation::MarkupContent(markup::content(said, formats)));
    Ok(item)
}
