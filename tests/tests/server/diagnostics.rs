//! Diagnostics, for clients that ask for them and for those that do not.

use std::time::Duration;

use annexa_tests::client::{Client, Document, Encoding};
use serde_json::{Value, json};

use crate::support::{FINE, HEAD, WRONG, codes, folder, next_push, pull, wrong_about};

fn part(declarations: &str) -> String {
    format!("part of SMX\n{declarations}")
}

fn report(client: &Client, uri: &str, previous: &Value) -> Value {
    let params = json!({ "textDocument": { "uri": uri }, "previousResultId": previous });
    client.request("textDocument/diagnostic", params).expect("a report")
}

/// The uris and the codes of a report on the workspace.
fn of_workspace(report: &Value) -> Vec<(String, Vec<String>)> {
    let items = report["items"].as_array().expect("a list");
    let of = |item: &Value| {
        assert_eq!(item["kind"], "full", "{item}");
        let found = item["items"].as_array().expect("a list");
        let uri = item["uri"].as_str().expect("a uri").to_owned();
        (uri, codes(found).into_iter().map(str::to_owned).collect())
    };
    items.iter().map(of).collect()
}

#[test]
fn diagnostics_come_one_way_or_the_other() {
    let folder = folder(&[("smx.annexa", &format!("{HEAD}{WRONG}"))]);
    let uri = folder.uri("smx.annexa");
    let pulls = folder.server();
    let can = json!({ "textDocument": { "diagnostic": {} } });
    let answer = pulls.initialize(&[&folder.path()], can, &[]);
    let provider = &answer["capabilities"]["diagnosticProvider"];
    assert_eq!(provider["interFileDependencies"], true);
    assert_eq!(provider["workspaceDiagnostics"], true);
    pulls.open(&uri, "annexa", &format!("{HEAD}{WRONG}"));
    assert_eq!(pull(&pulls, &uri), ["R102"]);
    assert_eq!(pulls.shut_down(), Some(0));
    assert_eq!(pulls.received("textDocument/publishDiagnostics"), [] as [Value; 0]);

    let waits = folder.server();
    let answer = waits.initialize(&[&folder.path()], json!({}), &[]);
    assert_eq!(answer["capabilities"]["diagnosticProvider"], Value::Null);
    assert_eq!(next_push(&waits, &uri), (vec!["R102".to_owned()], Value::Null));
    assert_eq!(waits.shut_down(), Some(0));
}

#[test]
fn a_report_that_the_client_has_is_not_sent_again() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.pulling_client();
    let path = folder.path().join("smx.annexa");
    let mut document = Document::open(&client, &path, &format!("{HEAD}{WRONG}"), Encoding::Utf8);
    let first = report(&client, &document.uri, &Value::Null);
    assert_eq!(first["kind"], "full");
    let id = &first["resultId"];
    assert!(id.is_string());
    let again = report(&client, &document.uri, id);
    assert_eq!((&again["kind"], &again["resultId"]), (&json!("unchanged"), id));
    // Behind what is wrong an edit moves nothing, before it an edit does.
    document.edit(document.text.len()..document.text.len(), FINE);
    assert_eq!(report(&client, &document.uri, id)["kind"], "unchanged");
    document.edit(0..0, "\n");
    assert_eq!(report(&client, &document.uri, id)["kind"], "full");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_diagnostic_tells_all_that_there_is_to_tell() {
    let text =
        format!("{HEAD}\nadd clause SMX.12 \"x\" to 27001\n\nadd clause SMX.12 \"y\" to 27001\n");
    let folder = folder(&[]);
    let client = folder.pulling_client();
    let uri = folder.uri("smx.annexa");
    client.open(&uri, "annexa", &text);
    let report = report(&client, &uri, &Value::Null);
    let twice = report["items"].as_array().expect("a list");
    let twice = twice.iter().find(|it| it["code"] == "R106").expect("it is there twice");
    let line = text.lines().count() - 1;
    let range = |line: usize| {
        json!({
            "start": { "line": line, "character": 11 },
            "end": { "line": line, "character": 17 },
        })
    };
    assert_eq!(twice["range"], range(line));
    assert_eq!(twice["source"], "annexa");
    assert_eq!(twice["severity"], 1);
    let related = &twice["relatedInformation"][0];
    assert_eq!(related["location"], json!({ "uri": uri, "range": range(line - 2) }));
    assert!(related["message"].is_string());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn what_another_file_says_is_reported_in_this_one() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    folder.write("part.annexa", part("\nretain SMX.4.3.1 {\n  reason \"No sector need.\"\n}\n"));
    let client = folder.client();
    let uri = folder.uri("part.annexa");
    let (before, _) = next_push(&client, &uri);
    let mut document =
        Document::open(&client, &folder.path().join("smx.annexa"), HEAD, Encoding::Utf8);
    let added = "\nadd requirement SMX.4.3.1 \"x\" to 27001 4.3 {\n  text \"It shall.\"\n}\n";
    document.edit(HEAD.len()..HEAD.len(), added);
    let (after, _) = next_push(&client, &uri);
    assert_ne!(before, after, "the label is known now");
    let end = document.text.len();
    document.edit(HEAD.len()..end, "");
    assert_eq!(next_push(&client, &uri).0, before);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn only_what_changed_is_pushed() {
    let folder = folder(&[("smx.annexa", HEAD), ("part.annexa", &part(WRONG))]);
    let client = folder.client();
    next_push(&client, &folder.uri("part.annexa"));
    let path = folder.path().join("smx.annexa");
    let mut document = Document::open(&client, &path, HEAD, Encoding::Utf8);
    client.diagnostics(&document.uri, 1);
    client.forget();
    for _ in 0..10 {
        document.edit(HEAD.len()..HEAD.len(), "// x\n");
        client.diagnostics(&document.uri, document.version);
    }
    let pushed = client.received("textDocument/publishDiagnostics");
    assert!(pushed.iter().all(|params| params["uri"] == document.uri), "{pushed:?}");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn the_workspace_is_reported_as_a_whole_and_then_as_it_changes() {
    let folder = folder(&[("smx.annexa", HEAD), ("a.annexa", &part(WRONG))]);
    folder.write("b.annexa", part(&wrong_about(0)));
    let client = folder.pulling_client();
    let (a, b) = (folder.uri("a.annexa"), folder.uri("b.annexa"));
    let wrong = vec!["R102".to_owned()];
    let ask =
        |ids: Value| client.start("workspace/diagnostic", json!({ "previousResultIds": ids }));
    let first = client.answer(&ask(json!([]))).result.expect("a report");
    assert_eq!(of_workspace(&first), [(a.clone(), wrong.clone()), (b.clone(), wrong)]);

    // Nothing has changed: it stays open.
    let known = first["items"].as_array().expect("a list");
    let known: Vec<_> =
        known.iter().map(|it| json!({ "uri": it["uri"], "value": it["resultId"] })).collect();
    let open = ask(json!(known));
    assert!(client.try_answer(&open, Duration::from_millis(100)).is_none());
    client.open(&a, "annexa", &part(FINE));
    let second = client.answer(&open).result.expect("a report");
    assert_eq!(of_workspace(&second), [(a.clone(), vec![])]);
    assert_eq!(second["items"][0]["version"], 1);

    // What is gone is told of as well, and nobody waits for what is cancelled.
    let open = ask(json!(known[1..]));
    folder.delete("b.annexa");
    let changes = json!({ "changes": [{ "uri": b, "type": 3 }] });
    client.notify("workspace/didChangeWatchedFiles", changes);
    let third = client.answer(&open).result.expect("a report");
    assert_eq!(of_workspace(&third), [(b, vec![])]);
    let open = ask(json!([]));
    client.cancel(&open);
    assert_eq!(client.answer(&open).result.expect_err("it is cancelled").code, -32800);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn with_a_token_the_workspace_is_reported_in_parts() {
    let folder = folder(&[("smx.annexa", HEAD), ("a.annexa", &part(WRONG))]);
    let client = folder.pulling_client();
    let params = json!({ "previousResultIds": [], "partialResultToken": "parts" });
    let open = client.start("workspace/diagnostic", params);
    let next = || {
        let part = client.wait_for("$/progress", |params| params["token"] == "parts");
        of_workspace(&part["value"])
    };
    let uri = folder.uri("a.annexa");
    assert_eq!(next(), [(uri.clone(), vec!["R102".to_owned()])]);
    client.open(&uri, "annexa", &part(FINE));
    assert_eq!(next(), [(uri.clone(), vec![])]);
    client.change(&uri, &[json!({ "text": part(WRONG) })]);
    assert_eq!(next(), [(uri.clone(), vec!["R102".to_owned()])]);
    client.cancel(&open);
    assert_eq!(client.answer(&open).result.expect_err("it is cancelled").code, -32800);
    // What is cancelled is over.
    client.change(&uri, &[json!({ "text": part(FINE) })]);
    let part = client.try_wait_for("$/progress", Duration::from_millis(200), |_| true);
    assert!(part.is_none(), "{part:?}");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn the_client_is_asked_to_show_anew_what_other_files_may_have_changed() {
    let text = format!("{HEAD}{FINE}");
    let folder = folder(&[("smx.annexa", &text), ("part.annexa", &part(""))]);
    let supported = json!({ "refreshSupport": true });
    let can = json!({
        "textDocument": { "diagnostic": {} },
        "workspace": {
            "diagnostics": supported,
            "codeLens": supported,
            "inlayHint": supported,
            "semanticTokens": supported,
        },
    });
    let client = folder.client_that(can);
    let path = folder.path().join("smx.annexa");
    let mut document = Document::open(&client, &path, &text, Encoding::Utf8);
    let methods = [
        "workspace/diagnostic/refresh",
        "workspace/codeLens/refresh",
        "workspace/inlayHint/refresh",
        "workspace/semanticTokens/refresh",
    ];
    pull(&client, &document.uri);
    let asked = |client: &Client| methods.map(|method| client.received(method).len());
    // What is asked for is asked for once the client has answered.
    std::thread::sleep(Duration::from_millis(100));
    client.forget();
    document.edit(text.len()..text.len(), "// only here\n");
    pull(&client, &document.uri);
    assert_eq!(asked(&client), [0; 4], "nothing of that is seen elsewhere");
    let at = document.text.find("SMX").expect("it is there");
    document.edit(at..at + 3, "TLC");
    for method in methods {
        client.wait_for(method, |_| true);
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn the_client_is_not_flooded_with_wishes() {
    let folder = folder(&[("smx.annexa", HEAD), ("part.annexa", &part(FINE))]);
    let client = folder.server();
    client.on("workspace/codeLens/refresh", |_| None);
    let can = json!({ "workspace": { "codeLens": { "refreshSupport": true } } });
    client.initialize(&[&folder.path()], can, &[Encoding::Utf8]);
    let path = folder.path().join("smx.annexa");
    let mut document = Document::open(&client, &path, HEAD, Encoding::Utf8);
    let at = HEAD.find("SMX").expect("it is there");
    for _ in 0..20 {
        document.edit(at..at, "A");
        client.diagnostics(&document.uri, document.version);
    }
    assert_eq!(client.received("workspace/codeLens/refresh").len(), 1, "it was never answered");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn an_edit_costs_what_it_touches() {
    let folder = folder(&[]);
    let text = annexa_tests::standard(200);
    folder.write("large.annexa", &text);
    let client = folder.client();
    let path = folder.path().join("large.annexa");
    let mut document = Document::open(&client, &path, &text, Encoding::Utf8);
    client.diagnostics(&document.uri, 1);
    let counters = || {
        let counters = client.request("annexa/counters", Value::Null).expect("counters");
        ["itemsParsed", "itemsResolved", "itemsChecked"]
            .map(|name| counters[name].as_u64().expect("a number"))
    };
    let before = counters();
    assert!(before.iter().all(|count| *count >= 200), "{before:?}");
    let at = text.rfind("sector need").or_else(|| text.rfind("should")).expect("it is there");
    document.edit(at..at, "x");
    client.diagnostics(&document.uri, 2);
    let after = counters();
    for index in 0..3 {
        let cost = after[index] - before[index];
        assert!((1..=3).contains(&cost), "{before:?}, {after:?}");
    }
    // What is opened, closed and opened again as it is on disk costs no look at its meaning.
    document.edit(at..at + 1, "");
    let uri = document.uri.clone();
    document.close();
    client.open(&uri, "annexa", &text);
    client.diagnostics(&uri, 1);
    let reopened = counters();
    assert!(reopened[1] - after[1] <= 3 && reopened[2] - after[2] <= 3, "{after:?}, {reopened:?}");
    assert_eq!(client.shut_down(), Some(0));
}
