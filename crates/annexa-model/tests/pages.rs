//! The pages of the rules: their examples do what they say, and the document made of them is current.

use annexa_model::{Diagnostic, Level, Project, Settings, check, rules};
use annexa_syntax::Document;
use expect_test::expect_file;

/// What is found in the file that an example makes.
fn found(example: rules::Example) -> Vec<Diagnostic> {
    // What cannot be seen cannot be shown.
    let text = example.file().replace("⟨U+202E⟩", "\u{202E}");
    let files = [("smx.annexa".to_owned(), Document::new(&text))];
    check(&Project::new(files, Settings::default())).diagnostics
}

#[test]
fn the_wrong_example_fires_its_rule_alone_and_the_right_one_none() {
    let mut wrong = Vec::new();
    for rule in rules::all() {
        let [bad, good] =
            rule.examples().unwrap_or_else(|| panic!("{} has no examples", rule.code));
        let of_rule = |found: &Diagnostic| found.rule == rule;
        let others = |found: &&Diagnostic| !of_rule(found) && found.level >= Level::Warning;
        let in_bad = found(bad);
        let count = in_bad.iter().filter(|found| of_rule(found)).count();
        if count != 1 || in_bad.iter().any(|found| others(&found)) {
            wrong.push(format!("{} wrong: {:#?}", rule.code, said(&in_bad)));
        }
        let in_good = found(good);
        if in_good.iter().any(|found| of_rule(found) || others(&found)) {
            wrong.push(format!("{} right: {:#?}", rule.code, said(&in_good)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn said(found: &[Diagnostic]) -> Vec<String> {
    found.iter().map(|found| format!("{} {}", found.code(), found.message)).collect()
}

#[test]
fn a_page_says_what_why_and_on_what_it_rests() {
    for rule in rules::all() {
        let page = rule.page();
        assert!(page.starts_with(&format!("# {} {}\n\n{}", rule.code, rule.name, rule.summary)));
        assert!(page.contains(&format!("It rests on {}", rule.source)) && !rule.source.is_empty());
        assert_eq!(page.matches("```annexa\n").count(), 2, "{page}");
        assert_eq!(page.contains("is a proxy"), rule.is_proxy, "{page}");
        assert_eq!(page.contains("neither allowed"), rule.fixed, "{page}");
    }
    let proxies: Vec<_> = rules::all().filter(|it| it.is_proxy).map(|it| it.code).collect();
    assert_eq!(proxies, ["C604", "Q502", "Q503"]);
}

#[test]
fn the_document_of_the_rules_is_current() {
    expect_file!["../RULES.md"].assert_eq(&rules::pages());
}
