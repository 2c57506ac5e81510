//! The report of a panic, which is always a bug in Annexa and never in the user's file.

use std::panic::PanicHookInfo;

/// The exit code of a bug, the same as that of a Rust panic.
const EXIT_CODE: i32 = 101;

/// Makes a panic on any thread end the program with a message that says where to report it.
pub(crate) fn install_hook() {
    std::panic::set_hook(Box::new(|info| {
        crate::terminal::say(&message(info));
        std::process::exit(EXIT_CODE);
    }));
}

fn message(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
    let payload = info.payload();
    let payload = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let arguments: Vec<_> =
        std::env::args_os().skip(1).map(|argument| argument.display().to_string()).collect();
    format!(
        "This is a bug in Annexa, not a mistake of yours.\nPlease report it at {}/issues with \
         these lines and, if you may share it, the file:\n\n  annexa {} on {}\n  annexa {}\n  \
         {}\n  {}\n",
        env!("CARGO_PKG_REPOSITORY"),
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        arguments.join(" "),
        payload.unwrap_or("(no message)"),
        place.as_deref().unwrap_or("(no place)"),
    )
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    const CHILD: &str = "ANNEXA_TEST_PANICS";

    /// The hook ends the process, so the test runs itself again as a child process.
    #[test]
    fn a_panic_is_reported_as_a_bug_and_exits_with_101() {
        if std::env::var_os(CHILD).is_some() {
            super::install_hook();
            let on_another_thread = std::thread::spawn(|| panic!("the sky fell"));
            on_another_thread.join().expect("the hook ends the process before this");
        }
        let child = Command::new(std::env::current_exe().expect("a test has a path"))
            .args(["--exact", "bug::tests::a_panic_is_reported_as_a_bug_and_exits_with_101"])
            .arg("--nocapture")
            .env(CHILD, "1")
            .output()
            .expect("the test can run itself");
        let stderr = String::from_utf8_lossy(&child.stderr);
        assert_eq!(child.status.code(), Some(101), "{stderr}");
        assert!(stderr.contains("This is a bug in Annexa"), "{stderr}");
        assert!(stderr.contains("the sky fell") && stderr.contains("bug.rs:"), "{stderr}");
        assert!(stderr.contains("/issues"), "{stderr}");
    }
}
