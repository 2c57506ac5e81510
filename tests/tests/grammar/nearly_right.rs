//! Texts that are nearly right tell grammars apart better than those that somebody wrote: the declarations of the
//! corpus, with one token too many, too few, or another in its place.

use std::collections::{BTreeMap, BTreeSet};

use annexa_syntax::Document;

use crate::{ebnf, files, is_accepted, tree_sitter_accepts};

/// What is put behind a token, or in its place.
const OTHERS: [&str; 12] =
    ["word", "for", "27002", "SMX.1", "a)", "\"x\"", "{", "}", ",", ":", "text", "\"\"\"x\"\"\""];

/// How many short declarations of a kind are taken.
const OF_A_KIND: usize = 3;

/// One of so many texts is looked at, for the sake of time.
const ONE_OF: usize = 16;

fn texts() -> Vec<String> {
    let mut texts = BTreeSet::new();
    let mut kinds = BTreeMap::new();
    for (_, text) in files().into_iter().filter(|(_, text)| is_accepted(text)) {
        for (_, item) in Document::new(&text).items() {
            let text = item.text();
            let Some(declaration) = item.declarations().first() else { continue };
            let times = kinds.entry(declaration.kind).or_insert(0);
            if text.len() > 250 || *times == OF_A_KIND {
                continue;
            }
            *times += 1;
            for (_, range) in item.tokens().filter(|(kind, _)| !kind.is_trivia()) {
                let (before, own) = (&text[..range.start().into()], &text[range]);
                let after = &text[range.end().into()..];
                texts.insert(format!("{before}{after}"));
                texts.insert(format!("{before}{own} {own}{after}"));
                for other in OTHERS {
                    texts.insert(format!("{before}{other}{after}"));
                    texts.insert(format!("{before}{own} {other}{after}"));
                }
            }
        }
    }
    texts.into_iter().step_by(ONE_OF).collect()
}

#[test]
fn all_grammars_agree_on_what_is_nearly_right() {
    let grammar = ebnf::grammar();
    let texts = texts();
    let mut right = 0;
    for text in &texts {
        let accepted = is_accepted(text);
        right += usize::from(accepted);
        assert_eq!(tree_sitter_accepts(text), accepted, "tree-sitter: {text}");
        let in_place = ebnf::is_all_in_place(&Document::new(text));
        assert_eq!(ebnf::accepts(&grammar, text), accepted && in_place, "EBNF: {text}");
    }
    assert!(
        right > 50 && texts.len() > 1_000,
        "few texts are looked at: {right} right of {}",
        texts.len()
    );
}
