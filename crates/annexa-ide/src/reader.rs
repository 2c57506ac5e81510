//! Texts as their readers see them, in Markdown: a reference as it is printed, a term by its name, lists with their marks,
//! notes, and tables.

use annexa_emit::citation;
use annexa_model::{DeclarationRef, Project, Standard};
use annexa_syntax::{Block, Inline, ListItem, Text};

use crate::card::escaped;

/// Texts of which more is not shown. In bytes.
const LONGEST: usize = 1_500;

/// A text of a declaration, as paragraphs of Markdown.
pub(crate) fn markdown(project: &Project, at: &DeclarationRef<'_>, text: &Text) -> String {
    let mut writer = MarkdownWriter::new(project, at, text);
    writer.blocks(&text.blocks, 0);
    writer.said
}

/// The same as a quotation.
pub(crate) fn quotation(project: &Project, at: &DeclarationRef<'_>, text: &Text) -> String {
    quoted(&markdown(project, at, text))
}

/// A list item of a declaration, as a quotation.
pub(crate) fn item_quotation(
    project: &Project,
    at: &DeclarationRef<'_>,
    item: &ListItem,
) -> Option<String> {
    let mut writer = MarkdownWriter::new(project, at, text_of(at, item)?);
    writer.item(item, 0);
    Some(quoted(&writer.said))
}

/// What a list item of a declaration says before the first block below it, on one line and without markup.
pub(crate) fn item_words(
    project: &Project,
    at: &DeclarationRef<'_>,
    item: &ListItem,
) -> Option<String> {
    let mut writer =
        MarkdownWriter { is_plain: true, ..MarkdownWriter::new(project, at, text_of(at, item)?) };
    writer.prose(&item.content);
    Some(writer.said)
}

/// The text that a list item stands in.
fn text_of<'a>(at: &DeclarationRef<'a>, item: &ListItem) -> Option<&'a Text> {
    let mut texts = at.declaration.texts().map(|(_, text)| text);
    texts.find(|text| text.range.contains_range(item.range))
}

/// A text on one line, without markup.
pub(crate) fn words(project: &Project, at: &DeclarationRef<'_>, text: &Text) -> String {
    let mut writer = MarkdownWriter { is_plain: true, ..MarkdownWriter::new(project, at, text) };
    writer.blocks(&text.blocks, 0);
    writer.said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Licensed wording, of which the structure is not known: a quotation that keeps its lines.
pub(crate) fn wording(wording: &str) -> String {
    let mut said = String::new();
    for line in wording.lines() {
        if said.len() > LONGEST {
            said.push('…');
            break;
        }
        // Markdown drops other blanks at the beginning of a line, and the nesting of lists with them.
        let content = line.trim();
        let indent = line.chars().take_while(|blank| blank.is_whitespace()).count();
        let indent = if content.is_empty() { 0 } else { indent };
        said.push_str(&format!("{}{}  \n", "\u{A0}".repeat(indent), escaped(content)));
    }
    quoted(&said)
}

fn quoted(markdown: &str) -> String {
    let lines = markdown.lines().map(|line| match line {
        "" => "\n>".to_owned(),
        line => format!("\n> {line}"),
    });
    "\n".to_owned() + &lines.collect::<String>()
}

struct MarkdownWriter<'a> {
    project: &'a Project,
    standard: Option<&'a Standard>,
    text: &'a Text,
    is_plain: bool,
    said: String,
}

impl<'a> MarkdownWriter<'a> {
    fn new(project: &'a Project, at: &DeclarationRef<'_>, text: &'a Text) -> MarkdownWriter<'a> {
        let standard = at.standard.and_then(|id| project.standard(id));
        MarkdownWriter { project, standard, text, is_plain: false, said: String::new() }
    }

    /// Whether all is shown that fits.
    fn is_full(&self) -> bool {
        self.said.len() > LONGEST
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        for block in blocks {
            if self.is_full() {
                self.said.push_str("\n\n…");
                return;
            }
            if !self.said.is_empty() {
                self.said.push_str(if depth == 0 { "\n\n" } else { "  \n" });
            }
            self.block(block, depth);
        }
    }

    fn block(&mut self, block: &Block, depth: usize) {
        match block {
            Block::Paragraph(content) => {
                self.indent(depth);
                self.prose(content);
            }
            Block::Note { number, content } => {
                self.remark("NOTE", number.as_deref(), content, depth)
            }
            Block::Example { number, content } => {
                self.remark("EXAMPLE", number.as_deref(), content, depth);
            }
            Block::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.said.push_str("  \n");
                    }
                    if self.is_full() {
                        self.said.push('…');
                        return;
                    }
                    self.item(item, depth);
                }
            }
            Block::Table(rows) => self.table(rows),
            Block::Figure { title, .. } => {
                self.indent(depth);
                self.words("Figure");
                if !title.is_empty() {
                    self.words(" — ");
                    self.words(title);
                }
            }
        }
    }

    fn remark(&mut self, label: &str, number: Option<&str>, content: &[Inline], depth: usize) {
        self.indent(depth);
        self.words(label);
        if let Some(number) = number {
            self.words(" ");
            self.words(number);
        }
        self.words(" ");
        self.prose(content);
    }

    /// Lists have marks that Markdown does not know, so that an item is a line that begins with its mark.
    fn item(&mut self, item: &ListItem, depth: usize) {
        self.indent(depth);
        self.words(if item.mark.value == "-" { "–" } else { &item.mark.value });
        self.words(" ");
        self.prose(&item.content);
        self.blocks(&item.blocks, depth + 1);
    }

    fn table(&mut self, rows: &[Vec<Vec<Inline>>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.said.push('\n');
            }
            if self.is_full() {
                self.said.push_str("| … |");
                return;
            }
            self.said.push('|');
            for column in 0..columns {
                self.said.push(' ');
                let start = self.said.len();
                self.prose(row.get(column).map_or(&[], Vec::as_slice));
                let cell = self.said.split_off(start).replace('|', "\\|");
                self.said.push_str(&cell);
                self.said.push_str(" |");
            }
            if index == 0 && !self.is_plain {
                self.said.push_str(&format!("\n|{}", "---|".repeat(columns)));
            }
        }
    }

    /// Markdown drops other blanks at the beginning of a line.
    fn indent(&mut self, depth: usize) {
        self.said.push_str(&"\u{A0}\u{A0}".repeat(depth));
    }

    fn prose(&mut self, content: &[Inline]) {
        let start = self.said.len();
        for inline in content {
            match inline {
                Inline::Prose(words) | Inline::VerbalForm(_, words) => self.words(words),
                Inline::Reference(index) => {
                    let reference = self.text.references.get(*index);
                    let cited = reference.zip(self.standard);
                    let cited = cited.map(|(it, standard)| citation(self.project, standard, it));
                    self.words(&cited.unwrap_or_default());
                }
                Inline::Term(index) => {
                    let Some(term) = self.text.terms.get(*index) else { continue };
                    let shown = term.shown.as_deref().unwrap_or(&term.name);
                    self.words(&shown.value);
                }
            }
        }
        let prose = self.said.split_off(start);
        let is_blank = |it: char| it.is_whitespace() && it != '\u{A0}';
        let words: Vec<&str> = prose.split(is_blank).filter(|word| !word.is_empty()).collect();
        self.said.push_str(&words.join(" "));
    }

    fn words(&mut self, words: &str) {
        match self.is_plain {
            true => self.said.push_str(words),
            false => self.said.push_str(&escaped(words)),
        }
    }
}

#[cfg(test)]
mod tests {
    use annexa_syntax::Keyword;

    use crate::testing::Fixture;

    /// The text of the last declaration, as Markdown and as words.
    fn read(text: &str) -> (String, String) {
        let fixture = Fixture::with_head(&format!(
            "term \"subject of care\" {{\n  definition \"person with {{27002 5.1}}\"\n}}\n\ninterpret 27001 4.1 {{\n  text \"\"\"{text}\"\"\"\n}}\n"
        ));
        let project = &fixture.project;
        let at = project.declarations().last().unwrap();
        let text = at.declaration.text(Keyword::Text).unwrap();
        (super::markdown(project, &at, text), super::words(project, &at, text))
    }

    #[test]
    fn references_terms_lists_notes_and_tables_as_readers_see_them() {
        let (markdown, words) = read(
            "\n    The {term subject of care \"subjects of care\"} of\n    {27002 5.1} and {27001 6.1.3 c)} *must* be:\n\n    a) known, see {unknown};\n      - at *all* times;\n    b) left.\n\n    NOTE 1 See {27002:2013 5.1.1}.\n\n    | Who | What |\n    | {term subject of care} | all |\n  ",
        );
        expect_test::expect![[r#"
            The subjects of care of ISO/IEC 27002:2022, 5.1 and ISO/IEC 27001:2022, 6.1.3 c) \*must\* be:

            a) known, see unknown;  
              – at \*all\* times;  
            b) left.

            NOTE 1 See ISO/IEC 27002:2013, 5.1.1.

            | Who | What |
            |---|---|
            | subject of care | all |"#]].assert_eq(&markdown);
        expect_test::expect!["The subjects of care of ISO/IEC 27002:2022, 5.1 and ISO/IEC 27001:2022, 6.1.3 c) *must* be: a) known, see unknown; – at *all* times; b) left. NOTE 1 See ISO/IEC 27002:2013, 5.1.1. | Who | What | | subject of care | all |"].assert_eq(&words);
    }

    #[test]
    fn a_long_text_is_cut() {
        let (markdown, _) = read(&"A sentence that says little.\n\n".repeat(500));
        assert!(markdown.ends_with('…') && markdown.len() < 2_000, "{}", markdown.len());
    }
}
