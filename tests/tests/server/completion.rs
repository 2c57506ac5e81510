//! `textDocument/completion`, `completionItem/resolve` and `textDocument/signatureHelp`.

use annexa_tests::client::{Client, Document, Encoding, edited};
use serde_json::{Value, json};

const HEAD: &str = "standard SMX \"Zähler 🔑\" {\n  sector \"Metering\"\n  edition 2026\n  base ISO/IEC 27001:2022 + Amd 1:2024\n  base ISO/IEC 27002:2022\n}\n\n";

/// A session with one document, in which the cursor stands at `$0`.
fn with<R>(
    declarations: &str,
    capabilities: &Value,
    encoding: Encoding,
    ask: impl FnOnce(&Client, &mut Document<'_>, Value) -> R,
) -> R {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let place = folder.path().canonicalize().expect("it is there");
    let path = place.join("smx.annexa");
    let marked = format!("{HEAD}{declarations}");
    let cursor = marked.find("$0").expect("there is a cursor");
    let text = marked.replacen("$0", "", 1);
    std::fs::write(&path, &text).expect("it can be written");
    let client = Client::annexa(&place);
    client.initialize(&[&place], capabilities.clone(), &[encoding]);
    let mut document = Document::open(&client, &path, &text, encoding);
    let at = document.at(cursor);
    let answer = ask(&client, &mut document, at);
    assert_eq!(client.shut_down(), Some(0));
    answer
}

/// An editor that shows all that an item has.
fn able() -> Value {
    json!({ "textDocument": { "completion": { "completionItem": {
        "snippetSupport": true,
        "labelDetailsSupport": true,
        "tagSupport": { "valueSet": [1] },
    } } } })
}

fn complete(client: &Client, at: Value) -> Value {
    client.request("textDocument/completion", at).expect("it is answered")
}

#[test]
fn the_server_ranks() {
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        let typed = "interpret 27001 7.2 {\n  text \"\"\"Für 🔑 siehe {cluod serv$0\"\"\"\n}\n";
        with(typed, &able(), encoding, |client, document, at| {
            let list = complete(client, at);
            assert_eq!(list["isIncomplete"], json!(true));
            let first = &list["items"][0];
            assert_eq!(first["label"], "27002 5.23");
            // What is typed is a query: the client is to find that it fits, and keep the order.
            assert_eq!(first["filterText"], "cluod serv");
            assert_eq!(first["sortText"], "0000");
            let title = " Information security for use of cloud services";
            assert_eq!(first["labelDetails"]["detail"], title);
            assert_eq!(
                first["labelDetails"]["description"],
                "Organizational controls · ISO/IEC 27002:2022"
            );
            let edit = first["textEdit"].clone();
            let taken = annexa_tests::client::edited(&document.text, &[edit], encoding);
            assert!(taken.contains("siehe {27002 5.23}\"\"\""), "{taken}");
        });
    }
}

#[test]
fn documentation_comes_late() {
    let typed = "add guidance to 27002 5.23$0 {\n  text \"It should be known.\"\n}\n";
    with(typed, &able(), Encoding::Utf16, |client, _, at| {
        let item = complete(client, at)["items"][0].clone();
        assert_eq!(item["documentation"], Value::Null);
        let resolved = client.request("completionItem/resolve", item).expect("it is answered");
        let shown = resolved["documentation"]["value"].as_str().expect("there is one").to_owned();
        assert!(shown.starts_with("**5.23 Information security for use of cloud"), "{shown}");
        assert!(shown.contains("SMX: guidance added"), "{shown}");
        assert_eq!(resolved["label"], "5.23");
        // What is not ours goes back as it came.
        let other = json!({ "label": "x", "data": { "theirs": 1 } });
        assert_eq!(client.request("completionItem/resolve", other.clone()), Ok(other));
    });
}

#[test]
fn clients_that_can_less_get_less() {
    let typed = "add con$0\n";
    let with_snippets = with(typed, &able(), Encoding::Utf16, |client, _, at| complete(client, at));
    let item = &with_snippets["items"][0];
    assert_eq!(item["insertTextFormat"], json!(2));
    let text = item["textEdit"]["newText"].as_str().expect("it is a text");
    assert!(text.starts_with("add control $1 \"$2\" to 27002 $3 {"), "{text}");
    assert_eq!(item["command"], Value::Null);
    let plain = with(typed, &json!({}), Encoding::Utf16, |client, _, at| complete(client, at));
    let item = &plain["items"][0];
    assert_eq!(item["insertTextFormat"], json!(1));
    assert_eq!(item["textEdit"]["newText"], "add control ");
    assert_eq!(item["labelDetails"], Value::Null);
    let old = "interpret 27001 7.2 {\n  text \"\"\"{27002:2013 5.1.1$0}\"\"\"\n}\n";
    let tagged = with(old, &able(), Encoding::Utf16, |client, _, at| complete(client, at));
    assert_eq!(tagged["items"][0]["tags"], json!([1]));
}

/// A client that names the command opens the next list at once, and that list is not empty.
#[test]
fn an_item_that_leads_on_opens_the_next_list() {
    let mut opens_lists = able();
    opens_lists["experimental"] =
        json!({ "commands": { "commands": ["editor.action.triggerSuggest"] } });
    let stops = regex::Regex::new(r"\$\d+").expect("it is one");
    for (typed, first, next) in [
        ("add con$0\n", "add control", "SMX.5.38"),
        ("retain$0\n", "retain", "5"),
        ("add guidance $0\n", "to", "27002"),
        ("add control SMX.8.35 \"Keys\" to 27002 8 {\n  ty$0\n}\n", "type", "preventive"),
        ("interpret 27001 7.2 {\n  text \"\"\"See {$0\"\"\"\n}\n", "27001", "4"),
    ] {
        with(typed, &opens_lists, Encoding::Utf16, |client, document, at| {
            let item = complete(client, at)["items"][0].clone();
            assert_eq!(item["label"], first);
            assert_eq!(item["command"]["command"], "editor.action.triggerSuggest");
            let edit = item["textEdit"].clone();
            let taken = edited(&document.text, &[edit], Encoding::Utf16);
            let stop = ["$0", "$1"].into_iter().find_map(|stop| taken.find(stop));
            let stop = stop.unwrap_or_else(|| {
                let inserted = item["textEdit"]["newText"].as_str().expect("it is a text");
                taken.find(inserted).expect("it was put in") + inserted.len()
            });
            let behind = stops.replace_all(&taken[stop..], "").into_owned();
            let text = taken[..stop].to_owned() + &behind;
            let all = 0..document.text.len();
            document.edit(all, &text);
            let at = document.at(stop);
            assert_eq!(complete(client, at)["items"][0]["label"], next, "{typed}");
        });
    }
}

#[test]
fn it_follows_what_is_typed() {
    with("refine $0\n", &able(), Encoding::Utf8, |client, document, _| {
        let mut cursor = document.text.find("refine ").expect("it is there") + "refine ".len();
        let mut first = Vec::new();
        for letter in ["c", "o", "m", "p", "e"] {
            document.edit(cursor..cursor, letter);
            cursor += 1;
            let at = document.at(cursor);
            let item = complete(client, at)["items"][0].clone();
            assert_eq!(item["filterText"].as_str().map(str::len), Some(first.len() + 1));
            first.push(item["label"].clone());
        }
        assert_eq!(first.last(), Some(&json!("27001 7.2")));
    });
}

#[test]
fn the_shape_of_what_is_typed() {
    let typed = "add control SMX.8.35 \"Schlüssel\" to 27002 8 $0\n";
    let help = with(typed, &able(), Encoding::Utf8, |client, _, at| {
        client.request("textDocument/signatureHelp", at).expect("it is answered")
    });
    let signature = &help["signatures"][0];
    let label = signature["label"].as_str().expect("it has a label");
    assert_eq!(label, "add control LABEL \"TITLE\" to REFERENCE [for AUDIENCE, …] { … }");
    let active = help["activeParameter"].as_u64().expect("a part is marked") as usize;
    let parameter = &signature["parameters"][active];
    // Offsets count UTF-16 whatever places count: the dots are one of them and three bytes.
    assert_eq!(parameter["label"], json!([39, 56]));
    assert!(parameter["documentation"].as_str().is_some_and(|it| it.contains("audiences")));
    let none = with("$0", &able(), Encoding::Utf8, |client, _, at| {
        client.request("textDocument/signatureHelp", at).expect("it is answered")
    });
    assert_eq!(none, Value::Null);
}
