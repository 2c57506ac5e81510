//! `annexa fmt`.

use expect_test::expect;

use crate::support::{CLEAN, folder, outcome};

const UGLY: &str = "part of SMX\n\n\n\nretain   27001 7.3 {\nreason   \"No need at all.\"\n}\n";
const NEAT: &str = "part of SMX\n\nretain 27001 7.3 {\n  reason \"No need at all.\"\n}\n";

#[test]
fn files_are_formatted_wherever_they_are() {
    let folder = folder(&[("a.annexa", UGLY), ("sub/b.annexa", UGLY), ("c.annexa", CLEAN)]);
    folder.write("nested/annexa.toml", "");
    folder.write("nested/d.annexa", UGLY);
    folder.write("note.txt", UGLY);
    let (code, stdout, stderr) = folder.run(&["fmt"]);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    assert!(stderr.ends_with("3 files formatted, 1 file already formatted.\n"), "{stderr}");
    for name in ["a.annexa", "sub/b.annexa", "nested/d.annexa"] {
        assert_eq!(folder.read(name), NEAT, "{name}");
    }
    assert_eq!(folder.read("note.txt"), UGLY);
    assert_eq!(folder.names(""), ["a.annexa", "c.annexa", "nested", "note.txt", "sub"]);
}

#[test]
fn check_shows_what_would_change_and_changes_nothing() {
    let folder = folder(&[("a.annexa", UGLY), ("c.annexa", CLEAN)]);
    let (code, stdout, stderr) = folder.run(&["fmt", "--check"]);
    assert_eq!(code, 1);
    expect![[r#"
        a.annexa
        @@ -2,6 +2,4 @@

        -
        -
        -retain   27001 7.3 {
        -reason   "No need at all."
        +retain 27001 7.3 {
        +  reason "No need at all."
         }
    "#]]
    .assert_eq(&stdout);
    assert_eq!(stderr, "1 file to be formatted, 1 file already formatted.\n");
    assert_eq!(folder.read("a.annexa"), UGLY);
    folder.run(&["fmt"]);
    assert_eq!(folder.run(&["fmt", "--check"]).0, 0);
}

// Windows has neither file modes nor inode numbers.
#[cfg(unix)]
#[test]
fn a_file_that_need_not_change_is_not_touched_and_others_keep_their_permissions() {
    use std::fs;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    let folder = folder(&[("a.annexa", UGLY), ("c.annexa", CLEAN)]);
    let path = |name: &str| folder.path().join(name);
    let inode = |name: &str| fs::metadata(path(name)).expect("it is there").ino();
    fs::set_permissions(path("a.annexa"), fs::Permissions::from_mode(0o640)).expect("ours");
    let before = inode("c.annexa");
    assert_eq!(folder.run(&["fmt"]).0, 0);
    assert_eq!(inode("c.annexa"), before);
    let mode = fs::metadata(path("a.annexa")).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

// On Windows, only administrators can create links.
#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    use std::os::unix::fs::symlink;

    let folder = folder(&[("sub/a.annexa", UGLY)]);
    symlink("sub/a.annexa", folder.path().join("link.annexa")).expect("a link can be made");
    let (code, _, stderr) = folder.run(&["fmt", "link.annexa"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(folder.read("sub/a.annexa"), NEAT);
    assert!(folder.path().join("link.annexa").is_symlink());
}

#[test]
fn a_file_with_syntax_errors_is_left_alone_and_the_others_are_not() {
    let broken = "part of SMX\nretain   27001 7.3 {\nreason   \"No\n}\n";
    let folder = folder(&[("a.annexa", UGLY), ("b.annexa", broken)]);
    let (code, _, stderr) = folder.run(&["fmt"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("error[S002]"), "{stderr}");
    assert!(stderr.contains("--> b.annexa:3:10"), "{stderr}");
    assert!(
        stderr.ends_with("1 file formatted, 1 file with syntax errors not changed.\n"),
        "{stderr}"
    );
    assert_eq!(folder.read("b.annexa"), broken);
    assert_eq!(folder.read("a.annexa"), NEAT);
}

#[test]
fn a_file_that_is_read_only_is_not_replaced() {
    let folder = folder(&[("a.annexa", UGLY)]);
    folder.set_read_only("a.annexa", true);
    let (code, _, stderr) = folder.run(&["fmt"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("the file is read-only"), "{stderr}");
    assert_eq!(folder.read("a.annexa"), UGLY);
}

#[test]
fn from_standard_input_to_standard_output() {
    let folder = folder(&[]);
    let run = |arguments: &[&str], text: &[u8]| {
        outcome(folder.annexa(arguments).write_stdin(text.to_vec()))
    };
    assert_eq!(run(&["fmt", "-"], UGLY.as_bytes()), (0, NEAT.to_owned(), String::new()));
    assert_eq!(run(&["fmt", "-"], NEAT.as_bytes()), (0, NEAT.to_owned(), String::new()));
    assert_eq!(run(&["fmt", "--check", "-"], NEAT.as_bytes()).0, 0);
    let (code, stdout, _) = run(&["fmt", "--check", "-"], UGLY.as_bytes());
    assert_eq!(code, 1);
    assert!(stdout.starts_with("standard input\n@@"), "{stdout}");
    let (code, stdout, stderr) = run(&["fmt", "-"], b"term \"x");
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("--> standard input:1:6"), "{stderr}");
    let (code, _, stderr) = run(&["fmt", "-"], b"term \xC3\x28");
    assert_eq!(code, 2);
    assert!(stderr.contains("`standard input` is not UTF-8: byte 5"), "{stderr}");
    assert_eq!(run(&["fmt", "-", "x.annexa"], b"").0, 2);
}
