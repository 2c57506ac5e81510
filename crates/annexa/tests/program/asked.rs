//! `annexa check --fix=ask`, on a terminal.

use crate::fixes::{FIXED, TERM, wrong};
use crate::support::{Folder, folder};

/// Runs the program on a terminal and answers its questions with these keys.
fn answer(folder: &Folder, keys: &[(&str, &str)]) -> i32 {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_annexa"));
    command.args(["check", "--fix=ask"]).current_dir(folder.path());
    let mut terminal =
        rexpect::session::spawn_command(command, Some(10_000)).expect("a terminal can be had");
    for (question, keys) in keys {
        terminal.exp_string(question).expect("the question is asked");
        terminal.exp_string("What do you choose?").expect("the choices are shown");
        // The list is drawn below the question, and then keys are read.
        terminal.exp_string("Quit").expect("the list is drawn");
        terminal.send(keys).and_then(|_| terminal.flush()).expect("it listens");
    }
    terminal.exp_eof().expect("it ends");
    // `Exited(Pid(1), 0)`
    let status = format!("{:?}", terminal.process().wait().expect("it ended"));
    let code = status.strip_suffix(')').and_then(|it| it.rsplit_once(", ")?.1.parse().ok());
    code.unwrap_or_else(|| panic!("{status}"))
}

const DOWN: &str = "\x1b[B";

#[test]
fn choices_are_asked_for_one_by_one() {
    let folder = folder(&[("smx.annexa", &format!("{}{TERM}", wrong()))]);
    let skip = format!("{DOWN}\r");
    let code = answer(&folder, &[("10.9", "\r"), ("6.9", &skip), ("9.9", "\r")]);
    assert_eq!(code, 1, "an error was skipped");
    let text = folder.read("smx.annexa");
    assert!(text.ends_with(FIXED), "safe fixes are applied too: {text}");
    let numbers: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("retain 27001 ")).collect();
    assert_eq!(numbers, ["7.2 {", "10.2 {", "6.9 {", "9.3 {"]);
    assert_eq!(answer(&folder, &[("6.9", "\r")]), 0);
    assert_eq!(answer(&folder, &[]), 0);
}

#[test]
fn the_rest_of_a_rule_is_skipped_and_quitting_writes_what_was_chosen() {
    let more =
        "\nadd guidance to 27002 5.1 for opertor {\n  text \"\"\"It should be so.\"\"\"\n}\n";
    let before = format!("{}{more}", wrong());
    let folder = folder(&[("smx.annexa", &before)]);
    let skip_rule = format!("{DOWN}{DOWN}\r");
    let quit = format!("{DOWN}{DOWN}{DOWN}\r");
    assert_eq!(answer(&folder, &[("10.9", "\r"), ("6.9", &quit)]), 1);
    let after = before.replace("10.9", "10.2");
    assert_eq!(folder.read("smx.annexa"), after);
    assert_eq!(answer(&folder, &[("6.9", &skip_rule), ("opertor", "q")]), 1);
    assert_eq!(folder.read("smx.annexa"), after);
}
