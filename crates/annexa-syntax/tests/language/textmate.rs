//! The patterns of the TextMate grammar.

use annexa_syntax::{DeclarationKind, Keyword};

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
