//! `annexa help language`: the tables of the language. The help of commands is clap's own.

use clap::{Args, Subcommand};

use crate::destination::Destination;
use crate::outcome::{Failure, Outcome};
use crate::reference::{TABLES, Table};
use crate::target::Kind;
use crate::terminal;

/// Print the help of a command, or the reference of the language
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Help {
    #[command(subcommand)]
    subject: Subject,
}

#[derive(Debug, Subcommand)]
enum Subject {
    Language(Language),
}

/// Print the reference of the language: declarations, fields, references, marks of texts
///
/// Without a word, all tables are printed. The name of a table selects that table; any other word selects the rows
/// about it.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Tables:
  tokens, references, declarations, fields, values, words, text, verbs

Examples:
  annexa help language                 all tables
  annexa help language declarations    what a file declares
  annexa help language add control     one declaration
  annexa help language guidance        everything with the name guidance
  annexa help language -o language.md  all tables, to a file")]
struct Language {
    /// The name of a table, a declaration, a field or a word
    words: Vec<String>,

    #[command(flatten)]
    destination: Destination,
}

const REFERENCE: Kind = Kind { name: "a reference of the language", endings: &["md", "txt"] };

/// Runs the command.
pub(crate) fn run(help: &Help) -> Result<Outcome, Failure> {
    let Subject::Language(language) = &help.subject;
    let width = terminal::output_width();
    let asked = language.words.join(" ");
    let text = match Table::find(&asked) {
        _ if asked.is_empty() => {
            let tables: Vec<String> = TABLES.iter().map(|table| whole(table, width)).collect();
            tables.join("\n")
        }
        Some(table) => whole(table, width),
        None => rows_about(&asked, width)?,
    };
    language.destination.text(REFERENCE, &text)?;
    Ok(Outcome::Clean)
}

fn whole(table: &Table, width: usize) -> String {
    let mut text = terminal::styled(terminal::STRONG, &table.name.to_uppercase());
    text.push_str(&format!("\n{}\n", terminal::wrap(table.about, width, 0)));
    for row in table.rows() {
        text.push_str(&entry(table, &row, width));
    }
    text
}

/// One row: its first cell on a line of its own, and below it the others with the heads of their columns. The second
/// cell explains the first and needs no head.
fn entry(table: &Table, row: &[String], width: usize) -> String {
    let name = row.first().map_or("", String::as_str);
    let name = terminal::wrap(name.trim_matches('`'), width.saturating_sub(2), 4);
    let mut text = format!("\n  {}\n", terminal::styled(terminal::STRONG, &name));
    for (at, (column, cell)) in table.columns.iter().zip(row).enumerate().skip(1) {
        if !cell.is_empty() {
            let mark = if at == 1 { "    ".to_owned() } else { format!("    {column}: ") };
            text.push_str(&terminal::hanging(&mark, cell, width));
            text.push('\n');
        }
    }
    text
}

/// The rows whose first cell begins with the words.
fn rows_about(asked: &str, width: usize) -> Result<String, Failure> {
    let is_asked = |row: &[String]| {
        let name = row.first().map_or("", String::as_str).trim_matches('`');
        name.strip_prefix(asked)
            .is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric()))
    };
    let mut text = String::new();
    for table in TABLES {
        for row in table.rows().iter().filter(|row| is_asked(row)) {
            text.push_str(&entry(table, row, width));
        }
    }
    if text.is_empty() {
        let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
        let failure = Failure::new(format!("the language has no `{asked}`"));
        return Err(failure.help(format!("the tables are {}", names.join(", "))));
    }
    Ok(text.trim_start_matches('\n').to_owned())
}

#[cfg(test)]
mod tests {
    use annexa_syntax::DeclarationKind;

    use super::{TABLES, rows_about, whole};
    use crate::reference::fields;
    use crate::terminal::plain;

    #[test]
    fn every_row_is_complete_and_lines_fit() {
        for table in TABLES {
            let rows = table.rows();
            assert!(!rows.is_empty(), "{}", table.name);
            for row in rows {
                assert_eq!(row.len(), table.columns.len(), "{row:?}");
                assert!(row.iter().take(2).all(|cell| !cell.is_empty()) || row[0] == "blank line");
            }
            for width in [60, 80, 120] {
                let text = plain(&whole(table, width));
                let wide = text.lines().find(|line| line.chars().count() > width);
                assert_eq!(wide, None, "{} at {width}", table.name);
            }
        }
    }

    #[test]
    fn each_declaration_and_each_field_can_be_asked_for() {
        let words = DeclarationKind::ALL.iter().map(|kind| kind.words());
        for asked in words.chain(fields().map(|field| field.as_str())) {
            let text = rows_about(asked, 100).unwrap_or_default();
            assert!(plain(&text).starts_with(&format!("  {asked}")), "{asked}\n{text}");
        }
        assert!(rows_about("nonsense", 100).is_err());
    }
}
