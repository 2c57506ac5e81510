//! What is asked about one text.

use annexa_tests::client::{Encoding, edited};
use serde_json::{Value, json};

use super::editor::{Editor, FILE, all, first_line, list, path, text};
use crate::support::tokens;

const OPTIONS: fn() -> Value = || json!({ "tabSize": 2, "insertSpaces": true });

/// What is offered for some words of a title.
fn completions(editor: &Editor, name: &str) -> Value {
    let (_, at) = editor.typed(name, "add guidance to cloud$0\n");
    // Before the project of a new file is read, on a slow disk, the list is empty, and says that it is
    // incomplete.
    for _ in 0..100 {
        let found = editor.ask("textDocument/completion", at.clone());
        if !found["items"][0].is_null() || found["isIncomplete"] != true {
            return found;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("nothing is completed in {name}");
}

pub(super) fn completion(editor: &Editor) -> String {
    let found = completions(editor, "company/completion.annexa");
    format!("{} · {}", text(&found["items"][0]["label"]), text(&found["items"][0]["detail"]))
}

pub(super) fn completion_resolve(editor: &Editor) -> String {
    let found = completions(editor, "company/resolve.annexa");
    assert!(found["items"][0]["documentation"].is_null(), "it comes late");
    let resolved = editor.ask("completionItem/resolve", found["items"][0].clone());
    first_line(&resolved["documentation"]["value"])
}

pub(super) fn hover(editor: &Editor) -> String {
    let found = editor.ask_at("textDocument/hover", "27002 5.14");
    format!("{}: {}", editor.here(&found["range"]), first_line(&found["contents"]["value"]))
}

pub(super) fn signature_help(editor: &Editor) -> String {
    let (_, at) = editor.typed("company/signature.annexa", "retain 27002 $0\n");
    let found = editor.ask("textDocument/signatureHelp", at);
    let signature = &found["signatures"][0];
    let active = found["activeParameter"].as_u64().expect("a part is marked");
    let ends = &signature["parameters"][active as usize]["label"];
    let end = |index: usize| ends[index].as_u64().expect("a number") as usize;
    let label: Vec<u16> = text(&signature["label"]).encode_utf16().collect();
    let part = String::from_utf16(&label[end(0)..end(1)]).expect("it is a part");
    format!("{part} of {}", text(&signature["label"]))
}

pub(super) fn definition(editor: &Editor) -> String {
    editor.places(&editor.ask_at("textDocument/definition", "27001 6.1.2 a) 1)"))
}

pub(super) fn declaration(editor: &Editor) -> String {
    editor.places(&editor.ask_at("textDocument/declaration", "27002 5.14"))
}

pub(super) fn type_definition(editor: &Editor) -> String {
    editor.places(&editor.ask_at("textDocument/typeDefinition", "27002 5.14"))
}

pub(super) fn implementation(editor: &Editor) -> String {
    editor.places(&editor.ask_at("textDocument/implementation", "27002 7.10"))
}

pub(super) fn references(editor: &Editor) -> String {
    let mut params = editor.at("design data");
    params["context"] = json!({ "includeDeclaration": false });
    let found = editor.ask("textDocument/references", params);
    format!("{}: {}", list(&found).len(), editor.places(&found))
}

pub(super) fn document_highlight(editor: &Editor) -> String {
    let found = editor.ask_at("textDocument/documentHighlight", "security council");
    let places = list(&found).iter().map(|it| editor.here(&it["range"]));
    places.collect::<Vec<_>>().join(" · ")
}

pub(super) fn document_symbol(editor: &Editor) -> String {
    let outline = editor.ask_all("textDocument/documentSymbol");
    format!("{}: {}", all(&outline, "name"), all(&outline[0]["children"], "name"))
}

/// What can be done to an interpretation.
fn actions(editor: &Editor) -> Value {
    let at = editor.at("27001 9.3.3");
    editor.ask(
        "textDocument/codeAction",
        json!({
            "textDocument": at["textDocument"],
            "range": { "start": at["position"], "end": at["position"] },
            "context": { "diagnostics": [], "only": ["refactor"] },
        }),
    )
}

pub(super) fn code_action(editor: &Editor) -> String {
    all(&actions(editor), "title")
}

pub(super) fn code_action_resolve(editor: &Editor) -> String {
    let found = actions(editor);
    let action = list(&found).iter().find(|it| it["title"] == "Turn into `refine`");
    let action = action.expect("it is offered");
    assert!(action["edit"].is_null(), "it comes late");
    let resolved = editor.ask("codeAction/resolve", action.clone());
    let edits = &resolved["edit"]["changes"][editor.folder.uri(FILE)];
    let edits = list(edits).iter();
    let edits = edits.map(|it| format!("{} → {}", editor.here(&it["range"]), text(&it["newText"])));
    edits.collect::<Vec<_>>().join(" · ")
}

pub(super) fn code_lens(editor: &Editor) -> String {
    let lenses = editor.ask_all("textDocument/codeLens");
    let places = list(&lenses).iter().map(|it| editor.here(&it["range"]));
    places.collect::<Vec<_>>().join(" · ")
}

pub(super) fn code_lens_resolve(editor: &Editor) -> String {
    let lenses = editor.ask_all("textDocument/codeLens");
    text(&editor.ask("codeLens/resolve", lenses[0].clone())["command"]["title"])
}

pub(super) fn document_link(editor: &Editor) -> String {
    let links = editor.ask_all("textDocument/documentLink");
    let places = list(&links).iter().map(|it| editor.here(&it["range"]));
    places.collect::<Vec<_>>().join(" · ")
}

pub(super) fn document_link_resolve(editor: &Editor) -> String {
    let links = editor.ask_all("textDocument/documentLink");
    let link = editor.ask("documentLink/resolve", links[2].clone());
    let target = text(&link["target"]);
    let (uri, place) = target.split_once("#L").expect("a place in a file");
    let line: usize = place.split(',').next().and_then(|it| it.parse().ok()).expect("a line");
    let file = std::fs::read_to_string(path(&json!(uri))).expect("it can be read");
    let line = file.lines().nth(line - 1).and_then(|it| it.split(" \"").next());
    format!("{} · {}", text(&link["tooltip"]), line.unwrap_or_default())
}

const LOOSE: &str =
    "retain 27001 7.2 {\n reason  \"x\" }\n\nretain 27001 7.3 {\n reason  \"y\" }\n";

/// A text after the edits that a request answers with.
fn formatted(editor: &Editor, name: &str, declarations: &str, method: &str, with: Value) -> String {
    let (before, mut params) = editor.typed(name, declarations);
    params["options"] = OPTIONS();
    let fields = with.as_object().cloned().expect("fields");
    params.as_object_mut().expect("fields").extend(fields);
    let edits = editor.ask(method, params);
    let after = edited(&before, list(&edits), Encoding::Utf16);
    after.strip_prefix("part of ACME\n\n").expect("that stays").trim_end().to_owned()
}

pub(super) fn formatting(editor: &Editor) -> String {
    let name = "company/formatting.annexa";
    formatted(editor, name, LOOSE, "textDocument/formatting", json!({}))
}

pub(super) fn range_formatting(editor: &Editor) -> String {
    let place = json!({ "line": 3, "character": 2 });
    let with = json!({ "range": { "start": place, "end": place } });
    let name = "company/range.annexa";
    formatted(editor, name, LOOSE, "textDocument/rangeFormatting", with)
}

pub(super) fn on_type_formatting(editor: &Editor) -> String {
    let typed = "retain 27001 7.2 {\nreason \"No sector need.\" }$0\n";
    let name = "company/on-type.annexa";
    formatted(editor, name, typed, "textDocument/onTypeFormatting", json!({ "ch": "}" }))
}

pub(super) fn rename(editor: &Editor) -> String {
    let mut params = editor.at("design data");
    params["newName"] = json!("drawings");
    let edit = editor.ask("textDocument/rename", params);
    let of = |name: &str| {
        let edits = list(&edit["changes"][editor.folder.uri(name)]);
        let before = editor.text(name);
        let after = edited(&before, edits, Encoding::Utf16);
        assert_eq!(after, before.replace("design data", "drawings"));
        edits.len()
    };
    format!("{} in profile.annexa, {} in people.annexa", of(FILE), of("company/people.annexa"))
}

pub(super) fn prepare_rename(editor: &Editor) -> String {
    let found = editor.ask_at("textDocument/prepareRename", "design data");
    format!("{} at {}", text(&found["placeholder"]), editor.here(&found["range"]))
}

pub(super) fn folding_range(editor: &Editor) -> String {
    let found = editor.ask_all("textDocument/foldingRange");
    let lines = |it: &Value| format!("{}–{}", it["startLine"], it["endLine"]);
    let (first, second) = (&found[0], &found[1]);
    format!(
        "{}: {} {}, {}, …",
        list(&found).len(),
        text(&first["kind"]),
        lines(first),
        lines(second)
    )
}

pub(super) fn selection_range(editor: &Editor) -> String {
    let at = editor.at("council} every");
    let params = json!({ "textDocument": at["textDocument"], "positions": [at["position"]] });
    let found = editor.ask("textDocument/selectionRange", params);
    let mut around = Vec::new();
    let mut range = &found[0];
    while range.is_object() {
        let covered = editor.here(&range["range"]);
        around.push(covered.split_whitespace().next().unwrap_or_default().to_owned());
        range = &range["parent"];
    }
    around.join(" < ")
}

pub(super) fn linked_editing_range(editor: &Editor) -> String {
    let found = editor.ask_at("textDocument/linkedEditingRange", "security council");
    let places = list(&found["ranges"]).iter().map(|it| editor.here(it));
    places.collect::<Vec<_>>().join(" · ")
}

fn legend(editor: &Editor) -> &Value {
    &editor.answer["capabilities"]["semanticTokensProvider"]["legend"]
}

pub(super) fn tokens_full(editor: &Editor) -> String {
    let found = editor.ask_all("textDocument/semanticTokens/full");
    let shown = tokens(legend(editor), &editor.text(FILE), &found["data"]);
    format!("{}: {} · … · {}", shown.len(), shown[2], shown[shown.len() - 2])
}

pub(super) fn tokens_delta(editor: &Editor) -> String {
    let name = "company/delta.annexa";
    let (_, file) = editor.typed(name, "retain 27001 7.2 {\n  reason \"It may be.\"\n}\n");
    let mut params = file.clone();
    params["previousResultId"] =
        editor.ask("textDocument/semanticTokens/full", file)["resultId"].clone();
    let (_, _) = editor.typed(name, "retain 27001 7.2 {\n  reason \"It may be; it should.\"\n}\n");
    let found = editor.ask("textDocument/semanticTokens/full/delta", params);
    let edit = &found["edits"][0];
    let (taken, given) = (&edit["deleteCount"], list(&edit["data"]));
    let (start, count) = (&edit["start"], given.len());
    format!("at {start}: {taken} taken, {count} given: {} columns on, {} long", given[1], given[2])
}

pub(super) fn tokens_range(editor: &Editor) -> String {
    let at = editor.at("27001 5.3 b)")["position"].clone();
    let mut params = editor.file(FILE);
    params["range"] = json!({ "start": at, "end": at });
    let found = editor.ask("textDocument/semanticTokens/range", params);
    tokens(legend(editor), &editor.text(FILE), &found["data"]).join(" · ")
}

/// The hints of some lines around a declaration.
fn hints(editor: &Editor) -> Value {
    let at = editor.at("27001 5.3 b)")["position"].clone();
    let mut params = editor.file(FILE);
    params["range"] = json!({ "start": at, "end": at });
    params["range"]["end"]["character"] = json!(99);
    editor.ask("textDocument/inlayHint", params)
}

pub(super) fn inlay_hint(editor: &Editor) -> String {
    all(&hints(editor), "label")
}

pub(super) fn inlay_hint_resolve(editor: &Editor) -> String {
    let hint = editor.ask("inlayHint/resolve", hints(editor)[0].clone());
    first_line(&hint["tooltip"]["value"])
}

pub(super) fn call_hierarchy(editor: &Editor) -> String {
    let items = editor.ask_at("textDocument/prepareCallHierarchy", "27002 5.14");
    let incoming = editor.ask("callHierarchy/incomingCalls", json!({ "item": items[0] }));
    let citing = &incoming[0]["from"];
    let outgoing = editor.ask("callHierarchy/outgoingCalls", json!({ "item": citing }));
    let cited = list(&outgoing).iter().map(|it| text(&it["to"]["name"])).collect::<Vec<_>>();
    format!("{} ← {} → {}", all(&items, "name"), text(&citing["name"]), cited.join(" · "))
}

pub(super) fn type_hierarchy(editor: &Editor) -> String {
    let items = editor.ask_at("textDocument/prepareTypeHierarchy", "27002 7.10");
    let above = editor.ask("typeHierarchy/supertypes", json!({ "item": items[0] }));
    let below = editor.ask("typeHierarchy/subtypes", json!({ "item": items[0] }));
    format!("{} > {} > {}", all(&above, "name"), all(&items, "name"), all(&below, "name"))
}

pub(super) fn diagnostic(editor: &Editor) -> String {
    let wrong = "retain 27001 7.9 {\n  reason \"No sector need.\"\n}\n";
    let (before, file) = editor.typed("company/diagnostic.annexa", wrong);
    let found = editor.ask("textDocument/diagnostic", file);
    let shown = list(&found["items"])
        .iter()
        .map(|it| format!("{} at {}", text(&it["code"]), editor.cut(&before, &it["range"])));
    shown.collect::<Vec<_>>().join(" · ")
}

pub(super) fn moniker(editor: &Editor) -> String {
    all(&editor.ask_at("textDocument/moniker", "27002 5.14"), "identifier")
}

/// Where a server that counts so sees a reference behind characters of several lengths.
fn counted(encoding: Encoding) -> String {
    let editor = Editor::with(encoding, |_| {});
    let typed = "interpret 27001 7.2 {\n  text \"Für 🔑 {27002 $05.14}\"\n}\n";
    let (before, at) = editor.typed("company/encoding.annexa", typed);
    let range = editor.ask("textDocument/hover", at)["range"].clone();
    assert_eq!(editor.client.shut_down(), Some(0));
    let chosen = text(&editor.answer["capabilities"]["positionEncoding"]);
    let column = &range["start"]["character"];
    format!("{chosen}: {} at column {column}", editor.cut(&before, &range))
}

pub(super) fn positions_in_utf_8(_: &Editor) -> String {
    counted(Encoding::Utf8)
}

pub(super) fn positions_in_utf_32(_: &Editor) -> String {
    counted(Encoding::Utf32)
}

pub(super) fn incremental_changes(editor: &Editor) -> String {
    let typed = "interpret 27001 7.2 {\n  text \"See {27002 5.$014}.\"\n}\n";
    let (_, at) = editor.typed("company/incremental.annexa", typed);
    let start = &at["position"];
    let mut end = start.clone();
    end["character"] = json!(start["character"].as_u64().expect("a number") + 2);
    let uri = text(&at["textDocument"]["uri"]);
    let change = json!({ "range": { "start": start, "end": end }, "text": "23" });
    editor.client.change(&uri, &[change]);
    let kind = &editor.answer["capabilities"]["textDocumentSync"]["change"];
    let found = editor.ask("textDocument/hover", at);
    format!("{kind}: {}", first_line(&found["contents"]["value"]))
}
