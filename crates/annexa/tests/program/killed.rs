//! Runs that are killed, and simultaneous runs: nothing is lost, and nothing remains.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::{CLEAN, Folder, folder};

const FILES: usize = 30;

/// Returns a project with unformatted files, each large enough that writing it takes a moment.
fn unformatted() -> Folder {
    let folder = folder(&[("annexa.toml", "")]);
    for number in 0..FILES {
        folder.write(&format!("{number:02}.annexa"), before(number));
    }
    folder
}

fn before(number: usize) -> String {
    let comments = format!("// {number}\n").repeat(2_000);
    format!("{}\n\n\n\n{comments}", CLEAN.replace("SMX", &format!("S{number:02}")))
}

/// Returns the names of temporary files.
fn left(folder: &Folder) -> Vec<String> {
    let mut names = folder.names("");
    names.retain(|name| name.starts_with(".annexa") || name.ends_with(".tmp"));
    names
}

/// Kills runs of `annexa fmt`, each a little later than the one before.
fn kill(runs: usize) {
    /// Longer than a run takes, so that some are not killed.
    const LONGEST: u64 = 200;
    for (number, signal) in
        ["INT", "TERM", "HUP", "KILL"].into_iter().cycle().take(runs).enumerate()
    {
        let folder = unformatted();
        let mut run = Command::new(env!("CARGO_BIN_EXE_annexa"))
            .arg("fmt")
            .current_dir(folder.path())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be run");
        std::thread::sleep(Duration::from_millis(LONGEST * number as u64 / runs as u64));
        let kill =
            Command::new("kill").args([&format!("-{signal}"), &run.id().to_string()]).status();
        assert!(kill.is_ok());
        run.wait().expect("it has ended");
        for number in 0..FILES {
            let text = folder.read(&format!("{number:02}.annexa"));
            assert!(text.ends_with(&format!("// {number}\n")), "{signal}: a file is whole");
        }
        // What a file system without nameless files leaves.
        folder.write(".annexa-aaaaaaaaaaaa.tmp", "half");
        folder.write("last.annexa", before(99));
        let (code, _, stderr) = folder.run(&["fmt"]);
        assert_eq!(code, 0, "{stderr}");
        assert_eq!(left(&folder), [""; 0], "{signal}");
    }
}

#[test]
fn a_run_that_is_ended_leaves_nothing_once_another_has_written() {
    kill(12);
}

#[test]
#[ignore = "it takes a minute"]
fn two_hundred_runs_that_are_ended_leave_nothing() {
    kill(200);
}

/// A mistake with a safe fix, in a text that `fmt` accepts.
const MISTAKE: &str = "term \"lock\" {\n  definition \"\"\"the device\"\"\"\n}\n";

#[test]
fn runs_at_the_same_time_lose_nothing() {
    let fix = &["check", "--fix"][..];
    let compile = &["compile", "-o", "out.json", "00.annexa"][..];
    let fmt = &["fmt"][..];
    for (runs, output) in [
        ([fix, fix, fix], false),
        ([fmt, fix, fmt], false),
        ([fmt, fmt, compile], true),
        ([compile, compile, compile], true),
        ([compile, fix, compile], true),
    ] {
        let folder = unformatted();
        fs::remove_file(folder.path().join("annexa.toml")).expect("it is there");
        for number in 0..FILES {
            let text = format!("{}\n{MISTAKE}", before(number));
            folder.write(&format!("{number:02}.annexa"), text);
        }
        let start = |arguments: &[&str]| {
            let mut run = Command::new(env!("CARGO_BIN_EXE_annexa"));
            run.args(arguments).current_dir(folder.path());
            run.stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the program can be run")
        };
        for run in runs.map(start) {
            let run = run.wait_with_output().expect("it has ended");
            let said = String::from_utf8_lossy(&run.stderr);
            // The later run does not overwrite what the earlier one wrote.
            let is_late = said.contains("another program has changed it in the meantime");
            assert!(run.status.success() || is_late, "{runs:?}: {said}");
        }
        for number in 0..FILES {
            let text = folder.read(&format!("{number:02}.annexa"));
            assert!(text.contains(&format!("// {number}\n")), "{runs:?}: a file is whole");
            assert!(text.ends_with("device\"\"\"\n}\n"), "{runs:?}: a file is whole");
        }
        if output {
            let compiled = serde_json::from_str::<serde_json::Value>(&folder.read("out.json"));
            assert!(compiled.is_ok_and(|it| it.is_object()), "{runs:?}: the output is whole");
        }
        // Alone, each run does what is left to do.
        assert_eq!(folder.run(fix).0, 0);
        assert_eq!(folder.run(fmt).0, 0);
        assert_eq!(folder.run(&["fmt", "--check"]).0, 0);
        assert!(!folder.read("00.annexa").contains("the device"), "{runs:?}");
        assert_eq!(left(&folder), [""; 0]);
    }
}
