//! Code actions: what rules propose.

use std::path::Path;

use annexa_tests::client::{Client, Encoding, edited};
use serde_json::{Value, json};

use crate::support::folder;

/// The whole text, whatever its length.
fn everything() -> Value {
    json!({
        "start": { "line": 0, "character": 0 },
        "end": { "line": 1_000_000, "character": 0 },
    })
}

fn actions(client: &Client, uri: &str, range: Value, only: Value) -> Vec<Value> {
    let mut context = json!({ "diagnostics": [] });
    if !only.is_null() {
        context["only"] = only;
    }
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
    let answer = client.request("textDocument/codeAction", params).expect("it is answered");
    answer.as_array().cloned().expect("a list")
}

fn codes(diagnostics: &[Value], code: &str) -> usize {
    diagnostics.iter().filter(|it| it["code"] == code).count()
}

/// Every fixture of a rule that fires in one file: what the server offers for its finding is applied,
/// and the finding is gone.
#[test]
fn every_fix_of_every_rule_is_offered_and_mends_what_it_says() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules");
    let mut paths: Vec<_> = std::fs::read_dir(fixtures)
        .expect("there are fixtures")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.to_string_lossy().ends_with("-fires.annexa"))
        .collect();
    paths.sort();
    let mut mended = Vec::new();
    for path in paths {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let name = path.file_name().expect("it has one").to_string_lossy().into_owned();
        let code = name.split('-').next().expect("a code").to_owned();
        let folder = folder(&[]);
        let client = folder.server();
        client.initialize(&[&folder.path()], json!({}), &[Encoding::Utf16]);
        let uri = folder.uri("rule.annexa");
        client.open(&uri, "annexa", &text);
        let before = client.diagnostics(&uri, 1);
        let offered = actions(&client, &uri, everything(), Value::Null);
        let fix = offered.iter().find(|action| {
            action["isPreferred"] == true && action["diagnostics"][0]["code"] == code.as_str()
        });
        if let Some(fix) = fix {
            let edits = fix["edit"]["changes"][&uri].as_array().expect("edits of the file");
            let text = edited(&text, edits, Encoding::Utf16);
            let version = client.change(&uri, &[json!({ "text": text })]);
            let after = client.diagnostics(&uri, version);
            assert!(codes(&after, &code) < codes(&before, &code), "{code}: {fix}\n{after:?}");
            mended.push(code);
        }
        assert_eq!(client.shut_down(), Some(0));
    }
    assert!(mended.len() > 12, "few fixes are offered: {mended:?}");
}

#[test]
fn only_what_is_asked_for_is_offered() {
    let text = format!("{}{}", crate::support::HEAD, crate::support::WRONG);
    let folder = folder(&[]);
    let client = folder.server();
    client.initialize(&[&folder.path()], json!({}), &[Encoding::Utf16]);
    let uri = folder.uri("smx.annexa");
    client.open(&uri, "annexa", &text);
    assert_eq!(codes(&client.diagnostics(&uri, 1), "R102"), 1);
    assert!(!actions(&client, &uri, everything(), Value::Null).is_empty());
    assert!(!actions(&client, &uri, everything(), json!(["quickfix"])).is_empty());
    assert!(actions(&client, &uri, everything(), json!(["refactor"])).is_empty());
    let first_line = json!({
        "start": { "line": 0, "character": 0 },
        "end": { "line": 0, "character": 1 },
    });
    assert!(actions(&client, &uri, first_line, Value::Null).is_empty());
    assert_eq!(client.shut_down(), Some(0));
}
