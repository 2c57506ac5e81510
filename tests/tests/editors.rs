//! Settings for editors that no test runs: they are read, and what they name is there and works.

use std::path::Path;

use annexa_tests::client::{Client, program};
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
