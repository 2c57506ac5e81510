//! The output, line by line.

/// Lines of output. The last line has no line end yet, so more can be appended to it.
pub(super) struct Lines {
    out: String,
    line_end: &'static str,
    /// The offset in bytes of the last line.
    start: usize,
    /// The indentation of the last line.
    indent: usize,
    /// There is at least one line.
    begun: bool,
}

impl Lines {
    pub(super) fn new(line_end: &'static str) -> Self {
        Lines { out: String::new(), line_end, start: 0, indent: 0, begun: false }
    }

    /// Writes a byte order mark, which is not part of a line.
    pub(super) fn byte_order_mark(&mut self) {
        self.out.push('\u{FEFF}');
        self.start = self.out.len();
    }

    /// Begins a line, after a blank one if requested and if this is not the first.
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

    /// Appends to the last line.
    pub(super) fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Returns the width of the last line in characters.
    pub(super) fn width(&self) -> usize {
        self.out[self.start..].chars().count()
    }

    /// Returns the indentation of the last line.
    pub(super) fn indent(&self) -> usize {
        self.indent
    }

    /// Returns the output since the last call. The last line stays open but no longer counts for
    /// the width: only a comment can still follow a declaration.
    pub(super) fn take(&mut self) -> String {
        self.start = 0;
        std::mem::take(&mut self.out)
    }

    /// Returns the remaining output, with one line end.
    pub(super) fn finish(mut self) -> String {
        if self.begun {
            self.end();
        }
        self.out
    }

    /// Returns the remaining output without a line end.
    pub(super) fn finish_without_line_end(self) -> String {
        self.out
    }
}
