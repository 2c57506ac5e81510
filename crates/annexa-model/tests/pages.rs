//! Tests the pages of the rules: their examples have the findings that they claim.

use annexa_model::{Diagnostic, FigureFile, Level, Project, Settings, check, rules};
use annexa_syntax::Document;

/// Returns the findings in the file of an example.
fn found(example: rules::Example) -> Vec<Diagnostic> {
    // An invisible character cannot be shown.
    let text = example.file().replace("⟨U+202E⟩", "\u{202E}");
    let files = [("smx.annexa".to_owned(), Document::new(&text))];
    // An example has no folder with pictures.
    let missing = FigureFile::Unusable("the figure cannot be read".to_owned());
    let figures = [("figures/missing.svg".to_owned(), missing)];
    let settings = Settings { figures: figures.into(), ..Settings::default() };
    check(&Project::new(files, settings)).diagnostics
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
fn a_page_gives_summary_source_examples_and_how_to_silence() {
    for rule in rules::all() {
        let page = rule.page();
        assert!(page.starts_with(&format!("# {} {}\n\n{}", rule.code, rule.name, rule.summary)));
        assert!(page.contains(&format!("Source: {}.", rule.source)) && !rule.source.is_empty());
        assert_eq!(page.matches("```annexa\n").count(), 2, "{page}");
        assert_eq!(page.contains("is a proxy"), rule.proxy.is_some(), "{page}");
        assert_eq!(page.contains("neither allowed"), rule.fixed, "{page}");
    }
    let proxies: Vec<_> = rules::all().filter(|it| it.proxy.is_some()).map(|it| it.code).collect();
    assert_eq!(proxies, ["C604", "Q502", "Q503"]);
}

#[test]
fn a_subclause_is_cited_with_the_edition() {
    for rule in rules::all() {
        assert_eq!(undated(rule.source), None, "{}", rule.code);
        assert_eq!(undated(&rule.page()), None, "{}", rule.code);
    }
    for (text, found) in [
        ("ISO/IEC 27009, 5.3", Some("ISO/IEC 27009, 5.3")),
        ("ISO/IEC 27009\n(5.3)", Some("ISO/IEC 27009 (5.3")),
        ("ISO/IEC Directives, Part 2, clause 7", Some("Directives, Part 2, clause 7")),
        ("Directives Part 2, Annex A", Some("Directives Part 2, Annex A")),
        ("ISO/IEC 27001, in Annex A", None),
        ("ISO/IEC 27009:2020, 5.3, and Part 2:2021, 7.2", None),
        ("ISO/IEC 27002 requires nothing. ISO/IEC 27009 permits 3 changes.", None),
    ] {
        assert_eq!(undated(text).as_deref(), found, "{text}");
    }
}

/// Returns the first citation of a clause or annex without an edition.
fn undated(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let starts = text.match_indices("ISO/IEC 270").map(|(at, name)| (at, name.len() + 2));
    let parts = text.match_indices("Directives").map(|(at, name)| {
        let part = if text[at + name.len()..].starts_with(',') { ", Part 2" } else { " Part 2" };
        (at, name.len() + part.len())
    });
    starts.chain(parts).find_map(|(at, length)| {
        let rest = text.get(at + length..)?;
        let place = rest.strip_prefix(", ").or_else(|| rest.strip_prefix(" ("))?;
        let word = place.split([' ', ',', ';', ')']).next()?;
        let cites = matches!(word, "clause" | "clauses" | "Annex" | "Annexes")
            || word.starts_with(|first: char| first.is_ascii_digit());
        let end = place.find([';', ')']).unwrap_or(place.len());
        cites.then(|| text[at..text.len() - place.len() + end].to_owned())
    })
}

#[test]
fn one_page_gives_the_status_of_27009_and_the_others_lead_to_it() {
    let page = rules::page_of_27009();
    assert!(page.contains("**Status.** Checked on "), "{page}");
    let document = rules::pages();
    assert_eq!(document.matches("Checked on ").count(), 1);
    assert_eq!(document.matches("\n## ISO/IEC 27009:2020\n").count(), 1);
    let citing = rules::all().filter(|rule| rule.source.contains("ISO/IEC 27009"));
    let citing: Vec<_> = citing.map(|rule| rule.page()).collect();
    assert!(citing.iter().all(|page| page.contains("`annexa explain 27009`")));
    assert_eq!(document.matches("(#isoiec-270092020)").count(), citing.len());
}
