//! Folders and files that are no sources, and clients that spell names otherwise: the server answers,
//! in the words of the client, and the rest of a workspace is served.

use annexa_tests::client::{Client, Encoding};
use serde_json::{Value, json};

use crate::support::{Folder, HEAD, WRONG, folder, next_push, pull, wrong_about};

pub(crate) fn part(text: &str) -> String {
    format!("part of SMX\n{text}")
}

pub(crate) fn wrong() -> Vec<String> {
    vec!["R102".to_owned()]
}

/// The files that a pull of the workspace tells of, with the number of their findings.
pub(crate) fn pull_all(client: &Client, known: Value) -> Vec<(String, usize)> {
    let params = json!({ "previousResultIds": known });
    let report = client.request("workspace/diagnostic", params).expect("a report");
    let items = report["items"].as_array().expect("a list").iter();
    let items = items.map(|item| {
        let uri = item["uri"].as_str().expect("a text").to_owned();
        (uri, item["items"].as_array().map_or(0, Vec::len))
    });
    items.collect()
}

#[test]
fn wrong_settings_of_an_outer_project_do_not_empty_an_inner_one() {
    for settings in
        ["[oops]\n", "[project\n", "[project]\nsources = [\"none\"]\n", "[rules]\nX9 = \"off\"\n"]
    {
        let folder = folder(&[("annexa.toml", settings), ("inner/annexa.toml", "")]);
        folder.write("inner/smx.annexa", HEAD);
        folder.write("inner/part.annexa", part(WRONG));
        let client = folder.pulling_client();
        let uri = folder.uri("inner/part.annexa");
        assert_eq!(pull_all(&client, json!([])), [(uri.clone(), 1)], "{settings}");
        assert_eq!(pull(&client, &uri), wrong(), "{settings}");
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn the_last_file_is_gone_between_two_pulls() {
    let folder = folder(&[("smx.annexa", &format!("{HEAD}{WRONG}"))]);
    let client = folder.pulling_client();
    let uri = folder.uri("smx.annexa");
    assert_eq!(pull_all(&client, json!([])), [(uri.clone(), 1)]);
    folder.delete("smx.annexa");
    let deleted = json!({ "changes": [{ "uri": uri, "type": 3 }] });
    client.notify("workspace/didChangeWatchedFiles", deleted);
    let known = json!([{ "uri": uri, "value": "old" }, { "uri": "file:///never", "value": "x" }]);
    let mut gone = pull_all(&client, known);
    gone.sort();
    assert_eq!(gone, [("file:///never".to_owned(), 0), (uri, 0)]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_source_with_detours_follows_its_file() {
    let folder = folder(&[("annexa.toml", "[project]\nsources = [\"std/../std/./q.annexa\"]\n")]);
    folder.write("std/q.annexa", HEAD);
    let client = folder.client();
    for (old, new, expected) in
        [("std/q.annexa", "std/r.annexa", "std/r.annexa"), ("std", "lib", "lib/q.annexa")]
    {
        let files = json!({ "files": [{ "oldUri": folder.uri(old), "newUri": folder.uri(new) }] });
        let edit = client.request("workspace/willRenameFiles", files).expect("an edit");
        let text = &edit["changes"][folder.uri("annexa.toml")][0]["newText"];
        assert_eq!(*text, json!(format!("[\"{expected}\"]")), "{edit}");
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn files_that_are_no_texts_take_no_memory() {
    let folder = folder(&[("smx.annexa", HEAD), ("part.annexa", &part(WRONG))]);
    let zeros = std::fs::File::create(folder.path().join("n.annexa")).expect("it can be made");
    zeros.set_len(50 << 20).expect("it can be made long");
    folder.write("m.annexa", format!("term \"{}\"\n", "a\u{ad}".repeat(100_000)));
    let client = folder.client();
    assert_eq!(next_push(&client, &folder.uri("part.annexa")).0, wrong());
    let pushed = client.received("textDocument/publishDiagnostics");
    // The messages of a rule about a file.
    let of = |name: &str, code: &str| -> Vec<&str> {
        let uri = folder.uri(name);
        let last = pushed.iter().rfind(|params| params["uri"] == uri).expect("it has findings");
        let found = last["diagnostics"].as_array().expect("a list").iter();
        let found = found.filter(|it| it["code"].as_str().unwrap_or_default() == code);
        found.map(|it| it["message"].as_str().expect("a text")).collect()
    };
    let binary = of("n.annexa", "");
    assert!(binary.len() == 1 && binary[0].contains("is a binary file"), "{binary:?}");
    let capped = of("m.annexa", "S003");
    let counting = capped.iter().filter(|it| it.contains("more findings of S003")).count();
    assert_eq!((capped.len(), counting), (251, 1));
    let memory = client.memory().most;
    assert!(memory < 300 << 20, "{memory}");
    assert_eq!(client.shut_down(), Some(0));
}

/// The messages about a file, when asked for.
fn messages(client: &Client, uri: &str) -> Vec<String> {
    let params = json!({ "textDocument": { "uri": uri } });
    let report = client.request("textDocument/diagnostic", params).expect("a report");
    let items = report["items"].as_array().expect("a full report").iter();
    items.map(|item| item["message"].as_str().expect("a text").to_owned()).collect()
}

#[test]
fn an_open_text_that_is_none_is_one_finding_until_it_is_corrected() {
    let good = part(WRONG);
    for spoilt in ["\0".repeat(10_000), format!("{good}\0")] {
        for in_workspace in [true, false] {
            let folder = folder(&[("smx.annexa", HEAD), ("n.annexa", &good)]);
            let client = folder.server();
            let path = folder.path();
            let workspace = [path.as_path()];
            let workspace = if in_workspace { &workspace[..] } else { &[] };
            let can = json!({ "textDocument": { "diagnostic": {} } });
            client.initialize(workspace, can, &[Encoding::Utf8]);
            let uri = folder.uri("n.annexa");
            let is_refused = || {
                let found = messages(&client, &uri);
                found.len() == 1 && found[0].starts_with("`n.annexa` is a binary file, not a text")
            };
            client.open(&uri, "annexa", &spoilt);
            assert!(is_refused(), "{:?}", messages(&client, &uri));
            for request in ["semanticTokens/full", "foldingRange", "documentSymbol"] {
                let whole = json!({ "textDocument": { "uri": uri } });
                let answer = client.request(&format!("textDocument/{request}"), whole);
                assert!(answer.is_ok(), "{request}: {answer:?}");
            }
            let lines = spoilt.split_inclusive('\n').count();
            let whole = json!({ "start": { "line": 0, "character": 0 },
                "end": { "line": lines, "character": 0 } });
            let start = json!({ "start": { "line": 0, "character": 0 },
                "end": { "line": 0, "character": 0 } });
            client.change(&uri, &[json!({ "range": start, "text": "// x\n" })]);
            assert!(is_refused());
            client.change(&uri, &[json!({ "text": spoilt })]);
            client.change(&uri, &[json!({ "range": whole, "text": good })]);
            assert_eq!(pull(&client, &uri), wrong());
            client.change(&uri, &[json!({ "range": start, "text": spoilt })]);
            assert!(is_refused());
            client.close(&uri);
            assert_eq!(pull(&client, &folder.uri("smx.annexa")), [""; 0]);
            assert_eq!(client.shut_down(), Some(0));
        }
    }
}

#[test]
fn a_file_that_is_no_text_is_reported_before_it_is_opened_and_after_it_is_closed() {
    let folder = folder(&[("smx.annexa", HEAD), ("n.annexa", "part of SMX\0")]);
    let client = folder.client();
    let uri = folder.uri("n.annexa");
    let await_refusal = || {
        client.wait_for("textDocument/publishDiagnostics", |params| {
            let message = params["diagnostics"][0]["message"].as_str();
            params["uri"] == uri && message.is_some_and(|it| it.contains("is a binary file"))
        });
    };
    await_refusal();
    client.open(&uri, "annexa", &part(WRONG));
    assert_eq!(next_push(&client, &uri), (wrong(), json!(1)));
    client.close(&uri);
    await_refusal();
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn many_files_without_a_workspace_are_one_project_or_many() {
    let open = |folder: &Folder, many: usize, text: &dyn Fn(usize) -> String| {
        for number in 0..many {
            // What is opened is not what is on the disk, so that each file is looked at twice.
            folder.write(&format!("f{number}.annexa"), format!("{}// older\n", text(number)));
        }
        let client = folder.server();
        client.initialize(&[], json!({ "textDocument": { "diagnostic": {} } }), &[Encoding::Utf8]);
        for number in 0..many {
            client.open(&folder.uri(&format!("f{number}.annexa")), "annexa", &text(number));
        }
        for number in 0..many {
            let uri = folder.uri(&format!("f{number}.annexa"));
            assert_eq!(pull(&client, &uri), wrong(), "{number}");
        }
        let counters = client.request("annexa/counters", Value::Null).expect("counters");
        assert_eq!(client.shut_down(), Some(0));
        ["itemsParsed", "itemsResolved", "itemsChecked"]
            .map(|name| counters[name].as_u64().expect("a number"))
    };
    let of_parts = |many: usize| {
        let parts = folder(&[("smx.annexa", HEAD)]);
        open(&parts, many, &|number| part(&wrong_about(number)))
    };
    // How often the whole project is built while its files are opened depends on the machine:
    // 4 to 10 times were seen. Built for each file, it would be 240 times.
    let many = 240;
    let seen = of_parts(many);
    assert!(seen.iter().all(|items| items / many as u64 <= 40), "{seen:?}");
    let alone = folder(&[]);
    open(&alone, 60, &|number| format!("{}{WRONG}", HEAD.replace("SMX", &format!("S{number:02}"))));
}
