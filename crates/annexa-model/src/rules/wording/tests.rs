//! Tests of the phrases.

use std::cell::OnceCell;

use annexa_syntax::{Document, sentences};

use super::{EQUIVALENTS, LIFTING, Pattern, Phrases};

/// Returns the patterns that match a text, and the matching words.
fn found<P: Pattern>(phrases: &'static Phrases<P>, said: &str) -> Vec<(&'static P, String)> {
    let source = format!("refine 27001 6.1 {{\n  text \"\"\"{said}\"\"\"\n}}\n");
    let document = Document::new(&source);
    let (_, item) = document.items().next().expect("there is an item");
    let (_, text) = item.declarations()[0].texts().next().expect("there is a text");
    let sentences = sentences(item, text);
    let found =
        sentences.iter().flat_map(|sentence| phrases.find(sentence.words, &OnceCell::new()));
    found.map(|(phrase, range)| (phrase, item.text()[range].to_owned())).collect()
}

/// Returns the equivalents of verbal forms, with the form.
fn equivalents(said: &str) -> Vec<String> {
    found(&EQUIVALENTS, said)
        .into_iter()
        .map(|(phrase, words)| format!("{words}: {}", phrase.primary))
        .collect()
}

#[test]
fn words_are_found_by_their_first_letters_and_their_lengths() {
    for (said, words) in [
        ("Keys need not be kept.", "need not"),
        ("Keys NEED\n \u{A0} not be kept.", "NEED\n \u{A0} not"),
        ("Keys do not apply.", "do not apply"),
        ("Notwithstanding the base, keys are kept.", "Notwithstanding"),
        ("This overrides the base.", "overrides"),
    ] {
        let found: Vec<_> = found(&LIFTING, said).into_iter().map(|(_, words)| words).collect();
        assert_eq!(found, [words], "{said}");
    }
    for silent in ["Keys need to be kept.", "A notwithstandingly long word.", "It is overridden."] {
        assert!(found(&LIFTING, silent).is_empty(), "{silent}");
    }
}

#[test]
fn equivalents_of_the_tables() {
    // ISO/IEC Directives, Part 2, tables 3 to 6.
    for (said, found) in [
        ("The guard is to keep keys.", "is to: shall"),
        ("The operator is required to keep keys.", "is required to: shall"),
        ("It is required that keys are kept.", "It is required that: shall"),
        ("The operator has to keep keys.", "has to: shall"),
        ("Only tested firmware is permitted.", "is permitted: shall"),
        ("It is necessary to keep keys.", "It is necessary to: shall"),
        ("Sharing of keys is not allowed.", "is not allowed: shall not"),
        ("Shared keys are not permissible.", "are not permissible: shall not"),
        ("Keys are required to be not shared.", "are required to be not: shall not"),
        ("Guards are not to share keys.", "are not to: shall not"),
        ("It is recommended that keys are kept.", "It is recommended that: should"),
        ("Operators ought to keep keys.", "ought to: should"),
        ("It is not recommended that keys are shared.", "It is not recommended: should not"),
        ("Operators ought not to share keys.", "ought not to: should not"),
        ("Spare keys are permitted.", "are permitted: may"),
        ("A spare key is allowed for each door.", "is allowed: may"),
        ("A spare key is permissible.", "is permissible: may"),
        ("The meter is able to stop.", "is able to: can"),
        ("There is a possibility of loss.", "There is a possibility of: can"),
        ("It is possible to lose keys.", "It is possible to: can"),
        ("The meter is unable to stop.", "is unable to: cannot"),
        ("There is no possibility of loss.", "There is no possibility of: cannot"),
        ("It is not possible to lose keys.", "It is not possible to: cannot"),
    ] {
        assert_eq!(equivalents(said), [found], "{said}");
    }
    for silent in [
        "Where access is allowed, it should be logged.",
        "Access that is permitted should be logged.",
        "Disclosure is permitted by law.",
        "A sign says \"keys are permitted\".",
        "The aim is to protect keys.",
    ] {
        assert_eq!(equivalents(silent), [""; 0], "{silent}");
    }
}
