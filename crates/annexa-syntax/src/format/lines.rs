//! The output, line by line.

/// Lines. The last is open: it has no line end yet, so something can still go behind it.
pub(super) struct Lines {
    out: String,
    line_end: &'static str,
    /// Where the last line begins.
    start: usize,
    /// How far in it stands.
    indent: usize,
    /// There is a line.
    begun: bool,
}

impl Lines {
    pub(super) fn new(line_end: &'static str) -> Self {
        Lines { out: String::new(), line_end, start: 0, indent: 0, begun: false }
    }

    /// Writes a byte order mark, which is no part of a line.
    pub(super) fn byte_order_mark(&mut self) {
        self.out.push('\u{FEFF}');
        self.start = self.out.len();
    }

    /// Begins a line, after a blank one if asked for and if this is not the first.
    pub(super) fn begin(&mut self, indent: usize, blank_before: bool) {
        if self.begun {
            self.end();
            if blank_before {
                self.end();
            }
        }
        self.begun = true;
        self.indent = indent;
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    /// Ends the last line.
    pub(super) fn end(&mut self) {
        self.out.push_str(self.line_end);
        self.start = self.out.len();
    }

    /// Writes behind what the last line holds.
    pub(super) fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// How many characters the last line holds.
    pub(super) fn width(&self) -> usize {
        self.out[self.start..].chars().count()
    }

    /// How far in the last line stands.
    pub(super) fn indent(&self) -> usize {
        self.indent
    }

    /// What has been written since this was last asked for. Its last line stays open, but counts no
    /// more for the width: only a comment may still go behind a declaration.
    pub(super) fn take(&mut self) -> String {
        self.start = 0;
        std::mem::take(&mut self.out)
    }

    /// The rest of it, with one line end behind it.
    pub(super) fn finish(mut self) -> String {
        if self.begun {
            self.end();
        }
        self.out
    }

    /// The rest of it, the last line left open.
    pub(super) fn finish_without_line_end(self) -> String {
        self.out
    }
}
