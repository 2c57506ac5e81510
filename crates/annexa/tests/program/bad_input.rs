//! Wrong input and places: a clear error, no panic, and no files left behind.

use crate::support::{CLEAN, folder};

#[test]
fn texts_that_are_not_utf8_are_named_with_the_byte() {
    let folder = folder(&[]);
    let mut text = CLEAN.as_bytes().to_vec();
    text.extend(b"// caf\xE9\n");
    folder.write("smx.annexa", &text);
    for command in [&["check"][..], &["compile"], &["fmt"], &["check", "smx.annexa"]] {
        let (code, stdout, stderr) = folder.run(command);
        assert_eq!((code, stdout.as_str()), (2, ""), "{command:?}");
        let offset = CLEAN.len() + 6;
        let message =
            format!("`smx.annexa` is not UTF-8: byte {offset} does not begin a character");
        assert!(stderr.contains(&message), "{command:?}: {stderr}");
    }
    folder.write("smx.annexa", b"\xFF\xFEs\0t\0");
    let (_, _, stderr) = folder.run(&["check"]);
    assert!(stderr.contains("it looks like UTF-16"), "{stderr}");
    folder.write("smx.annexa", CLEAN);
    folder.write("annexa.toml", b"[project]\nname = \"\xFF\"\n");
    let (code, _, stderr) = folder.run(&["check"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("`annexa.toml` is not UTF-8: byte 18"), "{stderr}");
}

#[test]
fn empty_files_and_folders() {
    let folder = folder(&[("empty.annexa", ""), ("nothing/x.txt", "")]);
    let (code, _, stderr) = folder.run(&["check", "empty.annexa"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("error[S008]"), "{stderr}");
    assert_eq!(folder.run(&["compile", "empty.annexa"]).0, 1);
    assert_eq!(folder.run(&["fmt", "--check", "empty.annexa"]).0, 0);
    for command in ["check", "compile", "fmt"] {
        let (code, _, stderr) = folder.run(&[command, "nothing"]);
        assert_eq!(code, 2, "{command}");
        assert!(stderr.contains("there is no .annexa file in `nothing`"), "{command}: {stderr}");
    }
}

#[cfg(unix)]
#[test]
fn paths_that_are_no_files_of_the_language() {
    let folder = folder(&[("note.txt", ""), ("smx.annexa", CLEAN)]);
    for command in ["check", "compile", "fmt"] {
        for (path, message) in [
            ("missing.annexa", "cannot read `missing.annexa`: there is no such file or folder"),
            ("note.txt", "`note.txt` does not end with .annexa"),
            ("smx.annexa/x", "cannot read `smx.annexa/x`: a part of the path is a file"),
        ] {
            let (code, _, stderr) = folder.run(&[command, path]);
            assert_eq!(code, 2, "{command} {path}");
            assert!(stderr.contains(message), "{command} {path}: {stderr}");
        }
    }
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.annexa")).status();
    assert!(made.is_ok_and(|made| made.success()), "a named pipe can be made");
    for command in ["check", "fmt"] {
        let (code, _, stderr) = folder.run(&[command, "pipe.annexa"]);
        assert_eq!(code, 2, "{command}");
        assert!(stderr.contains("`pipe.annexa`: it is a pipe or a device"), "{command}: {stderr}");
    }
}

#[test]
fn a_folder_named_like_a_file_is_a_folder() {
    let folder = folder(&[("x.annexa/smx.annexa", CLEAN)]);
    for path in [".", "x.annexa"] {
        let (code, _, stderr) = folder.run(&["check", path]);
        assert_eq!((code, stderr.as_str()), (0, "No problems in 1 file.\n"), "{path}");
        assert_eq!(folder.run(&["fmt", "--check", path]).0, 0);
    }
}

#[test]
fn a_line_of_ten_megabytes() {
    let folder = folder(&[]);
    folder.write("smx.annexa", format!("{CLEAN}{}", "x".repeat(10_000_000)));
    for command in ["check", "compile", "fmt"] {
        let (code, stdout, stderr) = folder.run(&[command]);
        assert_eq!((code, stdout.as_str()), (1, ""), "{command}");
        assert!(stderr.contains("error[S001]") && stderr.len() < 2000, "{command}: {stderr}");
    }
}

#[test]
fn ten_thousand_open_braces() {
    for text in [
        "{ ".repeat(10_000),
        format!("term \"x\" {}", "{".repeat(10_000)),
        format!("term \"x\" {{\n  definition \"\"\"{}\"\"\"\n}}\n", "{".repeat(10_001)),
        format!("catalogue \"X\" \"x\"\nclause 1 {{ {}", "item a) { ".repeat(10_000)),
        format!("term \"x\" {{\n  definition \"\"\"\n{}", "    - x\n      ".repeat(10_000)),
    ] {
        let folder = folder(&[]);
        folder.write("smx.annexa", format!("{CLEAN}\n{text}"));
        // Several projects are read on threads, whose stacks are smaller.
        folder.write("other/annexa.toml", "");
        folder.write("other/smx.annexa", format!("{CLEAN}\n{text}"));
        for command in ["check", "compile", "fmt"] {
            let (code, _, stderr) = folder.run(&[command]);
            assert_eq!(code, 1, "{command}: {}", stderr.chars().take(2000).collect::<String>());
        }
    }
}

#[test]
fn a_file_that_is_too_large() {
    let folder = folder(&[("smx.annexa", &"// a comment\n".repeat(2_000_000))]);
    for command in ["check", "compile", "fmt"] {
        let (code, _, stderr) = folder.run(&[command]);
        assert_eq!(code, 2, "{command}");
        assert!(stderr.contains("`smx.annexa` is larger than 16 MiB"), "{command}: {stderr}");
    }
}

#[cfg(unix)]
#[test]
fn places_that_cannot_be_written_to() {
    let folder = folder(&[("smx.annexa", CLEAN), ("file", "x"), ("taken/smx.json/x", "")]);
    for (output, message) in [
        ("file/smx.json", "a part of the path is a file, not a folder"),
        ("file/deep/down", "a part of the path is a file, not a folder"),
        ("/proc/annexa", "cannot write `/proc/annexa/smx.json`"),
        ("taken", "it is a folder, not a file"),
    ] {
        let (code, stdout, stderr) = folder.run(&["compile", "-o", output]);
        assert_eq!((code, stdout.as_str()), (2, ""), "{output}");
        assert!(stderr.contains(message), "{output}: {stderr}");
        assert!(!stderr.contains("wrote"), "{output}: {stderr}");
    }
    assert_eq!(folder.names(""), ["file", "smx.annexa", "taken"]);
    assert_eq!(folder.names("taken"), ["smx.json"]);
    let arguments = ["new", "SMX", "--sector", "x", "--title", "x", "--base", "27001"];
    let (code, _, _) = folder.run(&[&arguments[..], &["--directory", "file/x"]].concat());
    assert_eq!(code, 2);
}

/// Runs the program in a shell that limits files to 4 KiB, which ends a write in the middle, as a
/// full disk does.
#[cfg(unix)]
fn with_little_space(folder: &crate::support::Folder, arguments: &str) -> (i32, String, String) {
    let mut command = assert_cmd::Command::new("sh");
    let script = format!("trap '' XFSZ; ulimit -f 8; exec \"$0\" {arguments}");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_annexa")]).current_dir(folder.path());
    crate::support::outcome(&mut command)
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full_leaves_the_old_file_and_nothing_else() {
    let folder = folder(&[("smx.annexa", CLEAN), ("build/smx.json", "old")]);
    let (code, _, stderr) = with_little_space(&folder, "compile");
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("cannot write `"), "{stderr}");
    assert_eq!(folder.names("build"), ["smx.json"]);
    assert_eq!(folder.read("build/smx.json"), "old");

    let comments = format!("{}{CLEAN}\n\n\n", "// a comment\n".repeat(2000));
    folder.write("smx.annexa", &comments);
    let (code, _, stderr) = with_little_space(&folder, "fmt");
    assert_eq!(code, 2, "{stderr}");
    assert_eq!(folder.read("smx.annexa"), comments);
    assert_eq!(folder.names(""), ["build", "smx.annexa"]);

    // The second of the new files does not fit, so the first one is removed.
    let arguments = "new SMX --sector x --title x --base 27002:2013 --directory new";
    let (code, _, stderr) = with_little_space(&folder, arguments);
    assert_eq!(code, 2, "{stderr}");
    assert_eq!(folder.names("new"), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_full_device_behind_standard_output() {
    let folder = folder(&[("smx.annexa", CLEAN)]);
    for arguments in [&["compile", "--stdout"][..], &["schema"], &["base", "list"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("it is there");
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_annexa"))
            .args(arguments)
            .current_dir(folder.path())
            .stdout(full)
            .output()
            .expect("the program can be run");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains("cannot write to standard output"), "{arguments:?}: {stderr}");
    }
    let (code, _, stderr) = folder.run(&["compile", "-o", "/dev/full"]);
    assert_eq!(code, 2, "{stderr}");
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf8() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[]);
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.annexa");
    std::fs::write(folder.path().join(name), CLEAN).expect("can be written");
    let (code, _, stderr) = folder.run(&["check"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("is not UTF-8; rename it"), "{stderr}");
}
