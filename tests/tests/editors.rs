//! Settings for editors that no test runs: they are read, and what they name is there and works.

use std::path::Path;

use annexa_syntax::Document;
use annexa_tests::client::{Client, program};
use regex::Regex;
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

#[test]
fn templates_of_vs_code_are_whole_files() {
    let path = root().join("editors/vscode/snippets/annexa.json");
    let text = std::fs::read_to_string(path).expect("it is there");
    let snippets: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let snippets = snippets.as_object().expect("snippets by name");
    let of_files = snippets.iter().filter(|(_, snippet)| snippet["isFileTemplate"] == true);
    let stop = Regex::new(r"\$\{\d+:([^}]*)\}|\$\{CURRENT_YEAR\}|\$0").expect("a pattern");
    let mut seen = 0;
    for (name, snippet) in of_files {
        let lines = snippet["body"].as_array().expect("lines").iter();
        let lines: Vec<_> = lines.map(|line| line.as_str().expect("a line")).collect();
        let lines = lines.join("\n");
        let text = stop.replace_all(&lines, |stop: &regex::Captures<'_>| match &stop[0] {
            "${CURRENT_YEAR}" => "2026".to_owned(),
            _ => stop.get(1).map_or("", |it| it.as_str()).to_owned(),
        });
        let document = Document::new(&text);
        assert!(document.errors().next().is_none(), "{name}: {text}");
        for declaration in document.items().flat_map(|(_, item)| item.declarations()) {
            for required in declaration.kind.required_fields() {
                assert!(
                    declaration.field(required).is_some(),
                    "{name} lacks `{}`",
                    required.as_str()
                );
            }
            seen += 1;
        }
    }
    assert!(seen > 4, "few declarations are looked at: {seen}");
}
