//! The two streams. Standard output carries what was asked for: compiled text, a list, a schema.
//! Standard error carries what is said about it: findings, summaries, errors, progress.

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
/// The style of what matters less.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// Writes to standard output.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(visible::lines(text).as_bytes())?;
    stdout.flush()
}

/// Writes bytes to standard output: to a file or a program as they are.
pub(crate) fn print_bytes(bytes: &[u8]) -> io::Result<()> {
    print_with(|stdout| stdout.write_all(bytes))
}

/// Writes bytes to standard output as they are made: to a file or a program as they are.
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

/// Writes to standard error. If nobody can read that, there is nobody to tell, and the exit code
/// still says how it went; so a failure to write is passed over.
pub(crate) fn say(text: &str) {
    let mut stderr = anstream::stderr().lock();
    let _ = stderr.write_all(visible::lines(text).as_bytes());
    let _ = stderr.flush();
}

/// A path as the user would write it here, on one line whatever its name is.
pub(crate) fn path(path: &Path) -> String {
    visible::line(&annexa_workspace::shown(path)).into_owned()
}

/// Text in a style. The streams take the style away where it is not wanted.
pub(crate) fn styled(style: Style, text: &str) -> String {
    let (start, end) = (format!("{style}"), format!("{style:#}"));
    format!("{}{text}{}", visible::styles(&start), visible::styles(&end))
}

/// Text without styles.
pub(crate) fn plain(text: &str) -> String {
    strip_str(&visible::lines(text)).to_string()
}

/// How wide a line may be: that of the terminal, or one that suits a log file.
pub(crate) fn width() -> usize {
    const LOG: usize = 120;
    const NARROWEST: usize = 40;
    terminal_size::terminal_size_of(io::stderr())
        .map_or(LOG, |(width, _)| usize::from(width.0).max(NARROWEST))
}

/// How wide a line of what was asked for may be: the width of the terminal, or that in the environment
/// variable COLUMNS, or one that suits a file.
pub(crate) fn output_width() -> usize {
    const FILE: usize = 120;
    const NARROWEST: usize = 36;
    let of_terminal =
        terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0.into());
    let of_environment = || std::env::var("COLUMNS").ok()?.parse().ok();
    of_terminal.or_else(of_environment).unwrap_or(FILE).max(NARROWEST)
}

/// Breaks a paragraph into lines, all but the first of them indented. Styles take no room.
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

/// A list item or a line with a mark: later lines stand below the words of the first.
pub(crate) fn hanging(mark: &str, words: &str, width: usize) -> String {
    let indent = plain(mark).chars().count();
    let below = format!("\n{}", " ".repeat(indent));
    format!("{mark}{}", wrap(words, width.saturating_sub(indent), 0).replace('\n', &below))
}

/// `1 error`, `2 errors`
pub(crate) fn count(number: usize, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    }
}
