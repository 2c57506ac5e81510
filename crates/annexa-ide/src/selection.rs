//! What a selection grows to, step by step: word, sentence, list item, paragraph, text, field, block,
//! declaration, file.

use annexa_model::{FileId, Project};
use annexa_syntax::{Item, NodeKind, TextRange, TextSize};
use unicode_segmentation::UnicodeSegmentation;

/// The ranges around a place of a file, from the smallest to the whole file. Each holds the one before
/// it and is larger.
pub fn selection_ranges(project: &Project, file: FileId, offset: TextSize) -> Vec<TextRange> {
    let Some(document) = project.document(file) else { return Vec::new() };
    let whole = TextRange::up_to(TextSize::new(document.len() as u32));
    let offset = offset.min(whole.end());
    let mut ranges = vec![whole];
    if let Some((start, item)) = document.item_at(offset.into()) {
        let start = TextSize::new(start.offset as u32);
        let around = in_item(item, offset - start);
        ranges.extend(around.into_iter().map(|range| range + start));
    }
    ranges.sort_by_key(|range| range.len());
    let mut nested: Vec<TextRange> = Vec::with_capacity(ranges.len());
    for range in ranges {
        let larger = nested.last().is_none_or(|last| range.contains_range(*last) && range != *last);
        if larger && range.contains_inclusive(offset) {
            nested.push(range);
        }
    }
    nested
}

fn in_item(item: &Item, offset: TextSize) -> Vec<TextRange> {
    let mut ranges: Vec<TextRange> = words(item.text(), offset).collect();
    let mut node = item.root();
    loop {
        let mut touching = node.children().filter(|it| it.range().contains_inclusive(offset));
        // Between two that meet here, the one that begins.
        let Some(below) = touching.by_ref().last() else { break };
        node = below;
        ranges.push(node.range());
        match node.kind() {
            NodeKind::Text => ranges.extend(inside(node.text(), node.range(), "\"\"\"")),
            NodeKind::Title | NodeKind::String => {
                ranges.extend(inside(node.text(), node.range(), "\""));
            }
            NodeKind::Block => ranges.extend(inside_braces(node.text(), node.range())),
            NodeKind::Paragraph | NodeKind::Note | NodeKind::Example | NodeKind::Cell => {
                ranges.extend(sentence(node.text(), node.range(), offset));
            }
            NodeKind::ListItem => {
                let blocks = node.children().filter(|it| is_block(it.kind()));
                let start = node.child(NodeKind::ItemMark).unwrap_or(node).range().end();
                let end = blocks.map(|it| it.range().start()).min().unwrap_or(node.range().end());
                let own = TextRange::new(start, end.max(start));
                let text = item.text().get(std::ops::Range::from(own)).unwrap_or_default();
                ranges.extend(sentence(text, own, offset));
            }
            _ => {}
        }
    }
    ranges
}

fn is_block(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::List | NodeKind::Paragraph | NodeKind::Note | NodeKind::Example)
}

/// The words that hold a place, or meet there: the part between hyphens and dots, and all of it.
fn words(text: &str, offset: TextSize) -> impl Iterator<Item = TextRange> {
    let is_of_part = |character: char| character.is_alphanumeric() || character == '_';
    let is_of_word =
        move |character: char| is_of_part(character) || matches!(character, '-' | '.' | '’' | '\'');
    let part = around(text, offset, is_of_part);
    let word = around(text, offset, is_of_word).map(|range| {
        // A dot or a mark at either end belongs to the sentence.
        let word = text.get(std::ops::Range::from(range)).unwrap_or_default();
        let begun = word.trim_start_matches(|character| !is_of_part(character));
        let ended = begun.trim_end_matches(|character| !is_of_part(character));
        TextRange::at(range.end() - TextSize::of(begun), TextSize::of(ended))
    });
    part.into_iter().chain(word)
}

/// The characters of a kind on both sides of a place.
fn around(text: &str, offset: TextSize, accept: impl Fn(char) -> bool) -> Option<TextRange> {
    let (before, after) = text.split_at_checked(offset.into())?;
    let start = before.trim_end_matches(&accept).len();
    let end = text.len() - after.trim_start_matches(&accept).len();
    let range = TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32));
    (!range.is_empty()).then_some(range)
}

/// What stands between two marks of one kind.
fn inside(text: &str, range: TextRange, mark: &str) -> Option<TextRange> {
    let inner = text.strip_prefix(mark)?.strip_suffix(mark)?;
    trimmed(inner, range.start() + TextSize::of(mark))
}

fn inside_braces(text: &str, range: TextRange) -> Option<TextRange> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    trimmed(inner, range.start() + TextSize::of('{'))
}

/// A text without the blanks around it.
fn trimmed(text: &str, start: TextSize) -> Option<TextRange> {
    let lead = text.len() - text.trim_start().len();
    let range = TextRange::at(start + TextSize::new(lead as u32), TextSize::of(text.trim()));
    (!range.is_empty()).then_some(range)
}

/// The sentence around a place.
fn sentence(text: &str, range: TextRange, offset: TextSize) -> Option<TextRange> {
    // Line ends part lines, not sentences.
    let flowing = text.replace(['\n', '\r'], " ");
    let at = usize::from(offset.checked_sub(range.start())?);
    let (start, sentence) =
        flowing.split_sentence_bound_indices().take_while(|(start, _)| *start <= at).last()?;
    trimmed(sentence, range.start() + TextSize::new(start as u32))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::testing::{Fixture, HEAD};

    fn shown(declarations: &str) -> String {
        let fixture = Fixture::with_head(declarations);
        let (file, offset) = fixture.cursor();
        let text = fixture.project.document(file).unwrap().text().to_string();
        let ranges = selection_ranges(&fixture.project, file, offset);
        assert!(ranges.windows(2).all(|two| two[1].contains_range(two[0]) && two[1] != two[0]));
        let ranges = ranges.iter().map(|range| &text[std::ops::Range::from(*range)]);
        let shown = ranges.map(|text| format!("{:?}\n", text.replace(HEAD, "HEAD ")));
        shown.collect()
    }

    #[test]
    fn from_a_word_in_a_list_to_the_file() {
        expect![[r#"
            "end"
            "head-end"
            "Keep the head-end system\n       apart."
            "a) Keep the head-end system\n       apart. See 6.1.3 first."
            "a) Keep the head-end system\n       apart. See 6.1.3 first.\n    b) Do."
            "For e.g. meters:\n\n    a) Keep the head-end system\n       apart. See 6.1.3 first.\n    b) Do."
            "\"\"\"\n    For e.g. meters:\n\n    a) Keep the head-end system\n       apart. See 6.1.3 first.\n    b) Do.\n  \"\"\""
            "text \"\"\"\n    For e.g. meters:\n\n    a) Keep the head-end system\n       apart. See 6.1.3 first.\n    b) Do.\n  \"\"\""
            "{\n  text \"\"\"\n    For e.g. meters:\n\n    a) Keep the head-end system\n       apart. See 6.1.3 first.\n    b) Do.\n  \"\"\"\n}"
            "add guidance to 27002 5.1 {\n  text \"\"\"\n    For e.g. meters:\n\n    a) Keep the head-end system\n       apart. See 6.1.3 first.\n    b) Do.\n  \"\"\"\n}"
            "HEAD add guidance to 27002 5.1 {\n  text \"\"\"\n    For e.g. meters:\n\n    a) Keep the head-end system\n       apart. See 6.1.3 first.\n    b) Do.\n  \"\"\"\n}\n"
        "#]].assert_eq(&shown(
            "add guidance to 27002 5.1 {\n  text \"\"\"\n    For e.g. meters:\n\n    a) Keep the head-$0end system\n       apart. See 6.1.3 first.\n    b) Do.\n  \"\"\"\n}\n",
        ));
    }

    #[test]
    fn from_a_reference_in_a_sentence() {
        expect![[r#"
            "23"
            "5.23"
            "27002 5.23"
            "{27002 5.23}"
            "Two cites {27002 5.23} here."
            "One is here. Two cites {27002 5.23} here."
            "One is here. Two cites {27002 5.23} here.\n\n    Three."
            "\"\"\"One is here. Two cites {27002 5.23} here.\n\n    Three.\"\"\""
            "text \"\"\"One is here. Two cites {27002 5.23} here.\n\n    Three.\"\"\""
            "{\n  text \"\"\"One is here. Two cites {27002 5.23} here.\n\n    Three.\"\"\"\n}"
            "interpret 27001 4.1 {\n  text \"\"\"One is here. Two cites {27002 5.23} here.\n\n    Three.\"\"\"\n}"
            "HEAD interpret 27001 4.1 {\n  text \"\"\"One is here. Two cites {27002 5.23} here.\n\n    Three.\"\"\"\n}\n"
        "#]].assert_eq(&shown(
            "interpret 27001 4.1 {\n  text \"\"\"One is here. Two cites {27002 5.$023} here.\n\n    Three.\"\"\"\n}\n",
        ));
    }

    #[test]
    fn from_a_head_and_from_beyond_the_end() {
        expect![[r#"
            "27002"
            "27002 5.1"
            "retain 27002 5.1 {\n  reason \"Not one.\"\n}"
            "HEAD retain 27002 5.1 {\n  reason \"Not one.\"\n}\n"
        "#]]
        .assert_eq(&shown("retain 27002$0 5.1 {\n  reason \"Not one.\"\n}\n"));
        let fixture = Fixture::with_head("");
        let ranges = selection_ranges(&fixture.project, FileId::Project(0), TextSize::new(99_999));
        assert!(!ranges.is_empty());
        assert_eq!(selection_ranges(&fixture.project, FileId::Project(7), 0.into()), []);
    }
}
