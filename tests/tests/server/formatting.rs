//! Formatting: of a document and of a range.

use annexa_tests::client::{Client, Encoding, edited, range};
use serde_json::{Value, json};

use crate::support::{HEAD, folder};

const LOOSE: &str = "\nretain  27001 7.2 {\nreason \"\"\"No 🔑 sector need.\"\"\"\n}\n";
const TIGHT: &str = "\nretain 27001 7.2 {\n  reason \"\"\"No 🔑 sector need.\"\"\"\n}\n";

fn edits(client: &Client, method: &str, uri: &str, with: Value) -> Value {
    let mut params = json!({
        "textDocument": { "uri": uri },
        "options": { "tabSize": 8, "insertSpaces": false },
    });
    params.as_object_mut().expect("it is one").extend(with.as_object().cloned().expect("it is"));
    client.request(method, params).expect("it is answered")
}

#[test]
fn only_what_changes_is_replaced_in_every_encoding() {
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        let folder = folder(&[]);
        let client = folder.server();
        let answer = client.initialize(&[&folder.path()], json!({}), &[encoding]);
        let can = &answer["capabilities"];
        assert_eq!(can["documentFormattingProvider"], true);
        assert_eq!(can["documentRangeFormattingProvider"], true);
        let uri = folder.uri("smx.annexa");
        let text = format!("{HEAD}{LOOSE}{}{LOOSE}", LOOSE.replace("7.2", "7.3"));
        client.open(&uri, "annexa", &text);
        let whole = edits(&client, "textDocument/formatting", &uri, json!({}));
        let list = whole.as_array().expect("a list");
        let expected = format!("{HEAD}{TIGHT}{}{TIGHT}", TIGHT.replace("7.2", "7.3"));
        assert_eq!(edited(&text, list, encoding), expected);
        for edit in list {
            let line = &edit["range"]["start"]["line"];
            assert!(line.as_u64() >= Some(HEAD.lines().count() as u64), "{edit}");
        }
        let at = text.find("7.3").expect("it is there");
        let with = json!({ "range": range(&text, at..at + 9, encoding) });
        let part = edits(&client, "textDocument/rangeFormatting", &uri, with);
        let expected = format!("{HEAD}{LOOSE}{}{LOOSE}", TIGHT.replace("7.2", "7.3"));
        assert_eq!(edited(&text, part.as_array().expect("a list"), encoding), expected);
        // What has errors is left as it is.
        client.change(&uri, &[json!({ "text": "standard SMX {" })]);
        assert_eq!(edits(&client, "textDocument/formatting", &uri, json!({})), Value::Null);
        assert_eq!(client.shut_down(), Some(0));
    }
}
