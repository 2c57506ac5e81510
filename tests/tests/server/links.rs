//! Links, pipes, locked folders and strange names: they are made by the means of Unix, and tested there alone.

use std::path::{Path, PathBuf};
use std::process::Command;

use annexa_tests::client::{Client, Encoding, path, position, program};
use serde_json::{Value, json};

use crate::hostile::{part, pull_all, wrong};
use crate::support::{HEAD, WRONG, folder, next_push, pull, wrong_about};

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
fn bury(folder: &Path) {
    let half: PathBuf = std::iter::repeat_n("d".repeat(200), 15).collect();
    for half in [folder.join(&half), folder.join("half").join(&half)] {
        std::fs::create_dir_all(half).expect("folders can be made");
    }
    let whole = folder.join(&half).join("half");
    std::fs::rename(folder.join("half"), whole).expect("a folder can be moved");
}

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.is_ok_and(|made| made.success()), "a named pipe can be made");
}

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
