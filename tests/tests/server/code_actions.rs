//! Code actions: what rules propose, and refactorings. Each that is taken is applied as an editor applies
//! it, and the files are then read as anybody else reads them.

use std::collections::BTreeMap;
use std::path::Path;

use annexa_model::{Project, Settings, check};
use annexa_syntax::Document;
use annexa_tests::client::{Client, Encoding, RpcError, edited, position};
use serde_json::{Value, json};

use crate::support::{FINE, Folder, HEAD, WRONG, folder};

/// What an editor of today says of itself.
fn able() -> Value {
    let mut can = plain();
    can["textDocument"]["codeAction"]["disabledSupport"] = json!(true);
    can["textDocument"]["codeAction"]["dataSupport"] = json!(true);
    can["textDocument"]["codeAction"]["resolveSupport"] = json!({ "properties": ["edit"] });
    can["workspace"]["workspaceEdit"] =
        json!({ "documentChanges": true, "resourceOperations": ["create", "rename"] });
    can
}

/// What one says that takes actions and no more.
fn plain() -> Value {
    json!({ "textDocument": { "codeAction": {
        "isPreferredSupport": true,
        "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
    } } })
}

/// An editor with files that it has open.
struct Editor<'a> {
    folder: &'a Folder,
    client: Client,
    /// The texts by URI.
    texts: BTreeMap<String, String>,
}

impl<'a> Editor<'a> {
    fn new(folder: &'a Folder, can: Value, files: &[(&str, &str)]) -> Editor<'a> {
        let client = folder.server();
        client.initialize(&[&folder.path()], can, &[Encoding::Utf16]);
        let mut editor = Editor { folder, client, texts: BTreeMap::new() };
        for (name, text) in files {
            editor.open(&folder.uri(name), text);
        }
        editor
    }

    fn open(&mut self, uri: &str, text: &str) {
        self.client.open(uri, "annexa", text);
        self.texts.insert(uri.to_owned(), text.to_owned());
        // Until the project has been read, little is offered.
        self.client.diagnostics(uri, 1);
    }

    fn text(&self, name: &str) -> &str {
        &self.texts[&self.folder.uri(name)]
    }

    /// The cursor before the first place where something is written.
    fn at(&self, name: &str, what: &str) -> Value {
        let text = self.text(name);
        let offset = text.find(what).unwrap_or_else(|| panic!("no {what} in {text}"));
        let at = position(text, offset, Encoding::Utf16);
        json!({ "start": at, "end": at })
    }

    fn offered(&self, name: &str, range: Value, only: Value) -> Vec<Value> {
        actions(&self.client, &self.folder.uri(name), range, only)
    }

    fn resolved(&self, action: &Value) -> Result<Value, RpcError> {
        assert!(action["edit"].is_null(), "it is to be worked out late: {action}");
        self.client.request("codeAction/resolve", action.clone())
    }

    /// Takes an action by its title, and sees that all files can still be read.
    fn take(&mut self, name: &str, range: Value, only: Value, title: &str) {
        let offered = self.offered(name, range, only);
        let action = offered.iter().find(|it| it["title"] == title);
        let action = action.unwrap_or_else(|| panic!("no {title} in {offered:#?}"));
        let resolved = self.resolved(action).expect("it can be worked out");
        for (uri, text) in self.after(&resolved["edit"]) {
            let errors: Vec<_> = Document::new(&text).errors().collect();
            assert!(errors.is_empty(), "{title}: {errors:?}\n{text}");
            if !self.texts.contains_key(&uri) {
                self.open(&uri, &text);
            }
            self.client.change(&uri, &[json!({ "text": text })]);
            self.texts.insert(uri, text);
        }
    }

    /// The texts after an edit that says which versions it means.
    fn after(&self, edit: &Value) -> BTreeMap<String, String> {
        let mut texts = self.texts.clone();
        for change in edit["documentChanges"].as_array().expect("an edit with versions") {
            if change["kind"] == "create" {
                let uri = change["uri"].as_str().expect("it names a file").to_owned();
                assert_eq!(texts.insert(uri, String::new()), None, "it is there already");
                continue;
            }
            let uri = change["textDocument"]["uri"].as_str().expect("it names a file");
            let edits = change["edits"].as_array().expect("a list");
            let text = texts.get_mut(uri).expect("it is open");
            *text = edited(text, edits, Encoding::Utf16);
        }
        texts
    }

    fn titles(&self, name: &str, range: Value, only: Value) -> Vec<String> {
        let offered = self.offered(name, range, only).into_iter();
        offered.map(|it| it["title"].as_str().expect("it has one").to_owned()).collect()
    }
}

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
    answer.as_array().cloned().unwrap_or_default()
}

fn codes(diagnostics: &[Value], code: &str) -> usize {
    diagnostics.iter().filter(|it| it["code"] == code).count()
}

/// The fixtures of rules that fire in one file: the code and the text of each.
fn firing() -> Vec<(String, String)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules");
    let mut paths: Vec<_> = std::fs::read_dir(fixtures)
        .expect("there are fixtures")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.to_string_lossy().ends_with("-fires.annexa"))
        .collect();
    paths.sort();
    let read = paths.iter().filter_map(|path| {
        let name = path.file_name().expect("it has one").to_string_lossy().into_owned();
        let code = name.split('-').next().expect("a code").to_owned();
        Some((code, std::fs::read_to_string(path).ok()?))
    });
    read.collect()
}

#[test]
fn every_fix_of_every_rule_is_offered_and_mends_what_it_says() {
    let mut fixed = Vec::new();
    let folder = folder(&[]);
    for (code, text) in firing() {
        let editor = Editor::new(&folder, plain(), &[]);
        let (client, uri) = (&editor.client, folder.uri("rule.annexa"));
        client.open(&uri, "annexa", &text);
        let before = client.diagnostics(&uri, 1);
        let mut offered = actions(client, &uri, everything(), json!(["quickfix"]));
        offered.retain(|action| action["diagnostics"][0]["code"] == code.as_str());
        let is_explained = |action: &Value| action["title"] == format!("Explain {code}");
        assert_eq!(offered.iter().any(is_explained), codes(&before, &code) > 0, "{code}");
        offered.retain(|action| !is_explained(action));
        for title in fixes(&code, &text) {
            assert!(offered.iter().any(|it| it["title"] == title), "{code}: no {title}");
        }
        for action in offered {
            let edits = action["edit"]["changes"][&uri].as_array().expect("edits of the file");
            let mended_text = edited(&text, edits, Encoding::Utf16);
            let version = client.change(&uri, &[json!({ "text": mended_text })]);
            let after = client.diagnostics(&uri, version);
            assert!(codes(&after, &code) < codes(&before, &code), "{code}: {action}\n{after:?}");
            fixed.push(code.clone());
        }
        assert_eq!(client.shut_down(), Some(0));
    }
    fixed.dedup();
    assert!(fixed.len() > 25, "few fixes are offered: {fixed:?}");
}

/// The titles of the fixes that the rule itself has for what it finds.
fn fixes(code: &str, text: &str) -> Vec<String> {
    let files = [("rule.annexa".to_owned(), Document::new(text))];
    let report = check(&Project::new(files, Settings::default()));
    let found = report.diagnostics.into_iter().filter(|it| it.code() == code);
    found.flat_map(|it| it.fixes).map(|fix| fix.title).collect()
}

#[test]
fn each_finding_leads_to_the_page_of_its_rule() {
    let folder = folder(&[]);
    let mut can = able();
    can["window"] = json!({ "showDocument": { "support": true } });
    let editor = Editor::new(&folder, can, &[("smx.annexa", &format!("{HEAD}{WRONG}"))]);
    let (client, uri) = (&editor.client, folder.uri("smx.annexa"));
    client.on("window/showDocument", |_| Some(Ok(json!({ "success": true }))));
    let params = json!({ "textDocument": { "uri": uri } });
    let found = client.request("textDocument/diagnostic", params).expect("it is answered");
    let page = found["items"][0]["codeDescription"]["href"].as_str().expect("it has a page");
    let path = annexa_tests::client::path(page);
    let text = std::fs::read_to_string(&path).expect("it is a file");
    assert!(text.starts_with("# R102 unknown-provision\n"), "{text}");
    assert!(path.metadata().expect("it is there").permissions().readonly());

    let at = editor.at("smx.annexa", "27001 7.9");
    let offered = editor.offered("smx.annexa", at, json!(["quickfix"]));
    let action = offered.iter().find(|it| it["title"] == "Explain R102").expect("it is offered");
    assert_eq!(action["diagnostics"][0]["code"], "R102");
    let explain = || {
        let command = &action["command"];
        let params = json!({ "command": command["command"], "arguments": command["arguments"] });
        client.request("workspace/executeCommand", params).expect("it is explained")
    };
    assert_eq!(explain(), json!({ "uri": page, "text": text }));
    client.wait_for("window/showDocument", |params| params["uri"] == page);
    // The user can remove it at any time.
    std::fs::remove_file(&path).expect("it can be removed");
    explain();
    assert_eq!(std::fs::read_to_string(&path).ok(), Some(text));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn all_safe_fixes_are_applied_together() {
    let folder = folder(&[]);
    let mut fixed = 0;
    for (code, text) in firing() {
        let mut editor = Editor::new(&folder, able(), &[("rule.annexa", &text)]);
        let uri = folder.uri("rule.annexa");
        let offered = editor.offered("rule.annexa", everything(), json!(["source.fixAll"]));
        if offered.is_empty() {
            continue;
        }
        let resolved = editor.resolved(&offered[0]).expect("it can be worked out");
        let text = editor.after(&resolved["edit"])[&uri].clone();
        editor.client.change(&uri, &[json!({ "text": text })]);
        editor.texts.insert(uri, text);
        let left = editor.offered("rule.annexa", everything(), json!(["source.fixAll"]));
        assert!(left.is_empty(), "{code}: {}", editor.text("rule.annexa"));
        assert_eq!(editor.client.shut_down(), Some(0));
        fixed += 1;
    }
    assert!(fixed > 2, "few files have safe fixes: {fixed}");
}

#[test]
fn what_is_offered_is_what_is_asked_for() {
    // The article in the definition can be deleted safely.
    let term = "\nterm \"meter\" {\n  definition \"a device that measures\"\n}\n";
    let text = format!("{HEAD}{term}{FINE}{WRONG}");
    let folder = folder(&[]);
    let editor = Editor::new(&folder, able(), &[("smx.annexa", &text)]);
    let kinds = |range: Value, only: Value| {
        let mut kinds: Vec<String> = editor
            .offered("smx.annexa", range, only)
            .iter()
            .map(|it| it["kind"].as_str().expect("each has a kind").to_owned())
            .collect();
        kinds.sort();
        kinds.dedup();
        kinds
    };
    let fine = || editor.at("smx.annexa", "27001 7.2");
    let at_wrong = || editor.at("smx.annexa", "27001 7.9");
    assert_eq!(kinds(fine(), Value::Null), ["refactor", "refactor.move", "refactor.rewrite"]);
    assert_eq!(kinds(fine(), json!(["refactor.move"])), ["refactor.move"]);
    assert_eq!(kinds(fine(), json!(["refactor"])).len(), 3);
    assert_eq!(kinds(fine(), json!(["refactor.mov"])), [""; 0]);
    assert_eq!(kinds(at_wrong(), Value::Null), ["quickfix", "refactor.move"]);
    assert_eq!(kinds(fine(), json!(["source"])), ["source.fixAll", "source.sort"]);
    assert_eq!(kinds(fine(), json!([""])).len(), 5);
    let nowhere = json!({
        "start": { "line": 0, "character": 0 },
        "end": { "line": 0, "character": 1 },
    });
    assert_eq!(kinds(nowhere, json!(["quickfix"])), [""; 0]);
    assert_eq!(editor.client.shut_down(), Some(0));
}

#[test]
fn a_client_is_sent_what_it_understands() {
    let text = format!("{HEAD}{FINE}");
    let folder = folder(&[]);
    let said = |can: Value| folder.server().initialize(&[&folder.path()], can, &[]);
    let provider = said(able())["capabilities"]["codeActionProvider"].clone();
    assert_eq!(provider["resolveProvider"], true);
    assert_eq!(
        provider["codeActionKinds"],
        json!([
            "quickfix",
            "refactor",
            "refactor.rewrite",
            "refactor.move",
            "source.fixAll",
            "source.sort"
        ])
    );
    assert!(said(json!({}))["capabilities"]["codeActionProvider"].is_null());

    let none = Editor::new(&folder, json!({}), &[("smx.annexa", &text)]);
    assert!(none.offered("smx.annexa", everything(), Value::Null).is_empty());
    let inline = Editor::new(&folder, plain(), &[("smx.annexa", &text)]);
    let offered = inline.offered("smx.annexa", inline.at("smx.annexa", "27001 7.2"), Value::Null);
    assert!(!offered.is_empty());
    for action in offered {
        assert!(action["edit"]["changes"].is_object() && action["data"].is_null(), "{action}");
        assert_eq!(action["disabled"], Value::Null, "{action}");
        assert!(action["title"].as_str().is_some_and(|it| !it.contains("new file")), "{action}");
    }
    let late = Editor::new(&folder, able(), &[("smx.annexa", &text)]);
    let offered = late.offered("smx.annexa", late.at("smx.annexa", "27001 7.2"), Value::Null);
    let disabled =
        offered.iter().find(|it| it["title"] == "Refine 27001 7.2").expect("it is there");
    assert_eq!(
        disabled["disabled"]["reason"],
        "27001 7.2 is retained already; go on in that declaration"
    );
}

#[test]
fn an_action_of_an_older_text_is_refused() {
    let folder = folder(&[]);
    let text = format!("{HEAD}{FINE}");
    let editor = Editor::new(&folder, able(), &[("smx.annexa", &text)]);
    let offered = editor.offered("smx.annexa", editor.at("smx.annexa", "27001 7.2"), Value::Null);
    assert!(editor.resolved(&offered[0]).is_ok());
    // An action without what is ours goes back as it came.
    let foreign = json!({ "title": "x", "data": { "of": "another server" } });
    assert_eq!(editor.resolved(&foreign), Ok(foreign));
    editor.client.change(&folder.uri("smx.annexa"), &[json!({ "text": format!("{text}\n") })]);
    let error = editor.resolved(&offered[0]).expect_err("it means another version");
    assert_eq!(error.code, -32801);
    assert_eq!(editor.client.shut_down(), Some(0));
}

#[test]
fn interpretation_refinement_and_back() {
    let folder = folder(&[]);
    let text = format!("{HEAD}// 🔑{FINE}");
    let mut editor = Editor::new(&folder, able(), &[("smx.annexa", &text)]);
    let at = editor.at("smx.annexa", "27001 7.2");
    editor.take("smx.annexa", at.clone(), Value::Null, "Turn into `interpret`");
    let interpreted = editor.text("smx.annexa").to_owned();
    let reason = "rationale \"\"\"Looked at in the second draft; no sector need.\"\"\"";
    assert!(interpreted.contains("interpret 27001 7.2 {") && interpreted.contains(reason));
    editor.take("smx.annexa", at.clone(), json!(["refactor.rewrite"]), "Turn into `refine`");
    assert!(editor.text("smx.annexa").contains("refine 27001 7.2 {"));
    editor.take("smx.annexa", at, Value::Null, "Turn into `interpret`");
    assert_eq!(editor.text("smx.annexa"), interpreted);
    assert_eq!(editor.client.shut_down(), Some(0));
}

#[test]
fn a_declaration_moves_to_a_new_file_and_back() {
    let folder = folder(&[]);
    let text = format!("{HEAD}\n// 🔑 Why{FINE}\nterm \"meter\" {{\n  definition \"x\"\n}}\n");
    let mut editor = Editor::new(&folder, able(), &[("smx.annexa", &text)]);
    let at = editor.at("smx.annexa", "27001 7.2");
    let title = "Move to a new file SMX-retained.annexa";
    editor.take("smx.annexa", at, Value::Null, title);
    assert_eq!(editor.text("SMX-retained.annexa"), format!("part of SMX\n\n// 🔑 Why{FINE}"));
    assert!(!editor.text("smx.annexa").contains("7.2"));
    // The new file is read from the editor, as it is not on disk yet.
    let at = editor.at("SMX-retained.annexa", "27001 7.2");
    editor.take("SMX-retained.annexa", at, Value::Null, "Move to smx.annexa");
    assert_eq!(editor.text("SMX-retained.annexa"), "part of SMX\n");
    assert!(editor.text("smx.annexa").ends_with(&format!("}}\n\n// 🔑 Why{FINE}")));
    assert_eq!(editor.client.shut_down(), Some(0));
}

#[test]
fn labels_go_on_without_gaps() {
    let folder = folder(&[]);
    let text = format!(
        "{HEAD}\nadd clause SMX.14 \"🔑\" to 27002\n\nadd clause SMX.11 \"y\" to 27002\n\nadd note to SMX.14 {{\n  text \"x\"\n}}\n"
    );
    let mut editor = Editor::new(&folder, able(), &[("smx.annexa", &text)]);
    let at = editor.at("smx.annexa", "SMX.11");
    let title = "Number without gaps: SMX.9 … SMX.10";
    editor.take("smx.annexa", at.clone(), Value::Null, title);
    for part in ["SMX.10 \"🔑\"", "key SMX.14", "SMX.9 \"y\"", "key SMX.11", "note to SMX.10 {"] {
        assert!(editor.text("smx.annexa").contains(part), "{part}: {}", editor.text("smx.annexa"));
    }
    assert_eq!(editor.titles("smx.annexa", at, json!(["refactor.rewrite"])), [""; 0]);
    assert_eq!(editor.client.shut_down(), Some(0));
}

#[test]
fn a_file_is_sorted_once() {
    let folder = folder(&[]);
    let text = format!(
        "{HEAD}{FINE}\n// 🔑\nretain 27001 5.1 {{\n  reason \"No sector need.\"\n}}\n\nterm \"meter\" {{\n  definition \"x\"\n}}\n"
    );
    let mut editor = Editor::new(&folder, able(), &[("smx.annexa", &text)]);
    let at = editor.at("smx.annexa", "SMX");
    let title = "Sort the declarations of this file";
    editor.take("smx.annexa", at.clone(), json!(["source.sort"]), title);
    let sorted = editor.text("smx.annexa").to_owned();
    let places = ["term ", "// 🔑\nretain 27001 5.1", "retain 27001 7.2"].map(|it| sorted.find(it));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{sorted}");
    editor.take("smx.annexa", at, json!(["source"]), title);
    assert_eq!(editor.text("smx.annexa"), sorted);
    assert_eq!(editor.client.shut_down(), Some(0));
}

#[test]
fn a_provision_is_changed_from_its_catalogue() {
    let folder = folder(&[]);
    let cited = format!("{HEAD}\nterm \"meter\" {{\n  definition \"{{27002 5.1}}\"\n}}\n");
    let mut editor = Editor::new(&folder, able(), &[("smx.annexa", &cited)]);
    let at = editor.at("smx.annexa", "27002 5.1");
    let params = json!({
        "textDocument": { "uri": folder.uri("smx.annexa") },
        "position": at["start"],
    });
    let jump = editor.client.request("textDocument/definition", params).expect("it is there");
    let jump = jump.as_array().and_then(|all| all.first()).cloned().unwrap_or(jump);
    let uri = jump["uri"].as_str().or(jump["targetUri"].as_str()).expect("a file").to_owned();
    let range =
        if jump["range"].is_null() { &jump["targetSelectionRange"] } else { &jump["range"] };
    let offered = actions(&editor.client, &uri, range.clone(), json!(["refactor"]));
    let titles: Vec<_> = offered.iter().map(|it| it["title"].clone()).collect();
    assert_eq!(titles, ["Modify 27002 5.1", "Retain 27002 5.1"]);
    let resolved = editor.resolved(&offered[0]).expect("it can be worked out");
    let after = editor.after(&resolved["edit"]);
    assert!(after[&folder.uri("smx.annexa")].ends_with(
        "}\n\nmodify control 27002 5.1 {\n  addition \"\"\"\"\"\"\n  reason \"\"\"\"\"\"\n}\n"
    ));
    // From the reference it comes behind the declaration; then it is there.
    editor.take("smx.annexa", at.clone(), Value::Null, "Retain 27002 5.1");
    let offered = editor.offered("smx.annexa", at, json!(["refactor"]));
    assert!(offered.iter().all(|it| it["disabled"].is_object()), "{offered:?}");
    assert_eq!(editor.client.shut_down(), Some(0));
}
