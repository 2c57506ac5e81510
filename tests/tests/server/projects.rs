//! Which files make a project, as folders, settings and files come and go. What is wrong with a file is
//! told of that file alone, and taken back when it is over.

use annexa_tests::client::{Client, Document, Encoding};
use serde_json::{Value, json};

use crate::support::{FINE, Folder, HEAD, WRONG, fine_about, folder, next_push, pull, wrong_about};

const CREATED: u8 = 1;
const CHANGED: u8 = 2;
const DELETED: u8 = 3;

/// Tells the server what a watcher saw.
fn watched(client: &Client, folder: &Folder, changes: &[(&str, u8)]) {
    let changes: Vec<_> = changes
        .iter()
        .map(|(name, kind)| json!({ "uri": folder.uri(name), "type": kind }))
        .collect();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
}

fn part(declarations: &str) -> String {
    format!("part of SMX\n{declarations}")
}

fn wrong() -> (Vec<String>, Value) {
    (vec!["R102".to_owned()], Value::Null)
}

fn fine() -> (Vec<String>, Value) {
    (vec![], Value::Null)
}

/// Sees that a file is known, or that it is not: its declaration names a provision that there is not.
fn finds(client: &Client, folder: &Folder, name: &str) -> bool {
    pull(client, &folder.uri(name)) == ["R102"]
}

#[test]
fn closed_files_are_reported_too() {
    let folder = folder(&[("smx.annexa", HEAD), ("deep/part.annexa", &part(WRONG))]);
    let client = folder.client();
    assert_eq!(next_push(&client, &folder.uri("deep/part.annexa")), wrong());
    assert_eq!(client.shut_down(), Some(0));
    let pushed = client.received("textDocument/publishDiagnostics");
    assert_eq!(pushed.len(), 1, "of a closed file in which nothing is wrong nothing is said");
}

#[test]
fn what_the_watcher_sees_of_closed_files_is_taken_over() {
    let folder = folder(&[("smx.annexa", HEAD), ("part.annexa", &part(FINE))]);
    let client = folder.client();
    let uri = folder.uri("part.annexa");
    folder.write("part.annexa", part(WRONG));
    watched(&client, &folder, &[("part.annexa", CHANGED)]);
    assert_eq!(next_push(&client, &uri), wrong());
    folder.write("part.annexa", part(FINE));
    watched(&client, &folder, &[("part.annexa", CHANGED)]);
    assert_eq!(next_push(&client, &uri), fine());
    folder.write("new.annexa", part(WRONG));
    watched(&client, &folder, &[("new.annexa", CREATED)]);
    assert_eq!(next_push(&client, &folder.uri("new.annexa")), wrong());
    folder.delete("new.annexa");
    watched(&client, &folder, &[("new.annexa", DELETED)]);
    assert_eq!(next_push(&client, &folder.uri("new.annexa")), fine());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn figures_are_looked_at_as_files_and_texts_change() {
    let figure = "\ninterpret 27001 7.3 {\n  text \"\"\"\n    As shown.\n\n    {figure \"a.svg\" \"A\"}\n  \"\"\"\n}\n";
    let folder = folder(&[("smx.annexa", HEAD), ("part.annexa", &part(figure))]);
    let client = folder.client();
    let uri = folder.uri("part.annexa");
    let missing = (vec!["R124".to_owned()], Value::Null);
    assert_eq!(next_push(&client, &uri), missing);
    folder.write("a.svg", "<svg/>");
    watched(&client, &folder, &[("a.svg", CREATED)]);
    assert_eq!(next_push(&client, &uri), fine());
    folder.write("a.svg", "no picture");
    watched(&client, &folder, &[("a.svg", CHANGED)]);
    assert_eq!(next_push(&client, &uri), missing);
    folder.write("a.svg", "<svg/>");
    watched(&client, &folder, &[("a.svg", CHANGED)]);
    assert_eq!(next_push(&client, &uri), fine());

    // While a path is typed it is not looked at; when the text is saved it is.
    let path = folder.path().join("part.annexa");
    let mut document = Document::open(&client, &path, &part(figure), Encoding::Utf8);
    let at = document.text.find("a.svg").expect("it is there");
    document.edit(at..at + 1, "b");
    assert_eq!(pull(&client, &uri), [""; 0]);
    folder.write("part.annexa", document.text.clone());
    watched(&client, &folder, &[("part.annexa", CHANGED)]);
    let found = client.wait_for("textDocument/publishDiagnostics", |params| {
        params["uri"] == uri && params["diagnostics"] != json!([])
    });
    assert_eq!(found["diagnostics"][0]["code"], "R124");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn what_the_watcher_sees_of_open_files_is_not_believed() {
    let folder = folder(&[("smx.annexa", HEAD), ("part.annexa", &part(FINE))]);
    let client = folder.client();
    let path = folder.path().join("part.annexa");
    let mut document = Document::open(&client, &path, &part(FINE), Encoding::Utf8);
    assert_eq!(client.diagnostics(&document.uri, 1), [] as [Value; 0]);
    folder.write("part.annexa", part(WRONG));
    watched(&client, &folder, &[("part.annexa", CHANGED)]);
    assert!(!finds(&client, &folder, "part.annexa"));
    folder.delete("part.annexa");
    watched(&client, &folder, &[("part.annexa", DELETED)]);
    assert!(!finds(&client, &folder, "part.annexa"));
    // It is in its project still, where its prefix is known.
    document.edit(document.text.len()..document.text.len(), WRONG);
    assert!(finds(&client, &folder, "part.annexa"));
    // Closed, it is gone.
    let uri = document.uri.clone();
    document.close();
    client.wait_for("textDocument/publishDiagnostics", |params| {
        params["uri"] == uri && params["version"].is_null() && params["diagnostics"] == json!([])
    });
    assert_eq!(pull(&client, &uri), [] as [&str; 0]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn closing_a_file_brings_back_what_is_on_disk() {
    let folder = folder(&[("smx.annexa", HEAD), ("part.annexa", &part(WRONG))]);
    let client = folder.client();
    let path = folder.path().join("part.annexa");
    let uri = folder.uri("part.annexa");
    assert_eq!(next_push(&client, &uri), wrong());
    let document = Document::open(&client, &path, &part(FINE), Encoding::Utf8);
    assert_eq!(next_push(&client, &uri), (vec![], json!(1)));
    document.close();
    assert_eq!(next_push(&client, &uri), wrong());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn what_changes_while_its_project_is_read_is_not_forgotten() {
    let folder = folder(&[("smx.annexa", HEAD), ("part.annexa", &part(FINE))]);
    folder.write("other.annexa", part(&fine_about(0)));
    // So many files that the reading takes longer than what happens meanwhile.
    for number in 0..300 {
        folder.write(&format!("much{number}.annexa"), part(&"// much\n".repeat(100)));
    }
    let client = folder.client();
    let path = folder.path().join("part.annexa");
    let document = Document::open(&client, &path, &part(WRONG), Encoding::Utf8);
    assert_eq!(next_push(&client, &document.uri), (wrong().0, json!(1)));
    // The reading begins with what is open then, and with what is on disk.
    folder.write("new.annexa", part(&wrong_about(0)));
    watched(&client, &folder, &[("new.annexa", CREATED)]);
    document.close();
    folder.write("other.annexa", part(&wrong_about(1)));
    watched(&client, &folder, &[("other.annexa", CHANGED)]);
    assert_eq!(next_push(&client, &folder.uri("new.annexa")), wrong());
    assert!(!finds(&client, &folder, "part.annexa"), "it was closed without being saved");
    assert!(finds(&client, &folder, "other.annexa"));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn what_is_excluded_is_not_reported_and_costs_nothing() {
    let folder = folder(&[("smx.annexa", HEAD), (".gitignore", "drafts\n")]);
    folder.write("drafts/part.annexa", part(WRONG));
    let client = folder.client();
    client.open(&folder.uri("smx.annexa"), "annexa", &format!("{HEAD}{WRONG}"));
    next_push(&client, &folder.uri("smx.annexa"));
    let cost = || client.request("annexa/counters", Value::Null).expect("counters");
    let before = cost();
    for kind in [CHANGED, CREATED, DELETED] {
        watched(&client, &folder, &[("drafts/part.annexa", kind)]);
        assert_eq!(pull(&client, &folder.uri("drafts/part.annexa")), [] as [&str; 0]);
    }
    assert_eq!(cost(), before);
    assert_eq!(client.shut_down(), Some(0));
    let pushed = client.received("textDocument/publishDiagnostics");
    assert!(pushed.iter().all(|params| params["uri"] == folder.uri("smx.annexa")), "{pushed:?}");
}

#[test]
fn a_renamed_file_is_reported_by_its_new_name_alone() {
    let folder = folder(&[("smx.annexa", HEAD), ("old.annexa", &part(WRONG))]);
    let client = folder.client();
    let (old, new) = (folder.uri("old.annexa"), folder.uri("sub/new.annexa"));
    assert_eq!(next_push(&client, &old), wrong());
    folder.delete("old.annexa");
    folder.write("sub/new.annexa", part(WRONG));
    let files = json!({ "files": [{ "oldUri": old, "newUri": new }] });
    client.notify("workspace/didRenameFiles", files);
    assert_eq!(next_push(&client, &old), fine());
    assert_eq!(next_push(&client, &new), wrong());
    // A folder as a whole.
    let to = folder.path().join("other");
    std::fs::rename(folder.path().join("sub"), to).expect("it can be renamed");
    let files =
        json!({ "files": [{ "oldUri": folder.uri("sub"), "newUri": folder.uri("other") }] });
    client.notify("workspace/didRenameFiles", files);
    assert_eq!(next_push(&client, &new), fine());
    assert_eq!(next_push(&client, &folder.uri("other/new.annexa")), wrong());
    folder.delete("other/new.annexa");
    let files = json!({ "files": [{ "uri": folder.uri("other") }] });
    client.notify("workspace/didDeleteFiles", files);
    assert_eq!(next_push(&client, &folder.uri("other/new.annexa")), fine());
    folder.write("made.annexa", part(WRONG));
    let files = json!({ "files": [{ "uri": folder.uri("made.annexa") }] });
    client.notify("workspace/didCreateFiles", files);
    assert_eq!(next_push(&client, &folder.uri("made.annexa")), wrong());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn another_branch_is_another_project() {
    let names: Vec<_> = (0..40).map(|number| format!("part{number}.annexa")).collect();
    let folder = folder(&[("smx.annexa", HEAD)]);
    let write = |numbers: std::ops::Range<usize>, declaration: fn(usize) -> String| {
        numbers.for_each(|number| folder.write(&names[number], part(&declaration(number))));
    };
    write(0..30, wrong_about);
    let client = folder.client();
    for name in &names[..30] {
        assert_eq!(next_push(&client, &folder.uri(name)), wrong());
    }
    names[..10].iter().for_each(|name| folder.delete(name));
    write(10..30, fine_about);
    write(30..40, wrong_about);
    let kind = |index| match index {
        ..10 => DELETED,
        10..30 => CHANGED,
        _ => CREATED,
    };
    let changes: Vec<_> =
        names.iter().enumerate().map(|(index, name)| (name.as_str(), kind(index))).collect();
    watched(&client, &folder, &changes);
    for (index, name) in names.iter().enumerate() {
        let expected = if index < 30 { fine() } else { wrong() };
        assert_eq!(next_push(&client, &folder.uri(name)), expected, "{name}");
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn settings_and_what_is_ignored_are_followed() {
    let folder = folder(&[("smx.annexa", HEAD), ("old/part.annexa", &part(WRONG))]);
    let client = folder.client();
    let (uri, config) = (folder.uri("old/part.annexa"), folder.uri("annexa.toml"));
    assert_eq!(next_push(&client, &uri), wrong());
    folder.write("annexa.toml", "[project]\nsources = [\"smx.annexa\"]\n");
    watched(&client, &folder, &[("annexa.toml", CREATED)]);
    assert_eq!(next_push(&client, &uri), fine());
    folder.write("annexa.toml", "[project]\nsources = [\"smx.annexa\", \"old\"]\n");
    watched(&client, &folder, &[("annexa.toml", CHANGED)]);
    assert_eq!(next_push(&client, &uri), wrong());
    folder.write(".gitignore", "old\n");
    folder.delete("annexa.toml");
    watched(&client, &folder, &[("annexa.toml", DELETED), (".gitignore", CREATED)]);
    assert_eq!(next_push(&client, &uri), fine());
    // What is wrong with the settings is said in their file.
    for (text, message) in [
        ("[project]\nsources = [\"none\"]\n", "there is no .annexa file here: `none`"),
        (
            "[rules]\nX999 = \"off\"\n",
            "there is no rule `X999`; `annexa explain` lists the rules with their codes",
        ),
        ("[oops]\n", "there is no section `[oops]`; the sections are `[project]`"),
    ] {
        folder.write("annexa.toml", text);
        watched(&client, &folder, &[("annexa.toml", CHANGED)]);
        let params =
            client.wait_for("textDocument/publishDiagnostics", |params| params["uri"] == config);
        let found = &params["diagnostics"][0];
        assert!(found["message"].as_str().expect("a text").starts_with(message), "{found}");
        assert_eq!(found["severity"], 1);
        let start = &found["range"]["start"];
        assert_ne!((&start["line"], &start["character"]), (&json!(0), &json!(0)), "{found}");
    }
    folder.delete("annexa.toml");
    watched(&client, &folder, &[("annexa.toml", DELETED)]);
    assert_eq!(next_push(&client, &config), fine());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn levels_of_rules_are_followed() {
    let text = format!("{HEAD}\nterm \"meter\" {{\n  definition \"device that measures\"\n}}\n");
    let folder = folder(&[("smx.annexa", &text), ("annexa.toml", "")]);
    let client = folder.client();
    let uri = folder.uri("smx.annexa");
    let severity = || {
        let pushed =
            client.wait_for("textDocument/publishDiagnostics", |params| params["uri"] == uri);
        (pushed["diagnostics"][0]["code"].clone(), pushed["diagnostics"][0]["severity"].clone())
    };
    assert_eq!(severity(), (json!("R110"), json!(3)));
    folder.write("annexa.toml", "[rules]\nR110 = \"error\"\n");
    watched(&client, &folder, &[("annexa.toml", CHANGED)]);
    assert_eq!(severity(), (json!("R110"), json!(1)));
    folder.write("annexa.toml", "[rules]\nR110 = \"off\"\n");
    watched(&client, &folder, &[("annexa.toml", CHANGED)]);
    assert_eq!(severity(), (Value::Null, Value::Null));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_file_that_cannot_be_read_is_reported_and_the_others_are_read() {
    let folder = folder(&[("smx.annexa", HEAD), ("part.annexa", &part(WRONG))]);
    folder.write("broken.annexa", b"part of SMX\n\xFF");
    let client = folder.pulling_client();
    let params = client.wait_for("textDocument/publishDiagnostics", |_| true);
    assert_eq!(params["uri"], folder.uri("broken.annexa"));
    let message = params["diagnostics"][0]["message"].as_str().expect("a text");
    assert!(message.contains("is not UTF-8: byte 12 does not begin a character"), "{message}");
    assert!(finds(&client, &folder, "part.annexa"));
    folder.write("broken.annexa", part(WRONG));
    watched(&client, &folder, &[("broken.annexa", CHANGED)]);
    assert!(finds(&client, &folder, "broken.annexa"));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_project_that_cannot_be_read_is_reported() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    folder.write("annexa.toml", b"[project]\n\xFF");
    let client = folder.client();
    let params = client.wait_for("window/showMessage", |_| true);
    assert_eq!(params["type"], 2);
    let message = params["message"].as_str().expect("a text");
    assert!(message.contains("is not UTF-8: byte 10 does not begin a character"), "{message}");
    // What is open is served nevertheless.
    client.open(&folder.uri("smx.annexa"), "annexa", &format!("{HEAD}{WRONG}"));
    assert!(finds(&client, &folder, "smx.annexa"));
    assert_eq!(client.shut_down(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_reported_and_the_files_are_read() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("smx.annexa", HEAD)]);
    let folder = folder(&[("smx.annexa", HEAD), ("part.annexa", &part(WRONG))]);
    symlink(outside.path().join("smx.annexa"), folder.path().join("out.annexa")).expect("it can");
    symlink(outside.path(), folder.path().join("folder")).expect("it can");
    let client = folder.client();
    let params = client.wait_for("textDocument/publishDiagnostics", |params| {
        params["uri"] == folder.uri("out.annexa")
    });
    let found = params["diagnostics"].as_array().expect("a list");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["severity"], 2);
    let message = found[0]["message"].as_str().expect("a text");
    assert!(message.contains("links are not followed"), "{message}");
    assert!(finds(&client, &folder, "part.annexa"));
    assert_eq!(client.shut_down(), Some(0));
    assert_eq!(client.received("window/showMessage"), [] as [Value; 0]);
}

#[test]
fn a_new_file_belongs_to_its_project_before_it_is_saved() {
    let folder = folder(&[("annexa.toml", "[project]\nsources = [\"src\"]\n")]);
    folder.write("src/smx.annexa", HEAD);
    let client = folder.client();
    for (name, is_of_it) in [("src/new.annexa", true), ("elsewhere/new.annexa", false)] {
        client.open(&folder.uri(name), "annexa", &part(WRONG));
        let found = pull(&client, &folder.uri(name));
        // A part of a standard that is not there is wrong in another way.
        assert_eq!(found == ["R102"], is_of_it, "{name}: {found:?}");
        folder.write(name, part(WRONG));
        watched(&client, &folder, &[(name, CREATED)]);
        let found = pull(&client, &folder.uri(name));
        assert_eq!(found == ["R102"], is_of_it, "{name}: {found:?}");
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn folders_of_the_workspace_come_and_go() {
    let (one, two) = (folder(&[("smx.annexa", HEAD)]), folder(&[("smx.annexa", HEAD)]));
    one.write("part.annexa", part(WRONG));
    two.write("part.annexa", part(WRONG));
    let client = one.server();
    let can = json!({ "workspace": { "workspaceFolders": true } });
    client.initialize(&[&one.path()], can, &[Encoding::Utf8]);
    assert_eq!(next_push(&client, &one.uri("part.annexa")), wrong());
    let change = |added: &[&Folder], removed: &[&Folder]| {
        let list = |folders: &[&Folder]| -> Vec<Value> {
            folders.iter().map(|it| json!({ "uri": it.uri(""), "name": "x" })).collect()
        };
        let event = json!({ "added": list(added), "removed": list(removed) });
        client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    };
    change(&[&two], &[]);
    assert_eq!(next_push(&client, &two.uri("part.annexa")), wrong());
    change(&[], &[&one]);
    assert_eq!(next_push(&client, &one.uri("part.annexa")), fine());
    // What is open stays.
    client.open(&two.uri("part.annexa"), "annexa", &part(WRONG));
    assert_eq!(next_push(&client, &two.uri("part.annexa")).1, json!(1));
    change(&[&one], &[&two]);
    assert_eq!(next_push(&client, &one.uri("part.annexa")), wrong());
    assert!(finds(&client, &two, "part.annexa"));
    client.close(&two.uri("part.annexa"));
    assert_eq!(next_push(&client, &two.uri("part.annexa")), fine());
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn projects_within_a_folder_are_projects_of_their_own() {
    let folder = folder(&[("a/smx.annexa", HEAD), ("a/z/smx.annexa", HEAD)]);
    for name in ["a", "a/z"] {
        folder.write(&format!("{name}/annexa.toml"), "");
        folder.write(&format!("{name}/part.annexa"), part(WRONG));
    }
    let client = folder.client();
    for name in ["a/part.annexa", "a/z/part.annexa"] {
        assert_eq!(next_push(&client, &folder.uri(name)), wrong());
    }
    // Without settings of its own, one prefix is there twice, and so is the change in its file.
    folder.delete("a/z/annexa.toml");
    watched(&client, &folder, &[("a/z/annexa.toml", DELETED)]);
    let (found, _) = next_push(&client, &folder.uri("a/z/smx.annexa"));
    assert_eq!(found, ["R106", "R106"]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_file_outside_of_the_workspace_is_in_the_project_that_the_program_finds() {
    let workspace = folder(&[]);
    let outside = folder(&[("smx.annexa", HEAD), ("sub/other.annexa", HEAD)]);
    outside.write("part.annexa", part(WRONG));
    let client = workspace.client();
    client.open(&outside.uri("part.annexa"), "annexa", &part(WRONG));
    // With its neighbour the prefix is known.
    assert_eq!(next_push(&client, &outside.uri("part.annexa")), (wrong().0, json!(1)));
    // Settings above it make a project of the folder.
    outside.write("annexa.toml", "[project]\nsources = [\"part.annexa\"]\n");
    watched(&client, &outside, &[("annexa.toml", CREATED)]);
    assert_ne!(pull(&client, &outside.uri("part.annexa")), ["R102"]);
    outside.delete("annexa.toml");
    watched(&client, &outside, &[("annexa.toml", DELETED)]);
    assert!(finds(&client, &outside, "part.annexa"));
    client.close(&outside.uri("part.annexa"));
    assert_eq!(pull(&client, &outside.uri("part.annexa")), [] as [&str; 0]);
    assert_eq!(client.shut_down(), Some(0));
}

#[cfg(unix)]
#[test]
fn the_findings_of_a_folder_that_is_deleted_are_taken_back_over_a_link_too() {
    let folder = folder(&[("smx.annexa", HEAD), ("deep/er/part.annexa", &part(WRONG))]);
    std::os::unix::fs::symlink(".", folder.path().join("link")).expect("it can be made");
    let client = folder.server();
    client.initialize(&[&folder.path().join("link")], json!({}), &[Encoding::Utf8]);
    assert_eq!(next_push(&client, &folder.uri("link/deep/er/part.annexa")), wrong());
    std::fs::remove_dir_all(folder.path().join("deep")).expect("it is there");
    watched(&client, &folder, &[("link/deep/er/part.annexa", DELETED)]);
    assert_eq!(next_push(&client, &folder.uri("link/deep/er/part.annexa")), fine());
    assert_eq!(client.shut_down(), Some(0));
}

#[cfg(unix)]
#[test]
fn one_file_by_two_names_is_one_file() {
    let folder = folder(&[("smx.annexa", HEAD), ("real/part.annexa", &part(WRONG))]);
    std::os::unix::fs::symlink("real", folder.path().join("link")).expect("it can be made");
    let client = folder.client();
    let (real, link) = (folder.uri("real/part.annexa"), folder.uri("link/part.annexa"));
    assert_eq!(next_push(&client, &real), wrong());
    client.open(&link, "annexa", &part(WRONG));
    assert_eq!(next_push(&client, &real), fine());
    assert_eq!(next_push(&client, &link), (wrong().0, json!(1)));
    folder.write("real/part.annexa", part(FINE));
    client.open(&real, "annexa", &part(WRONG));
    client.close(&link);
    assert_eq!(pull(&client, &real), ["R102"]);
    client.close(&real);
    assert_eq!(pull(&client, &real), [] as [&str; 0]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn an_open_file_of_settings_is_no_text_of_the_language() {
    let folder = folder(&[("smx.annexa", HEAD), ("annexa.toml", "[project]\n")]);
    let client = folder.client();
    let uri = folder.uri("annexa.toml");
    client.open(&uri, "toml", "[project]\n");
    client.change(&uri, &[json!({ "text": "[project]\nname = \"x\"\n" })]);
    assert_eq!(pull(&client, &uri), [] as [&str; 0]);
    client.close(&uri);
    assert_eq!(client.shut_down(), Some(0));
    assert_eq!(client.received("textDocument/publishDiagnostics"), [] as [Value; 0]);
}
