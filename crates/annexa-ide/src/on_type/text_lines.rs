//! Enter in a text: an item of a list and a row of a table are followed by the next one, and an empty one ends the list
//! or the table, as does an empty note.

use annexa_syntax::{ListStyle, TextRange, TextSize, list_mark};

use super::is_blank;
use crate::Replacement;

/// What is to be replaced where a line end was typed before `line`, in a text of an item.
pub(super) fn behind_line_end(
    item: &str,
    text: TextRange,
    line: TextRange,
) -> Option<Vec<Replacement>> {
    let text_before = item.get(text.start().into()..line.start().into())?;
    let without_end =
        text_before.strip_suffix("\r\n").or_else(|| text_before.strip_suffix(['\n', '\r']))?;
    let start = without_end.rfind(['\n', '\r'])? + 1;
    let (above, before) = without_end.split_at(start);
    let content = before.trim_start_matches(is_blank);
    let indent = before.strip_suffix(content)?;
    let is_new = item.get(std::ops::Range::from(line))?.chars().all(is_blank);
    if is_empty_part(content) {
        // What stands on the line before would go on with the next one.
        let start = text.start() + TextSize::new(start as u32);
        return Some(vec![(TextRange::at(start, TextSize::of(before)), String::new())]);
    }
    let next = next_mark(above, indent, content).filter(|_| is_new)?;
    Some(vec![(line, format!("{indent}{next} "))])
}

/// Whether a line holds the mark of an item, of a note or of an example, or the bars of a row, and nothing else.
fn is_empty_part(content: &str) -> bool {
    let content = content.trim_end_matches(is_blank);
    let is_row = content.starts_with('|') && content.chars().all(|it| it == '|' || is_blank(it));
    let remark = ["NOTE", "EXAMPLE"].iter().find_map(|word| content.strip_prefix(word));
    let is_remark = remark.is_some_and(|rest| {
        rest.trim_end_matches(':').trim_matches(is_blank).chars().all(|it| it.is_ascii_digit())
    });
    is_row || is_remark || list_mark(&format!("{content} ")).is_some_and(|mark| mark == content)
}

/// What the line behind an item or a row begins with. An item that ends with a full stop is the last one.
fn next_mark(above: &str, indent: &str, content: &str) -> Option<String> {
    let content = content.trim_end_matches(is_blank);
    if content.starts_with('|') {
        return content.ends_with('|').then(|| "|".to_owned());
    }
    let mark = list_mark(content)?;
    let without_link = content.trim_end_matches(" and").trim_end_matches(" or");
    if !without_link.trim_end_matches(is_blank).ends_with([';', ',']) {
        return None;
    }
    // The marks before it tell a roman numeral from a letter.
    let before = above.lines().filter_map(|line| line.strip_prefix(indent).and_then(list_mark));
    let style = ListStyle::of(before.chain([mark]));
    let style =
        if style.position(mark).is_some() { style } else { ListStyle::of([mark].into_iter()) };
    let next = match style {
        ListStyle::Dashes => mark.into(),
        style => style.mark(style.position(mark)? + 1)?,
    };
    Some(next.to_string())
}

#[cfg(test)]
mod tests {
    use annexa_syntax::{Document, TextSize};

    use crate::format_on_type;

    /// The lines of a text after Enter at `$0`, where an editor repeats the indentation; `$0` is where the cursor then
    /// stands.
    fn after(lines: &str, line_end: &str) -> String {
        let marked = format!("interpret 27001 4.1 {{\n  text \"\"\"\n{lines}\n  \"\"\"\n}}\n");
        let marked = marked.replace('\n', line_end);
        let at = marked.find("$0").unwrap();
        let line = marked[..at].rsplit(['\n', '\r']).next().unwrap();
        let indent = &line[..line.len() - line.trim_start().len()];
        let typed = format!("{line_end}{indent}");
        let mut text = marked.replace("$0", &typed);
        let mut cursor = at + typed.len();
        let found = format_on_type(&Document::new(&text), TextSize::new(cursor as u32), line_end);
        for (range, new) in found.iter().rev() {
            if usize::from(range.start()) <= cursor {
                cursor = cursor + new.len() - usize::from(range.len());
            }
            text.replace_range(std::ops::Range::<usize>::from(*range), new);
        }
        text.insert_str(cursor, "$0");
        let text = text.replace(line_end, "\n");
        let start = text.find("\"\"\"\n").unwrap() + 4;
        text[start..text.find("\n  \"\"\"\n}").unwrap()].to_owned()
    }

    #[test]
    fn an_empty_item_row_or_note_ends_what_it_stands_in() {
        for line_end in ["\n", "\r\n"] {
            for (lines, expected) in [
                ("    a) one;\n    b) $0", "    a) one;\n\n    $0"),
                ("    a) one;\n    b)$0", "    a) one;\n\n    $0"),
                ("    1) one;\n    2) $0", "    1) one;\n\n    $0"),
                ("    i) one;\n    ii) $0", "    i) one;\n\n    $0"),
                ("    - one;\n    - $0", "    - one;\n\n    $0"),
                ("    a) one;\n      — $0", "    a) one;\n\n      $0"),
                ("    One.\n\n    NOTE $0", "    One.\n\n\n    $0"),
                ("    NOTE 1 $0", "\n    $0"),
                ("    EXAMPLE: $0", "\n    $0"),
                ("    | a | b |\n    | $0", "    | a | b |\n\n    $0"),
                ("    | a | b |\n    |  |  |$0", "    | a | b |\n\n    $0"),
                ("a) one;\nb) $0\n\nMore.", "a) one;\n\n$0\n\nMore."),
            ] {
                assert_eq!(after(lines, line_end), expected, "{lines}");
            }
        }
    }

    #[test]
    fn an_item_or_a_row_is_followed_by_the_next_one() {
        for (lines, expected) in [
            ("    a) one;$0", "    a) one;\n    b) $0"),
            ("    a) one; and$0", "    a) one; and\n    b) $0"),
            ("    9) nine,$0", "    9) nine,\n    10) $0"),
            ("    i) one;\n    ii) two;$0", "    i) one;\n    ii) two;\n    iii) $0"),
            ("    h) one;\n    i) two;$0", "    h) one;\n    i) two;\n    j) $0"),
            ("    a) one:\n      1) this;$0", "    a) one:\n      1) this;\n      2) $0"),
            ("    - one;$0", "    - one;\n    - $0"),
            ("    | a | b |$0", "    | a | b |\n    | $0"),
        ] {
            assert_eq!(after(lines, "\n"), expected, "{lines}");
        }
    }

    #[test]
    fn other_lines_stay_as_they_are() {
        for lines in [
            "    a) the last one.$0",
            "    a) one;$0 two;",
            "    Prose that ends;$0",
            "    z) one;$0",
            "    NOTE It holds.$0",
            "    A dash - $0",
            "$0",
        ] {
            let indent = &lines[..lines.len() - lines.trim_start().len()];
            let expected = lines.replace("$0", &format!("\n{indent}$0"));
            assert_eq!(after(lines, "\n"), expected, "{lines}");
        }
    }
}
