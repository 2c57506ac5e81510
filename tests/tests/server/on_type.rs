//! Formatting while one types.

use annexa_tests::client::{Client, Encoding, edited, position};
use serde_json::{Value, json};

use crate::support::{HEAD, folder};

/// Types at a place of the text, and gives it as the server leaves it.
fn typed(client: &Client, uri: &str, text: &str, typed: &str, encoding: Encoding) -> String {
    let at = text.find("$0").expect("a place is marked") + typed.len();
    let text = text.replace("$0", typed);
    client.change(uri, &[json!({ "text": text })]);
    let params = json!({
        "textDocument": { "uri": uri },
        "position": position(&text, at, encoding),
        "ch": typed,
        "options": { "tabSize": 8, "insertSpaces": false },
    });
    let edits = client.request("textDocument/onTypeFormatting", params).expect("it is answered");
    edited(&text, edits.as_array().expect("a list"), encoding)
}

#[test]
fn what_has_just_ended_is_indented_in_every_encoding() {
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        let folder = folder(&[]);
        let client = folder.server();
        let answer = client.initialize(&[&folder.path()], json!({}), &[encoding]);
        let expected = json!({ "firstTriggerCharacter": "}", "moreTriggerCharacter": ["\n"] });
        assert_eq!(answer["capabilities"]["documentOnTypeFormattingProvider"], expected);
        let uri = folder.uri("smx.annexa");
        client.open(&uri, "annexa", HEAD);
        let loose = format!("{HEAD}retain 27001 7.2 {{\nreason \"\"\"No 🔑\nneed.\"\"\"");
        assert_eq!(
            typed(&client, &uri, &format!("{loose} $0\n"), "}", encoding),
            format!("{HEAD}retain 27001 7.2 {{\n  reason \"\"\"No 🔑\nneed.\"\"\"\n}}\n")
        );
        assert_eq!(
            typed(&client, &uri, &format!("{loose}$0\n}}\n"), "\n", encoding),
            format!("{HEAD}retain 27001 7.2 {{\n  reason \"\"\"No 🔑\nneed.\"\"\"\n  \n}}\n")
        );
        let in_text = loose.replace("No 🔑", "{27001 7.1$0");
        assert_eq!(
            typed(&client, &uri, &format!("{in_text}\n}}\n"), "}", encoding),
            format!("{in_text}\n}}\n").replace("$0", "}")
        );
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn a_file_that_nobody_knows_is_left_alone() {
    let folder = folder(&[]);
    let client = folder.client();
    let params = json!({
        "textDocument": { "uri": folder.uri("none.annexa") },
        "position": { "line": 3, "character": 1 },
        "ch": "}",
        "options": { "tabSize": 2, "insertSpaces": true },
    });
    assert_eq!(client.request("textDocument/onTypeFormatting", params), Ok(Value::Null));
    assert_eq!(client.shut_down(), Some(0));
}
