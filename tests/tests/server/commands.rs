//! `workspace/executeCommand`: what a user can ask for in any editor.

use annexa_tests::client::Client;
use serde_json::{Value, json};

use crate::support::{FINE, HEAD, WRONG, folder, pull};

fn compile(client: &Client, uri: &str) -> Result<Value, annexa_tests::client::RpcError> {
    let params = json!({
        "command": "annexa.compile",
        "arguments": [uri],
        "workDoneToken": "compiling",
    });
    client.request("workspace/executeCommand", params)
}

#[test]
fn a_project_is_compiled_as_it_is_in_the_editor() {
    let folder = folder(&[("smx.annexa", HEAD), ("part.annexa", &format!("part of SMX\n{WRONG}"))]);
    let client = folder.server();
    let answer = client.initialize(&[&folder.path()], json!({}), &[]);
    let commands = &answer["capabilities"]["executeCommandProvider"]["commands"];
    let expected = ["base", "compile", "explain", "reload", "rules", "standards", "status"]
        .map(|it| format!("annexa.{it}"));
    assert_eq!(*commands, json!(expected));
    let error = compile(&client, &folder.uri("smx.annexa")).expect_err("it has an error");
    assert_eq!(error.message, "the project has an error; fix it first");
    // Fixed in the editor, and not saved.
    client.open(&folder.uri("part.annexa"), "annexa", &format!("part of SMX\n{FINE}"));
    let compiled = compile(&client, &folder.uri("smx.annexa")).expect("it is compiled");
    assert_eq!(compiled["errors"], json!([]));
    let compiled = compiled["standards"].as_array().expect("a list");
    assert_eq!(compiled.len(), 1, "{compiled:?}");
    assert_eq!(compiled[0]["name"], "smx.json");
    let text = compiled[0]["text"].as_str().expect("a text");
    let document: Value = serde_json::from_str(text).expect("it is JSON");
    assert_eq!(document["standard"]["prefix"], "SMX");
    let changes = document["changes"].as_array().expect("a list");
    assert!(
        changes.iter().any(|it| it["key"] == "SMX|retain||ISO/IEC 27001:2022|7.2||"),
        "{changes:?}"
    );
    let kinds: Vec<_> = client
        .received("$/progress")
        .into_iter()
        .filter(|it| it["token"] == "compiling")
        .map(|it| it["value"]["kind"].clone())
        .collect();
    assert_eq!(kinds, ["begin", "end", "begin", "report", "end"]);
    let names: Vec<_> = std::fs::read_dir(folder.path()).expect("it is there").collect();
    assert_eq!(names.len(), 2, "nothing is written to disk: {names:?}");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn what_cannot_be_compiled_is_said() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.client();
    let elsewhere = compile(&client, "file:///nowhere/at.annexa").expect_err("it is nowhere");
    assert!(elsewhere.message.ends_with("belongs to no project"), "{elsewhere:?}");
    for arguments in [json!([]), json!([7]), json!(["no uri"])] {
        let params = json!({ "command": "annexa.compile", "arguments": arguments });
        let error = client.request("workspace/executeCommand", params).expect_err("no file");
        assert_eq!(error.code, -32602, "{arguments}: {error:?}");
    }
    let params = json!({ "command": "annexa.print" });
    let error = client.request("workspace/executeCommand", params).expect_err("there is none");
    assert_eq!(
        error.message,
        "there is no command `annexa.print`; the commands are annexa.base, annexa.compile, \
         annexa.explain, annexa.reload, annexa.rules, annexa.standards, annexa.status"
    );
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_rule_is_explained_by_its_code_or_its_name() {
    let folder = folder(&[]);
    let client = folder.client();
    let explain = |arguments: Value| {
        let params = json!({ "command": "annexa.explain", "arguments": arguments });
        client.request("workspace/executeCommand", params)
    };
    let page = explain(json!(["R108"])).expect("there is one");
    assert!(page["text"].as_str().is_some_and(|it| it.starts_with("# R108 ")), "{page}");
    let name = page["text"].as_str().and_then(|it| it.lines().next()?.split(' ').nth(2));
    assert_eq!(explain(json!([name])), Ok(page));
    for wrong in [json!([]), json!([7]), json!(["R999"])] {
        assert_eq!(explain(wrong).expect_err("there is no such rule").code, -32602);
    }
    assert_eq!(client.received("window/showDocument"), [] as [Value; 0]);
    assert_eq!(client.shut_down(), Some(0));
    // A client that has such a command itself runs its own.
    let client = folder.server();
    let can = json!({ "experimental": { "commands": { "commands": ["annexa.explain"] } } });
    let answer = client.initialize(&[&folder.path()], can, &[]);
    let commands = &answer["capabilities"]["executeCommandProvider"]["commands"];
    let commands = commands.as_array().expect("a list");
    assert!(
        commands.contains(&json!("annexa.compile")) && !commands.contains(&json!("annexa.explain"))
    );
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn projects_are_read_again() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.pulling_client();
    let uri = folder.uri("smx.annexa");
    assert_eq!(pull(&client, &uri), [] as [&str; 0]);
    // No watcher tells of this.
    folder.write("smx.annexa", format!("{HEAD}{WRONG}"));
    assert_eq!(pull(&client, &uri), [] as [&str; 0]);
    let params = json!({ "command": "annexa.reload" });
    assert_eq!(client.request("workspace/executeCommand", params), Ok(Value::Null));
    assert_eq!(pull(&client, &uri), ["R102"]);
    assert_eq!(client.shut_down(), Some(0));
}

fn ask(client: &Client, command: &str, arguments: Value) -> Value {
    let params = json!({ "command": command, "arguments": arguments });
    client.request("workspace/executeCommand", params).expect("it is answered")
}

/// The head of a standard of that prefix.
fn head(prefix: &str) -> String {
    HEAD.replace("SMX", prefix)
}

/// A catalogue of a project.
const OWN_BASE: &str = "catalogue ISO/IEC 27011:2024 \"House rules\"\n\ncontrol 1 \"Doors\" {\n}\n";

/// Names and texts.
type Files<'a> = &'a [(&'a str, &'a str)];

/// A file, the root of its project, and its standard.
type Expected = (&'static str, &'static str, Option<&'static str>);

#[test]
fn answers_say_which_project_and_which_standard_they_are_about() {
    let with_base = head("ENX").replace("  scope", "  base ISO/IEC 27011:2024\n  scope");
    let layouts: [(Files<'_>, &[&str], &[Expected]); 4] = [
        // Settings in the root.
        (
            &[("annexa.toml", ""), ("s/enx.annexa", &head("ENX"))],
            &[""],
            &[("s/enx.annexa", "", Some("ENX"))],
        ),
        // No settings; a file in a subfolder.
        (&[("s/enx.annexa", &head("ENX"))], &[""], &[("s/enx.annexa", "", Some("ENX"))]),
        // Two standards in two subfolders, and a catalogue.
        (
            &[
                ("b/enx.annexa", &with_base),
                ("a/cld.annexa", &head("CLD")),
                ("own.annexa", OWN_BASE),
            ],
            &[""],
            &[
                ("b/enx.annexa", "", Some("ENX")),
                ("a/cld.annexa", "", Some("CLD")),
                ("own.annexa", "", None),
            ],
        ),
        // Two folders in the workspace, and a file beside them.
        (
            &[
                ("one/enx.annexa", &head("ENX")),
                ("two/annexa.toml", ""),
                ("two/s/cld.annexa", &head("CLD")),
                ("loose/abc.annexa", &head("ABC")),
            ],
            &["one", "two"],
            &[
                ("one/enx.annexa", "one", Some("ENX")),
                ("two/s/cld.annexa", "two", Some("CLD")),
                ("loose/abc.annexa", "loose", Some("ABC")),
            ],
        ),
    ];
    for (files, roots, expected) in layouts {
        let folder = folder(files);
        let client = folder.server();
        let roots: Vec<_> = roots.iter().map(|root| folder.path().join(root)).collect();
        client.initialize(&roots.iter().map(|it| it.as_path()).collect::<Vec<_>>(), json!({}), &[]);
        for &(file, root, standard) in expected {
            let uri = folder.uri(file);
            let text = files.iter().find(|it| it.0 == file).expect("it is there").1;
            client.open(&uri, "annexa", text);
            let root = folder.uri(root);
            let root = root.trim_end_matches('/');
            let wanted = json!({
                "format": "html",
                "of": "file",
                "otherwise": "ENX",
                "despiteErrors": true,
            });
            let compiled = ask(&client, "annexa.compile", json!([uri, wanted]));
            let status = ask(&client, "annexa.status", json!([uri]));
            for answer in [&compiled, &status] {
                assert_eq!(answer["root"], root, "{file}");
                assert_eq!(answer["standard"], json!(standard), "{file}");
            }
            let shown = standard.unwrap_or("ENX");
            let pages = compiled["standards"].as_array().expect("a list");
            assert_eq!(pages.len(), 1, "{file}");
            assert_eq!(pages[0]["prefix"], shown, "{file}");
            if standard.is_some() {
                assert_eq!(status["status"]["prefix"], shown, "{file}");
                let source = format!("data-source=\"{}:1\"", &uri[root.len() + 1..]);
                let page = pages[0]["text"].as_str().expect("a text");
                assert!(page.contains(&source), "{file}: {source}");
            }
            // The base is the one of the project, its own or built in.
            let number = json!([uri, "ISO/IEC 27002:2022", "5.23"]);
            let base = ask(&client, "annexa.base", number);
            assert!(base["uri"].as_str().is_some_and(|it| it.ends_with("27002-2022.annexa")));
            let own = ask(&client, "annexa.base", json!([uri, "ISO/IEC 27011:2024"]));
            let has_own = files.iter().any(|it| it.0 == "own.annexa");
            assert_eq!(own["uri"].as_str().is_some_and(|it| it.ends_with("/own.annexa")), has_own);
        }
        let listed = ask(&client, "annexa.standards", json!([]));
        let mut listed: Vec<_> = listed.as_array().expect("a list").iter().collect();
        listed.sort_by_key(|it| it["file"].to_string());
        let mut known: Vec<_> =
            expected.iter().filter_map(|it| Some((folder.uri(it.0), it.2?))).collect();
        known.sort();
        let listed: Vec<_> = listed
            .iter()
            .map(|it| {
                (it["file"].as_str().unwrap_or("").to_owned(), it["prefix"].as_str().unwrap_or(""))
            })
            .collect();
        assert_eq!(listed, known);
        assert_eq!(client.shut_down(), Some(0));
    }
}

#[test]
fn errors_of_the_standard_go_with_its_page() {
    let wrong = format!("part of SMX\n{WRONG}");
    let other = format!("{}{WRONG}", head("CLD"));
    let folder =
        folder(&[("smx.annexa", HEAD), ("part.annexa", &wrong), ("sub/cld.annexa", &other)]);
    let client = folder.client();
    let wanted = json!({ "despiteErrors": true, "of": "file" });
    let answer = ask(&client, "annexa.compile", json!([folder.uri("smx.annexa"), wanted]));
    let errors = answer["errors"].as_array().expect("a list");
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!((&errors[0]["file"], &errors[0]["line"]), (&json!("part.annexa"), &json!(3)));
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn the_rules_come_with_their_pages() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.client();
    let rules = ask(&client, "annexa.rules", json!([]));
    let rules = rules.as_array().expect("a list");
    let rule = rules.iter().find(|it| it["code"] == "R102").expect("it is there");
    assert_eq!(rule["name"], "unknown-provision");
    assert!(rule["page"].as_str().is_some_and(|it| it.starts_with("# R102")), "{rule}");
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn the_folder_of_the_catalogues_is_said_at_the_beginning() {
    let folder = folder(&[("smx.annexa", HEAD)]);
    let client = folder.server();
    let answer = client.initialize(&[&folder.path()], json!({}), &[]);
    let catalogues = answer["capabilities"]["experimental"]["catalogues"].as_str();
    let catalogues = catalogues.expect("a folder").to_owned();
    let number = json!([folder.uri("smx.annexa"), "ISO/IEC 27002:2022", "5.1"]);
    let base = ask(&client, "annexa.base", number);
    let base = base["uri"].as_str().expect("a file");
    assert!(base.starts_with(&format!("{catalogues}/")), "{base} is not in {catalogues}");
    assert_eq!(client.shut_down(), Some(0));
}
