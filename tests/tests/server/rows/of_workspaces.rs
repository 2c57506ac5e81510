//! What is asked about all files, and what the server asks for and tells by itself.

use std::time::{Duration, Instant};

use annexa_tests::client::{Encoding, edited};
use serde_json::{Value, json};

use super::editor::{Editor, FILE, all, list, path, text};
use crate::support::WRONG;

fn find(editor: &Editor, query: &str) -> Value {
    editor.ask("workspace/symbol", json!({ "query": query }))
}

/// The symbols of a query, each with the file that it is in.
fn found(editor: &Editor, query: &str) -> String {
    shown(&find(editor, query))
}

/// What a query finds when it no longer finds what it found before, or still does.
fn found_then(editor: &Editor, query: &str, before: &str) -> String {
    let end = Instant::now() + editor.client.patience;
    loop {
        let now = found(editor, query);
        if now != before || Instant::now() > end {
            return now;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn shown(symbols: &Value) -> String {
    let symbols = list(symbols).iter().map(|symbol| {
        let path = path(&symbol["location"]["uri"]);
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        format!("{file}: {}", text(&symbol["name"]))
    });
    symbols.collect::<Vec<_>>().join(" · ")
}

pub(super) fn symbol(editor: &Editor) -> String {
    found(editor, "line manager")
}

pub(super) fn folders(editor: &Editor) -> String {
    let both = ["Drawings for contract", "Securing control centres"];
    both.map(|query| found(editor, query)).join(" · ")
}

pub(super) fn diagnostic(_: &Editor) -> String {
    let editor = Editor::with(Encoding::Utf16, |folder| {
        folder.write("company/closed.annexa", format!("part of ACME\n{WRONG}"));
    });
    let report = editor.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let found = list(&report["items"]).iter().filter(|it| it["items"] != json!([])).map(|it| {
        let path = path(&it["uri"]);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        format!("{name}: {}", all(&it["items"], "code"))
    });
    let found = found.collect::<Vec<_>>().join(" · ");
    assert_eq!(editor.client.shut_down(), Some(0));
    found
}

const SETTINGS: &str = "[project]\nsources = [\"profile.annexa\", \"people.annexa\"]\n";

fn renamed(editor: &Editor, old: &str, new: &str) -> Value {
    json!({ "files": [{ "oldUri": editor.folder.uri(old), "newUri": editor.folder.uri(new) }] })
}

fn one(editor: &Editor, name: &str) -> Value {
    json!({ "files": [{ "uri": editor.folder.uri(name) }] })
}

pub(super) fn will_change_files(_: &Editor) -> String {
    let editor =
        Editor::with(Encoding::Utf16, |folder| folder.write("company/annexa.toml", SETTINGS));
    let after = |method: &str, params: Value| {
        let edit = editor.ask(method, params);
        let edits = &edit["changes"][editor.folder.uri("company/annexa.toml")];
        let after = edited(SETTINGS, list(edits), Encoding::Utf16);
        after.trim_start_matches("[project]\nsources = ").trim_end().to_owned()
    };
    let people = "company/people.annexa";
    let changes = [
        after("workspace/willRenameFiles", renamed(&editor, people, "company/staff.annexa")),
        after("workspace/willDeleteFiles", one(&editor, people)),
        after("workspace/willCreateFiles", one(&editor, "company/sites.annexa")),
    ];
    assert_eq!(editor.client.shut_down(), Some(0));
    changes.join(" · ")
}

pub(super) fn did_change_files(_: &Editor) -> String {
    let editor = Editor::start();
    let place = |name: &str| editor.folder.path().join("company").join(name);
    let found_then = |before: &str| found_then(&editor, "line manager", before);
    let copy = std::fs::read(place("people.annexa")).expect("it is there");
    std::fs::rename(place("people.annexa"), place("staff.annexa")).expect("it can be renamed");
    let both = renamed(&editor, "company/people.annexa", "company/staff.annexa");
    editor.client.notify("workspace/didRenameFiles", both);
    let renamed = found_then("people.annexa: line manager");
    std::fs::remove_file(place("staff.annexa")).expect("it is there");
    editor.client.notify("workspace/didDeleteFiles", one(&editor, "company/staff.annexa"));
    let deleted = found_then(&renamed);
    std::fs::write(place("crew.annexa"), copy).expect("it can be written");
    editor.client.notify("workspace/didCreateFiles", one(&editor, "company/crew.annexa"));
    let created = found_then(&deleted);
    assert_eq!(editor.client.shut_down(), Some(0));
    format!("{renamed} · {deleted} · {created}")
}

pub(super) fn execute_command(_: &Editor) -> String {
    let editor = Editor::start();
    let params = json!({ "command": "annexa.compile", "arguments": [editor.folder.uri(FILE)] });
    let compiled = editor.ask("workspace/executeCommand", params)["standards"].take();
    let document: Value = serde_json::from_str(&text(&compiled[0]["text"])).expect("it is JSON");
    assert_eq!(editor.client.shut_down(), Some(0));
    let changes = list(&document["changes"]).len();
    format!(
        "{}: {} changes of {}",
        all(&compiled, "name"),
        changes,
        text(&document["standard"]["prefix"])
    )
}

pub(super) fn progress(_: &Editor) -> String {
    let editor = Editor::with(Encoding::Utf16, |folder| {
        for number in 0..60 {
            folder.write(&format!("company/part{number}.annexa"), "part of ACME\n");
        }
    });
    let client = &editor.client;
    let token = client.wait_for("window/workDoneProgress/create", |_| true)["token"].clone();
    let is_own = |params: &Value| params["token"] == token;
    client.wait_for("$/progress", |it| is_own(it) && it["value"]["kind"] == "end");
    let begun = client.wait_for("$/progress", |it| is_own(it) && it["value"]["kind"] == "begin");
    assert_eq!(client.shut_down(), Some(0));
    format!("{}: {}", text(&begun["value"]["title"]), text(&begun["value"]["message"]))
}

pub(super) fn partial_results(editor: &Editor) -> String {
    let params = json!({ "query": "line manager", "partialResultToken": "parts" });
    let rest = editor.ask("workspace/symbol", params);
    let part = editor.client.wait_for("$/progress", |params| params["token"] == "parts");
    format!("{}, then {rest}", shown(&part["value"]))
}

pub(super) fn watched_files(_: &Editor) -> String {
    let editor = Editor::start();
    let asked = editor.client.wait_for("client/registerCapability", |_| true);
    let registration = &asked["registrations"][0];
    let globs = all(&registration["registerOptions"]["watchers"], "globPattern");
    editor.folder.write(
        "company/new.annexa",
        "part of ACME\n\nterm \"night shift\" {\n  definition \"x\"\n}\n",
    );
    let changes = json!([{ "uri": editor.folder.uri("company/new.annexa"), "type": 1 }]);
    editor.client.notify(&text(&registration["method"]), json!({ "changes": changes }));
    let found = found_then(&editor, "night shift", "");
    assert_eq!(editor.client.shut_down(), Some(0));
    format!("{globs}; {found}")
}

pub(super) fn configuration(_: &Editor) -> String {
    let editor = Editor::with(Encoding::Utf16, |_| {});
    let client = &editor.client;
    let asked = client.wait_for("workspace/configuration", |_| true);
    client.on("workspace/configuration", |_| Some(Ok(json!([{ "log": { "level": "debug" } }]))));
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    // What comes before the answer is not logged.
    let line = (0..200).find_map(|_| {
        client.notify("$/nothing", json!({}));
        client.try_wait_for("window/logMessage", Duration::from_millis(100), |params| {
            params["message"].as_str().is_some_and(|it| it.contains("$/nothing"))
        })
    });
    let line = line.map(|message| text(&message.params()["message"])).unwrap_or_default();
    assert_eq!(client.shut_down(), Some(0));
    format!("{}: {line}", all(&asked["items"], "section"))
}

pub(super) fn built_in_documents(editor: &Editor) -> String {
    let found = editor.ask_at("textDocument/definition", "27002 5.14");
    let uri = &found[0]["uri"];
    let place = path(uri);
    assert!(place.metadata().expect("it is a file").permissions().readonly());
    assert!(!place.starts_with(editor.folder.path()), "it is none of the user's");
    // It is asked about as any other.
    let here = json!({
        "textDocument": { "uri": uri },
        "position": found[0]["range"]["start"],
    });
    let back = editor.ask(
        "textDocument/implementation",
        json!({
            "textDocument": here["textDocument"],
            "position": editor.ask_at("textDocument/definition", "27002 7.10")[0]["range"]["start"],
        }),
    );
    format!("{} → {}", editor.places(&found), editor.places(&back))
}
