//! Standard output and standard error, colours, help and exit codes.

use std::process::{Command, Stdio};

use predicates::prelude::*;

use crate::support::{CLEAN, WRONG, folder};

#[test]
fn a_reader_who_leaves_is_no_error() {
    let folder = folder(&[("smx.annexa", CLEAN)]);
    for arguments in [
        &["compile", "--stdout"][..],
        &["schema"],
        &["explain", "--all"],
        &["completions", "bash"],
        &["base", "list"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_annexa"))
            .args(arguments)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be run");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn findings_count_even_if_nobody_reads_them() {
    let folder = folder(&[("smx.annexa", &format!("{CLEAN}{WRONG}"))]);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("it is there");
    let status = Command::new(env!("CARGO_BIN_EXE_annexa"))
        .arg("check")
        .current_dir(folder.path())
        .stderr(full)
        .status();
    assert_eq!(status.expect("the program can be run").code(), Some(1));
}

#[test]
fn colours_are_used_where_they_are_wanted() {
    let folder = folder(&[("smx.annexa", &format!("{CLEAN}{WRONG}"))]);
    let coloured = || predicate::str::contains("\x1b[");
    let check = |arguments: &[&str]| folder.annexa(&[&["check"], arguments].concat());
    check(&[]).assert().code(1).stderr(coloured().not());
    check(&["--color", "always"]).assert().stderr(coloured());
    check(&[]).env("CLICOLOR_FORCE", "1").assert().stderr(coloured());
    check(&[]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").assert().stderr(coloured().not());
    check(&["--color=never"]).env("CLICOLOR_FORCE", "1").assert().stderr(coloured().not());
    folder.annexa(&["--color=always", "base", "list"]).assert().stdout(coloured());
    // Output for programs has no colours.
    folder.write("smx.annexa", CLEAN);
    let mut compile = folder.annexa(&["--color=always", "compile", "--stdout"]);
    compile.assert().code(0).stdout(coloured().not());
}

#[cfg(unix)]
#[test]
fn on_a_terminal_there_are_colours_by_themselves() {
    let folder = folder(&[("smx.annexa", &format!("{CLEAN}{WRONG}"))]);
    let shown = |no_color: bool| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_annexa"));
        command.arg("check").current_dir(folder.path()).env("TERM", "xterm");
        command.env_remove("CLICOLOR").env_remove("NO_COLOR");
        if no_color {
            command.env("NO_COLOR", "1");
        }
        let terminal = rexpect::session::spawn_command(command, Some(10_000));
        terminal.expect("a terminal can be had").exp_eof().expect("it ends")
    };
    assert!(shown(false).contains("\x1b["));
    let plain = shown(true);
    assert!(plain.contains("error[R102]") && !plain.contains("\x1b["), "{plain:?}");
}

#[test]
fn help_tells_of_the_exit_codes_and_examples() {
    let folder = folder(&[]);
    let help = |arguments: &[&str]| {
        let (code, stdout, stderr) = folder.run(arguments);
        assert_eq!((code, stderr.as_str()), (0, ""));
        assert!(stdout.lines().all(|line| line.chars().count() <= 100), "{stdout}");
        stdout
    };
    let whole = help(&["--help"]);
    for part in ["Exit codes:", "101  a bug in Annexa", "standard error", "annexa new SMX"] {
        assert!(whole.contains(part), "{part}: {whole}");
    }
    let commands =
        ["check", "combine", "compile", "explain", "fmt", "new", "schema", "status", "completions"];
    for command in commands {
        assert!(help(&[command, "--help"]).contains("Examples:"), "{command}");
        assert!(!help(&[command, "-h"]).contains("Examples:"), "{command}");
    }
    for command in ["list", "show", "search"] {
        assert!(help(&["base", command, "--help"]).contains("Examples:"), "{command}");
    }
    let version = help(&["--version"]);
    assert_eq!(version, format!("annexa {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_wrong_command_line_exits_with_2() {
    let folder = folder(&[]);
    for arguments in
        [&["chekc"][..], &["check", "--loud"], &["compile", "--stdout", "-o", "x"], &[]]
    {
        let (code, stdout, stderr) = folder.run(arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(stderr.contains("Usage: annexa"), "{arguments:?}: {stderr}");
    }
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let folder = folder(&[]);
    let (code, stdout, stderr) = folder.run(&["man", "made/man1"]);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    for page in ["annexa", "annexa-compile", "annexa-base-show"] {
        assert!(folder.read(&format!("made/man1/{page}.1")).contains(".SH SYNOPSIS"), "{page}");
    }
}

#[test]
fn shells_can_complete() {
    let folder = folder(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (code, stdout, _) = folder.run(&["completions", shell]);
        assert_eq!(code, 0);
        assert!(stdout.contains("deny-warnings"), "{shell}");
    }
}

/// In PowerShell 5.1, `>` would write UTF-16.
#[test]
fn what_is_asked_for_goes_to_a_file_as_it_goes_to_standard_output() {
    let folder = folder(&[("smx.annexa", CLEAN)]);
    for (arguments, file) in [
        (&["schema"][..], "out.json"),
        (&["explain"], "out.txt"),
        (&["explain", "C601"], "out.md"),
        (&["explain", "--all"], "out.MD"),
        (&["status"], "out.txt"),
        (&["status", "--format", "json"], "OUT.JSON"),
        (&["check", "--format", "sarif"], "out.sarif"),
        (&["base", "list"], "out.txt"),
        (&["base", "show", "27002 5.23"], "out.txt"),
        (&["base", "search", "cloud"], "out.txt"),
        (&["diff", "smx.annexa", "smx.annexa", "--format", "json"], "diff.json"),
        (&["completions", "bash"], ".local/annexa.bash"),
        (&["completions", "zsh"], ".zfunc/_annexa"),
    ] {
        let (code, stdout, _) = folder.run(arguments);
        let (code_of_file, nothing, stderr) = folder.run(&[arguments, &["-o", file]].concat());
        assert_eq!((code_of_file, nothing.as_str()), (code, ""), "{arguments:?}: {stderr}");
        assert!(!stdout.is_empty(), "{arguments:?}");
        assert_eq!(folder.read(file), stdout, "{arguments:?}");
    }
    let mut coloured = folder.annexa(&["--color=always", "base", "list", "-o", "plain.txt"]);
    coloured.assert().code(0);
    assert!(!folder.read("plain.txt").contains('\u{1b}'));
    folder.write(".bashrc", "mine");
    for (arguments, file) in [
        (&["schema"][..], "smx.annexa"),
        (&["base", "list"], "list.docx"),
        (&["completions", "bash"], ".bashrc"),
        (&["completions", "bash"], ".git/annexa"),
    ] {
        let (code, _, stderr) = folder.run(&[arguments, &["-o", file]].concat());
        assert_eq!(code, 2, "{file}");
        assert!(stderr.contains("is not written"), "{file}: {stderr}");
    }
    assert_eq!(folder.read(".bashrc"), "mine");
}
