//! Where an editor goes from a name, and how names are changed: one test for each request. Each fails
//! where the request is taken away.

use annexa_tests::client::{Client, Document, Encoding, edited, offset, path};
use serde_json::{Value, json};

use crate::support::{Folder, folder};

/// A standard with characters beyond the BMP before what is asked about.
const TEXT: &str = r#"standard SMX "Meters" {
  sector "Metering 𝒳"
  edition 2026
  base ISO/IEC 27001:2022 + Amd 1:2024
  base ISO/IEC 27002:2022
  audience supplier "Supplier"
}

term "head-end system" {
  definition """𝒳 {term head-end system} of meters, see {27002 8.24}"""
}

add control SMX.8.35 "Keys 𝒳" to 27002 8 for supplier {
  control """𝒳 Keys should be safe, see {27002 8.24} and {27001 6.1.3 c)}."""
}

refine 27001 6.1.3 c) {
  text """The organization shall also compare these."""
}
"#;

/// Another file of it, which is not open.
const PART: &str = r#"part of SMX

add guidance to SMX.8.35 {
  text """𝒳 See {SMX.8.35} and {27002 8.24}."""
}
"#;

/// A session with a folder of two files, the first of which is open.
struct Session {
    client: Client,
    folder: Folder,
    answer: Value,
    encoding: Encoding,
}

impl Session {
    fn start(capabilities: Value, encoding: Encoding) -> Session {
        let folder = folder(&[("smx.annexa", TEXT), ("part.annexa", PART)]);
        let client = folder.server();
        let answer = client.initialize(&[&folder.path()], capabilities, &[encoding]);
        Session { client, folder, answer, encoding }
    }

    /// Opens the first file, and waits until both are read.
    fn open(&self) -> Document<'_> {
        let path = self.folder.path().join("smx.annexa");
        let document = Document::open(&self.client, &path, TEXT, self.encoding);
        self.ask("textDocument/diagnostic", document.whole());
        document
    }

    fn ask(&self, method: &str, params: Value) -> Value {
        self.client.request(method, params).unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    fn provides(&self, capability: &str) -> &Value {
        &self.answer["capabilities"][format!("{capability}Provider")]
    }

    /// `name of the file: text that is covered`
    fn shown(&self, place: &Value, range: &Value) -> String {
        let path = place.as_str().expect("a URI is a string");
        let name = path.rsplit('/').next().expect("it has a last part");
        let text = match name {
            "smx.annexa" => TEXT.to_owned(),
            "part.annexa" => PART.to_owned(),
            _ => {
                let path = annexa_tests::client::path(path);
                assert!(!path.starts_with(self.folder.path()));
                assert!(std::fs::metadata(&path).expect("it is there").permissions().readonly());
                std::fs::read_to_string(path).expect("it can be read")
            }
        };
        let at = |side: &str| offset(&text, &range[side], self.encoding);
        format!("{name}: {}", &text[at("start")..at("end")])
    }

    fn locations(&self, found: &Value) -> Vec<String> {
        list(found).iter().map(|it| self.shown(&it["uri"], &it["range"])).collect()
    }

    /// The two files after an edit of the workspace.
    fn after(&self, edit: &Value) -> [String; 2] {
        [("smx.annexa", TEXT), ("part.annexa", PART)].map(|(name, text)| {
            let uri = self.folder.uri(name);
            let of_file = list(&edit["documentChanges"]).iter();
            let versioned = of_file.filter(|it| it["textDocument"]["uri"] == uri.as_str());
            let mut edits: Vec<Value> =
                versioned.flat_map(|it| list(&it["edits"]).to_vec()).collect();
            edits.extend(list(&edit["changes"][&uri]).to_vec());
            edited(text, &edits, self.encoding)
        })
    }
}

/// Where some words of the text stand.
fn at(words: &str) -> usize {
    TEXT.find(words).unwrap_or_else(|| panic!("`{words}` is in the text"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn names(items: &Value) -> Vec<&str> {
    list(items).iter().filter_map(|item| item["name"].as_str()).collect()
}

/// The places that a jump leads to from some words, for clients that know no links.
fn jumps(method: &str, words: &str) -> Vec<String> {
    let session = Session::start(json!({}), Encoding::Utf16);
    let document = session.open();
    let found = session.ask(&format!("textDocument/{method}"), document.at(at(words)));
    assert_eq!(session.provides(method), true);
    session.locations(&found)
}

#[test]
fn definition_down_to_the_list_item_in_every_encoding() {
    let links = json!({ "textDocument": { "definition": { "linkSupport": true } } });
    for encoding in Encoding::ALL {
        let session = Session::start(links.clone(), encoding);
        let document = session.open();
        let found = session.ask("textDocument/definition", document.at(at("6.1.3 c)}")));
        let [link] = list(&found) else { panic!("one place: {found}") };
        let origin = session.shown(&json!(document.uri), &link["originSelectionRange"]);
        assert_eq!(origin, "smx.annexa: 27001 6.1.3 c)");
        let target = |range: &str| session.shown(&link["targetUri"], &link[range]);
        assert_eq!(target("targetSelectionRange"), "iso-iec-27001-2022.annexa: c)");
        assert_eq!(target("targetRange"), "iso-iec-27001-2022.annexa: item c)");
        assert_eq!(session.provides("definition"), true);
    }
}

#[test]
fn definition_in_a_built_in_catalogue() {
    let session = Session::start(json!({}), Encoding::Utf16);
    let document = session.open();
    let found = session.ask("textDocument/definition", document.at(at("8.24")));
    assert_eq!(session.locations(&found), ["iso-iec-27002-2022.annexa: 8.24"]);
    // The catalogue is opened where the jump led, and leads on from there.
    let uri = found[0]["uri"].as_str().expect("a URI is a string");
    let text = std::fs::read_to_string(path(uri)).expect("it can be read");
    session.client.open(uri, "annexa", &text);
    let here = json!({
        "textDocument": { "uri": uri }, "position": found[0]["range"]["start"],
    });
    let back = session.ask("textDocument/declaration", here);
    assert_eq!(session.locations(&back), ["smx.annexa: ISO/IEC 27002:2022"]);
}

#[test]
fn declaration() {
    assert_eq!(jumps("declaration", "8.24"), ["smx.annexa: ISO/IEC 27002:2022"]);
}

#[test]
fn type_definition() {
    assert_eq!(jumps("typeDefinition", "8.24"), ["iso-iec-27002-2022.annexa: ISO/IEC 27002:2022"]);
}

#[test]
fn implementation() {
    assert_eq!(jumps("implementation", "6.1.3 c)}"), ["smx.annexa: 27001 6.1.3 c)"]);
    assert_eq!(jumps("implementation", "SMX.8.35"), ["part.annexa: SMX.8.35"]);
}

#[test]
fn references() {
    let session = Session::start(json!({}), Encoding::Utf16);
    let document = session.open();
    let mut params = document.at(at("8.24"));
    params["context"] = json!({ "includeDeclaration": false });
    let uses = ["part.annexa: 27002 8.24", "smx.annexa: 27002 8.24", "smx.annexa: 27002 8.24"];
    assert_eq!(session.locations(&session.ask("textDocument/references", params.clone())), uses);
    params["context"]["includeDeclaration"] = json!(true);
    let all = session.locations(&session.ask("textDocument/references", params.clone()));
    assert_eq!(all[0], "iso-iec-27002-2022.annexa: 8.24");
    assert_eq!(all[1..], uses);
    assert_eq!(session.provides("references"), true);

    params["partialResultToken"] = json!("part");
    assert_eq!(session.ask("textDocument/references", params), json!([]));
    let part = session.client.wait_for("$/progress", |it| it["token"] == "part");
    assert_eq!(session.locations(&part["value"]), all);
}

#[test]
fn document_highlight() {
    let session = Session::start(json!({}), Encoding::Utf16);
    let document = session.open();
    let found = session.ask("textDocument/documentHighlight", document.at(at("SMX.8.35")));
    assert_eq!(found[0]["kind"], 3);
    let found = session.ask("textDocument/documentHighlight", document.at(at("8.24")));
    let shown = list(&found)
        .iter()
        .map(|it| (session.shown(&json!(document.uri), &it["range"]), &it["kind"]));
    let shown: Vec<_> = shown.collect();
    assert_eq!(shown, vec![("smx.annexa: 27002 8.24".to_owned(), &json!(2)); 2]);
    assert_eq!(session.provides("documentHighlight"), true);
}

/// What the server shows of a name that it is asked to change.
fn renamed(session: &Session, words: &str, new: &str) -> Value {
    let document = session.open();
    let mut params = document.at(at(words));
    params["newName"] = json!(new);
    session.ask("textDocument/rename", params)
}

#[test]
fn rename_with_versions_across_files() {
    let can = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
    let session = Session::start(can, Encoding::Utf16);
    let edit = renamed(&session, "SMX.8.35", "SMX.8.36");
    let mut versions: Vec<_> = list(&edit["documentChanges"])
        .iter()
        .map(|it| it["textDocument"]["version"].clone())
        .collect();
    versions.sort_by_key(Value::is_null);
    assert_eq!(versions, [json!(1), Value::Null]);
    let [text, part] = session.after(&edit);
    assert!(text.contains("add control SMX.8.36 \"Keys 𝒳\"") && text.contains("  key SMX.8.35\n"));
    assert_eq!(part, PART.replace("SMX.8.35", "SMX.8.36"));
    assert!(!session.provides("rename").is_null());
}

#[test]
fn rename_for_a_client_without_versions() {
    let session = Session::start(json!({}), Encoding::Utf8);
    let edit = renamed(&session, "head-end system\"", "central system");
    assert!(edit["documentChanges"].is_null());
    let [text, part] = session.after(&edit);
    assert_eq!(text, TEXT.replace("head-end system", "central system"));
    assert_eq!(part, PART);
    assert_eq!(session.provides("rename"), true);
}

#[test]
fn rename_is_refused_in_the_words_of_the_author() {
    let session = Session::start(json!({}), Encoding::Utf16);
    let document = session.open();
    let mut params = document.at(at("8.24"));
    params["newName"] = json!("8.25");
    let error = session.client.request("textDocument/rename", params).expect_err("it is refused");
    assert_eq!(error.code, -32803);
    assert_eq!(
        error.message,
        "this is a provision of ISO/IEC 27002:2022; it keeps the number that it has there"
    );
}

#[test]
fn prepare_rename() {
    let can = json!({ "textDocument": { "rename": { "prepareSupport": true } } });
    let session = Session::start(can, Encoding::Utf16);
    let document = session.open();
    let found = session.ask("textDocument/prepareRename", document.at(at("head-end system}")));
    assert_eq!(found["placeholder"], "head-end system");
    assert_eq!(session.shown(&json!(document.uri), &found["range"]), "smx.annexa: head-end system");
    let refused = session.client.request("textDocument/prepareRename", document.at(at("8.24")));
    assert_eq!(refused.expect_err("it is refused").code, -32803);
    assert!(session.ask("textDocument/prepareRename", document.at(at("Keys should"))).is_null());
    assert_eq!(session.provides("rename")["prepareProvider"], true);
}

#[test]
fn linked_editing_range() {
    let session = Session::start(json!({}), Encoding::Utf16);
    let document = session.open();
    let found = session.ask("textDocument/linkedEditingRange", document.at(at("head-end system}")));
    let shown = |it: &Value| session.shown(&json!(document.uri), it);
    let ranges: Vec<_> = list(&found["ranges"]).iter().map(shown).collect();
    assert_eq!(ranges, ["smx.annexa: head-end system"; 2]);
    assert!(found["wordPattern"].is_string());
    assert_eq!(session.provides("linkedEditingRange"), true);
}

#[test]
fn moniker() {
    let session = Session::start(json!({}), Encoding::Utf16);
    let document = session.open();
    let found = session.ask("textDocument/moniker", document.at(at("8.24")));
    let expected = json!([{
        "scheme": "annexa",
        "identifier": "provision|ISO/IEC 27002:2022|8.24",
        "unique": "scheme",
        "kind": "import",
    }]);
    assert_eq!(found, expected);
    let found = session.ask("textDocument/moniker", document.at(at("SMX.8.35")));
    assert_eq!(found[0]["identifier"], "SMX.8.35");
    assert_eq!(found[0]["kind"], "export");
    assert_eq!(session.provides("moniker"), true);
}

#[test]
fn call_hierarchy() {
    let session = Session::start(json!({}), Encoding::Utf16);
    let document = session.open();
    let items = session.ask("textDocument/prepareCallHierarchy", document.at(at("8.24")));
    assert_eq!(names(&items), ["8.24 Use of cryptography"]);
    let ends = |calls: &Value, end: &str| -> Vec<(String, Vec<String>)> {
        let call = |call: &Value| {
            let citing = match end {
                "from" => call["from"]["uri"].clone(),
                _ => json!(document.uri),
            };
            let ranges = list(&call["fromRanges"]).iter();
            let name = call[end]["name"].as_str().expect("a name is a string").to_owned();
            (name, ranges.map(|range| session.shown(&citing, range)).collect())
        };
        list(calls).iter().map(call).collect()
    };
    let incoming = session.ask("callHierarchy/incomingCalls", json!({ "item": items[0] }));
    let cited = |file: &str| vec![format!("{file}: 27002 8.24")];
    assert_eq!(
        ends(&incoming, "from"),
        [
            ("add guidance to SMX.8.35".to_owned(), cited("part.annexa")),
            ("term \"head-end system\"".to_owned(), cited("smx.annexa")),
            ("SMX.8.35 Keys 𝒳".to_owned(), cited("smx.annexa")),
        ]
    );
    let outgoing =
        session.ask("callHierarchy/outgoingCalls", json!({ "item": incoming[2]["from"] }));
    assert_eq!(
        ends(&outgoing, "to"),
        [
            ("8.24 Use of cryptography".to_owned(), cited("smx.annexa")),
            (
                "6.1.3 Information security risk treatment".to_owned(),
                vec!["smx.annexa: 27001 6.1.3 c)".to_owned()]
            ),
        ]
    );
    assert_eq!(session.provides("callHierarchy"), true);
}

#[test]
fn type_hierarchy() {
    let session = Session::start(json!({}), Encoding::Utf16);
    let document = session.open();
    let items = session.ask("textDocument/prepareTypeHierarchy", document.at(at("SMX.8.35")));
    assert_eq!(names(&items), ["SMX.8.35 Keys 𝒳"]);
    let above = session.ask("typeHierarchy/supertypes", json!({ "item": items[0] }));
    assert_eq!(names(&above), ["8 Technological controls"]);
    let below = session.ask("typeHierarchy/subtypes", json!({ "item": items[0] }));
    assert_eq!(names(&below), ["add guidance to SMX.8.35"]);
    let controls = session.ask("typeHierarchy/subtypes", json!({ "item": above[0] }));
    assert_eq!(names(&controls).last(), Some(&"SMX.8.35 Keys 𝒳"));
    assert_eq!(session.provides("typeHierarchy"), true);
}
