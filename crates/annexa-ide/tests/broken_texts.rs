//! What editors are shown holds together whatever the text is: here the examples, cut off at many
//! places and with what stands there written twice.

use annexa_ide::{
    DocumentSymbol, code_lens, code_lenses, document_links, document_symbols, folds,
    format_on_type, hover, inlay_hint_tooltip, inlay_hints, link_target, selection_ranges,
    semantic_tokens, workspace_symbols,
};
use annexa_model::{FileId, Project, Settings};
use annexa_syntax::{Document, TextRange, TextSize};

const EXAMPLES: [&str; 3] = [
    include_str!("../../../examples/energy/energy.annexa"),
    include_str!("../../../examples/company/profile.annexa"),
    include_str!("../../annexa-base/catalogues/iso-iec-27001-2013-2022.annexa"),
];

/// Bytes between two cuts, and between two places that are asked about: no divisors of anything.
const STEPS: [usize; 2] = [1_013, 41];

#[test]
fn nothing_panics_and_ranges_lie_in_the_text() {
    for example in EXAMPLES {
        look_at(example);
        for cut in (0..example.len()).step_by(STEPS[0]).filter(|at| example.is_char_boundary(*at)) {
            let (before, after) = example.split_at(cut);
            look_at(before);
            look_at(after);
            look_at(&format!("{before}{{{before}"));
        }
    }
}

fn look_at(text: &str) {
    let files = [("a.annexa".to_owned(), Document::new(text))];
    let project = Project::new(files, Settings::default());
    let file = FileId::Project(0);
    let whole = TextRange::up_to(TextSize::of(text));
    let covered = |range: TextRange| {
        text.get(std::ops::Range::from(range)).expect("a range of whole characters")
    };

    let mut end = TextSize::new(0);
    for token in semantic_tokens(&project, file, None, &|| false) {
        assert!(token.range.start() >= end && !covered(token.range).is_empty());
        assert!(!covered(token.range).contains(['\n', '\r']));
        end = token.range.end();
    }
    for fold in folds(&project, file, &|| false) {
        assert!(covered(fold.range).contains(['\n', '\r']));
    }
    document_symbols(&project, file, &|| false)
        .iter()
        .for_each(|symbol| look_at_symbol(symbol, &covered));
    for found in workspace_symbols(&project, "", 10_000, &|| false).expect("not cancelled") {
        assert!(!found.name.is_empty());
    }
    for range in document_links(&project, file, &|| false) {
        covered(range);
        assert!(link_target(&project, file, range).is_some());
    }
    for range in code_lenses(&project, file, &|| false) {
        covered(range);
        assert!(code_lens(&project, file, range, &|| false).is_some());
    }
    for hint in inlay_hints(&project, file, whole, &|| false) {
        assert!(whole.contains_inclusive(hint.offset) && !hint.label.is_empty());
        assert!(inlay_hint_tooltip(&project, file, hint.offset).is_some(), "{hint:?}");
    }
    for offset in (0..text.len() + 100).step_by(STEPS[1]) {
        let offset = TextSize::new(offset as u32);
        if let Some(hover) = hover(&project, file, offset) {
            assert!(!covered(hover.range).is_empty() && !hover.markdown.is_empty());
        }
        let ranges = selection_ranges(&project, file, offset);
        assert!(ranges.windows(2).all(|two| two[1].contains_range(two[0]) && two[1] != two[0]));
        ranges.into_iter().for_each(|range| assert!(whole.contains_range(range)));
        for typed in ["}", "\n"] {
            let mut end = TextSize::new(0);
            for (range, new) in
                format_on_type(project.document(file).expect("it is there"), offset, typed)
            {
                assert!(range.start() >= end && covered(range) != new);
                // Enter in a text takes away marks of empty items, notes and rows, and adds the next mark.
                let is_mark = |word: &str| typed == "\n" && is_mark(word);
                assert!(
                    covered(range).split_whitespace().chain(new.split_whitespace()).all(is_mark)
                );
                end = range.end();
            }
        }
    }
}

fn is_mark(word: &str) -> bool {
    let named = ["NOTE", "EXAMPLE"].contains(&word.trim_end_matches(':'));
    named
        || word.ends_with(')')
        || word.chars().all(|it| it.is_ascii_digit() || "|-–—•".contains(it))
}

fn look_at_symbol<'a>(symbol: &DocumentSymbol, covered: &impl Fn(TextRange) -> &'a str) {
    covered(symbol.range);
    assert!(symbol.range.contains_range(symbol.selection) && !symbol.name.is_empty());
    symbol.children.iter().for_each(|below| look_at_symbol(below, covered));
}
