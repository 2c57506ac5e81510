//! Formatting while an author types: behind `}` and behind a line end, the lines of what has just ended get the
//! indentation that the formatter gives them. No more than that, because the author has not finished. Comments stay as
//! they are; in a text a line end continues or ends a list or a table.

mod text_lines;

use annexa_syntax::{Document, INDENT, Item, Node, NodeKind, TextRange, TextSize, TokenKind};

use crate::Replacement;

/// What is to be replaced when a `}` or a line end has just been typed before a place.
pub fn format_on_type(document: &Document, offset: TextSize, typed: &str) -> Vec<Replacement> {
    let offset = usize::from(offset).min(document.len());
    let before = offset.checked_sub(1).and_then(|before| document.item_at(before));
    let Some((start, item)) = before else { return Vec::new() };
    let cursor = TextSize::new((offset - start.offset) as u32);
    let replacements = match typed {
        "}" => behind_brace(item, cursor),
        "\n" | "\r\n" | "\r" => behind_line_end(item, cursor),
        _ => None,
    };
    let by = TextSize::new(start.offset as u32);
    replacements.into_iter().flatten().map(|(range, new)| (range + by, new)).collect()
}

/// The block that ends at the cursor, from the line on which its declaration or field begins. Its brace
/// gets a line of its own where the other one stands further up.
fn behind_brace(item: &Item, cursor: TextSize) -> Option<Vec<Replacement>> {
    let ends_here =
        |block: &Node<'_>| block.range().end() == cursor && closing_brace(*block).is_some();
    let (owner, block) = item
        .root()
        .descendants()
        .filter_map(|node| Some((node, node.child(NodeKind::Block).filter(ends_here)?)))
        .last()?;
    let lines = lines(item);
    let mut replacements = indented(item, &lines, TextRange::new(owner.range().start(), cursor));
    let (brace, depth) = *lines.iter().find(|(at, _)| Some(*at) == closing_brace(block))?;
    let before = item.text().get(..brace.into())?;
    let line_end = block.text().find(['\n', '\r']).and_then(|at| block.text().get(at..));
    if let (Some(line_end), None) = (line_end, blanks_before(item, brace)) {
        let line_end = if line_end.starts_with("\r\n") { "\r\n" } else { "\n" };
        let from = TextSize::of(before.trim_end_matches(is_blank));
        replacements.push((TextRange::new(from, brace), line_end.to_owned() + &indent(depth)));
    }
    Some(replacements)
}

/// The declaration or field that ended with the line before, and the line of the cursor.
fn behind_line_end(item: &Item, cursor: TextSize) -> Option<Vec<Replacement>> {
    let text = item.text();
    let start = text.get(..cursor.into())?.rfind(['\n', '\r'])? + 1;
    let line = text.get(start..)?.split(['\n', '\r']).next()?;
    let line_range = TextRange::at(TextSize::new(start as u32), TextSize::of(line));
    let goes_on = |(kind, range): (TokenKind, TextRange)| {
        let is_open = kind == TokenKind::UnterminatedText || line_range.start() < range.end();
        kind.is_text() && range.start() < line_range.start() && is_open
    };
    if let Some((_, text)) = item.tokens().find(|token| goes_on(*token)) {
        return text_lines::behind_line_end(item.text(), text, line_range);
    }
    let lines = lines(item);
    let ended = lines.iter().map(|(at, _)| *at).take_while(|at| *at < line_range.start()).last();
    let from = ended.unwrap_or(line_range.start());
    let mut replacements = indented(item, &lines, TextRange::new(from, line_range.end()));
    let wanted = indent(open_blocks(item, line_range.start()));
    if line != wanted && line.chars().all(is_blank) {
        replacements.push((line_range, wanted));
    }
    Some(replacements)
}

/// The indentation of the lines that begin in a range, where it is another.
fn indented(item: &Item, lines: &[(TextSize, usize)], range: TextRange) -> Vec<Replacement> {
    let inside = lines.iter().filter(|(at, _)| range.contains_inclusive(*at));
    let replacements = inside.filter_map(|&(at, depth)| {
        let blanks = blanks_before(item, at)?;
        let (now, wanted) = (item.text().get(std::ops::Range::from(blanks))?, indent(depth));
        (now != wanted).then_some((blanks, wanted))
    });
    replacements.collect()
}

/// Where a line is to begin, were it not so already: the declarations, the fields and the closing braces
/// of an item, in order, each with how many blocks it stands in.
fn lines(item: &Item) -> Vec<(TextSize, usize)> {
    fn add(node: Node<'_>, depth: usize, lines: &mut Vec<(TextSize, usize)>) {
        use NodeKind::*;
        let (kind, begins) = (node.kind(), node.range().start());
        let is_line =
            matches!(kind, Declaration(_) | Field(_) | UnknownField | Pair | RestUnchanged | New);
        if is_line {
            lines.push((begins, depth));
        }
        let below = depth + usize::from(kind == Block);
        node.children().for_each(|child| add(child, below, lines));
        if kind == Block {
            lines.extend(closing_brace(node).map(|brace| (brace, depth)));
        }
    }
    let mut lines = Vec::new();
    add(item.root(), 0, &mut lines);
    lines
}

/// Where the brace is that closes a block, if it is closed.
fn closing_brace(block: Node<'_>) -> Option<TextSize> {
    let brace = block.range().end().checked_sub(TextSize::of('}'))?;
    let is_free = block.children().all(|child| child.range().end() <= brace);
    (is_free && block.text().len() > 1 && block.text().ends_with('}')).then_some(brace)
}

/// How many blocks a place stands in that is in none of their entries. A block without its `}` goes on
/// until the next declaration.
fn open_blocks(item: &Item, at: TextSize) -> usize {
    let declarations = item.root().children();
    let last = declarations.take_while(|node| node.range().start() < at).last();
    let is_open = |node: &Node<'_>| {
        node.kind() == NodeKind::Block
            && node.range().start() < at
            && closing_brace(*node).is_none_or(|brace| at <= brace)
    };
    last.map_or(0, |declaration| declaration.descendants().filter(is_open).count())
}

/// What stands before a place on its line, if that is nothing but blanks.
fn blanks_before(item: &Item, at: TextSize) -> Option<TextRange> {
    let line = item.text().get(..at.into())?.rsplit(['\n', '\r']).next()?;
    line.chars().all(is_blank).then(|| TextRange::new(at - TextSize::of(line), at))
}

/// Not the byte order mark, which stays, nor any other character that cannot be seen: of these the user
/// is told.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{A0}')
}

fn indent(depth: usize) -> String {
    " ".repeat(depth * INDENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text after `typed` was typed at `$0`.
    fn after(marked: &str, typed: &str) -> String {
        let at = marked.find("$0").unwrap();
        let mut text = marked.replace("$0", typed);
        let offset = TextSize::new((at + typed.len()) as u32);
        let replacements = format_on_type(&Document::new(&text), offset, typed);
        for (range, new) in replacements.iter().rev() {
            text.replace_range(std::ops::Range::<usize>::from(*range), new);
        }
        text
    }

    #[test]
    fn behind_a_brace_its_declaration_is_indented() {
        let loose = "part of SMX\n\n  retain 27001 4.1 {\nreason \"No\"\n\u{A0}// kept\n      }\n retain 27001 4.2 {\nreason \"No\"\n\t$0\n retain 27001 4.3\n";
        assert_eq!(
            after(loose, "}"),
            "part of SMX\n\n  retain 27001 4.1 {\nreason \"No\"\n\u{A0}// kept\n      }\nretain 27001 4.2 {\n  reason \"No\"\n}\n retain 27001 4.3\n"
        );
        let nested = "clause 6 \"Planning\" {\n item a) {\n item 1)\n   $0\n}\n";
        assert_eq!(
            after(nested, "}"),
            "clause 6 \"Planning\" {\n  item a) {\n    item 1)\n  }\n}\n"
        );
    }

    #[test]
    fn a_brace_behind_a_field_gets_its_own_line() {
        for line_end in ["\n", "\r\n"] {
            let text = "retain 27001 4.1 {\nreason \"\"\"\n a }\n\"\"\"  $0 // why\n".to_owned();
            let expected = "retain 27001 4.1 {\n  reason \"\"\"\n a }\n\"\"\"\n} // why\n";
            let with = |text: &str| text.replace('\n', line_end);
            assert_eq!(after(&with(&text), "}"), with(expected));
        }
        assert_eq!(after("retain 27001 4.1 { $0\n", "}"), "retain 27001 4.1 { }\n");
        assert_eq!(after(" retain 27001 4.1 {$0\n", "}"), "retain 27001 4.1 {}\n");
    }

    #[test]
    fn behind_a_line_end_the_line_before_and_the_new_one_are_indented() {
        for (before, expected) in [
            ("retain 27001 4.1 {$0", "retain 27001 4.1 {\n  "),
            ("retain 27001 4.1 {$0}", "retain 27001 4.1 {\n}"),
            (
                "retain 27001 4.1 {$0reason \"No sector need.\" }",
                "retain 27001 4.1 {\n  reason \"No sector need.\" }",
            ),
            (
                "retain 27001 4.1 {\nreason \"No sector need.\"$0\n}",
                "retain 27001 4.1 {\n  reason \"No sector need.\"\n  \n}",
            ),
            ("retain 27001 4.1 {\n  }$0\n", "retain 27001 4.1 {\n}\n\n"),
            (
                "retain 27001 4.1 {\n  reason \"No sector need.\"\n}$0",
                "retain 27001 4.1 {\n  reason \"No sector need.\"\n}\n",
            ),
            (
                "retain 27001 4.1 {$0\nretain 27001 4.2 {\n}\n",
                "retain 27001 4.1 {\n  \nretain 27001 4.2 {\n}\n",
            ),
            (
                "clause 6 \"x\" {\nitem a) {\nitem 1)$0\n",
                "clause 6 \"x\" {\nitem a) {\n    item 1)\n    \n",
            ),
        ] {
            assert_eq!(after(before, "\n"), expected, "{before}");
        }
        assert_eq!(
            after("retain 27001 4.1 {\r\nreason \"No sector need.\"$0\r\n}", "\r\n"),
            "retain 27001 4.1 {\r\n  reason \"No sector need.\"\r\n  \r\n}",
        );
    }

    #[test]
    fn texts_comments_and_what_is_not_understood_stay_as_they_are() {
        for before in [
            "retain 27001 4.1 {\n reason \"\"\"One$0\n two\"\"\"\n}\n",
            "retain 27001 4.1 {\n reason \"\"\"$0",
            "retain 27001 4.1 {\n  // why$0\n  // not\n}\n",
            "add control SMX.1$0     \"Long\" to 27002 8\n",
            "part of SMX$0\n    // about\nretain 27001 4.1\n",
            "$0retain 27001 4.1 {\nreason \"No sector need.\"\n}\n",
        ] {
            let plain = before.replace("$0", "\n");
            let changed = after(before, "\n");
            let is_comment = before.contains("// why");
            let expected = if is_comment { plain.replace("\n\n", "\n  \n") } else { plain };
            assert_eq!(changed, expected);
        }
        for before in
            ["retain 27001 4.1 {\n reason \"\"\"{27002 5.1$0\"\"\"\n}\n", " $0\n", "// $0\n"]
        {
            assert_eq!(after(before, "}"), before.replace("$0", "}"));
        }
        assert_eq!(
            after("retain 27001 4.1 {\nreason \"No sector need.\"$0", ";"),
            "retain 27001 4.1 {\nreason \"No sector need.\";"
        );
        let bom = "\u{FEFF}retain 27001 4.1 {\nreason \"No sector need.\"\n$0";
        assert_eq!(after(bom, "}"), "\u{FEFF}retain 27001 4.1 {\n  reason \"No sector need.\"\n}");
        assert_eq!(format_on_type(&Document::new(""), TextSize::new(7), "}"), []);
    }
}
