//! Folders and files that are no sources, and clients that spell names otherwise: the server answers,
//! in the words of the client, and the rest of a workspace is served.

use std::path::{Path, PathBuf};
use std::process::Command;

use annexa_tests::client::{Client, Encoding, path, position, program};
use serde_json::{Value, json};

use crate::support::{Folder, HEAD, WRONG, folder, next_push, pull, wrong_about};

fn part(text: &str) -> String {
    format!("part of SMX\n{text}")
}

fn wrong() -> Vec<String> {
    vec!["R102".to_owned()]
}

/// The files that a pull of the workspace tells of, with the number of their findings.
fn pull_all(client: &Client, known: Value) -> Vec<(String, usize)> {
    let params = json!({ "previousResultIds": known });
    let report = client.request("workspace/diagnostic", params).expect("a report");
    let items = report["items"].as_array().expect("a list").iter();
    let items = items.map(|item| {
        let uri = item["uri"].as_str().expect("a text").to_owned();
        (uri, item["items"].as_array().map_or(0, Vec::len))
    });
    items.collect()
}

/// Behind [`HEAD`], it gives each of [`answers`] something to tell of, and holds nothing wrong.
const RICH: &str = r#"
term "smart meter" {
  definition """device that measures, see {27002 5.1}"""
}

refine 27001 6.1.3 c) {
  text """The organization shall also compare each {term smart meter}."""
}
"#;

/// What a client says that has edits of actions worked out late.
fn late() -> Value {
    json!({ "codeAction": {
        "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
        "dataSupport": true,
        "resolveSupport": { "properties": ["edit"] },
    } })
}

/// The answers about an open file that holds [`RICH`], each with its request. None is empty.
fn answers(client: &Client, uri: &str) -> Vec<(&'static str, Value)> {
    let text = format!("{HEAD}{RICH}");
    let at = |what: &str| {
        let at = position(&text, text.find(what).expect("it is there"), Encoding::Utf8);
        let range = json!({ "start": at, "end": { "line": 99, "character": 0 } });
        let context = json!({ "includeDeclaration": true, "diagnostics": [] });
        json!({ "textDocument": { "uri": uri }, "position": at, "range": range,
            "context": context, "newName": "meter" })
    };
    let mut answers = Vec::new();
    let mut ask = |method, params| {
        let answer = client.request(method, params).unwrap_or_else(|it| panic!("{method}: {it:?}"));
        assert!(!answer.is_null() && answer != json!([]), "{method}: {answer}");
        answers.push((method, answer.clone()));
        answer
    };
    ask("textDocument/rename", at("smart meter"));
    ask("textDocument/references", at("smart meter"));
    let items = ask("textDocument/prepareCallHierarchy", at("5.1}"));
    ask("callHierarchy/incomingCalls", json!({ "item": items[0] }));
    for (method, resolve, late) in [
        ("textDocument/codeAction", "codeAction/resolve", "edit"),
        ("textDocument/codeLens", "codeLens/resolve", "command"),
        ("textDocument/documentLink", "documentLink/resolve", "target"),
        ("textDocument/inlayHint", "inlayHint/resolve", "tooltip"),
    ] {
        let items = ask(method, at("refine"));
        let last = items.as_array().and_then(|items| items.last()).expect("a list");
        assert!(last[late].is_null(), "{method}: {last}");
        let resolved = ask(resolve, last.clone());
        assert!(!resolved[late].is_null(), "{resolve}: {resolved}");
    }
    answers
}

/// Puts folders into a folder whose paths are too long for the system. They are made in two halves.
#[cfg(unix)]
fn bury(folder: &Path) {
    let half: PathBuf = std::iter::repeat_n("d".repeat(200), 15).collect();
    for half in [folder.join(&half), folder.join("half").join(&half)] {
        std::fs::create_dir_all(half).expect("folders can be made");
    }
    let whole = folder.join(&half).join("half");
    std::fs::rename(folder.join("half"), whole).expect("a folder can be moved");
}

#[cfg(unix)]
fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.is_ok_and(|made| made.success()), "a named pipe can be made");
}

#[cfg(unix)]
#[test]
fn a_workspace_through_a_link_keeps_the_name_that_the_client_gave_it() {
    use std::os::unix::fs::symlink;
    let text = format!("{HEAD}{RICH}");
    let real = folder(&[("sub/a part.annexa", &part(WRONG)), ("smx.annexa", &text)]);
    let here = folder(&[]);
    let link = here.path().join("link");
    symlink(real.path(), &link).expect("a link can be made");
    let client = real.server();
    client.initialize(&[&link], json!({ "textDocument": late() }), &[Encoding::Utf8]);
    let uri = annexa_tests::client::uri(&link.join("sub/a part.annexa"));
    assert_eq!(next_push(&client, &uri).0, wrong());
    let standard = annexa_tests::client::uri(&link.join("smx.annexa"));
    client.open(&standard, "annexa", &text);
    let symbols = client.request("workspace/symbol", json!({ "query": "smart meter" }));
    let symbols = symbols.expect("a list");
    assert_eq!(symbols[0]["location"]["uri"], standard);
    assert_eq!(pull_all(&client, json!([])), [(uri.clone(), 1)]);
    let real_path = real.path().display().to_string();
    for (method, answer) in answers(&client, &standard) {
        assert!(!answer.to_string().contains(&real_path), "{method}: {answer}");
    }
    // With both names open, each is shown once.
    client.open(&real.uri("sub/a part.annexa"), "annexa", &part(WRONG));
    assert_eq!(next_push(&client, &uri).0, [""; 0]);
    assert_eq!(next_push(&client, &real.uri("sub/a part.annexa")).0, wrong());
    assert_eq!(client.shut_down(), Some(0));
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

#[cfg(unix)]
#[test]
fn names_are_spelled_as_the_client_spells_them() {
    let names = ["a b", "[x]", "a^b|c", "{y}", "ü字", "100%", "c#1"];
    for (number, name) in names.into_iter().enumerate() {
        let rich = format!("{HEAD}{RICH}");
        let folder = folder(&[(&format!("{name}/smx.annexa"), &rich)]);
        folder.write(&format!("{name}/p {name}.annexa"), part(WRONG));
        folder.write(&format!("{name}/q.annexa"), part(&wrong_about(0)));
        let root = format!("file://{}/{name}", folder.path().display());
        let client = folder.server();
        let mut able = late();
        able["diagnostic"] = json!({});
        let mut params = json!({ "processId": null, "capabilities": { "textDocument": able } });
        match number % 2 {
            0 => params["rootUri"] = json!(root),
            _ => params["workspaceFolders"] = json!([{ "uri": root, "name": name }]),
        }
        client.request("initialize", params).unwrap_or_else(|_| panic!("{name} is taken"));
        client.notify("initialized", json!({}));
        let uri = format!("{root}/p {name}.annexa");
        client.open(&uri, "annexa", &part(WRONG));
        assert_eq!(pull(&client, &uri), wrong(), "{name}");
        let closed = format!("{root}/q.annexa");
        folder.write(&format!("{name}/q.annexa"), part(&(wrong_about(0) + &wrong_about(1))));
        let changed = json!({ "changes": [{ "uri": closed, "type": 2 }] });
        client.notify("workspace/didChangeWatchedFiles", changed);
        let mut found = pull_all(&client, json!([{ "uri": uri, "value": "old" }]));
        found.sort();
        assert_eq!(found, [(uri.clone(), 1), (closed, 2)], "{name}");
        let standard = format!("{root}/smx.annexa");
        client.open(&standard, "annexa", &rich);
        let above = format!("file://{}/", folder.path().display());
        for (method, answer) in answers(&client, &standard) {
            let answer = answer.to_string();
            let (all, right) = (answer.matches(&above).count(), answer.matches(&root).count());
            assert_eq!(all, right, "{name}: {method}: {answer}");
        }
        let end = part(WRONG).len();
        let change = json!({ "range": { "start": { "line": 9, "character": 0 },
            "end": { "line": 9, "character": 0 } }, "text": "// more\n" });
        client.change(&uri, &[change]);
        assert!(end > 0 && pull(&client, &uri) == wrong(), "{name}");
        client.close(&uri);
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_holds_nothing_up() {
    use std::os::unix::fs::symlink;
    for (name, target) in [
        (".gitignore", None),
        (".gitignore", Some("/dev/zero")),
        ("x.annexa", None),
        ("x.annexa", Some("/dev/zero")),
        ("x.annexa", Some("nowhere")),
        ("result", Some("/usr/share")),
        ("sub/annexa.toml", None),
        ("sub/annexa.toml", Some("/dev/zero")),
    ] {
        let folder = folder(&[("smx.annexa", HEAD), ("part.annexa", &part(WRONG)), ("sub/y", "")]);
        let path = folder.path().join(name);
        match target {
            Some(target) => symlink(target, path).expect("a link can be made"),
            None => pipe(&path),
        }
        let client = folder.pulling_client();
        assert_eq!(pull(&client, &folder.uri("part.annexa")), wrong(), "{name} {target:?}");
        let memory = client.memory().most;
        assert!(memory < 300 << 20, "{name} {target:?}: {memory}");
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[cfg(unix)]
#[test]
fn a_workspace_that_is_no_project_holds_nothing_up() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("deep/er/annexa.toml", ""), ("deep/er/smx.annexa", HEAD)]);
    folder.write("deep/er/part.annexa", part(WRONG));
    symlink("/", folder.path().join("all")).expect("a link can be made");
    symlink("again", folder.path().join("again")).expect("a link can be made");
    pipe(&folder.path().join("x.annexa"));
    bury(&folder.path());
    let client = folder.client();
    assert_eq!(next_push(&client, &folder.uri("deep/er/part.annexa")).0, wrong());
    assert_eq!(client.received("window/showMessage"), [Value::Null; 0]);
    let memory = client.memory().most;
    assert!(memory < 300 << 20, "{memory}");
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

#[cfg(unix)]
#[test]
fn closed_files_beside_an_open_one_are_spelled_as_it_is() {
    use std::os::unix::fs::symlink;
    for (settings, other) in [(None, "part.annexa"), (Some(""), "sub/part.annexa")] {
        let real = folder(&[("smx.annexa", HEAD), (other, &part(WRONG))]);
        settings.into_iter().for_each(|settings| real.write("annexa.toml", settings));
        let here = folder(&[]);
        let link = here.path().join("link");
        symlink(real.path(), &link).expect("a link can be made");
        let client = real.server();
        client.initialize(&[], json!({}), &[Encoding::Utf8]);
        let standard = annexa_tests::client::uri(&link.join("smx.annexa"));
        client.open(&standard, "annexa", HEAD);
        let closed = annexa_tests::client::uri(&link.join(other));
        assert_eq!(next_push(&client, &closed), (wrong(), Value::Null));
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[cfg(unix)]
#[test]
fn the_cache_of_catalogues_is_made_good_at_the_start_and_while_the_server_runs() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("smx.annexa", HEAD)]);
    let cache = folder.path().join(".cache");
    let start = || {
        let mut command = program();
        command.arg("lsp").current_dir(folder.path()).env("XDG_CACHE_HOME", &cache);
        let client = Client::start_server(&mut command);
        client.initialize(&[&folder.path()], json!({}), &[Encoding::Utf8]);
        client
    };
    let place = |client: &Client| {
        let at = json!({ "textDocument": { "uri": folder.uri("smx.annexa") },
            "position": { "line": 8, "character": 14 } });
        let found = client.request("textDocument/definition", at).expect("it is answered");
        let found = if found.is_array() { found[0].clone() } else { found };
        let uri = found["uri"].as_str().or_else(|| found["targetUri"].as_str());
        path(uri.expect("a place"))
    };
    let client = start();
    let path = place(&client);
    let good = std::fs::read(&path).expect("it is there");
    assert!(!good.is_empty());
    let remove = || std::fs::remove_file(&path).expect("it is there");
    let spoil: [&dyn Fn(); 4] = [
        &|| pipe(&path),
        &|| symlink("/dev/zero", &path).expect("a link can be made"),
        &|| std::fs::write(&path, "catalogue").expect("can be written"),
        &|| {},
    ];
    for spoil in spoil {
        remove();
        spoil();
        // While it runs.
        assert_eq!(place(&client), path);
        assert_eq!(std::fs::read(&path).expect("it is there"), good);
        remove();
        spoil();
        let other = start();
        assert_eq!(std::fs::read(place(&other)).expect("it is there"), good);
        assert_eq!(other.shut_down(), Some(0));
    }
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
    let of_parts = |many| {
        let parts = folder(&[("smx.annexa", HEAD)]);
        open(&parts, many, &|number| part(&wrong_about(number)))
    };
    // Four times as many files cost four times as much, not sixteen times.
    let (few, many) = (of_parts(60), of_parts(240));
    let is_linear = few.iter().zip(many).all(|(few, many)| many <= 6 * few);
    assert!(is_linear, "{few:?}, {many:?}");
    let alone = folder(&[]);
    open(&alone, 60, &|number| format!("{}{WRONG}", HEAD.replace("SMX", &format!("S{number:02}"))));
}
