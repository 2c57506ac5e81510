//! A list of strings in a TOML file, edited without changing its comments and layout. `toml_edit`
//! attaches a comment behind the comma of a string to the next string, so the decoration of a
//! string is passed on when it is deleted or another one is added.

use toml_edit::{Array, RawString, Value};

/// A list of strings.
pub(crate) struct List {
    array: Array,
    line_end: &'static str,
}

impl List {
    /// Parses a list, from its opening to its closing bracket.
    pub(crate) fn parse(text: &str) -> Option<List> {
        match text.parse() {
            Ok(Value::Array(array)) => {
                let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
                Some(List { array, line_end })
            }
            _ => None,
        }
    }

    /// Returns the text of the list with replaced strings: `None` deletes a string, and additional
    /// strings are appended.
    pub(crate) fn with(mut self, strings: &[Option<String>]) -> String {
        let length = self.array.len();
        for string in strings.iter().skip(length).flatten() {
            self.push(string);
        }
        for (index, string) in strings.iter().take(length).enumerate().rev() {
            match string {
                Some(string) if self.array.get(index).and_then(Value::as_str) == Some(string) => {}
                Some(string) => {
                    self.array.replace(index, string);
                }
                None => self.remove(index),
            }
        }
        // The library writes `\n`.
        self.array.to_string().replace('\n', self.line_end)
    }

    /// Appends a string, on its own line if the last one has its own line.
    fn push(&mut self, string: &str) {
        let last = self.array.iter().last();
        let Some(lead) = last.map(|last| text(last.decor().prefix())) else {
            return self.array.push(string);
        };
        let lead = lead.get(lead.trim_end().len()..).unwrap_or_default().to_owned();
        let tail = self.tail();
        let (comment, end) = tail.split_at(tail.trim_end().len());
        let lead = match lead.contains('\n') {
            true => lead,
            // The string must not become part of a comment.
            false if comment.contains('#') => "\n".to_owned(),
            false => " ".to_owned(),
        };
        self.set_tail("");
        self.array.push_formatted(Value::from(string).decorated(format!("{comment}{lead}"), ""));
        self.set_tail(end);
    }

    fn remove(&mut self, index: usize) {
        let tail = self.tail();
        let before = text(self.array.remove(index).decor().prefix()).to_owned();
        let with_comment =
            |after: &str| format!("{before}{}", after.trim_start_matches([' ', '\t']));
        match self.array.get_mut(index) {
            Some(next) => {
                let after = text(next.decor().prefix());
                let prefix = if after.contains('#') { with_comment(after) } else { before };
                next.decor_mut().set_prefix(prefix);
            }
            None if tail.contains('#') => self.set_tail(&with_comment(&tail)),
            None => self.set_tail(&format!("{}{tail}", before.trim_end())),
        }
    }

    /// Returns the text before the closing bracket.
    fn tail(&self) -> String {
        let last = self.array.iter().last().filter(|_| !self.array.trailing_comma());
        text(last.map_or(Some(self.array.trailing()), |last| last.decor().suffix())).to_owned()
    }

    fn set_tail(&mut self, tail: &str) {
        let has_comma = self.array.trailing_comma();
        match self.array.iter_mut().last().filter(|_| !has_comma) {
            Some(last) => last.decor_mut().set_suffix(tail),
            None => self.array.set_trailing(tail),
        }
    }
}

fn text(raw: Option<&RawString>) -> &str {
    raw.and_then(RawString::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::List;

    fn check(before: &str, strings: &[&str], after: &str) {
        let strings: Vec<_> =
            strings.iter().map(|it| (!it.is_empty()).then(|| (*it).to_owned())).collect();
        for line_end in ["\n", "\r\n"] {
            let with = |text: &str| text.replace('\n', line_end);
            let list = List::parse(&with(before)).expect("a list");
            assert_eq!(list.with(&strings), with(after), "{before}");
        }
    }

    #[test]
    fn on_one_line() {
        check(r#"["a", "b"]"#, &["", "b"], r#"["b"]"#);
        check(r#"["a", "b"]"#, &["a", ""], r#"["a"]"#);
        check(r#"[ "a", "b" ]"#, &["a", ""], r#"[ "a" ]"#);
        check(r#"["a"]"#, &[""], "[]");
        check(r#"["a", 'b']"#, &["c", "b"], r#"["c", 'b']"#);
        check(r#"["a"]"#, &["a", "b", "c"], r#"["a", "b", "c"]"#);
        check(r#"[ "a" ]"#, &["a", "b"], r#"[ "a", "b" ]"#);
        check(r#"["a", ]"#, &["a", "b"], r#"["a", "b", ]"#);
        check("[]", &["a", "b"], r#"["a", "b"]"#);
        check("[\"a\" # first\n]", &["a", "b"], "[\"a\", # first\n\"b\"\n]");
    }

    #[test]
    fn on_lines_of_their_own() {
        let lines = "[\n  # all\n  \"a\", # one\n  \"b\", # two\n  # over\n]";
        check(
            lines,
            &["a", "b", "c"],
            "[\n  # all\n  \"a\", # one\n  \"b\", # two\n  # over\n  \"c\",\n]",
        );
        check(lines, &["", "b"], "[\n  # all\n  # one\n  \"b\", # two\n  # over\n]");
        check(lines, &["a", ""], "[\n  # all\n  \"a\", # one\n  # two\n  # over\n]");
        check(lines, &["", ""], "[\n  # all\n  # one\n  # two\n  # over\n]");
        check("[\n  \"a\",\n  \"b\"\n]", &["a", "b", "c"], "[\n  \"a\",\n  \"b\",\n  \"c\"\n]");
        check("[\n  \"a\",\n  \"b\"\n]", &["a", ""], "[\n  \"a\"\n]");
        check("[\n  \"a\",\n  \"b\"]", &["a", "b", "c"], "[\n  \"a\",\n  \"b\",\n  \"c\"]");
        check("[ # none yet\n]", &["a"], "[\"a\" # none yet\n]");
    }
}
