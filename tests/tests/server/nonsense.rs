//! Clients that send what no client should: each gets the error that the protocol has for it, and the
//! server goes on.

use annexa_tests::client::{Client, Encoding, RpcError};
use serde_json::{Value, json};

use crate::support::{FINE, HEAD, WRONG, folder, formatted, next_push, pull};

const PARSE_ERROR: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;
const METHOD_NOT_FOUND: i64 = -32601;
const INVALID_PARAMS: i64 = -32602;
const NOT_INITIALIZED: i64 = -32002;

fn code(result: Result<Value, RpcError>) -> i64 {
    result.expect_err("it is refused").code
}

/// Sees that the server still does its work, and ends it.
fn goes_on(client: &Client) {
    let uri = "untitled:Untitled-1";
    client.open(uri, "annexa", &format!(" {HEAD}"));
    assert_eq!(formatted(client, uri, &format!(" {HEAD}")), HEAD);
    assert_eq!(client.shut_down(), Some(0));
}

/// The error that bytes without a readable number are answered with.
fn refused(client: &Client, bytes: impl Into<Vec<u8>>) -> i64 {
    let pending = client.awaited(Value::Null, "what cannot be read");
    client.send_bytes(bytes);
    code(client.answer(&pending).result)
}

fn framed(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn what_is_no_message_is_refused_and_the_next_is_heard() {
    let folder = folder(&[]);
    let client = folder.client();
    for body in ["{", "{}}", "\u{feff}{}", "", "{\"jsonrpc\":\"2.0\",\"method\":"] {
        assert_eq!(refused(&client, framed(body)), PARSE_ERROR, "{body}");
    }
    for body in ["[]", "17", "\"x\"", "null", "{}", r#"{"jsonrpc":"2.0","method":null}"#] {
        assert_eq!(refused(&client, framed(body)), INVALID_REQUEST, "{body}");
    }
    let deep = "[".repeat(1_000_000);
    assert_eq!(refused(&client, framed(&deep)), PARSE_ERROR);
    let not_utf_8 = b"Content-Length: 3\r\n\r\n\"\xFF\"".to_vec();
    assert_eq!(refused(&client, not_utf_8), PARSE_ERROR);
    for header in ["Content-Length: many\r\n\r\n", "Content-Length: -1\r\n\r\n", "Hello\r\n\r\n"] {
        assert_eq!(refused(&client, header), PARSE_ERROR, "{header}");
    }
    // Other headers, and names in any case, are no mistake.
    let counters = r#"{"jsonrpc":"2.0","id":"c","method":"annexa/counters"}"#;
    let pending = client.awaited(json!("c"), "annexa/counters");
    client.send_bytes(format!(
        "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: {}\r\n\r\n{counters}",
        counters.len()
    ));
    assert!(client.answer(&pending).result.is_ok());
    goes_on(&client);
}

#[test]
fn a_message_of_another_length_than_it_says_is_one_mistake() {
    let folder = folder(&[]);
    let client = folder.client();
    let pending = client.awaited(Value::Null, "what cannot be read");
    let body = r#"{"jsonrpc":"2.0","id":"x","method":"annexa/counters"}"#;
    client.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len() - 7));
    assert_eq!(code(client.answer(&pending).result), PARSE_ERROR);
    goes_on(&client);
}

#[test]
fn a_huge_message_is_skipped() {
    let folder = folder(&[]);
    let client = folder.client();
    let body = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{}"}}"#, "x".repeat(150_000_000));
    assert_eq!(refused(&client, framed(&body)), PARSE_ERROR);
    drop(body);
    assert!(client.memory().resident < 100_000_000, "it was not kept");
    goes_on(&client);
}

#[test]
fn a_large_document_is_no_nonsense() {
    let folder = folder(&[]);
    let client = folder.client();
    let text = annexa_tests::standard(12_000);
    assert!(text.len() > 3_000_000);
    let uri = folder.uri("large.annexa");
    client.open(&uri, "annexa", &text);
    let params = json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } });
    assert!(client.request("textDocument/formatting", params).is_ok());
    goes_on(&client);
}

#[test]
fn a_document_of_brackets_is_no_nonsense() {
    let folder = folder(&[]);
    let client = folder.client();
    let uri = folder.uri("deep.annexa");
    for bracket in ["{", "(", "\"\"\"{", "a) ", "standard X \"x\" {\n"] {
        client.open(&uri, "annexa", &format!("{HEAD}{FINE}{}", bracket.repeat(2_000)));
        let params = json!({ "textDocument": { "uri": uri } });
        assert!(client.request("textDocument/documentSymbol", params).is_ok(), "{bracket}");
        client.close(&uri);
    }
    goes_on(&client);
}

#[test]
fn unknown_requests_are_refused_and_unknown_notifications_passed_over() {
    let folder = folder(&[]);
    let client = folder.client();
    for method in ["", "annexa/nothing", "textDocument/nothing", "$/nothing", "🔑", "initialize/x"]
    {
        assert_eq!(code(client.request(method, json!({}))), METHOD_NOT_FOUND, "{method}");
        client.notify(method, json!({}));
    }
    // Notifications that are sent as requests are none.
    for method in ["textDocument/didOpen", "exit", "initialized", "$/cancelRequest"] {
        assert_eq!(code(client.request(method, json!({}))), INVALID_REQUEST, "{method}");
    }
    // And requests without a number want no answer.
    for method in ["textDocument/formatting", "shutdown", "initialize"] {
        client.notify(method, json!({}));
    }
    goes_on(&client);
}

/// All that a client can ask for.
const REQUESTS: [&str; 44] = [
    "callHierarchy/incomingCalls",
    "callHierarchy/outgoingCalls",
    "codeAction/resolve",
    "codeLens/resolve",
    "completionItem/resolve",
    "documentLink/resolve",
    "inlayHint/resolve",
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/completion",
    "textDocument/declaration",
    "textDocument/definition",
    "textDocument/diagnostic",
    "textDocument/documentHighlight",
    "textDocument/documentLink",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/formatting",
    "textDocument/hover",
    "textDocument/implementation",
    "textDocument/inlayHint",
    "textDocument/linkedEditingRange",
    "textDocument/moniker",
    "textDocument/onTypeFormatting",
    "textDocument/prepareCallHierarchy",
    "textDocument/prepareRename",
    "textDocument/prepareTypeHierarchy",
    "textDocument/rangeFormatting",
    "textDocument/references",
    "textDocument/rename",
    "textDocument/selectionRange",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/full/delta",
    "textDocument/semanticTokens/range",
    "textDocument/signatureHelp",
    "textDocument/typeDefinition",
    "typeHierarchy/subtypes",
    "typeHierarchy/supertypes",
    "workspace/diagnostic",
    "workspace/executeCommand",
    "workspace/symbol",
    "workspace/willCreateFiles",
    "workspace/willDeleteFiles",
    "workspace/willRenameFiles",
];

#[test]
fn wrong_params_are_refused() {
    let folder = folder(&[]);
    let client = folder.client();
    let wrong = [
        Value::Null,
        json!([]),
        json!({}),
        json!({ "textDocument": 7, "item": 7, "files": 7, "query": 7, "command": 7 }),
        json!({ "textDocument": { "uri": 7 } }),
        json!({ "textDocument": { "uri": "no uri at all" } }),
        json!({ "textDocument": { "uri": "file:///x.annexa" }, "position": [1, 2], "range": 7 }),
        json!({ "previousResultIds": {}, "query": null, "label": 7, "title": [], "range": null }),
    ];
    for method in REQUESTS {
        for params in &wrong {
            let found = client.request(method, params.clone());
            // Some need no more than the name of a file.
            let needs_little = params["textDocument"]["uri"] == "file:///x.annexa";
            if !(needs_little && found.is_ok()) {
                assert_eq!(code(found), INVALID_PARAMS, "{method} {params}");
            }
        }
    }
    for method in [
        "textDocument/didOpen",
        "textDocument/didChange",
        "textDocument/didClose",
        "workspace/didChangeWatchedFiles",
        "workspace/didChangeWorkspaceFolders",
        "workspace/didChangeConfiguration",
        "workspace/didRenameFiles",
        "$/cancelRequest",
    ] {
        for params in &wrong {
            client.notify(method, params.clone());
        }
    }
    goes_on(&client);
}

#[test]
fn what_is_not_open_can_be_asked_about_and_is_not_changed() {
    let folder = folder(&[]);
    let client = folder.client();
    let uri = folder.uri("smx.annexa");
    client.notify(
        "textDocument/didChange",
        json!({
            "textDocument": { "uri": uri, "version": 2 },
            "contentChanges": [{ "text": WRONG }],
        }),
    );
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    let params = json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } });
    assert_eq!(client.request("textDocument/formatting", params), Ok(Value::Null));
    client.open(&uri, "annexa", HEAD);
    assert_eq!(next_push(&client, &uri), (vec![], json!(1)));
    goes_on(&client);
}

#[test]
fn opened_twice_is_opened_anew() {
    let folder = folder(&[]);
    let client = folder.client();
    let uri = folder.uri("smx.annexa");
    client.open(&uri, "annexa", HEAD);
    assert_eq!(next_push(&client, &uri), (vec![], json!(1)));
    let again = json!({ "textDocument": {
        "uri": uri, "languageId": "annexa", "version": 7, "text": format!("{HEAD}{WRONG}"),
    } });
    client.notify("textDocument/didOpen", again);
    assert_eq!(next_push(&client, &uri), (vec!["R102".to_owned()], json!(7)));
    // Closed once, it is closed.
    client.close(&uri);
    assert_eq!(next_push(&client, &uri), (vec![], Value::Null));
    client.close(&uri);
    goes_on(&client);
}

#[test]
fn places_out_of_range_are_the_nearest_that_there_are() {
    let folder = folder(&[]);
    let client = folder.client();
    let uri = folder.uri("smx.annexa");
    let place = |line: u64, character: u64| json!({ "line": line, "character": character });
    client.open(&uri, "annexa", &format!("{HEAD}{FINE}"));
    let change = |start: Value, end: Value, text: &str| {
        client.change(&uri, &[json!({ "range": { "start": start, "end": end }, "text": text })]);
    };
    let last = u64::from(u32::MAX);
    // Behind the end of a line, at the end of the text, and beyond it.
    change(place(1, 9_999), place(1, last), " ");
    change(place(9_999, 0), place(last, last), WRONG);
    // The wrong way round.
    change(place(1, 2), place(0, last), "\n  ");
    let text = format!("{HEAD}{FINE}{WRONG}");
    let text = text.replace("metering\"\n", "metering\" \n");
    assert_eq!(formatted(&client, &uri, &text), format!("{HEAD}{FINE}{WRONG}"));
    assert_eq!(pull(&client, &uri), ["R102"]);
    for (line, character) in [(last, 0), (0, last), (last, last), (3, 9_999)] {
        let params = json!({ "textDocument": { "uri": uri }, "position": place(line, character) });
        for method in ["textDocument/hover", "textDocument/completion", "textDocument/definition"] {
            let answer = client.request(method, params.clone());
            assert!(answer.is_ok() || code(answer) == METHOD_NOT_FOUND, "{method}");
        }
    }
    // What is no number of the protocol is refused, and the text stays as it is.
    change(json!({ "line": -1, "character": 0 }), place(0, 0), "x");
    change(json!({ "line": 0.5, "character": 0 }), place(0, 0), "x");
    assert_eq!(pull(&client, &uri), ["R102"]);
    goes_on(&client);
}

#[test]
fn a_place_within_a_character_is_its_beginning() {
    let folder = folder(&[]);
    for (encoding, within) in [(Encoding::Utf8, 4), (Encoding::Utf16, 4)] {
        let client = folder.server();
        client.initialize(&[&folder.path()], json!({}), &[encoding]);
        let uri = folder.uri("smx.annexa");
        client.open(&uri, "annexa", &format!("// 🔑\n{HEAD}"));
        let place = json!({ "line": 0, "character": within });
        let change = json!({ "range": { "start": place, "end": place }, "text": "x" });
        client.change(&uri, &[change]);
        let text = format!("  // x🔑\n{HEAD}");
        let start = json!({ "line": 0, "character": 0 });
        let indent = json!({ "range": { "start": start, "end": start }, "text": "  " });
        client.change(&uri, &[indent]);
        assert_eq!(formatted(&client, &uri, &text), text.trim_start(), "{encoding:?}");
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn versions_that_go_backwards_are_survived() {
    let folder = folder(&[]);
    let client = folder.client();
    let uri = folder.uri("smx.annexa");
    client.open(&uri, "annexa", HEAD);
    assert_eq!(next_push(&client, &uri).1, json!(1));
    for (version, text) in [(5, WRONG), (3, FINE), (-2, WRONG)] {
        let params = json!({
            "textDocument": { "uri": uri, "version": version },
            "contentChanges": [{ "text": format!("{HEAD}{text}") }],
        });
        client.notify("textDocument/didChange", params);
        let (found, of) = next_push(&client, &uri);
        assert_eq!((found.len(), of), (usize::from(text == WRONG), json!(version)));
    }
    goes_on(&client);
}

#[test]
fn before_initialize_nothing_is_done() {
    let folder = folder(&[]);
    let client = folder.server();
    let uri = folder.uri("smx.annexa");
    client.open(&uri, "annexa", WRONG);
    assert_eq!(code(client.request("textDocument/hover", json!({}))), NOT_INITIALIZED);
    assert_eq!(code(client.request("shutdown", Value::Null)), NOT_INITIALIZED);
    assert_eq!(code(client.request("nothing", Value::Null)), NOT_INITIALIZED);
    assert_eq!(code(client.request("initialize", json!({ "capabilities": 7 }))), INVALID_PARAMS);
    client.initialize(&[], json!({}), &[]);
    assert_eq!(pull(&client, &uri), [] as [&str; 0]);
    assert_eq!(code(client.request("initialize", json!({ "capabilities": {} }))), INVALID_REQUEST);
    goes_on(&client);
}

#[test]
fn after_shutdown_nothing_is_done() {
    let folder = folder(&[]);
    let client = folder.client();
    assert_eq!(client.request("shutdown", Value::Null), Ok(Value::Null));
    for method in ["textDocument/hover", "shutdown", "initialize", "annexa/counters", "nothing"] {
        assert_eq!(code(client.request(method, json!({}))), INVALID_REQUEST, "{method}");
    }
    client.open(&folder.uri("smx.annexa"), "annexa", WRONG);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit().code(), Some(0));
    assert_eq!(client.received("textDocument/publishDiagnostics"), [] as [Value; 0]);
    client.assert_quiet();
}

#[test]
fn a_number_that_is_in_use_is_refused() {
    let folder = folder(&[]);
    let client = folder.client();
    let slow = client.awaited(json!("same"), "annexa/test/compute");
    let request = |method: &str| {
        client.send(json!({ "jsonrpc": "2.0", "id": "same", "method": method, "params": [300] }));
    };
    request("annexa/test/compute");
    request("annexa/counters");
    assert_eq!(code(client.answer(&slow).result), INVALID_REQUEST);
    let first = client.awaited(json!("same"), "annexa/test/compute");
    assert_eq!(client.answer(&first).result, Ok(Value::Null));
    goes_on(&client);
}

#[test]
fn what_is_over_can_be_cancelled_and_answers_to_nothing_are_passed_over() {
    let folder = folder(&[]);
    let client = folder.client();
    let done = client.start("annexa/counters", Value::Null);
    assert!(client.answer(&done).result.is_ok());
    client.cancel(&done);
    for id in [json!(4_711), json!("x"), json!({}), Value::Null] {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    client.send(json!({ "jsonrpc": "2.0", "id": 99, "result": null }));
    client.send(json!({ "jsonrpc": "2.0", "id": "x", "error": { "code": 1, "message": "no" } }));
    client.send(json!({ "jsonrpc": "2.0", "id": "x", "error": 7 }));
    goes_on(&client);
}

#[test]
fn names_of_all_kinds_are_names() {
    let folder = folder(&[("a b/ü#%20ö.annexa", HEAD)]);
    let client = folder.client();
    for uri in [
        folder.uri("a b/ü#%20ö.annexa"),
        "untitled:Untitled-1".to_owned(),
        "vscode-notebook-cell:/x.annexa#W0".to_owned(),
        "file:///".to_owned(),
        "file:".to_owned(),
        "x:".to_owned(),
    ] {
        client.open(&uri, "annexa", &format!("{HEAD}{WRONG}"));
        assert_eq!(next_push(&client, &uri), (vec!["R102".to_owned()], json!(1)), "{uri}");
        client.close(&uri);
        assert_eq!(next_push(&client, &uri).0, [] as [&str; 0], "{uri}");
    }
    goes_on(&client);
}
