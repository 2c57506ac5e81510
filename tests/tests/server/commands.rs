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
    assert_eq!(*commands, json!(["annexa.compile", "annexa.explain", "annexa.reload"]));
    let error = compile(&client, &folder.uri("smx.annexa")).expect_err("it has an error");
    assert_eq!(error.message, "the project has an error; fix it first");
    // Fixed in the editor, and not saved.
    client.open(&folder.uri("part.annexa"), "annexa", &format!("part of SMX\n{FINE}"));
    let compiled = compile(&client, &folder.uri("smx.annexa")).expect("it is compiled");
    let compiled = compiled.as_array().expect("a list");
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
        "there is no command `annexa.print`; there are `annexa.compile`, `annexa.explain` and `annexa.reload`"
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
    assert_eq!(*commands, json!(["annexa.compile", "annexa.reload"]));
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
