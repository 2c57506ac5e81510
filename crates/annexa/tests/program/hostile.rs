//! Files and links that are not sources, wherever a source can be: each is reported, none blocks
//! the program, and the rest is checked. The time limit only ends a test that hangs.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::support::{CLEAN, Folder, WRONG, folder, outcome};

/// Long enough for a slow machine; a blocked program never ends.
const LIMIT: Duration = Duration::from_secs(60);

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.is_ok_and(|made| made.success()), "a named pipe can be made");
}

/// Creates folders whose paths are too long for the system, in two halves.
fn bury(folder: &Path) {
    let half: PathBuf = std::iter::repeat_n("d".repeat(200), 15).collect();
    for half in [folder.join(&half), folder.join("half").join(&half)] {
        fs::create_dir_all(half).expect("folders can be made");
    }
    let whole = folder.join(&half).join("half");
    fs::rename(folder.join("half"), whole).expect("a folder can be moved");
}

fn run(folder: &Folder, arguments: &[&str]) -> (i32, String, String) {
    let mut command = folder.annexa(arguments);
    command.timeout(LIMIT).env("XDG_CACHE_HOME", folder.path().join("cache"));
    outcome(&mut command)
}

/// Returns a project with a mistake, which shows that it is checked.
fn project() -> Folder {
    folder(&[("annexa.toml", ""), ("smx.annexa", &format!("{CLEAN}{WRONG}"))])
}

/// Runs `check` and `compile` with an obstacle: the mistake is reported, and a message names the
/// obstacle.
fn check(folder: &Folder, code: i32, message: &str) {
    for command in ["check", "compile"] {
        let (found, _, stderr) = run(folder, &[command]);
        assert_eq!(found, code, "{command}: {stderr}");
        assert!(stderr.contains("error[R102]"), "{command}: {stderr}");
        assert_eq!(stderr.matches(message).count(), 1, "{command}: {message}: {stderr}");
    }
}

#[test]
fn what_is_no_file_is_left_out_with_a_warning() {
    for (name, target, message) in [
        ("x.annexa", None, "warning: `x.annexa` is a pipe or a device, not a file"),
        ("x.annexa", Some("/dev/zero"), "warning: `x.annexa` is a link to `/dev/zero`"),
        ("x.annexa", Some("/usr/share"), "warning: `x.annexa` is a link to `/usr/share`"),
        ("x.annexa", Some("nowhere"), "warning: `x.annexa` is a link to a missing file"),
        ("x.annexa", Some("x.annexa"), "warning: `x.annexa` is a link to a missing file"),
        (".gitignore", None, "warning: `.gitignore` is ignored: it is a pipe"),
        (".gitignore", Some("/dev/zero"), "warning: `.gitignore` is ignored: it is a link"),
    ] {
        let folder = project();
        let path = folder.path().join(name);
        match target {
            Some(target) => symlink(target, path).expect("a link can be made"),
            None => pipe(&path),
        }
        check(&folder, 1, message);
        // The same for a file that is named alone.
        let (code, _, stderr) = run(&folder, &["check", "smx.annexa"]);
        assert_eq!(code, 1, "{stderr}");
    }
}

#[test]
fn folders_and_files_that_cannot_be_read_are_left_out_with_a_warning() {
    let folder = project();
    bury(&folder.path());
    check(&folder, 1, "warning: cannot search `");

    let folder = project();
    folder.write("locked/part.annexa", "");
    folder.write("u.annexa", "");
    // Another user must be able to reach the program, and may have no access to a folder above it.
    let program = folder.path().join("program");
    fs::copy(env!("CARGO_BIN_EXE_annexa"), &program).expect("it can be copied");
    let allow = |name: &str, mode| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(folder.path().join(name), permissions).expect("they can be set");
    };
    for (name, mode) in [("", 0o755), ("locked", 0), ("u.annexa", 0)] {
        allow(name, mode);
    }
    let mut command = Command::new(program);
    command.arg("check").current_dir(folder.path());
    // The superuser can read them.
    if fs::read(folder.path().join("u.annexa")).is_ok() {
        command.uid(65534).gid(65534);
    }
    let (code, _, stderr) = outcome(&mut assert_cmd::Command::from_std(command));
    allow("locked", 0o755);
    assert_eq!(code, 1, "{stderr}");
    for message in
        ["error[R102]", "warning: cannot search `locked`", "warning: cannot read `u.annexa`"]
    {
        assert_eq!(stderr.matches(message).count(), 1, "{message}: {stderr}");
    }
}

#[test]
fn links_to_folders_say_nothing_and_are_not_followed() {
    let folder = project();
    symlink("/usr/share", folder.path().join("result")).expect("a link can be made");
    symlink(".", folder.path().join("again")).expect("a link can be made");
    let (code, _, stderr) = run(&folder, &["check"]);
    assert_eq!(code, 1);
    assert!(!stderr.contains("warning") && stderr.ends_with("1 error in 1 file.\n"), "{stderr}");
}

#[test]
fn what_is_no_text_is_one_error_and_the_rest_is_checked() {
    let zeros = vec![0; 3_000_000];
    for (bytes, message) in [
        (&zeros[..], "`n.annexa` is a binary file, not a text: byte 0 is 0"),
        (b"term \"x\"\0", "`n.annexa` is a binary file, not a text: byte 8 is 0"),
        (b"s\0t\0a\0n\0d\0a\0r\0d\0 \0", "`n.annexa` is not UTF-8"),
        (b"part of SMX\n\xE9", "`n.annexa` is not UTF-8: byte 12 does not begin a character"),
    ] {
        let folder = project();
        folder.write("n.annexa", bytes);
        check(&folder, 2, message);
    }
    for (length, message) in [(50 << 20, "is a binary file"), (3 << 30, "is a binary file")] {
        let folder = project();
        let file = fs::File::create(folder.path().join("n.annexa")).expect("can be made");
        file.set_len(length).expect("can be made long");
        check(&folder, 2, message);
    }
}

#[test]
fn findings_of_one_rule_in_one_file_are_capped() {
    let folder = project();
    folder.write("n.annexa", format!("term \"{}\"\n", "a\u{ad}".repeat(20_000)));
    let (code, _, stderr) = run(&folder, &["check"]);
    assert_eq!(code, 1);
    assert!(stderr.len() < 200_000, "{} bytes", stderr.len());
    assert!(stderr.contains("error[R102]") && stderr.contains("more findings of S003"), "{stderr}");
    let (_, stdout, _) = run(&folder, &["check", "--format", "json"]);
    assert!(stdout.len() < 500_000, "{} bytes", stdout.len());
}

#[test]
fn nonsense_in_a_file_has_a_limited_number_of_findings() {
    let folder = project();
    // A generator (xorshift) that gives the same numbers in each run.
    let mut last = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = || {
        last ^= last << 13;
        last ^= last >> 7;
        last ^= last << 17;
        // Not zero, which would make the file binary.
        (last % 127) as u8 + 1
    };
    folder.write("n.annexa", (0..300_000).map(|_| next()).collect::<Vec<_>>());
    let (code, stdout, _) = run(&folder, &["check", "--format", "json"]);
    assert_eq!(code, 1);
    assert!(stdout.len() < 2_000_000, "{} bytes", stdout.len());
    let report: serde_json::Value = serde_json::from_str(&stdout).expect("it is JSON");
    let mut by_rule: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for finding in report["findings"].as_array().expect("a list") {
        let file = finding["place"]["file"].as_str().expect("a name");
        let of = (file, finding["code"].as_str().expect("a code"));
        by_rule.entry(of).or_default().push(finding["message"].as_str().expect("a text"));
    }
    assert!(by_rule.contains_key(&("smx.annexa", "R102")), "the rest is checked");
    let capped: Vec<_> = by_rule.into_iter().filter(|(_, messages)| messages.len() > 250).collect();
    assert!(capped.len() > 1, "{capped:?}");
    for (of, messages) in capped {
        let counting = messages.iter().filter(|it| it.contains("more findings of")).count();
        assert_eq!((messages.len(), counting), (251, 1), "{of:?}");
    }
}

#[test]
fn settings_that_are_no_file_are_an_error() {
    for target in [None, Some("/dev/zero"), Some("nowhere")] {
        let folder = folder(&[("smx.annexa", CLEAN)]);
        let path = folder.path().join("annexa.toml");
        match target {
            Some(target) => symlink(target, path).expect("a link can be made"),
            None => pipe(&path),
        }
        for command in ["check", "compile", "status"] {
            let (code, _, stderr) = run(&folder, &[command]);
            assert_eq!(code, 2, "{command}: {stderr}");
            assert!(stderr.contains("cannot read `annexa.toml`"), "{command}: {stderr}");
        }
    }
}

#[test]
fn only_files_of_the_project_leave_files_out() {
    let folder = folder(&[("p/annexa.toml", ""), ("p/src/smx.annexa", CLEAN)]);
    let all = run(&folder, &["check", "p"]).2;
    folder.write(".gitignore", "*.annexa\nsrc\n");
    folder.write(".ignore", "*\n");
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(run(&folder, &["check", "p"]).2, all, "the repository is above the project");
    folder.write("p/.ignore", "*\n");
    folder.write("p/src/.ignore", "*\n");
    folder.write("p/.git/info/exclude", "*\n");
    folder.write("p/.git/HEAD", "ref: refs/heads/main\n");
    folder.write("home/.config/git/ignore", "*.annexa\n");
    let mut command = folder.annexa(&["check", "p"]);
    command.env("HOME", folder.path().join("home")).env_remove("XDG_CONFIG_HOME");
    assert_eq!(outcome(&mut command).2, all);
    folder.write("p/.gitignore", "*.annexa\n!/src/\n");
    assert_eq!(run(&folder, &["check", "p"]).0, 2);
    // The innermost matching pattern decides.
    folder.write("p/src/.gitignore", "!smx.annexa\n");
    assert_eq!(run(&folder, &["check", "p"]).2, all);
    folder.write("p/annexa.toml", "[project]\nsources = [\"src\"]\n");
    assert_eq!(run(&folder, &["check", "p"]).2, all);
    folder.write("p/src/.gitignore", "");
    assert_eq!(run(&folder, &["check", "p"]).0, 2, "the settings above the sources count");
}

#[test]
fn outputs_never_replace_a_source_or_anything_of_git() {
    let folder = folder(&[("annexa.toml", "# mine\n"), ("smx.annexa", CLEAN)]);
    let others = ["note.txt", "Makefile", "page.html", ".git/config"];
    others.iter().for_each(|name| folder.write(name, "x"));
    symlink("smx.annexa", folder.path().join("link.json")).expect("can be made");
    symlink("new.annexa", folder.path().join("dangling.json")).expect("can be made");
    symlink(".git", folder.path().join("git")).expect("can be made");
    let before = folder.names("");
    let outputs = [
        "smx.annexa",
        "./smx.annexa",
        "SMX.ANNEXA",
        "new.annexa",
        "annexa.toml",
        "ANNEXA.TOML",
        "note.txt",
        "Makefile",
        ".git",
        ".git/hooks",
        ".git/x.json",
        "git/x.json",
        ".hidden",
        ".hidden/x.json",
        "link.json",
        "dangling.json",
        "a/../smx.annexa",
    ];
    for output in outputs {
        for arguments in [
            &["compile", "-o", output][..],
            &["compile", "--format", "json", "-o", output],
            &["compile", "--format", "html", "-o", output],
            &["compile", "--format", "json", "--format", "html", "-o", output],
            &["check", "--format", "json", "-o", output],
            &["combine", ".", ".", "-o", output],
        ] {
            let (code, stdout, stderr) = run(&folder, arguments);
            // Some formats have another extension, and a folder of that name is created for them.
            assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}: {stderr}");
            assert_eq!(folder.names(""), before, "{arguments:?}");
            assert_eq!(folder.names(".git"), ["config"], "{arguments:?}");
            assert_eq!(folder.read("annexa.toml"), "# mine\n", "{arguments:?}");
            assert!(others.iter().all(|name| folder.read(name) == "x"), "{arguments:?}");
        }
    }
    // The extension selects the format; a file of another format is not replaced.
    let json = ["compile", "--format", "json", "-o", "page.html"];
    assert_eq!(run(&folder, &json).0, 2);
    assert_eq!(folder.read("page.html"), "x");
    assert_eq!(run(&folder, &["compile", "-o", "page.html"]).0, 0);
    for settings in [".git/hooks", ".hidden", "git/deep", "smx.annexa", "annexa.toml", "x.annexa"] {
        folder.write("annexa.toml", format!("[compile]\noutput = \"{settings}\"\n"));
        let (code, _, stderr) = run(&folder, &["compile"]);
        assert_eq!(code, 2, "{settings}: {stderr}");
        assert_eq!(folder.names(""), before, "{settings}");
        assert_eq!(folder.names(".git"), ["config"], "{settings}");
    }
    for arguments in [
        &["man", ".git"][..],
        &["lsp", "--log", "smx.annexa"],
        &["lsp", "--record", "annexa.toml"],
        &["new", "ABC", "--sector", "x", "--title", "x", "--base", "27001", "--directory", ".git"],
    ] {
        let (code, _, stderr) = run(&folder, arguments);
        assert_eq!(code, 2, "{arguments:?}: {stderr}");
    }
    assert_eq!(folder.read("smx.annexa"), CLEAN);
    folder.write("annexa.toml", "");
    for (output, written) in [("OUT.JSON", "OUT.JSON"), (".", "smx.json"), ("out", "out/smx.json")]
    {
        assert_eq!(run(&folder, &["compile", "-o", output]).0, 0);
        assert!(folder.exists(written));
    }
}

#[test]
fn figures_are_pictures_and_nothing_else() {
    let figure = "\ninterpret 27001 7.3 {\n  text \"\"\"\n    As shown.\n\n    {figure \"x.png\" \"Where\"}\n  \"\"\"\n}\n";
    for (target, message) in [
        (None, "it is a pipe or a device"),
        (Some("/dev/zero"), "leads out of the project"),
        (Some(".git/config"), "is a hidden file or in a hidden folder"),
        (Some("smx.annexa"), "is not a PNG picture"),
        (Some("large"), "it is larger than 16 MiB"),
    ] {
        let folder = folder(&[("annexa.toml", ""), ("smx.annexa", &format!("{CLEAN}{figure}"))]);
        folder.write(".git/config", "[core]\n");
        let large = fs::File::create(folder.path().join("large")).expect("can be made");
        large.set_len(3 << 30).expect("can be made long");
        let path = folder.path().join("x.png");
        match target {
            Some(target) => symlink(target, path).expect("a link can be made"),
            None => pipe(&path),
        }
        for command in [&["check"][..], &["compile"], &["compile", "--format", "html"]] {
            let (code, stdout, stderr) = run(&folder, command);
            assert_eq!(code, 1, "{target:?}: {stderr}");
            let found = format!("{stdout}{stderr}");
            assert!(found.contains("R124") && found.contains(message), "{target:?}: {found}");
        }
        // If the rule is off, the page reports it.
        folder.write("annexa.toml", "[rules]\nR124 = \"off\"\n");
        let (code, _, stderr) = run(&folder, &["compile", "--format", "html"]);
        assert!(code == 2 && stderr.contains(message), "{target:?}: {code} {stderr}");
        assert!(!folder.exists("build/smx.html") && !folder.exists("build/smx.json"), "{target:?}");
    }
}

/// Returns what a terminal receives from a command. Questions are answered with the last choice.
fn on_terminal(folder: &Folder, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_annexa"));
    command.args(arguments).current_dir(folder.path());
    let mut terminal =
        rexpect::session::spawn_command(command, Some(10_000)).expect("a terminal can be had");
    let mut shown = String::new();
    if arguments.contains(&"--fix=ask") {
        shown = terminal.exp_string("Quit").expect("the list is drawn");
        terminal.send("\x1b[A\r").and_then(|_| terminal.flush()).expect("it listens");
    }
    shown += &terminal.exp_eof().expect("it ends");
    // Each byte is returned as a character.
    String::from_utf8(shown.chars().map(|byte| byte as u8).collect()).expect("it is UTF-8")
}

#[test]
fn nothing_that_a_terminal_obeys_reaches_it() {
    let sequence = "\u{9b}31m\u{90}q\u{9c}\u{1b}]0;t\u{7}\u{202e}\u{1b}[8m";
    let name = format!("a\nb{sequence}.annexa");
    let folder = folder(&[("annexa.toml", ""), ("old/annexa.toml", "")]);
    folder.write(
        &name,
        format!("{CLEAN}{WRONG}\nterm \"{sequence}\" {{\n\n\n}}\n").replace("meters", sequence),
    );
    // U+202E is an error in comments too, and a project with errors is not migrated.
    let comment = sequence.replace('\u{202e}', "");
    let old = CLEAN.replace("2022 + Amd 1:2024", &format!("2013 // {comment}"));
    folder.write("old/smx.annexa", old);
    // On a terminal, formats for programs are read by people as well.
    for arguments in [
        &["check"][..],
        &["check", "--format", "github"],
        &["check", "--fix", "--diff"],
        &["migrate", "old", "--to", "2022", "--diff"],
        &["diff", "old", &name],
        &["check", "--fix=ask"],
    ] {
        let shown = on_terminal(&folder, arguments);
        assert!(shown.contains("[8m"), "{arguments:?}: it is shown: {shown:?}");
        for obeyed in ["\u{9b}", "\u{90}", "\u{1b}]", "\u{7}", "\u{202e}", "\u{1b}[8m"] {
            assert!(!shown.contains(obeyed), "{arguments:?}: {shown:?}");
        }
    }
    for arguments in [
        &["check"][..],
        &["diff", "old", &name],
        &["combine", ".", "old"],
        &["migrate", "old", "--to", "2022"],
        &["compile"],
        &["status"],
        &["fmt", "--check"],
        &["fmt"],
        &["check", "--fix"],
        &["check", sequence],
        &["check", &format!("--{sequence}")],
        &["compile", "-o", &name],
        &["base", "search", sequence],
    ] {
        let (_, stdout, stderr) = run(&folder, arguments);
        for text in [stdout, stderr] {
            let text = text.replace('\n', "");
            assert!(
                !text.contains(|it: char| it.is_control() || it == '\u{202e}'),
                "{arguments:?}: {text:?}"
            );
        }
        // Each location is on one line.
        let (_, _, stderr) = run(&folder, arguments);
        assert!(!stderr.lines().any(|line| line.ends_with("--> a")), "{arguments:?}: {stderr}");
    }
}

#[test]
fn files_on_the_command_line_are_one_project() {
    let folder = folder(&[("smx.annexa", CLEAN)]);
    for number in 0..20 {
        folder.write(&format!("p{number}.annexa"), format!("part of SMX\n// {number}\n"));
    }
    folder.write("oth.annexa", CLEAN.replace("SMX", "OTH"));
    let names = folder.names("");
    let all: Vec<&str> = ["check"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let (code, _, stderr) = run(&folder, &all);
    assert_eq!((code, stderr.lines().last()), (0, Some("No problems in 22 files of 2 projects.")));
    folder.write("annexa.toml", "");
    assert!(run(&folder, &all).2.contains("22 files."));
}
