//! The client speaks to servers of a few lines of shell, which answer what they are told to.

use super::*;

/// A server that writes these messages once it has read a line, then what it read after that up to the
/// end of its input to its standard error, and exits with 3.
fn server(messages: &[Value]) -> Client {
    let mut output = Vec::new();
    for message in messages {
        output.extend(wire::framed(message));
    }
    let output = String::from_utf8(output).expect("JSON is UTF-8");
    let mut client = Client::start_server(
        Command::new("sh")
            .args(["-c", "read -r line; printf %s \"$OUTPUT\"; cat >&2; exit 3"])
            .env("OUTPUT", output),
    );
    client.patience = Duration::from_secs(10);
    client
}

fn notification(method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}

#[test]
fn answers_find_their_requests_in_any_order() {
    let client = server(&[
        json!({ "id": 2, "error": { "code": -32601, "message": "no" } }),
        json!({ "id": 1, "result": [1] }),
    ]);
    let (first, second) = (client.start("one", json!({})), client.start("two", Value::Null));
    let answer = client.answer(&first);
    assert_eq!(answer.result, Ok(json!([1])));
    assert!(answer.sent <= answer.at);
    let error = client.answer(&second).result.expect_err("it is an error");
    assert_eq!((error.code, error.message.as_str()), (-32601, "no"));
    client.assert_quiet();
}

#[test]
fn notifications_are_read_once_by_who_likes_them() {
    let client = server(&[
        notification("n", json!(1)),
        notification("n", json!(2)),
        notification("m", json!(3)),
    ]);
    client.notify("go", Value::Null);
    assert_eq!(client.wait_for("n", |params| *params == 2), 2);
    assert_eq!(client.wait_for("m", |_| true), 3);
    assert_eq!(client.wait_for("n", |_| true), 1);
    assert!(client.try_wait_for("n", Duration::from_millis(20), |_| true).is_none());
    assert_eq!(client.received("n"), [json!(1), json!(2)]);
    assert_eq!(client.log().len(), 4, "three came, one went");
}

#[test]
fn requests_of_the_server_are_answered_by_the_policy() {
    let asked = |id: i64, method: &str| json!({ "id": id, "method": method, "params": { "items": [{}, {}] } });
    let client = server(&[
        asked(1, "workspace/configuration"),
        asked(2, "client/registerCapability"),
        asked(3, "given"),
        asked(4, "unanswered"),
        asked(5, "refused"),
        notification("end", Value::Null),
    ]);
    client.on("given", |params| Some(Ok(json!(params["items"].as_array().map(Vec::len)))));
    client.on("unanswered", |_| None);
    client.on("refused", |_| Some(Err(RpcError { code: 7, message: "no".into(), data: None })));
    client.notify("go", Value::Null);
    client.wait_for("end", |_| true);
    client.end_input();
    assert_eq!(client.exit().code(), Some(3));
    let log = client.log();
    let replies: Vec<_> = log
        .iter()
        .filter(|message| message.sent && message.method().is_none())
        .map(|message| (message.value["id"].clone(), message.value["result"].clone()))
        .collect();
    let expected = [
        (json!(1), json!([null, null])),
        (json!(2), Value::Null),
        (json!(3), json!(2)),
        (json!(5), Value::Null),
    ];
    assert_eq!(replies, expected);
    assert!(client.stderr().contains(r#""error":{"code":7"#), "{}", client.stderr());
}

#[test]
fn what_is_left_unread_is_unexpected() {
    let unexpected = [
        json!({ "id": 1, "error": { "code": 1, "message": "left" } }),
        json!({ "id": 99, "result": null }),
        notification("window/showMessage", json!({ "type": 1, "message": "shown" })),
    ];
    for message in unexpected {
        let client = server(&[message.clone(), notification("end", Value::Null)]);
        client.start("one", Value::Null);
        client.wait_for("end", |_| true);
        let left = client.shared.change(|state| state.unexpected());
        assert_eq!(left, [message.to_string()]);
    }
    let warning = notification("window/showMessage", json!({ "type": 2, "message": "mild" }));
    let client = server(&[warning, notification("end", Value::Null)]);
    client.notify("go", Value::Null);
    client.wait_for("end", |_| true);
    client.assert_quiet();
}

#[test]
fn waiting_in_vain_says_for_what() {
    let wait = |command: &str| {
        let mut client = Client::start_server(Command::new("sh").args(["-c", command]));
        client.patience = Duration::from_millis(300);
        let waiting = std::panic::AssertUnwindSafe(|| client.request("one/two", json!({})));
        let panic = std::panic::catch_unwind(waiting).expect_err("nothing comes");
        panic.downcast_ref::<String>().expect("it says why").clone()
    };
    let silent = wait("echo why >&2; exec sleep 9");
    for part in ["the answer to one/two 1 did not come", "→ {\"id\":1", "stderr: why"] {
        assert!(silent.contains(part), "{silent}");
    }
    let broken = wait("read -r line; echo Oh; exec sleep 9");
    assert!(broken.contains("output has ended: no header: \"Oh\\n\""), "{broken}");
}

#[test]
fn a_server_goes_with_its_client() {
    let client = Client::start_server(Command::new("sleep").arg("99"));
    let folder = format!("/proc/{}", client.process());
    let alive = || !cfg!(target_os = "linux") || Path::new(&folder).exists();
    assert!(alive());
    drop(client);
    assert!(!cfg!(target_os = "linux") || !alive());
}
