//! `annexa explain`.

use crate::support::folder;

#[test]
fn a_rule_is_explained_by_its_code_or_its_name() {
    let folder = folder(&[]);
    let (code, page, stderr) = folder.run(&["explain", "Q502"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    for part in [
        "# Q502 may-invalidate\n",
        "ISO/IEC 27009:2020, 5.2, 5.3 and 5.4",
        "is a proxy",
        "Wrong:\n\n```annexa\nadd requirement SMX.4.3.1",
        "Right:\n\n```annexa\n",
        "`allow Q502",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    for same in ["q502", "may-invalidate"] {
        assert_eq!(folder.run(&["explain", same]).1, page, "{same}");
    }
}

#[test]
fn all_rules_are_explained_at_once() {
    let (code, pages, stderr) = folder(&[]).run(&["explain", "--all"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(pages.starts_with("# Rules\n\n| code |"), "{pages}");
    // One page per row of the table, and the page about ISO/IEC 27009:2020.
    assert_eq!(pages.matches("\n## ").count(), pages.matches("\n| [").count() + 1);
    assert!(pages.matches("\n## ").count() > 60);
}

#[test]
fn the_status_of_27009_is_a_page() {
    let (code, page, _) = folder(&[]).run(&["explain", "27009"]);
    assert_eq!(code, 0);
    assert!(page.starts_with("# ISO/IEC 27009:2020\n"), "{page}");
    assert_eq!(folder(&[]).run(&["explain", "ISO/IEC 27009:2020"]).1, page);
}

#[test]
fn a_rule_that_is_not_there_gets_a_proposal() {
    let folder = folder(&[]);
    for (asked, help) in [
        ("Q520", "did you mean Q502 (may-invalidate)?"),
        ("may-invalid", "did you mean Q502 (may-invalidate)?"),
        ("everything", "`annexa explain` lists the rules"),
    ] {
        let (code, stdout, stderr) = folder.run(&["explain", asked]);
        assert_eq!((code, stdout.as_str()), (2, ""), "{asked}");
        assert!(stderr.contains(&format!("there is no rule `{asked}`")), "{stderr}");
        assert!(stderr.contains(help), "{stderr}");
    }
    assert_eq!(folder.run(&["explain", "--all", "Q502"]).0, 2);
}

#[test]
fn without_a_code_the_rules_are_listed() {
    let (code, listed, stderr) = folder(&[]).run(&["explain"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(listed.starts_with("Form of a file\n  S001  error    unexpected-token"), "{listed}");
    assert!(
        listed.contains(
            "\nDrafting (ISO/IEC Directives, Part 2)\n  D201  error    provision-in-note"
        ),
        "{listed}"
    );
}

#[test]
fn help_explains_itself_and_near_misses_are_proposed() {
    let folder = folder(&[]);
    let help = folder.run(&["help"]).1;
    for same in ["--help", "-h"] {
        let (code, stdout, stderr) = folder.run(&["help", same]);
        assert_eq!((code, stderr.as_str()), (0, ""));
        assert_eq!(stdout, help, "{same}");
    }
    assert!(folder.run(&["help", "check", "--help"]).1.contains("annexa check"));
    for (arguments, near) in [
        (&["chek"][..], "'check'"),
        (&["explian"], "'explain'"),
        (&["base", "serch"], "'search'"),
        (&["help", "stats"], "'status'"),
        (&["check", "--fiks"], "'--fix'"),
        (&["check", "--formt", "json"], "'--format'"),
        (&["check", "--format", "jsn"], "'json'"),
    ] {
        let (code, _, stderr) = folder.run(arguments);
        assert!(code == 2 && stderr.contains(near), "{arguments:?}: {stderr}");
    }
}
