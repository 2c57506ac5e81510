//! The patterns of the TextMate grammar.

use annexa_syntax::{CONTRACTED_WORDS, DeclarationKind, Keyword, VERBAL_WORDS, VerbalForm};

use crate::{fields, is_current, read};

/// The words at a place of some heads as alternatives, each once, in the order of the table.
fn alternatives(heads: &[Vec<&'static str>], index: usize) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in heads.iter().filter_map(|head| head.get(index)) {
        if !words.contains(word) {
            words.push(word);
        }
    }
    words.join("|")
}

/// The pattern of verbal forms.
fn verbal_forms() -> String {
    let words = |is_one: fn(Option<VerbalForm>, VerbalForm) -> bool| {
        let words = VERBAL_WORDS.iter().filter(|(_, plain, negative)| is_one(*plain, *negative));
        words.map(|(word, ..)| *word).collect::<Vec<_>>().join("|")
    };
    let with_or_without = words(|plain, negative| plain.is_some_and(|plain| plain != negative));
    let with = words(|plain, _| plain.is_none());
    let without = words(|plain, negative| plain == Some(negative));
    let contracted: Vec<_> = CONTRACTED_WORDS.iter().map(|(word, _)| *word).collect();
    // A word with a hyphen is another word.
    format!(
        r"(?<![\\w-])(?:(?:{})['’]t|(?:{with_or_without})(?:\\s+not)?|{without}|(?:{with})\\s+not)(?![\\w-])",
        contracted.join("|")
    )
}

#[test]
fn textmate_has_the_heads_and_fields() {
    let path = "grammar/annexa.tmLanguage.json";
    let text = read(path);
    let heads: Vec<Vec<_>> =
        DeclarationKind::ALL.iter().map(|kind| kind.words().split(' ').collect()).collect();
    let of_two: Vec<_> = heads.iter().filter(|head| head.len() > 1).cloned().collect();
    let field_names: Vec<_> = fields().map(Keyword::as_str).collect();
    let patterns = [
        ("kind", format!(r"^({})\\s+({})\\b", alternatives(&of_two, 0), alternatives(&of_two, 1))),
        ("declaration", format!(r"^({})\\b", alternatives(&heads, 0))),
        ("field", format!(r"(?:^\\s+|\\{{\\s*)({})\\b", field_names.join("|"))),
        ("verbal-form", verbal_forms()),
    ];
    let mut made = text;
    for (name, pattern) in patterns {
        let at = made.find(&format!("\n    \"{name}\": {{")).expect("the rule is there");
        let start =
            at + made[at..].find("\"match\": \"").expect("a pattern") + "\"match\": \"".len();
        let end = start + made[start..].find('\n').expect("a line");
        let end = start + made[start..end].rfind('"').expect("its end");
        made.replace_range(start..end, &pattern);
    }
    is_current(path, &made);
}
