//! Tests that every fixture of the rules has the findings in its first line, and that the examples
//! have none.

#![expect(clippy::unwrap_used, reason = "a test fails where something is missing")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use annexa_model::{
    Applicability, Diagnostic, FigureFile, Level, Project, Report, Settings, check, rules,
};
use annexa_syntax::Document;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Returns the `.annexa` files of a folder and all its subfolders, or the file itself.
fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "annexa") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn project(path: &Path) -> Project {
    let files = sources(path).into_iter().map(|file| {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(path.parent().unwrap()).unwrap();
        (name.to_str().unwrap().to_owned(), Document::new(&text))
    });
    Project::new(files, with_figures())
}

/// Tests read no pictures: these settings stand for one that exists and one that does not.
fn with_figures() -> Settings {
    let missing = FigureFile::Unusable("the figure cannot be read".to_owned());
    let figures = [("figures/zones.svg", FigureFile::Picture), ("figures/missing.svg", missing)];
    let figures = figures.map(|(path, file)| (path.to_owned(), file));
    Settings { figures: figures.into(), ..Settings::default() }
}

/// `CODE LINE:COLUMN "covered"`, as the first lines of the fixtures write it.
fn place(project: &Project, diagnostic: &Diagnostic) -> String {
    let text = project.document(diagnostic.location.file).unwrap().text().to_string();
    let range = project.range(diagnostic.location);
    let start = usize::from(range.start());
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    format!(
        "{} {}:{} \"{}\"",
        diagnostic.code(),
        text[..start].matches('\n').count() + 1,
        text[line_start..start].trim_start_matches('\u{feff}').chars().count() + 1,
        &text[start..usize::from(range.end())],
    )
}

fn printed(project: &Project, report: &Report) -> Vec<String> {
    report
        .diagnostics
        .iter()
        .map(|diagnostic| format!("{}: {}", place(project, diagnostic), diagnostic.message))
        .collect()
}

/// Asserts that the edits of a fix stay within their files, split no character and do not overlap.
fn check_fixes(project: &Project, report: &Report) {
    for fix in report.diagnostics.iter().flat_map(|diagnostic| &diagnostic.fixes) {
        let mut places: Vec<_> = fix.edits.iter().map(|edit| edit.location).collect();
        places.sort();
        assert!(!places.is_empty(), "{}", fix.title);
        for pair in places.windows(2) {
            let same = (pair[0].file, pair[0].item) == (pair[1].file, pair[1].item);
            assert!(!same || pair[0].range.end() <= pair[1].range.start(), "{}", fix.title);
        }
        for place in places {
            let text = project.document(place.file).unwrap().text().to_string();
            let range = project.range(place);
            assert!(text.get(usize::from(range.start())..usize::from(range.end())).is_some());
        }
    }
}

fn fixtures(ending: &str) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join("tests/fixtures/rules")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if let Some(code) = name.strip_suffix(ending) {
            found.push((code.to_owned(), path));
        }
    }
    found.sort();
    found
}

#[test]
fn firing_fixtures_give_exactly_what_they_expect() {
    let mut wrong = Vec::new();
    for (_, path) in fixtures("-fires") {
        let expected: Vec<String> = sources(&path)
            .iter()
            .filter_map(|file| {
                let text = fs::read_to_string(file).unwrap();
                let line = text.trim_start_matches('\u{feff}').lines().next()?;
                line.strip_prefix("// expect ").map(|expected| expected.trim_end().to_owned())
            })
            .collect();
        let project = project(&path);
        let report = check(&project);
        check_fixes(&project, &report);
        let found: Vec<String> =
            report.diagnostics.iter().map(|diagnostic| place(&project, diagnostic)).collect();
        if found != expected {
            wrong.push(format!(
                "{}\n  expected {expected:#?}\n  found {:#?}",
                path.display(),
                printed(&project, &report)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn silent_fixtures_give_nothing() {
    let mut wrong = Vec::new();
    for (_, path) in fixtures("-silent") {
        let project = project(&path);
        let report = check(&project);
        if !report.diagnostics.is_empty() {
            wrong.push(format!("{}\n  {:#?}", path.display(), printed(&project, &report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_fixtures_are_those_of_the_rules() {
    let rules: Vec<&str> = rules::all().map(|rule| rule.code).collect();
    for ending in ["-fires", "-silent"] {
        let codes: Vec<String> = fixtures(ending).into_iter().map(|it| it.0).collect();
        assert_eq!(codes, rules, "{ending}");
    }
}

#[test]
fn examples_have_no_mistakes() {
    for entry in fs::read_dir(root().join("examples")).unwrap() {
        let path = entry.unwrap().path();
        let project = project(&path);
        let mut report = check(&project);
        report.diagnostics.retain(|diagnostic| diagnostic.level >= Level::Warning);
        assert!(report.diagnostics.is_empty(), "{:#?}", printed(&project, &report));
    }
}

#[test]
fn syntax_fixtures_break_no_rule_of_syntax_or_reference() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(root().join("tests/fixtures/syntax")).unwrap() {
        let path = entry.unwrap().path();
        if sources(&path).is_empty()
            || path.is_file() && path.extension().is_none_or(|it| it != "annexa")
        {
            continue;
        }
        let project = project(&path);
        let mut report = check(&project);
        check_fixes(&project, &report);
        report.diagnostics.retain(|diagnostic| diagnostic.level >= Level::Warning);
        if !report.diagnostics.is_empty() {
            wrong.push(format!("{}\n  {:#?}", path.display(), printed(&project, &report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns the files of a project after a fix.
fn fixed(project: &Project, fix: &annexa_model::Fix) -> Project {
    let mut texts: Vec<(String, String)> = project
        .files()
        .iter()
        .map(|file| (file.path.clone(), file.document.text().to_string()))
        .collect();
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.location));
    for edit in edits {
        let annexa_model::FileId::Project(file) = edit.location.file else {
            panic!("{}", fix.title)
        };
        let range = std::ops::Range::<usize>::from(project.range(edit.location));
        texts[file as usize].1.replace_range(range, &edit.new);
    }
    let files = texts.into_iter().map(|(path, text)| (path, Document::new(&text)));
    Project::new(files, Settings::default())
}

/// The rules whose fixtures have a safe fix: one answer that changes no meaning.
const SAFE: &[&str] = &["D206", "D217", "S003", "S009"];

/// The rules whose fixtures have fixes for the author to choose from. The choice of R104 is a
/// migration.
const CHOICES: &[&str] = &[
    "C602", "C604", "C605", "C606", "C609", "D211", "D213", "D214", "Q502", "Q504", "Q505", "Q507",
    "Q508", "R101", "R102", "R103", "R107", "R108", "R109", "R111", "R112", "R114", "R116", "R120",
    "R121", "R128", "S002", "S004", "S005", "S006", "S010", "T305",
];

/// The rules that may report something after a fix, because it inserts an empty field.
const STAYS: &[&str] = &["S005"];

#[test]
fn each_rule_has_the_fixes_of_the_table() {
    let (mut safe, mut choices) = (Vec::new(), Vec::new());
    for (code, path) in fixtures("-fires") {
        for found in check(&project(&path)).diagnostics {
            for fix in found.fixes {
                match fix.applicability {
                    Applicability::Safe => safe.push(code.clone()),
                    Applicability::Choice => choices.push(code.clone()),
                }
            }
        }
    }
    safe.dedup();
    choices.dedup();
    assert_eq!(
        (safe.as_slice(), choices.as_slice()),
        (&to_owned(SAFE)[..], &to_owned(CHOICES)[..])
    );
}

fn to_owned(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

#[test]
fn after_a_fix_the_finding_is_gone_and_the_file_parses() {
    let mut wrong = Vec::new();
    for (code, path) in fixtures("-fires") {
        let project = project(&path);
        for found in &check(&project).diagnostics {
            for fix in &found.fixes {
                let after = fixed(&project, fix);
                let errors: usize =
                    after.files().iter().map(|it| it.document.errors().count()).sum();
                let report = check(&after);
                let is_found = report.diagnostics.iter().any(|found| found.code() == code);
                let stays = STAYS.contains(&code.as_str());
                if stays && report.diagnostics.is_empty()
                    || !STAYS.contains(&code.as_str()) && (errors > 0 || is_found)
                {
                    wrong.push(format!("{code}, {}: {:#?}", fix.title, printed(&after, &report)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every word that a fix writes occurs in the file, in a catalogue or in the language; new strings
/// are empty.
#[test]
fn no_fix_makes_up_a_text() {
    for (_, path) in fixtures("-fires") {
        let project = project(&path);
        let files = project.files().iter().map(|it| it.document.text().to_string());
        let source = files.collect::<String>();
        for fix in check(&project).diagnostics.iter().flat_map(|it| &it.fixes) {
            for edit in &fix.edits {
                for (index, quoted) in edit.new.split('"').enumerate().filter(|(at, _)| at % 2 == 1)
                {
                    assert!(
                        source.contains(quoted),
                        "{}: {} makes up `{quoted}` ({index})",
                        path.display(),
                        fix.title
                    );
                }
            }
        }
    }
}

/// Tests every declaration without its required fields: a fix inserts an empty field, and a rule
/// asks for its value until the author writes it.
#[test]
fn an_inserted_field_is_empty_and_still_asked_for() {
    const HEAD: &str = "standard FIX \"x\" {\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022\n  base ISO/IEC 27002:2022\n  scope \"x\"\n}\n\n";
    for declaration in [
        "add control FIX.8.35 \"Keys\" to 27002 8 {\n}",
        "add control FIX.8.35 \"Keys\" to 27002 8",
        "add requirement FIX.4.3.1 \"Keys\" to 27001 4.3",
        "refine 27001 7.2",
        "modify control 27002 5.1",
        "retain 27002 5.2 {\n}",
        "term \"x\"",
        "add guidance to 27002 5.1",
        "add objective FIX.9 \"Keys\" to 27002",
    ] {
        for head in [HEAD, "standard FIX \"x\"\n\n"] {
            let text = format!("{head}{declaration}\n");
            let project =
                Project::new([("a.annexa".to_owned(), Document::new(&text))], Settings::default());
            let report = check(&project);
            for found in report.diagnostics.iter().filter(|it| it.code() == "S005") {
                let [fix] = found.fixes.as_slice() else { panic!("{}", found.message) };
                let after = fixed(&project, fix);
                let text = after.files()[0].document.text().to_string();
                let place = project.range(found.location);
                let line = text[..usize::from(place.start())].lines().count();
                let asked = check(&after).diagnostics.iter().any(|it| {
                    let at = after.range(it.location).start();
                    after.document(it.location.file).unwrap().line_and_column(at.into()).0 + 1
                        >= line
                        && it.level == Level::Error
                });
                assert!(asked, "{text}");
            }
        }
    }
}
