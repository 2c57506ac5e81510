//! What an editor shows: one test for each request. Each fails where the request is taken away.

use std::path::PathBuf;
use std::time::Duration;

use annexa_tests::client::{Client, Document, Encoding, path};
use serde_json::{Value, json};

use crate::support::{Folder, folder, tokens};

/// A standard with characters beyond the BMP before what is asked about.
const TEXT: &str = r#"// Meters 𝒳
// of all kinds
standard SMX "Meters" {
  sector "Metering"
  edition 2026
  base ISO/IEC 27001:2022 + Amd 1:2024
  base ISO/IEC 27002:2022
  numbering inline
}

term "head-end system" {
  definition """system of meters"""
}

add clause SMX.A "Meters" to 27002

add control SMX.A.1 "Keys 𝒳" to SMX.A {
  control """
    𝒳 A {term head-end system} should be safe, see {27002 8.24}:

    a) one;
    b) two.
  """
}

refine 27001 6.1.3 c) {
  text """The organization shall also compare these."""
}
"#;

/// A session with a folder of one file.
struct Session {
    client: Client,
    path: PathBuf,
    answer: Value,
    _folder: Folder,
}

impl Session {
    fn start(capabilities: Value) -> Session {
        let folder = folder(&[("smx.annexa", TEXT)]);
        let client = folder.server();
        let answer = client.initialize(&[&folder.path()], capabilities, &[Encoding::Utf16]);
        Session { client, path: folder.path().join("smx.annexa"), answer, _folder: folder }
    }

    fn open(&self) -> Document<'_> {
        Document::open(&self.client, &self.path, TEXT, Encoding::Utf16)
    }

    fn ask(&self, method: &str, params: Value) -> Value {
        self.client.request(method, params).unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    fn provides(&self, capability: &str) -> &Value {
        &self.answer["capabilities"][format!("{capability}Provider")]
    }
}

/// Where some words of the text stand.
fn at(words: &str) -> usize {
    TEXT.find(words).unwrap_or_else(|| panic!("`{words}` is in the text"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The text that a range of the protocol covers.
fn covered(range: &Value) -> &'static str {
    let offset = |position| annexa_tests::client::offset(TEXT, position, Encoding::Utf16);
    &TEXT[offset(&range["start"])..offset(&range["end"])]
}

fn names(symbols: &Value) -> Vec<&str> {
    list(symbols).iter().filter_map(|symbol| symbol["name"].as_str()).collect()
}

#[test]
fn hover() {
    let session = Session::start(json!({}));
    let document = session.open();
    let hover = session.ask("textDocument/hover", document.at(at("8.24")));
    assert_eq!(hover["contents"]["kind"], "markdown");
    let said = hover["contents"]["value"].as_str().unwrap_or_default();
    assert!(said.starts_with("**8.24 Use of cryptography**"), "{said}");
    assert_eq!(covered(&hover["range"]), "27002 8.24");
    assert!(session.ask("textDocument/hover", document.at(at("// of"))).is_null());
    assert_eq!(session.provides("hover"), true);
}

#[test]
fn hover_for_a_client_without_markdown() {
    let formats = json!({ "textDocument": { "hover": { "contentFormat": ["plaintext"] } } });
    let session = Session::start(formats);
    let document = session.open();
    let hover = session.ask("textDocument/hover", document.at(at("8.24")));
    assert_eq!(hover["contents"]["kind"], "plaintext");
    let said = hover["contents"]["value"].as_str().unwrap_or_default();
    assert!(said.starts_with("8.24 Use of cryptography\n"), "{said}");
}

#[test]
fn document_symbols_nested_and_flat() {
    let capability = json!({ "hierarchicalDocumentSymbolSupport": true });
    let session = Session::start(json!({ "textDocument": { "documentSymbol": capability } }));
    let document = session.open();
    let outline = session.ask("textDocument/documentSymbol", document.whole());
    assert_eq!(names(&outline), ["SMX"]);
    let below = &outline[0]["children"];
    assert_eq!(names(below), ["head-end system", "SMX.A", "refine 27001 6.1.3 c)"]);
    let control = &below[1]["children"][0];
    assert_eq!((&control["name"], &control["detail"]), (&json!("SMX.A.1"), &json!("Keys 𝒳")));
    assert_eq!(covered(&control["selectionRange"]), "SMX.A.1");
    assert!(covered(&control["range"]).ends_with("\"\"\"\n}"));
    assert_eq!(session.provides("documentSymbol"), true);

    let session = Session::start(json!({}));
    let document = session.open();
    let flat = session.ask("textDocument/documentSymbol", document.whole());
    let control = list(&flat).iter().find(|symbol| symbol["name"] == "SMX.A.1 Keys 𝒳");
    let control = control.expect("the control is among them");
    assert_eq!(control["containerName"], "SMX.A");
    assert!(covered(&control["location"]["range"]).starts_with("add control SMX.A.1"));
}

#[test]
fn workspace_symbols_at_once_and_in_parts() {
    let session = Session::start(json!({}));
    let document = session.open();
    let found = session.ask("workspace/symbol", json!({ "query": "keys" }));
    assert_eq!(names(&found), ["SMX.A.1 Keys 𝒳"]);
    assert_eq!(found[0]["location"]["uri"], document.uri);
    assert_eq!(covered(&found[0]["location"]["range"]), "SMX.A.1");
    let found = session.ask("workspace/symbol", json!({ "query": "5.23" }));
    assert!(names(&found)[0].starts_with("5.23 "), "{found}");

    let params = json!({ "query": "a", "partialResultToken": "p" });
    assert_eq!(session.ask("workspace/symbol", params), json!([]));
    let part = session.client.wait_for("$/progress", |params| params["token"] == "p");
    assert!(!list(&part["value"]).is_empty());
    assert_eq!(session.provides("workspaceSymbol"), true);
}

#[test]
fn folding_ranges() {
    let fold = |start: u32, end: u32| json!([start, end]);
    let ends = |ranges: &Value| -> Vec<Value> {
        list(ranges).iter().map(|range| json!([range["startLine"], range["endLine"]])).collect()
    };
    let only_lines = json!({ "textDocument": { "foldingRange": { "lineFoldingOnly": true } } });
    let session = Session::start(only_lines);
    let document = session.open();
    let ranges = session.ask("textDocument/foldingRange", document.whole());
    let all = [
        fold(0, 1),
        fold(2, 7),
        fold(10, 11),
        fold(16, 22),
        fold(17, 21),
        fold(20, 21),
        fold(25, 26),
    ];
    assert_eq!(ends(&ranges), all, "{ranges}");
    assert_eq!(ranges[0]["kind"], "comment");
    assert!(ranges[1].get("startCharacter").is_none());
    assert_eq!(session.provides("foldingRange"), true);

    let limited = json!({ "textDocument": { "foldingRange": { "rangeLimit": 2 } } });
    let session = Session::start(limited);
    let document = session.open();
    let ranges = session.ask("textDocument/foldingRange", document.whole());
    assert_eq!(ends(&ranges), all[..2]);
    assert_eq!(ranges[0]["startCharacter"], 12);
}

#[test]
fn selection_ranges() {
    let session = Session::start(json!({}));
    let document = session.open();
    let position = |words| document.at(at(words))["position"].clone();
    let mut params = document.whole();
    params["positions"] = json!([position("head-end system}"), position("6.1.3 c)")]);
    let answer = session.ask("textDocument/selectionRange", params);
    let around = |mut range: &Value| {
        let mut texts = Vec::new();
        while range.is_object() {
            texts.push(covered(&range["range"]));
            range = &range["parent"];
        }
        texts
    };
    let first = around(&answer[0]);
    assert_eq!(first[..3], ["head", "head-end", "head-end system"]);
    assert_eq!(first.last(), Some(&TEXT));
    assert!(around(&answer[1]).contains(&"27001 6.1.3 c)"));
    assert_eq!(session.provides("selectionRange"), true);
}

fn shown(session: &Session, text: &str, data: &Value) -> Vec<String> {
    tokens(&session.provides("semanticTokens")["legend"], text, data)
}

#[test]
fn semantic_tokens_of_a_file_and_of_a_range() {
    let session = Session::start(json!({}));
    let document = session.open();
    let full = session.ask("textDocument/semanticTokens/full", document.whole());
    let found = shown(&session, TEXT, &full["data"]);
    for token in [
        "comment // Meters 𝒳",
        "label SMX.A.1",
        "verbalForm should",
        "reference 8.24",
        "term head-end system",
    ] {
        assert!(found.iter().any(|it| it == token), "`{token}` is not in {found:#?}");
    }
    let mut params = document.whole();
    let place = document.at(at("refine"))["position"].clone();
    params["range"] = json!({ "start": place, "end": place });
    let range = session.ask("textDocument/semanticTokens/range", params);
    assert_eq!(shown(&session, TEXT, &range["data"])[..2], ["keyword refine", "reference 27001"]);
    let provided = session.provides("semanticTokens");
    assert_eq!(provided["range"], true);
    assert_eq!(provided["full"]["delta"], true);
}

#[test]
fn semantic_tokens_by_difference() {
    let session = Session::start(json!({}));
    let mut document = session.open();
    let full = session.ask("textDocument/semanticTokens/full", document.whole());
    let mut numbers = list(&full["data"]).to_vec();
    let mut id = full["resultId"].clone();
    for (place, new) in [("refine", "// 𝒳\n"), ("should", "may or "), ("// Meters", "")] {
        let start = document.text.find(place).expect("it is in the text");
        document.edit(start..start, new);
        let mut params = document.whole();
        params["previousResultId"] = id;
        let delta = session.ask("textDocument/semanticTokens/full/delta", params);
        for edit in list(&delta["edits"]) {
            let start = edit["start"].as_u64().expect("a number") as usize;
            let end = start + edit["deleteCount"].as_u64().expect("a number") as usize;
            let new = list(&edit["data"]).to_vec();
            assert!(new.len() <= 60, "no more is sent than differs: {new:?}");
            numbers.splice(start..end, new);
        }
        assert!(delta.get("data").is_none(), "the server knows what it sent before `{new}`");
        id = delta["resultId"].clone();
    }
    let fresh = session.ask("textDocument/semanticTokens/full", document.whole());
    assert_eq!(list(&fresh["data"]), numbers);
    document.close();
    let document = session.open();
    let mut params = document.whole();
    params["previousResultId"] = fresh["resultId"].clone();
    let whole = session.ask("textDocument/semanticTokens/full/delta", params);
    assert_eq!(whole["data"], full["data"], "what is no longer known is sent as a whole");
}

#[test]
fn document_links_are_resolved_late() {
    let session = Session::start(json!({}));
    let document = session.open();
    let links = session.ask("textDocument/documentLink", document.whole());
    let texts: Vec<_> = list(&links).iter().map(|link| covered(&link["range"])).collect();
    assert_eq!(texts, ["ISO/IEC 27001:2022", "ISO/IEC 27002:2022", "27002 8.24"]);
    assert!(links[2].get("target").is_none());
    let link = session.ask("documentLink/resolve", links[2].clone());
    assert_eq!(link["tooltip"], "Use of cryptography");
    let target = link["target"].as_str().expect("a target");
    let (uri, place) = target.split_once("#L").expect("a place in it");
    let line: usize = place.split(',').next().and_then(|it| it.parse().ok()).expect("a line");
    let catalogue = std::fs::read_to_string(path(uri)).expect("it can be read");
    assert!(catalogue.lines().nth(line - 1).is_some_and(|it| it.starts_with("control 8.24 ")));
    assert_eq!(session.provides("documentLink")["resolveProvider"], true);
}

#[test]
fn inlay_hints_are_resolved_late() {
    let session = Session::start(json!({}));
    let document = session.open();
    let end = json!({ "line": 99, "character": 0 });
    let mut params = document.whole();
    params["range"] = json!({ "start": { "line": 0, "character": 0 }, "end": end });
    let hints = session.ask("textDocument/inlayHint", params.clone());
    let labels: Vec<_> = list(&hints).iter().filter_map(|hint| hint["label"].as_str()).collect();
    assert_eq!(labels, ["A SMX", "A.1 SMX", "Meters", "Information security risk treatment"]);
    assert_eq!(hints[3]["position"], document.at(at(" {\n  text"))["position"]);
    let hint = session.ask("inlayHint/resolve", hints[3].clone());
    let said = hint["tooltip"]["value"].as_str().unwrap_or_default();
    assert!(said.starts_with("**Item c)**"), "{said}");
    params["range"]["start"] = document.at(at("refine"))["position"].clone();
    assert_eq!(list(&session.ask("textDocument/inlayHint", params)).len(), 1);
    assert_eq!(session.provides("inlayHint")["resolveProvider"], true);
}

#[test]
fn code_lenses_are_counted_late() {
    let session = Session::start(json!({}));
    let document = session.open();
    let lenses = session.ask("textDocument/codeLens", document.whole());
    let texts: Vec<_> = list(&lenses).iter().map(|lens| covered(&lens["range"])).collect();
    assert_eq!(texts, ["standard", "SMX", "add clause"]);
    assert!(lenses[0].get("command").is_none());
    let title = |lens: &Value| session.ask("codeLens/resolve", lens.clone())["command"].clone();
    let standard = title(&lenses[0]);
    assert_eq!(
        standard["title"],
        "ISO/IEC 27001:2022: 1 refined of 30 · ISO/IEC 27002:2022: 1 added of 93"
    );
    let status = title(&lenses[1]);
    assert!(status["title"].to_string().contains(" done; next: "), "{status}");
    // To where the next item is to be written, and not to the head itself.
    let next = &status["arguments"][2][0]["range"]["start"]["line"];
    assert!(next.as_u64() > lenses[1]["range"]["start"]["line"].as_u64(), "{status}");
    let clause = title(&lenses[2]);
    assert_eq!(clause["title"], "1 provision below");
    assert_eq!(clause["command"], "annexa.showReferences");
    assert_eq!(covered(&clause["arguments"][2][0]["range"]), "SMX.A.1");

    let links = session.ask("textDocument/documentLink", document.whole());
    let base = session.ask("documentLink/resolve", links[0].clone())["target"].clone();
    let uri = base.as_str().and_then(|target| target.split('#').next()).unwrap_or_default();
    let catalogue = json!({ "textDocument": { "uri": uri } });
    let lenses = session.ask("textDocument/codeLens", catalogue);
    assert_eq!(list(&lenses).len(), 1, "the only clause that is changed");
    let changed = title(&lenses[0]);
    assert_eq!(changed["title"], "changed by 1 declaration");
    assert_eq!(covered(&changed["arguments"][2][0]["range"]), "27001 6.1.3 c)");
    assert_eq!(session.provides("codeLens")["resolveProvider"], true);
}

#[test]
fn what_is_asked_of_no_file_is_answered_with_nothing() {
    let session = Session::start(json!({}));
    let at = json!({
        "textDocument": { "uri": "file:///nowhere/at-all.annexa" },
        "position": { "line": 9, "character": 9 },
        "positions": [],
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } },
        "previousResultId": "1",
    });
    for method in [
        "hover",
        "documentSymbol",
        "foldingRange",
        "selectionRange",
        "semanticTokens/full",
        "semanticTokens/full/delta",
        "semanticTokens/range",
        "documentLink",
        "inlayHint",
        "codeLens",
    ] {
        let answer = session.ask(&format!("textDocument/{method}"), at.clone());
        assert!(answer.is_null(), "{method}: {answer}");
    }
    session.client.assert_quiet();
    assert!(session.client.try_wait_for("window/showMessage", Duration::ZERO, |_| true).is_none());
}
