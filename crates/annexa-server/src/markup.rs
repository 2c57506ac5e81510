//! What is said in Markdown, for clients that show it and for those that do not.

use tower_lsp::ls_types::{MarkupContent, MarkupKind};

/// A text in the format that a client prefers of those that it shows; one that names none is taken to
/// show Markdown.
pub(crate) fn content(markdown: String, formats: Option<&[MarkupKind]>) -> MarkupContent {
    match formats.and_then(<[_]>::first) {
        Some(MarkupKind::PlainText) => {
            MarkupContent { kind: MarkupKind::PlainText, value: plain(&markdown) }
        }
        _ => MarkupContent { kind: MarkupKind::Markdown, value: markdown },
    }
}

/// The words of a text without its markup.
fn plain(markdown: &str) -> String {
    let lines = markdown.lines().filter(|line| *line != "---").map(|line| {
        let line = line.strip_prefix("> ").unwrap_or(line).trim_end();
        let mut plain = String::with_capacity(line.len());
        let mut characters = line.chars();
        while let Some(character) = characters.next() {
            match character {
                '\\' => plain.extend(characters.next()),
                '*' | '`' => {}
                character => plain.push(character),
            }
        }
        plain
    });
    lines.collect::<Vec<_>>().join("\n").replace("\n\n\n", "\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_without_markdown_gets_the_words() {
        let markdown = "**5.1 Rules \\*of\\* `x`**\n\nclause\n\n---\n\n> quoted  \n> twice";
        let shown = content(markdown.to_owned(), Some(&[MarkupKind::PlainText]));
        assert_eq!(shown.value, "5.1 Rules *of* x\n\nclause\n\nquoted\ntwice");
        let shown = content(markdown.to_owned(), Some(&[MarkupKind::Markdown]));
        assert_eq!(shown.value, markdown);
    }
}
