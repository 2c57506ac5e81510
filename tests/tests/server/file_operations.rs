//! Files that the client is about to create, rename or delete: `sources` of `annexa.toml` follow.

use annexa_tests::client::{Client, Encoding, edited};
use serde_json::{Value, json};

use crate::support::{Folder, HEAD, WRONG, folder, next_push};

const SETTINGS: &str = r#"[project]
name = "Zähler 🔑" # é
sources = [
  "smx.annexa", # the head
  "parts", # all others
]
"#;

/// A project whose settings name a file and a folder.
fn project() -> Folder {
    let part = format!("part of SMX\n{WRONG}");
    folder(&[("annexa.toml", SETTINGS), ("smx.annexa", HEAD), ("parts/part.annexa", &part)])
}

fn can() -> Value {
    let operations =
        ["didCreate", "willCreate", "didRename", "willRename", "didDelete", "willDelete"];
    let operations: Value =
        operations.iter().map(|name| ((*name).to_owned(), json!(true))).collect();
    json!({ "workspace": { "fileOperations": operations } })
}

fn renamed(folder: &Folder, old: &str, new: &str) -> Value {
    json!({ "files": [{ "oldUri": folder.uri(old), "newUri": folder.uri(new) }] })
}

fn one(folder: &Folder, name: &str) -> Value {
    json!({ "files": [{ "uri": folder.uri(name) }] })
}

/// What the settings are after the edit that is asked for.
fn settings(client: &Client, folder: &Folder, method: &str, params: Value) -> String {
    let edit = client.request(method, params).expect("it is answered");
    let edits = edit["changes"][folder.uri("annexa.toml")].as_array().expect("edits of it");
    edited(SETTINGS, edits, Encoding::Utf16)
}

#[test]
fn only_what_the_client_knows_is_offered() {
    let folder = folder(&[]);
    let client = folder.server();
    let answer = client.initialize(&[&folder.path()], can(), &[]);
    let operations = &answer["capabilities"]["workspace"]["fileOperations"];
    let file = json!({
        "scheme": "file",
        "pattern": { "glob": "**/*.annexa", "matches": "file", "options": { "ignoreCase": true } },
    });
    let folders = json!({
        "scheme": "file",
        "pattern": { "glob": "**", "matches": "folder", "options": { "ignoreCase": true } },
    });
    for (name, filters) in [
        ("Create", json!([file])),
        ("Rename", json!([file, folders])),
        ("Delete", json!([file, folders])),
    ] {
        for when in ["will", "did"] {
            assert_eq!(operations[format!("{when}{name}")]["filters"], filters, "{when}{name}");
        }
    }
    assert_eq!(client.shut_down(), Some(0));
    let client = folder.server();
    let can = json!({ "workspace": { "fileOperations": { "willRename": true } } });
    let answer = client.initialize(&[&folder.path()], can, &[]);
    let operations = answer["capabilities"]["workspace"]["fileOperations"].as_object();
    assert_eq!(Vec::from_iter(operations.expect("one").keys()), ["willRename"]);
    assert_eq!(client.shut_down(), Some(0));
    let client = folder.server();
    let answer = client.initialize(&[&folder.path()], json!({}), &[]);
    assert_eq!(answer["capabilities"]["workspace"].get("fileOperations"), None);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn sources_follow_what_is_renamed_deleted_and_created() {
    let folder = project();
    let client = folder.server();
    client.initialize(&[&folder.path()], can(), &[Encoding::Utf16]);
    next_push(&client, &folder.uri("parts/part.annexa"));
    let after = |method: &str, params| settings(&client, &folder, method, params);
    for (params, expected) in [
        (
            renamed(&folder, "smx.annexa", "head/smx.annexa"),
            SETTINGS.replace("\"smx.annexa\"", "\"head/smx.annexa\""),
        ),
        (renamed(&folder, "parts", "all/of/them"), SETTINGS.replace("parts", "all/of/them")),
        (
            renamed(&folder, "parts/part.annexa", "part.annexa"),
            SETTINGS.replace("others\n", "others\n  \"part.annexa\",\n"),
        ),
    ] {
        assert_eq!(after("workspace/willRenameFiles", params), expected);
    }
    assert_eq!(
        after("workspace/willDeleteFiles", one(&folder, "smx.annexa")),
        SETTINGS.replace("  \"smx.annexa\", # the head\n", "  # the head\n")
    );
    assert_eq!(
        after("workspace/willCreateFiles", one(&folder, "more.annexa")),
        SETTINGS.replace("others\n", "others\n  \"more.annexa\",\n")
    );
    for (method, params) in [
        ("workspace/willRenameFiles", renamed(&folder, "parts/part.annexa", "parts/p.annexa")),
        ("workspace/willDeleteFiles", one(&folder, "parts/part.annexa")),
        ("workspace/willCreateFiles", one(&folder, "parts/more.annexa")),
        ("workspace/willRenameFiles", renamed(&folder, "../x.annexa", "../y.annexa")),
        ("workspace/willRenameFiles", json!({ "files": [{ "oldUri": "a b", "newUri": "" }] })),
    ] {
        assert_eq!(client.request(method, params.clone()), Ok(Value::Null), "{params}");
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn each_project_follows_for_itself() {
    let folder = project();
    folder.write("other/annexa.toml", "[project]\nsources = [\"a.annexa\"]\n");
    folder.write("other/a.annexa", HEAD.replace("SMX", "OTH"));
    let client = folder.server();
    client.initialize(&[&folder.path()], can(), &[Encoding::Utf16]);
    let params = renamed(&folder, "smx.annexa", "other/smx.annexa");
    let edit = client.request("workspace/willRenameFiles", params).expect("it is answered");
    let changes = edit["changes"].as_object().expect("edits of files");
    let of = |name: &str| changes[&folder.uri(name)].as_array().expect("edits").clone();
    let text = edited(SETTINGS, &of("annexa.toml"), Encoding::Utf16);
    assert_eq!(text, SETTINGS.replace("  \"smx.annexa\", # the head\n", "  # the head\n"));
    let text = "[project]\nsources = [\"a.annexa\"]\n";
    let text = edited(text, &of("other/annexa.toml"), Encoding::Utf16);
    assert_eq!(text, "[project]\nsources = [\"a.annexa\", \"smx.annexa\"]\n");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn settings_that_are_open_are_edited_as_they_are_there() {
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        let folder = project();
        let client = folder.server();
        let mut can = can();
        can["workspace"]["workspaceEdit"] = json!({ "documentChanges": true });
        client.initialize(&[&folder.path()], can, &[encoding]);
        let uri = folder.uri("annexa.toml");
        client.open(&uri, "toml", SETTINGS);
        let start = json!({ "line": 0, "character": 0 });
        let change = json!({ "range": { "start": start, "end": start }, "text": "# 🔑\n" });
        let version = client.change(&uri, &[change]);
        let params = renamed(&folder, "smx.annexa", "a.annexa");
        let edit = client.request("workspace/willRenameFiles", params).expect("it is answered");
        let edit = &edit["documentChanges"][0];
        assert_eq!(edit["textDocument"], json!({ "uri": uri, "version": version }));
        let edits = edit["edits"].as_array().expect("a list");
        let text = format!("# 🔑\n{SETTINGS}");
        assert_eq!(edited(&text, edits, encoding), text.replace("smx", "a"));
        // What cannot be read is not edited.
        client.change(&uri, &[json!({ "text": "[project" })]);
        let params = renamed(&folder, "smx.annexa", "a.annexa");
        assert_eq!(client.request("workspace/willRenameFiles", params), Ok(Value::Null));
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn a_renamed_folder_stays_in_the_project() {
    let folder = project();
    let client = folder.server();
    client.initialize(&[&folder.path()], can(), &[Encoding::Utf16]);
    next_push(&client, &folder.uri("parts/part.annexa"));
    let params = renamed(&folder, "parts", "all");
    let text = settings(&client, &folder, "workspace/willRenameFiles", params.clone());
    folder.write("annexa.toml", text);
    let to = folder.path().join("all");
    std::fs::rename(folder.path().join("parts"), to).expect("it can be renamed");
    client.notify("workspace/didRenameFiles", params);
    assert_eq!(next_push(&client, &folder.uri("parts/part.annexa")).0, [] as [&str; 0]);
    assert_eq!(next_push(&client, &folder.uri("all/part.annexa")).0, ["R102"]);
    assert_eq!(client.shut_down(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_file_that_moves_over_a_link_into_a_new_folder_is_named_once() {
    let folder = project();
    std::os::unix::fs::symlink(".", folder.path().join("link")).expect("it can be made");
    let client = folder.server();
    client.initialize(&[&folder.path()], can(), &[]);
    for (old, new) in [
        ("link/smx.annexa", "link/new/smx.annexa"),
        ("smx.annexa", "link/new/deep/smx.annexa"),
        ("link/smx.annexa", "new/smx.annexa"),
    ] {
        let params = renamed(&folder, old, new);
        let edit = client.request("workspace/willRenameFiles", params.clone()).expect("an edit");
        assert_eq!(edit["changes"].as_object().map(serde_json::Map::len), Some(1), "{edit}");
        let after = settings(&client, &folder, "workspace/willRenameFiles", params);
        let expected = SETTINGS.replace("smx.annexa", new.trim_start_matches("link/"));
        assert_eq!(after, expected, "{old} to {new}");
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_file_whose_name_changes_in_case_alone_is_named_anew() {
    let folder = project();
    let client = folder.server();
    client.initialize(&[&folder.path()], can(), &[]);
    let params = renamed(&folder, "smx.annexa", "SMX.annexa");
    let after = settings(&client, &folder, "workspace/willRenameFiles", params);
    assert_eq!(after, SETTINGS.replace("smx.annexa", "SMX.annexa"));
    assert_eq!(client.shut_down(), Some(0));
}
