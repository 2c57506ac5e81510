//! `annexa new`.

use crate::support::folder;

const BASES: &[&[&str]] = &[
    &["27001:2022", "27002:2022"],
    &["ISO/IEC 27001:2022"],
    &["27002"],
    &["27002:2013"],
    &["27001:2013", "27002:2013"],
];

fn arguments<'a>(bases: &[&'a str]) -> Vec<&'a str> {
    let mut arguments =
        vec!["new", "SMX", "--sector", "Smart \"metering\"", "--title", "A {title} \\ more"];
    bases.iter().for_each(|base| arguments.extend(["--base", base]));
    arguments
}

#[test]
fn a_new_standard_is_clean_formatted_and_compiles() {
    for bases in BASES {
        let folder = folder(&[]);
        let (code, _, stderr) = folder.run(&arguments(bases));
        assert_eq!(code, 0, "{bases:?}: {stderr}");
        // What is left to be written gives warnings (T309).
        let (code, _, stderr) = folder.run(&["check", "smx"]);
        assert_eq!(code, 0, "{bases:?}: {stderr}");
        let (code, stdout, _) = folder.run(&["fmt", "--check", "smx"]);
        assert_eq!(code, 0, "{bases:?}: {stdout}");
        let (code, stdout, stderr) = folder.run(&["compile", "--stdout", "smx"]);
        assert_eq!(code, 0, "{bases:?}: {stderr}");
        let json: serde_json::Value = serde_json::from_str(&stdout).expect("it is JSON");
        assert_eq!(json["standard"]["sector"], "Smart \"metering\"");
        assert_eq!(json["standard"]["title"], "A {title} \\ more");
        assert_eq!(json["bases"].as_array().map(Vec::len), Some(bases.len()));
        let has = |name: &str| folder.exists(&format!("smx/{name}.annexa"));
        assert_eq!(has("requirements"), bases.iter().any(|base| base.contains("27001")));
        assert_eq!(has("controls"), bases.iter().any(|base| base.contains("27002")));
    }
}

#[test]
fn amendments_are_those_that_are_known_or_those_that_are_named() {
    for (base, line) in [
        ("27001", "  base ISO/IEC 27001:2022 + Amd 1:2024"),
        ("27001:2022 + Amd 1:2024", "  base ISO/IEC 27001:2022 + Amd 1:2024"),
        ("ISO/IEC 27001:2022+amd 1:2024", "  base ISO/IEC 27001:2022 + Amd 1:2024"),
        ("27002", "  base ISO/IEC 27002:2022"),
    ] {
        let folder = folder(&[]);
        assert_eq!(folder.run(&arguments(&[base])).0, 0, "{base}");
        let head = folder.read("smx/smx.annexa");
        assert!(head.lines().any(|other| other == line), "{base}: {head}");
    }
}

#[test]
fn each_clause_has_its_section() {
    let folder = folder(&[]);
    folder.run(&arguments(&["27001", "27002"]));
    let requirements = folder.read("smx/requirements.annexa");
    for number in 4..=10 {
        assert!(requirements.contains(&format!("// ISO/IEC 27001:2022, clause {number}: ")));
    }
    assert!(requirements.contains("\nrefine 27001 6.1.3 c) {"));
    assert!(requirements.contains("\nrefine 27001 6.1.3 d) {"));
    let controls = folder.read("smx/controls.annexa");
    assert_eq!(controls.matches("// ISO/IEC 27002:2022, clause ").count(), 4);
}

#[test]
fn edition_numbering_and_folder_are_as_asked_for() {
    let folder = folder(&[]);
    let mut arguments = arguments(&["27002"]);
    arguments.extend(["--edition", "2027", "--numbering", "inline", "--directory", "deep/down"]);
    assert_eq!(folder.run(&arguments).0, 0);
    assert!(folder.read("deep/down/smx.annexa").contains("  edition 2027\n"));
    assert!(folder.read("deep/down/smx.annexa").contains("  numbering inline\n"));
    assert_eq!(folder.run(&["check", "deep/down"]).0, 0);
}

#[test]
fn nothing_is_overwritten() {
    let folder = folder(&[("smx/terms.annexa", "mine")]);
    let (code, _, stderr) = folder.run(&arguments(&["27001"]));
    assert_eq!(code, 2);
    assert!(stderr.contains("`smx/terms.annexa` already exists"), "{stderr}");
    assert_eq!(folder.names("smx"), ["terms.annexa"]);
    assert_eq!(folder.read("smx/terms.annexa"), "mine");
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_written() {
    let folder = folder(&[]);
    let given = ["--sector", "x", "--title", "x"];
    for (arguments, message) in [
        (vec!["new", "smx", "--base", "27001"], "`smx` cannot be a prefix"),
        (vec!["new", "A", "--base", "27001"], "a single letter is the name of an annex"),
        (vec!["new", "SMX", "--base", "9001"], "`9001` is not a base standard that Annexa knows"),
        (
            vec!["new", "SMX", "--base", "27001:2022 + Amd 2:2024"],
            "`Amd 2:2024` is not an amendment of ISO/IEC 27001:2022",
        ),
        (
            vec!["new", "SMX", "--base", "27001:2022 +"],
            "`` is not an amendment of ISO/IEC 27001:2022",
        ),
        (vec!["new", "SMX", "--base", "27001", "--base", "27001:2013"], "cannot both be bases"),
        (vec!["new", "SMX", "--base", "27001", "--base", "27002:2013"], "do not match"),
        (vec!["new", "SMX"], "--base not given"),
    ] {
        let (code, _, stderr) = folder.run(&[arguments.as_slice(), &given].concat());
        assert_eq!(code, 2, "{arguments:?}");
        assert!(stderr.contains(message), "{arguments:?}: {stderr}");
    }
    let (code, _, stderr) =
        folder.run(&["new", "SMX", "--base", "27001", "--title", "a\nb", "--sector", "x"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("the title must be on one line"), "{stderr}");
    let (_, _, stderr) = folder.run(&["new"]);
    assert!(stderr.contains("PREFIX, --sector, --title, --base not given"), "{stderr}");
    assert_eq!(folder.names(""), [""; 0]);
}

#[cfg(unix)]
#[test]
fn what_is_missing_is_asked_for_on_a_terminal() {
    let folder = folder(&[]);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_annexa"));
    command.arg("new").current_dir(folder.path());
    let mut terminal =
        rexpect::session::spawn_command(command, Some(10_000)).expect("a terminal can be had");
    let mut answer = |question: &str, keys: &str| {
        terminal.exp_string(question).expect("the question is asked");
        terminal.send(keys).and_then(|_| terminal.flush()).expect("it listens");
    };
    answer("Prefix", "no\r");
    answer("cannot be a prefix", "\x08\x08SMX\r");
    answer("Sector", "Smart metering\r");
    answer("Title", "Meters\r");
    answer("Base standards", "\r");
    answer("Numbers of added provisions", "\x1b[B\r");
    terminal.exp_string("The standard has begun").expect("it is written");
    terminal.exp_eof().expect("it ends");
    let head = folder.read("smx/smx.annexa");
    for line in [
        "standard SMX \"Meters\" {",
        "  sector \"Smart metering\"",
        "  base ISO/IEC 27001:2022 + Amd 1:2024",
        "  base ISO/IEC 27002:2022",
        "  numbering inline",
    ] {
        assert!(head.lines().any(|other| other == line), "{line}: {head}");
    }
    assert_eq!(folder.run(&["check", "smx"]).0, 0);
}
