//! Whatever a client counts columns in, an answer names the same characters.

use annexa_tests::client::{Document, Encoding, offset};
use serde_json::{Value, json};

use crate::support::folder;

/// A standard in which characters of every length stand before all that an answer can name.
const TEXT: &str = r#"// é 漢 𝒳
standard SMX "é漢𝒳 meters" {
  sector "𝒳"
  edition 2026
  base ISO/IEC 27001:2022 + Amd 1:2024
  base ISO/IEC 27002:2022
  scope """𝒳 This document is about 漢."""
}

term "𝒳 meter" { definition "𝒳 device" note "é {27002 9.9} 漢 {term 𝒳 meter}" }

add control SMX.8.35 "𝒳 keys" to 27002 8 {
  type preventive
  control """𝒳 A {term 𝒳 meter} should be safe, see {27002 8.24} and {27001 7.9}."""
}
"#;

/// The ranges of an answer, each as the text that it covers.
fn shown(answer: &mut Value, encoding: Encoding) {
    if answer["start"].is_object() && answer["end"].is_object() {
        let at = |side: &str| offset(TEXT, &answer[side], encoding);
        let range = at("start")..at("end");
        *answer = json!(format!("{range:?} {}", &TEXT[range.clone()]));
        return;
    }
    match answer {
        Value::Array(parts) => parts.iter_mut().for_each(|part| shown(part, encoding)),
        Value::Object(fields) => fields.values_mut().for_each(|part| shown(part, encoding)),
        _ => {}
    }
}

#[test]
fn an_answer_names_the_same_characters_in_every_encoding() {
    let answers = Encoding::ALL.map(|encoding| {
        let folder = folder(&[("smx.annexa", TEXT)]);
        let client = folder.server();
        let can = json!({ "textDocument": {
            "diagnostic": {},
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
        } });
        client.initialize(&[&folder.path()], can, &[encoding]);
        let document = Document::open(&client, &folder.path().join("smx.annexa"), TEXT, encoding);
        let ask = |method: &str, params: Value| {
            let mut answer = client.request(method, params).expect("it is answered");
            shown(&mut answer, encoding);
            // What is named by its number and not by its place.
            answer.as_object_mut().and_then(|fields| fields.remove("resultId"));
            answer.to_string().replace(&folder.uri(""), "")
        };
        let of_all = ["diagnostic", "documentSymbol", "documentLink", "codeLens"];
        let mut answers: Vec<_> =
            of_all.map(|name| ask(&format!("textDocument/{name}"), document.whole())).into();
        for words in ["𝒳 meter}", "8.24", "SMX.8.35"] {
            let at = TEXT.find(words).expect("it is there");
            for name in ["hover", "references", "documentHighlight"] {
                let mut params = document.at(at);
                params["context"] = json!({ "includeDeclaration": words != "8.24" });
                answers.push(ask(&format!("textDocument/{name}"), params));
            }
        }
        assert_eq!(client.shut_down(), Some(0));
        answers
    });
    assert!(answers[0].iter().all(|answer| answer.len() > 20), "{:#?}", answers[0]);
    assert!(answers[0][0].contains("R102") && answers[0][0].contains("27001 7.9"));
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[1], answers[2]);
}
