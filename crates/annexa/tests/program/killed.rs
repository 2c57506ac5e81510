//! Runs that are ended in the middle, and runs at the same time: nothing is lost, and nothing is left.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::{CLEAN, Folder, folder};

const FILES: usize = 30;

/// A project whose files are not in form, each so large that to write it takes a moment.
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

/// The names of temporary files.
fn left(folder: &Folder) -> Vec<String> {
    let mut names = folder.names("");
    names.retain(|name| name.starts_with(".annexa") || name.ends_with(".tmp"));
    names
}

#[test]
fn a_run_that_is_ended_leaves_nothing_once_another_has_written() {
    for (number, signal) in ["INT", "TERM", "HUP", "KILL"].into_iter().cycle().take(12).enumerate()
    {
        let folder = unformatted();
        let mut run = Command::new(env!("CARGO_BIN_EXE_annexa"))
            .arg("fmt")
            .current_dir(folder.path())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be run");
        // Some are ended while they write, some before, some not at all.
        std::thread::sleep(Duration::from_millis(15 * number as u64));
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
fn runs_at_the_same_time_lose_nothing() {
    let folder = unformatted();
    let start = |arguments: &[&str]| {
        let mut run = Command::new(env!("CARGO_BIN_EXE_annexa"));
        run.args(arguments).current_dir(folder.path()).stderr(Stdio::null());
        run.spawn().expect("the program can be run")
    };
    let runs = [&["fmt"][..], &["fmt"], &["compile"], &["compile"], &["fmt"]].map(start);
    for mut run in runs {
        assert!(run.wait().expect("it has ended").success());
    }
    assert_eq!(folder.run(&["fmt", "--check"]).0, 0);
    assert_eq!(folder.names("build").len(), FILES);
    assert_eq!(left(&folder), [""; 0]);
}
