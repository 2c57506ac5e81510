//! What servers of this kind are known to fall for: slow and panicking handlers, floods of messages,
//! clients that do not answer, ends without notice.

use std::time::{Duration, Instant};

use annexa_tests::client::{Client, Document, Encoding, Pending, change};
use serde_json::{Value, json};

use crate::support::{FINE, HEAD, WRONG, folder, formatted, next_push};

/// As many handlers as a server could want to run at a time.
const MANY: usize = 32;

/// Something that somebody waits for.
fn compute(client: &Client, milliseconds: u64) -> Pending {
    client.start("annexa/test/compute", json!([milliseconds]))
}

/// Something that the editor shows of its own accord.
fn show(client: &Client, milliseconds: u64) -> Pending {
    client.start("annexa/test/show", json!([milliseconds]))
}

#[test]
fn with_all_workers_busy_a_cancel_and_a_change_are_heard_at_once() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.client();
    let mut document =
        Document::open(&client, &folder.path().join("smx.annexa"), HEAD, Encoding::Utf8);
    client.diagnostics(&document.uri, 1);
    let slow: Vec<_> = (0..MANY)
        .map(|index| if index % 2 == 0 { compute(&client, 300) } else { show(&client, 300) })
        .collect();
    client.cancel(&slow[0]);
    client.cancel(&slow[MANY - 1]);
    for cancelled in [&slow[0], &slow[MANY - 1]] {
        let error = client.answer(cancelled).result.expect_err("it is cancelled");
        assert_eq!(error.code, -32800);
    }
    document.edit(HEAD.len()..HEAD.len(), WRONG);
    let found = client.diagnostics(&document.uri, 2);
    assert_eq!(found[0]["code"], "R102");
    let is_answered = client.try_answer(&slow[MANY - 2], Duration::ZERO).is_some();
    assert!(!is_answered, "all that was while they computed");
    for pending in &slow[1..MANY - 1] {
        client.cancel(pending);
        let error = client.answer(pending).result.err();
        assert!(error.is_none_or(|error| error.code == -32800));
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn what_is_cancelled_while_it_is_computed_is_not_computed_to_its_end() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.client();
    let endless = client.start("annexa/test/listen", json!("endless"));
    let wait_for = |what: &str| {
        client.wait_for("$/progress", |it| it["token"] == "endless" && it["value"] == what);
    };
    wait_for("begun");
    client.cancel(&endless);
    wait_for("ended");
    let error = client.answer(&endless).result.expect_err("it is cancelled");
    assert_eq!(error.code, -32800);
}

#[test]
fn a_handler_that_computes_does_not_hold_up_the_others() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.client();
    let document = Document::open(&client, &folder.path().join("smx.annexa"), HEAD, Encoding::Utf8);
    let slow = compute(&client, 2_000);
    let start = Instant::now();
    assert_eq!(formatted(&client, &document.uri, HEAD), HEAD);
    assert!(client.try_answer(&slow, Duration::ZERO).is_none(), "{:?}", start.elapsed());
    assert_eq!(client.answer(&slow).result, Ok(Value::Null));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn what_somebody_waits_for_does_not_stand_behind_what_the_editor_shows() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.client();
    let document = Document::open(&client, &folder.path().join("smx.annexa"), HEAD, Encoding::Utf8);
    let shown: Vec<_> = (0..MANY).map(|_| show(&client, 300)).collect();
    assert_eq!(formatted(&client, &document.uri, HEAD), HEAD);
    let is_shown = client.try_answer(&shown[MANY - 1], Duration::ZERO).is_some();
    assert!(!is_shown, "somebody waited until all was shown");
    for pending in &shown {
        client.cancel(pending);
        let error = client.answer(pending).result.err();
        assert!(error.is_none_or(|error| error.code == -32800));
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn changes_that_come_in_a_row_are_applied_in_that_order() {
    let folder = folder(&[]);
    let client = folder.client();
    let path = folder.path().join("smx.annexa");
    let text = format!("{HEAD}\n// No sector need.{FINE}");
    let mut document = Document::open(&client, &path, &text, Encoding::Utf8);
    let at = text.find("need.\nretain").expect("it is there");
    for digit in (0..60).map(|number| (number % 10).to_string()) {
        document.edit(at..at, &digit);
    }
    // Only with this blank the formatter has something to say.
    document.edit(0..0, " ");
    let expected = document.text.trim_start();
    assert_eq!(formatted(&client, &document.uri, &document.text), expected);
    assert_eq!(client.diagnostics(&document.uri, document.version), [] as [Value; 0]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_client_that_does_not_answer_is_served_on() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.server();
    for method in ["workspace/configuration", "client/registerCapability"] {
        client.on(method, |_| None);
    }
    let can = json!({ "workspace": {
        "configuration": true,
        "didChangeWatchedFiles": { "dynamicRegistration": true },
    } });
    client.initialize(&[&folder.path()], can, &[Encoding::Utf8]);
    let mut document =
        Document::open(&client, &folder.path().join("smx.annexa"), HEAD, Encoding::Utf8);
    let mut asked = Vec::new();
    for _ in 0..100 {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
        document.edit(HEAD.len()..document.text.len(), FINE);
        asked.push(client.start("annexa/counters", Value::Null));
    }
    for pending in asked {
        assert!(client.answer(&pending).result.is_ok());
    }
    assert_eq!(client.diagnostics(&document.uri, document.version), [] as [Value; 0]);
    client.wait_for("workspace/configuration", |_| true);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_client_that_does_not_read_is_listened_to() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let mut command = annexa_tests::client::program();
    command.arg("lsp").current_dir(folder.path());
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut server = command.spawn().expect("it can be started");
    let mut input = server.stdin.take().expect("it is piped");
    let mut say = |message: Value| {
        let body = message.to_string();
        let message = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        std::io::Write::write_all(&mut input, message.as_bytes()).expect("it listens");
    };
    let params = json!({ "capabilities": {} });
    say(json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params }));
    // More answers than any pipe holds.
    for id in 1..20_000 {
        say(json!({ "jsonrpc": "2.0", "id": id, "method": "annexa/nothing" }));
    }
    say(json!({ "jsonrpc": "2.0", "id": 20_000, "method": "shutdown" }));
    say(json!({ "jsonrpc": "2.0", "method": "exit" }));
    let mut output = server.stdout.take().expect("it is piped");
    let mut answers = Vec::new();
    std::io::Read::read_to_end(&mut output, &mut answers).expect("it can be read");
    let answers = String::from_utf8(answers).expect("it is UTF-8");
    assert_eq!(answers.matches("-32601").count(), 19_999);
    assert!(server.wait().expect("it ends").success());
}

#[test]
fn exit_ends_the_server_though_its_input_is_held_open() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.client();
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn exit_while_requests_run_ends_the_server() {
    let folder = folder(&[]);
    let client = folder.client();
    let slow: Vec<_> = (0..MANY).map(|_| compute(&client, 60_000)).collect();
    assert_eq!(client.request("shutdown", Value::Null), Ok(Value::Null));
    client.notify("exit", Value::Null);
    assert_eq!(client.exit().code(), Some(0));
    assert_eq!(slow.len(), MANY);
}

#[test]
fn exit_without_shutdown_is_an_error() {
    let folder = folder(&[]);
    let client = folder.client();
    client.notify("exit", Value::Null);
    assert_eq!(client.exit().code(), Some(1));

    let unspoken = folder.server();
    unspoken.notify("exit", Value::Null);
    assert_eq!(unspoken.exit().code(), Some(1));
}

#[test]
fn the_end_of_the_input_ends_the_server() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.pulling_client();
    // This one is open until something changes.
    client.start("workspace/diagnostic", json!({ "previousResultIds": [] }));
    client.end_input();
    assert_eq!(client.exit().code(), Some(1));

    let hasty = folder.client();
    let asked: Vec<_> = (0..200).map(|_| compute(&hasty, 1)).collect();
    hasty.end_input();
    for pending in &asked {
        assert_eq!(hasty.answer(pending).result, Ok(Value::Null), "what was asked is answered");
    }
    assert_eq!(hasty.exit().code(), Some(1));

    let polite = folder.client();
    assert_eq!(polite.request("shutdown", Value::Null), Ok(Value::Null));
    polite.end_input();
    assert_eq!(polite.exit().code(), Some(0));
}

// On Windows the end of the input says that the editor is gone: the system closes the pipe with it.
#[cfg(unix)]
#[test]
fn the_server_does_not_outlive_its_client() {
    let mut editor = std::process::Command::new("sleep").arg("60").spawn().expect("it can");
    let folder = folder(&[]);
    let client = folder.server();
    let params = json!({ "processId": editor.id(), "capabilities": {} });
    client.request("initialize", params).expect("it is answered");
    editor.kill().expect("it is our child");
    editor.wait().expect("it is our child");
    assert_eq!(client.exit().code(), Some(1));
}

#[test]
fn a_panic_answers_one_request_and_nothing_else_is_lost() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.client();
    let mut document =
        Document::open(&client, &folder.path().join("smx.annexa"), HEAD, Encoding::Utf8);
    let before = compute(&client, 50);
    for _ in 0..MANY {
        let error = client.request("annexa/test/panic", Value::Null).expect_err("it panics");
        assert_eq!(error.code, -32603);
    }
    assert_eq!(client.answer(&before).result, Ok(Value::Null));
    assert_eq!(next_push(&client, &document.uri), (vec![], json!(1)));
    document.edit(HEAD.len()..HEAD.len(), WRONG);
    assert_eq!(next_push(&client, &document.uri), (vec!["R102".to_owned()], json!(2)));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn what_was_asked_is_answered_from_the_text_of_that_moment_or_a_later_one() {
    let folder = folder(&[]);
    let client = folder.client();
    let uri = folder.uri("smx.annexa");
    client.open(&uri, "annexa", "");
    let mut text = String::new();
    for round in 0..50 {
        let new = format!("  //  {round}\n{HEAD}");
        client.change(&uri, &[change(&text, 0..text.len(), &new, Encoding::Utf8)]);
        text = new;
        assert_eq!(formatted(&client, &uri, &text), text.trim_start(), "{round}");
    }
    assert_eq!(client.shut_down(), Some(0));
}
