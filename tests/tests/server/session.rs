//! What a session is made of besides documents: settings, the log, progress, recordings.

use std::time::{Duration, Instant};

use annexa_tests::client::{Encoding, program};
use serde_json::{Value, json};

use crate::support::{HEAD, WRONG, folder, next_push, pull, wrong_about};

const SECRET: &str =
    "\nretain 27001 7.2 {\n  reason \"\"\"Wombats are kept in the vault.\"\"\"\n}\n";

#[test]
fn the_log_goes_to_the_client_at_a_level_that_can_change() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.server();
    let (sender, levels) = std::sync::mpsc::channel::<&str>();
    client.on("workspace/configuration", move |params| {
        assert_eq!(params["items"][0]["section"], "annexa");
        let level = levels.recv().expect("there is one");
        Some(Ok(json!([{ "log": { "level": level } }])))
    });
    let can = json!({ "workspace": { "configuration": true } });
    sender.send("warn").expect("it listens");
    client.initialize(&[&folder.path()], can, &[Encoding::Utf8]);
    client.wait_for("workspace/configuration", |_| true);
    // What is not open cannot be changed, which is worth a warning.
    let mistake = || {
        let params = json!({
            "textDocument": { "uri": folder.uri("none.annexa"), "version": 2 },
            "contentChanges": [{ "text": "" }],
        });
        client.notify("textDocument/didChange", params);
    };
    mistake();
    let params = client.wait_for("window/logMessage", |_| true);
    assert!(params["message"].as_str().expect("a text").contains("not open"), "{params}");
    assert_eq!(params["type"], 2, "it is a warning");
    for (level, is_logged) in [("off", false), ("error", false), ("info", true)] {
        sender.send(level).expect("it listens");
        client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
        client.wait_for("workspace/configuration", |_| true);
        std::thread::sleep(Duration::from_millis(50));
        mistake();
        let logged =
            client.try_wait_for("window/logMessage", Duration::from_millis(200), |params| {
                params["message"].as_str().is_some_and(|message| message.contains("not open"))
            });
        assert_eq!(logged.is_some(), is_logged, "{level}");
    }
    // Settings that come with the notification are taken as well.
    let settings = json!({ "annexa": { "log": { "level": "off" } } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    mistake();
    let logged = client.try_wait_for("window/logMessage", Duration::from_millis(200), |_| true);
    assert!(logged.is_none());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn no_text_of_the_users_is_in_the_log() {
    for (level, is_told) in [("info", false), ("debug", true), ("trace", true)] {
        let folder = folder(&[("smx.annexa", HEAD)]);
        // What is wrong is told in the words that are wrong, but not here.
        folder.write("annexa.toml", "[project]\nWombats = \"Wombats\"\n");
        let log = folder.path().join("annexa.log");
        let client = folder.server_with(&["--log", "annexa.log", "--log-level", level]);
        client.initialize(&[&folder.path()], json!({}), &[Encoding::Utf8]);
        let uri = folder.uri("smx.annexa");
        client.open(&uri, "annexa", &format!("{HEAD}{SECRET}"));
        client.change(&uri, &[json!({ "text": format!("{HEAD}{SECRET}{WRONG}") })]);
        assert_eq!(pull(&client, &uri), ["R102"]);
        client.change(&uri, &[json!(SECRET)]);
        client.change(&uri, &[json!({ "text": "", "range": SECRET })]);
        assert!(client.request("textDocument/hover", json!({ "textDocument": SECRET })).is_err());
        assert!(client.request("annexa/test/panic", Value::Null).is_err());
        assert_eq!(client.shut_down(), Some(0));
        let log = std::fs::read_to_string(log).expect("there is a log");
        assert!(log.contains("probe.rs"), "the panic is in it: {log}");
        if !is_told {
            assert!(!log.contains("Wombats"), "{level}: {log}");
        }
        assert_eq!(log.contains("textDocument/didOpen"), is_told, "{level}: {log}");
        let lines = client.received("window/logMessage");
        assert_eq!(lines, [] as [Value; 0], "it goes to the file");
    }
}

#[test]
fn a_client_that_sets_a_trace_learns_what_takes_how_long() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.client();
    pull(&client, &folder.uri("smx.annexa"));
    assert_eq!(client.received("$/logTrace"), [] as [Value; 0]);
    client.notify("$/setTrace", json!({ "value": "messages" }));
    pull(&client, &folder.uri("smx.annexa"));
    let params = client.wait_for("$/logTrace", |_| true);
    let message = params["message"].as_str().expect("a text");
    assert!(message.starts_with("textDocument/diagnostic: "), "{message}");
    client.notify("$/setTrace", json!({ "value": "off" }));
    client.forget();
    pull(&client, &folder.uri("smx.annexa"));
    assert_eq!(client.received("$/logTrace"), [] as [Value; 0]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn files_are_watched_by_the_client() {
    let folder = folder(&[]);
    let can = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let client = folder.client_that(can);
    let params = client.wait_for("client/registerCapability", |_| true);
    let registration = &params["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    let watchers = registration["registerOptions"]["watchers"].as_array().expect("a list");
    let globs: Vec<_> = watchers.iter().map(|watcher| &watcher["globPattern"]).collect();
    assert_eq!(
        globs,
        ["**/*.annexa", "**/annexa.toml", "**/.gitignore", "**/*.{gif,jpeg,jpg,png,svg,webp}"]
    );
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_server_that_was_killed_or_still_runs_keeps_no_other_from_starting() {
    let folder = folder(&[("smx.annexa", &format!("{HEAD}{WRONG}"))]);
    let uri = folder.uri("smx.annexa");
    let (first, second) = (folder.client(), folder.client());
    for client in [&first, &second] {
        assert_eq!(next_push(client, &uri).0, ["R102"]);
    }
    // Dropped, it is killed in the middle of its work.
    first.start("annexa/test/compute", json!([60_000]));
    drop(first);
    let third = folder.client();
    assert_eq!(next_push(&third, &uri).0, ["R102"]);
    for client in [second, third] {
        assert_eq!(client.shut_down(), Some(0));
    }
}

/// A project that takes a while to read, with so many mistakes in each of its parts.
fn large(folder: &crate::support::Folder, files: usize, mistakes: usize) {
    folder.write("smx.annexa", HEAD);
    for number in 0..files {
        let clauses = number * mistakes..(number + 1) * mistakes;
        let declarations: String = clauses.map(wrong_about).collect();
        folder.write(&format!("part{number}.annexa"), format!("part of SMX\n{declarations}"));
    }
}

#[test]
fn the_reading_of_a_large_project_is_shown_and_what_is_open_served_meanwhile() {
    let folder = folder(&[]);
    large(&folder, 400, 40);
    let client = folder.server();
    let can = json!({ "window": { "workDoneProgress": true } });
    let start = Instant::now();
    client.initialize(&[&folder.path()], can, &[Encoding::Utf8]);
    let uri = folder.uri("smx.annexa");
    client.open(&uri, "annexa", HEAD);
    assert_eq!(crate::support::formatted(&client, &uri, HEAD), HEAD);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    let token = client.wait_for("window/workDoneProgress/create", |_| true)["token"].clone();
    let kinds = || -> Vec<Value> {
        let progress = client.received("$/progress");
        let own = progress.into_iter().filter(|params| params["token"] == token);
        own.map(|params| params["value"]["kind"].clone()).collect()
    };
    client.wait_for("$/progress", |params| params["value"]["kind"] == "end");
    let kinds = kinds();
    assert_eq!((&kinds[0], &kinds[kinds.len() - 1]), (&json!("begin"), &json!("end")));
    assert!(kinds[1..kinds.len() - 1].iter().all(|kind| kind == "report") && kinds.len() > 2);
    let pushed = client.received("textDocument/publishDiagnostics");
    let before_the_end: Vec<_> = pushed.iter().filter(|it| it["uri"] == uri).collect();
    assert!(before_the_end.len() <= 1, "nothing was said twice: {before_the_end:?}");
    assert_eq!(next_push(&client, &folder.uri("part399.annexa")).0.len(), 40);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn what_a_project_means_is_known_before_it_is_checked() {
    // Of fewer than 200 files the heads are not told first.
    assert!(is_known_in_time(190, |read| read.is_some()));
}

#[test]
fn the_head_of_a_standard_is_known_before_all_parts_are_read() {
    // Progress is told in steps of 5: behind 95, all may have been read.
    assert!(is_known_in_time(600, |read| read.is_some_and(|percent| percent < 95)));
}

/// Whether something becomes known of a project of so many files in time, told by how much of it was read
/// then, as in [`read_at_the_first_hover`]. A fast machine is through with a small project before anything
/// of it is shown, and a slow one takes long for a large one; where others are busy, nobody may look in time.
fn is_known_in_time(files: usize, is_in_time: impl Fn(Option<u64>) -> bool) -> bool {
    [40, 80, 160, 320, 640].into_iter().any(|mistakes| {
        let folder = folder(&[]);
        large(&folder, files, mistakes);
        is_in_time(read_at_the_first_hover(&folder, files, mistakes))
    })
}

/// How many parts in a hundred of a [`large`] project were read, as far as was told, when something became
/// known of a clause in a part of it, to which its head belongs; `None` when it was checked as well.
fn read_at_the_first_hover(
    folder: &crate::support::Folder,
    files: usize,
    mistakes: usize,
) -> Option<u64> {
    let text = "part of SMX\n\nretain 27001 4.1 {\n  reason \"No sector need.\"\n}\n";
    folder.write("part7.annexa", text);
    let client = folder.server();
    let can = json!({ "window": { "workDoneProgress": true } });
    client.initialize(&[&folder.path()], can, &[Encoding::Utf8]);
    let uri = folder.uri("part7.annexa");
    client.open(&uri, "annexa", text);
    let position = annexa_tests::client::position(
        text,
        text.find("4.1").expect("it is there"),
        Encoding::Utf8,
    );
    let params = json!({ "textDocument": { "uri": uri }, "position": position });
    while client.request("textDocument/hover", params.clone()) == Ok(Value::Null) {
        std::thread::sleep(Duration::from_millis(1));
    }
    let progress = client.received("$/progress");
    let read = progress.last().and_then(|last| last["value"]["percentage"].as_u64());
    if read.is_some() {
        assert_eq!(client.received("textDocument/publishDiagnostics"), [] as [Value; 0]);
    }
    client.wait_for("$/progress", |params| params["value"]["kind"] == "end");
    let last = format!("part{}.annexa", files - 1);
    // Of one rule in one file, 250 findings are listed, and one counts the rest.
    assert_eq!(next_push(&client, &folder.uri(&last)).0.len(), mistakes.min(251));
    assert_eq!(client.shut_down(), Some(0));
    read
}

#[test]
fn progress_that_the_client_does_not_want_is_not_shown() {
    let folder = folder(&[]);
    large(&folder, 60, 40);
    let client = folder.client();
    next_push(&client, &folder.uri("part59.annexa"));
    let refuses = folder.server();
    refuses.on("window/workDoneProgress/create", |_| {
        let error = annexa_tests::client::RpcError { code: 1, message: "no".into(), data: None };
        Some(Err(error))
    });
    let can = json!({ "window": { "workDoneProgress": true } });
    refuses.initialize(&[&folder.path()], can, &[]);
    next_push(&refuses, &folder.uri("part59.annexa"));
    for client in [client, refuses] {
        assert_eq!(client.received("$/progress"), [] as [Value; 0]);
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn a_recording_can_be_played_again() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.server_with(&["--record", "session.jsonl"]);
    client.initialize(&[&folder.path()], json!({}), &[Encoding::Utf8]);
    let uri = folder.uri("smx.annexa");
    client.open(&uri, "annexa", &format!("{HEAD}{WRONG}"));
    next_push(&client, &uri);
    let refused = client.awaited(Value::Null, "what cannot be read");
    client.send_bytes("Content-Length: 2\r\n\r\n{]");
    assert!(client.answer(&refused).result.is_err());
    client.request("annexa/test/compute", json!([20])).expect("it is answered");
    assert_eq!(client.shut_down(), Some(0));

    let recording = std::fs::read_to_string(folder.path().join("session.jsonl")).expect("it is");
    let lines: Vec<Value> = recording
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    assert_eq!(lines[0]["message"]["method"], "initialize");
    assert_eq!(lines[3]["message"], "{]");
    let times: Vec<_> = lines.iter().map(|line| line["at"].as_u64().expect("a time")).collect();
    assert!(times.is_sorted() && times[5] >= times[4] + 20, "{times:?}");

    for recording in [recording.clone(), lines[..5].iter().map(|it| format!("{it}\n")).collect()] {
        folder.write("session.jsonl", &recording);
        let mut command = program();
        command.args(["lsp", "--replay", "session.jsonl"]).current_dir(folder.path());
        command.env("XDG_CACHE_HOME", folder.path().join("cache"));
        let output = command.output().expect("it ends by itself");
        assert!(output.status.success(), "{output:?}");
        let said = String::from_utf8(output.stdout).expect("it is UTF-8");
        for part in ["\"capabilities\"", "R102", "-32700", "\"id\":2"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}

#[test]
fn files_that_cannot_be_used_are_reported_before_anything_is_served() {
    let folder = folder(&[]);
    for arguments in [
        ["--replay", "none.jsonl"],
        ["--record", "no/such/folder.jsonl"],
        ["--log", "no/such/folder.log"],
        ["--log-level", "loud"],
    ] {
        let mut command = program();
        let output = command.arg("lsp").args(arguments).current_dir(folder.path()).output();
        let output = output.expect("it ends by itself");
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{output:?}");
    }
}
