//! Editors that no test runs: their settings are read, what these name is there and works, and the server answers
//! messages such as theirs.

use std::path::Path;

use annexa_tests::client::{Client, Encoding, path, position, program, uri};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::json;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("it is in the repository")
}

fn helix() -> toml::Table {
    let text = std::fs::read_to_string(root().join("editors/helix/languages.toml"));
    text.expect("it is there").parse().expect("it is TOML")
}

#[test]
fn helix_starts_a_server_that_serves() {
    let settings = helix();
    let language = &settings["language"][0];
    assert_eq!(language["file-types"], vec!["annexa"].into());
    assert!(
        root()
            .join("examples/company")
            .join(language["roots"][0].as_str().expect("a name"))
            .exists()
    );
    let server = language["language-servers"][0].as_str().expect("a name");
    let server = &settings["language-server"][server];
    assert_eq!(server["command"].as_str(), Some("annexa"));
    let mut command = program();
    for argument in server["args"].as_array().expect("a list") {
        command.arg(argument.as_str().expect("a word"));
    }
    let client = Client::start_server(&mut command);
    let answer = client
        .request("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    assert_eq!(answer.expect("it serves")["serverInfo"]["name"], "annexa");
}

/// What Helix encodes in the path of a URI, besides what is not ASCII. Up to version 25.07 it follows the rules of
/// browsers (the crate `url`), which leave brackets as they are.
const OF_BROWSERS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// Later it follows RFC 3986, whose `pchar` leaves marks such as `!`, `(` and `:` as they are (its `helix-stdx/src/uri.rs`).
const OF_RFC_3986: &AsciiSet = &OF_BROWSERS.add(b'[').add(b']').add(b'^').add(b'|').add(b'\\');

/// Names that Helix and the server spell in different ways.
const RAW_NAME: &str = "a [b] (c)! é^ü #1 100%, it's";

#[test]
fn helix_may_leave_characters_of_paths_as_they_are() {
    for encoded in [OF_BROWSERS, OF_RFC_3986] {
        let above = tempfile::tempdir().expect("a folder can be made");
        let folder = above.path().canonicalize().expect("it is there").join(RAW_NAME);
        std::fs::create_dir(&folder).expect("a folder can be made");
        for name in ["annexa.toml", "profile.annexa", "people.annexa"] {
            let from = root().join("examples/company").join(name);
            std::fs::copy(from, folder.join(name)).expect("it can be copied");
        }
        let people = folder.join("people.annexa");
        let mut text = std::fs::read_to_string(&people).expect("it is there");
        text.push_str("\nadd information to 27002 6.6 {\n  text \"See also {ACME.5.38}.\"\n}\n");
        std::fs::write(&people, &text).expect("it can be written");

        // The server spells a URI as the tests do.
        let above = uri(folder.parent().expect("it is below another"));
        let spelt = |name: &str| format!("{above}/{}", utf8_percent_encode(name, encoded));
        let (root_uri, profile) = (spelt(RAW_NAME), spelt(&format!("{RAW_NAME}/profile.annexa")));
        assert_ne!(profile, uri(&folder.join("profile.annexa")));
        let client = Client::annexa(&folder);
        let answer = client.request(
            "initialize",
            json!({
                "processId": std::process::id(),
                "clientInfo": { "name": "helix" },
                "rootPath": folder,
                "rootUri": root_uri,
                "workspaceFolders": [{ "uri": root_uri, "name": RAW_NAME }],
                "capabilities": {
                    "workspace": { "workspaceEdit": { "documentChanges": true } },
                    "textDocument": {
                        "diagnostic": { "dynamicRegistration": false, "relatedDocumentSupport": true },
                        "rename": { "prepareSupport": true },
                    },
                    "general": { "positionEncodings": ["utf-8", "utf-32", "utf-16"] },
                },
            }),
        );
        assert_eq!(answer.expect("it serves")["capabilities"]["positionEncoding"], "utf-8");
        client.notify("initialized", json!({}));

        // The file that is open is the one on disk: otherwise all its labels would be there twice.
        let text = std::fs::read_to_string(folder.join("profile.annexa")).expect("it is there");
        client.open(&profile, "annexa", &text);
        let asked = json!({
            "textDocument": { "uri": profile }, "identifier": "annexa", "previousResultId": null,
        });
        let report = client.request("textDocument/diagnostic", asked).expect("it is answered");
        assert_eq!((&report["kind"], &report["items"]), (&json!("full"), &json!([])), "{report}");

        let label = text.find("ACME.5.38").expect("it is declared");
        let at = json!({
            "textDocument": { "uri": profile },
            "position": position(&text, label, Encoding::Utf8),
            "newName": "ACME.5.40",
            "context": { "includeDeclaration": false },
        });
        let edit = client.request("textDocument/rename", at.clone()).expect("it is answered");
        let changes = edit["documentChanges"].as_array().expect("a list");
        let mut uris: Vec<_> =
            changes.iter().map(|it| it["textDocument"]["uri"].as_str().expect("a URI")).collect();
        uris.sort_unstable_by_key(|it| *it == profile);
        let [closed, open] = uris.as_slice() else { panic!("{edit}") };
        assert_eq!((*open, path(closed)), (profile.as_str(), people.clone()));
        let uses = client.request("textDocument/references", at).expect("it is answered");
        assert_eq!(uses.as_array().map(Vec::len), Some(1), "{uses}");
        assert_eq!(path(uses[0]["uri"].as_str().expect("a URI")), people);
    }
}

#[test]
fn helix_finds_the_grammar_and_its_queries() {
    let settings = helix();
    let name = settings["language"][0]["name"].as_str().expect("a name");
    let grammar = &settings["grammar"][0];
    assert_eq!(grammar["name"].as_str(), Some(name));
    let path = grammar["source"]["path"].as_str().expect("a path");
    let below =
        path.strip_prefix("/path/to/annexa/").expect("the place that the README tells to replace");
    let folder = root().join(below);
    assert!(folder.join("src/parser.c").exists());
    assert!(folder.join("queries").join(name).join("highlights.scm").exists());
}
