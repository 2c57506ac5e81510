//! The two output streams. Standard output has the requested result: compiled text, a list, a
//! schema. Standard error has the messages: findings, summaries, errors, progress.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anstream::adapter::strip_str;
use anstyle::{AnsiColor, Style};

use crate::visible;

/// The style of the word `error`.
pub(crate) const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
/// The style of the word `warning`.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// The style of good news.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// The style of headings and names.
pub(crate) const STRONG: Style = Style::new().bold();
/// The style of less important text.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// Writes to standard output.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(visible::lines(text).as_bytes())?;
    stdout.flush()
}

/// Writes bytes to standard output, unchanged if it is a file or a pipe.
pub(crate) fn print_bytes(bytes: &[u8]) -> io::Result<()> {
    print_with(|stdout| stdout.write_all(bytes))
}

/// Writes bytes to standard output while they are produced, unchanged if it is a file or a pipe.
pub(crate) fn print_with(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    if stdout.is_terminal() {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        stdout.write_all(visible::lines(&String::from_utf8_lossy(&bytes)).as_bytes())?;
    } else {
        write(&mut stdout)?;
    }
    stdout.flush()
}

/// Writes to standard error. Errors are ignored: if standard error is closed, nothing can report
/// it, and the exit code still shows the outcome.
pub(crate) fn say(text: &str) {
    let mut stderr = anstream::stderr().lock();
    let _ = stderr.write_all(visible::lines(text).as_bytes());
    let _ = stderr.flush();
}

/// Returns a path as the user would write it, on one line whatever its name contains.
pub(crate) fn path(path: &Path) -> String {
    visible::line(&annexa_workspace::shown(path)).into_owned()
}

/// Returns text in a style. Streams remove styles that are not wanted.
pub(crate) fn styled(style: Style, text: &str) -> String {
    let (start, end) = (format!("{style}"), format!("{style:#}"));
    format!("{}{text}{}", visible::styles(&start), visible::styles(&end))
}

/// Returns text without styles.
pub(crate) fn plain(text: &str) -> String {
    strip_str(&visible::lines(text)).to_string()
}

/// Returns the maximal width of a line: that of the terminal, or a default for log files.
pub(crate) fn width() -> usize {
    const LOG: usize = 120;
    const NARROWEST: usize = 40;
    terminal_size::terminal_size_of(io::stderr())
        .map_or(LOG, |(width, _)| usize::from(width.0).max(NARROWEST))
}

/// Returns the maximal width of a line of the result: that of the terminal, the environment
/// variable COLUMNS, or a default for files.
pub(crate) fn output_width() -> usize {
    const FILE: usize = 120;
    const NARROWEST: usize = 36;
    let of_terminal =
        terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0.into());
    let of_environment = || std::env::var("COLUMNS").ok()?.parse().ok();
    of_terminal.or_else(of_environment).unwrap_or(FILE).max(NARROWEST)
}

/// Breaks a paragraph into lines, all but the first of them indented. Styles do not count for the
/// width.
pub(crate) fn wrap(paragraph: &str, width: usize, indent: usize) -> String {
    let mut lines = String::new();
    let mut used = 0;
    for word in paragraph.split_whitespace() {
        let length = plain(word).chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            used = indent;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += length;
    }
    lines
}

/// Returns a list item or a line with a mark; further lines are indented to the words of the first.
pub(crate) fn hanging(mark: &str, words: &str, width: usize) -> String {
    let indent = plain(mark).chars().count();
    let below = format!("\n{}", " ".repeat(indent));
    format!("{mark}{}", wrap(words, width.saturating_sub(indent), 0).replace('\n', &below))
}

/// `1 error`, `2 errors`.
pub(crate) fn count(number: usize, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    }
}
