//! What is offered where, and what it does to the text.

mod declarations;
mod places;
mod references;

use expect_test::Expect;

use super::{CompletionItem, CompletionOptions, Insert, completion, documentation};
use crate::testing::{Fixture, HEAD};

const PLAIN: CompletionOptions = CompletionOptions { snippets: false, is_asked: true };
const SNIPPETS: CompletionOptions = CompletionOptions { snippets: true, is_asked: true };

fn items(text: &str, options: CompletionOptions) -> (Fixture, Vec<CompletionItem>) {
    let fixture = Fixture::new(text);
    let (file, offset) = fixture.cursor();
    let items = completion(&fixture.project, file, offset, options);
    let document = fixture.project.document(file).unwrap();
    let text = document.text().to_string();
    for item in &items {
        let range = std::ops::Range::<usize>::from(item.range);
        assert!(range.contains(&offset.into()) || range.end == usize::from(offset), "{item:?}");
        assert!(!text[range].contains('\n'), "{item:?}");
    }
    (fixture, items)
}

/// The first items: label, detail and description, and the line of the cursor once it is taken.
fn check_file(text: &str, options: CompletionOptions, count: usize, expected: Expect) {
    let (fixture, items) = items(text, options);
    let (file, offset) = fixture.cursor();
    let source = fixture.project.document(file).unwrap().text().to_string();
    let mut shown = String::new();
    for item in items.iter().take(count) {
        let mut after = source.clone();
        let (Insert::Plain(insert) | Insert::Snippet(insert)) = &item.insert;
        after.replace_range(std::ops::Range::<usize>::from(item.range), insert);
        let start = source[..offset.into()].rfind('\n').map_or(0, |at| at + 1);
        let end = usize::from(item.range.start()) + insert.len();
        let end = after[end..].find('\n').map_or(after.len(), |at| at + end);
        let columns = [&item.label, &item.detail, &item.description].map(String::as_str);
        let columns: Vec<_> = columns.into_iter().filter(|column| !column.is_empty()).collect();
        shown.push_str(&format!("{} => {}\n", columns.join(" | "), &after[start..end]));
    }
    expected.assert_eq(&shown);
}

/// The same below [`HEAD`], without snippets.
fn check(declarations: &str, count: usize, expected: Expect) {
    check_file(&format!("{HEAD}{declarations}"), PLAIN, count, expected);
}

fn labels(declarations: &str) -> Vec<String> {
    let (_, items) = items(&format!("{HEAD}{declarations}"), PLAIN);
    items.into_iter().map(|item| item.label).collect()
}

#[test]
fn what_there_is_to_say_comes_late() {
    let text = "term \"head-end system\" {\n  definition \"system that reads\"\n}\n\nadd control SMX.8.35 \"Custody\" to 27002 8 {\n  control \"Keys should be kept.\"\n}\n\ninterpret 27001 4.1 {\n  text \"\"\"{$0";
    let (fixture, found) = items(&format!("{HEAD}{text}"), PLAIN);
    let said = |label: &str| {
        let item = found.iter().find(|item| item.label == label).unwrap();
        documentation(&fixture.project, item.key.as_deref().unwrap()).unwrap()
    };
    assert!(
        said("27002 5.23").starts_with("**5.23 Information security for use of cloud services**")
    );
    assert!(said("SMX.8.35").ends_with("Keys should be kept."));
    assert!(said("term head-end system").ends_with("system that reads"));
    assert_eq!(documentation(&fixture.project, "provision\tSMX\tISO/IEC 27002\t2022\t9.99"), None);
    assert_eq!(documentation(&fixture.project, "nonsense"), None);
    let (fixture, found) =
        items(&format!("{HEAD}retain 27002 5.1 {{\n  allow R112$0\n}}\n"), PLAIN);
    let said = documentation(&fixture.project, found[0].key.as_deref().unwrap()).unwrap();
    assert!(said.starts_with("**R112 numbering-gap**"), "{said}");
}

/// Nothing panics, wherever the cursor stands, in whole and in broken texts.
#[test]
fn any_place_of_any_text() {
    let text = format!(
        "{HEAD}add control SMX.8.35 \"Ümlaut\" to 27002 8 as h) for operator, {{\n  type preventive, \n  guidance for supplier \"\"\"\n    a) {{27002 5.23 c)}} {{term ü \"x\"}} {{{{\n  \"\"\"\n  allow C601 \"x\"\n\nrefine 27001 6.1.3 c) d\n  base ISO/IEC 27001:2022 + Amd 1:2024 as x\n}}\n\ncorrespondence ISO/IEC 27001:2013 to \"x\" {{\n  9.3 c) -> 9.3.2 d)\n  new \n}}\n“odd”\n"
    );
    for end in (0..=text.len()).rev().step_by(7).filter(|end| text.is_char_boundary(*end)) {
        let cut = &text[..end];
        let fixture = Fixture::new(&format!("{cut}$0"));
        let (file, offset) = fixture.cursor();
        for at in (0..=usize::from(offset) + 3).step_by(3) {
            let offset = annexa_syntax::TextSize::new(at as u32);
            completion(&fixture.project, file, offset, SNIPPETS);
            crate::signature_help(&fixture.project, file, offset);
        }
    }
}
