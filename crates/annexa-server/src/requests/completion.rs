//! `textDocument/completion`

use annexa_ide::completion::{
    self as ide, CompletionKind, CompletionOptions as Options, Insert, completion as complete,
};
use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Command, CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionItemTag,
    CompletionList, CompletionOptions, CompletionOptionsCompletionItem, CompletionParams,
    CompletionTextEdit, CompletionTriggerKind, InsertTextFormat, Range, TextEdit, Uri,
};

use super::Context;
use crate::client::ClientInfo;

/// What the server says of it at the beginning.
pub(crate) fn options() -> CompletionOptions {
    // Behind these, what has been typed so far says what can follow.
    let triggers = ["{", " ", ".", "#", ",", ":"];
    CompletionOptions {
        resolve_provider: Some(true),
        trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
        completion_item: Some(CompletionOptionsCompletionItem {
            label_details_support: Some(true),
        }),
        ..CompletionOptions::default()
    }
}

pub(crate) fn completion(
    context: &Context,
    params: CompletionParams,
) -> Result<Option<CompletionList>> {
    let at = &params.text_document_position;
    let Some((place, offset)) = context.snapshot.cursor(at) else { return Ok(None) };
    let abilities = Abilities::of(&context.snapshot.client);
    let trigger = params.context.as_ref().map(|context| context.trigger_kind);
    let is_asked = trigger.is_none_or(|trigger| trigger == CompletionTriggerKind::INVOKED);
    let options = Options { snippets: abilities.snippets, is_asked };
    let found = complete(place.project(), place.file, offset, options);
    let cursor = usize::from(offset);
    let mut items: Vec<CompletionItem> = Vec::with_capacity(found.len());
    // Most of them replace the same text.
    let mut replaced = None;
    for (rank, item) in found.into_iter().enumerate() {
        if replaced.as_ref().is_none_or(|(bytes, _, _)| *bytes != item.range) {
            let start = usize::from(item.range.start()).min(cursor);
            let typed = place.document.text().byte_slice(start..cursor).to_string();
            replaced = Some((item.range, place.range(item.range), typed));
        }
        if let Some((_, range, typed)) = &replaced {
            let uri = &at.text_document.uri;
            items.push(written(item, rank, *range, typed, abilities, uri));
        }
    }
    // The order is ours: with each letter it is asked for again.
    Ok(Some(CompletionList { is_incomplete: true, items }))
}

/// What the client can take of an item.
#[derive(Clone, Copy)]
struct Abilities {
    snippets: bool,
    label_details: bool,
    deprecated_tag: bool,
    opens_lists: bool,
}

/// The command of the client by which an item opens the next list.
const OPEN_LIST: &str = "editor.action.triggerSuggest";

impl Abilities {
    fn of(client: &ClientInfo) -> Abilities {
        let of_texts = client.capabilities.text_document.as_ref();
        let item = of_texts.and_then(|it| it.completion.as_ref()?.completion_item.as_ref());
        let tags = item.and_then(|item| item.tag_support.as_ref());
        Abilities {
            snippets: item.and_then(|item| item.snippet_support).unwrap_or_default(),
            label_details: item.and_then(|item| item.label_details_support).unwrap_or_default(),
            deprecated_tag: tags
                .is_some_and(|tags| tags.value_set.contains(&CompletionItemTag::DEPRECATED)),
            opens_lists: client.has_command(OPEN_LIST),
        }
    }
}

fn written(
    item: ide::CompletionItem,
    rank: usize,
    range: Range,
    typed: &str,
    abilities: Abilities,
    uri: &Uri,
) -> CompletionItem {
    let (format, new_text) = match item.insert {
        Insert::Plain(text) => (InsertTextFormat::PLAIN_TEXT, text),
        Insert::Snippet(text) => (InsertTextFormat::SNIPPET, text),
    };
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let details = abilities.label_details.then(|| CompletionItemLabelDetails {
        detail: some(item.detail.clone()).map(|detail| format!(" {detail}")),
        description: some(item.description.clone()),
    });
    // Where there is no room beside the label, all of it is the detail.
    let detail = match &details {
        Some(_) => item.detail,
        None => [item.detail, item.description].join(" · ").trim_matches([' ', '·']).to_owned(),
    };
    CompletionItem {
        label: item.label,
        label_details: details,
        detail: some(detail),
        kind: Some(kind(item.kind)),
        tags: (item.deprecated && abilities.deprecated_tag)
            .then(|| vec![CompletionItemTag::DEPRECATED]),
        sort_text: Some(format!("{rank:04}")),
        filter_text: Some(typed.to_owned()),
        insert_text_format: Some(format),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
        command: (item.leads_on && abilities.opens_lists).then(|| Command {
            title: "Show what can follow".to_owned(),
            command: OPEN_LIST.to_owned(),
            arguments: None,
        }),
        data: item.key.map(|key| json!({ "uri": uri, "key": key })),
        ..CompletionItem::default()
    }
}

/// The protocol's kinds are those of programming languages; the nearest ones are taken.
fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Document => CompletionItemKind::FILE,
        CompletionKind::Clause => CompletionItemKind::MODULE,
        CompletionKind::Control => CompletionItemKind::FUNCTION,
        CompletionKind::ListItem => CompletionItemKind::FIELD,
        CompletionKind::Added => CompletionItemKind::METHOD,
        CompletionKind::Label => CompletionItemKind::CONSTRUCTOR,
        CompletionKind::Declaration | CompletionKind::TextPart => CompletionItemKind::SNIPPET,
        CompletionKind::Field => CompletionItemKind::PROPERTY,
        CompletionKind::Keyword => CompletionItemKind::KEYWORD,
        CompletionKind::Value => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::Term => CompletionItemKind::REFERENCE,
        CompletionKind::Audience => CompletionItemKind::VARIABLE,
        CompletionKind::Rule => CompletionItemKind::CONSTANT,
        CompletionKind::Standard => CompletionItemKind::CLASS,
    }
}
