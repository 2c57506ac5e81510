//! What the parser expected, and the messages about it in the terms of the language.

use chumsky::{DefaultExpected, error::Error, label::LabelError, span::SimpleSpan, util::MaybeRef};

use crate::grammar::Tok;

macro_rules! expectations {
    ($($variant:ident = $words:literal,)*) => {
        /// Something that the grammar can ask for.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Expected { $($variant,)* }

        impl Expected {
            const ALL: &'static [Expected] = &[$(Expected::$variant,)*];

            fn words(self) -> &'static str {
                match self { $(Expected::$variant => $words,)* }
            }
        }
    };
}

// In the order in which messages list them.
expectations! {
    Declaration = "a declaration (`add`, `refine`, `interpret`, `modify`, `retain`, `term`, …)",
    WhatIsAdded = "what is added: `requirement`, `clause`, `objective`, `control`, `guidance`, `information` or `note`",
    WhatIsModified = "what is modified: `objective`, `control`, `purpose`, `guidance` or `information`",
    Prefix = "a prefix in capital letters (such as `SMX`)",
    Label = "a label (such as `SMX.8.35`)",
    Provision = "the number of a provision (such as `5.23`)",
    Title = "a title in quotation marks",
    Name = "a name in quotation marks",
    Reference = "a reference (such as `27002 5.23`)",
    Document = "a document (such as `ISO/IEC 27002:2022`)",
    Annex = "the letter of an annex",
    To = "`to`",
    Of = "`of`",
    By = "`by`",
    Text = "a text in triple quotation marks",
    String = "a text in quotation marks",
    Number = "a number",
    Year = "`:` and a year",
    Word = "a word",
    AliasName = "a name that begins with a small letter",
    AudienceName = "the name of an audience",
    RuleCode = "the code of a rule (such as `C601`)",
    ItemMark = "the mark of a list item (such as `c)`)",
    Amendment = "an amendment (such as `Amd 1:2024`)",
    Comma = "`,`",
    Plus = "`+`",
    As = "`as`",
    For = "`for`",
    Arrow = "`->`",
    Unchanged = "`unchanged`",
    Field = "a field",
    OpenBrace = "`{`",
    CloseBrace = "`}`",
    EndOfLine = "the end of the line",
    Unclosed = "",
}

const OPTIONAL: [Expected; 5] =
    [Expected::ItemMark, Expected::Year, Expected::Plus, Expected::As, Expected::For];

/// A parser error: where it occurred, and what the parser expected there. The expectations are a
/// bit set, so that the thousands of failed attempts of a successful parse cost nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Miss {
    pub(crate) span: SimpleSpan<usize>,
    expected: u64,
}

/// The token at the position of an error.
#[derive(Clone, Copy)]
pub(crate) enum FoundToken<'a> {
    /// The source of a token that does not fit.
    Instead(&'a str),
    /// The end of a line or item; holds the source of the last token before it.
    NothingAfter(&'a str),
}

impl Miss {
    pub(crate) fn new(span: SimpleSpan<usize>, expected: Expected) -> Self {
        Miss { span, expected: bit(expected) }
    }

    pub(crate) fn unclosed(span: SimpleSpan<usize>) -> Self {
        Miss::new(span, Expected::Unclosed)
    }

    pub(crate) fn is_unclosed(&self) -> bool {
        self.expected == bit(Expected::Unclosed)
    }

    /// Whether a new entry could begin here. If so, this token is wrong, rather than the end of
    /// what precedes it.
    pub(crate) fn is_about_an_entry(&self) -> bool {
        self.expected & (bit(Expected::Field) | bit(Expected::Declaration)) != 0
    }

    /// Whether only the end of a line or item was acceptable.
    pub(crate) fn is_about_the_end(&self) -> bool {
        self.expected & bit(Expected::EndOfLine) != 0
    }

    /// Returns the words before the expected one, if that is a word of a head.
    pub(crate) fn head(&self) -> Option<&'static str> {
        let is_about = |expected| self.expected & bit(expected) != 0;
        if is_about(Expected::WhatIsAdded) {
            Some("add")
        } else if is_about(Expected::WhatIsModified) {
            Some("modify")
        } else {
            is_about(Expected::Declaration).then_some("")
        }
    }

    /// Returns the message for an error at this token.
    pub(crate) fn message(&self, found: FoundToken<'_>) -> String {
        if self.is_unclosed() {
            return "this block is never closed; write `}` after its last field".to_owned();
        }
        // Optional parts are worth mentioning only if nothing else is acceptable.
        let strong = self.expected & !OPTIONAL.iter().fold(0, |set, &one| set | bit(one));
        let said = if strong == 0 { self.expected } else { strong };
        let mut words: Vec<&str> = Expected::ALL
            .iter()
            .filter(|&&expected| said & bit(expected) != 0)
            .map(|expected| expected.words())
            .collect();
        let last = words.pop();
        let expected = match (words.is_empty(), last) {
            (_, None) => "something else".to_owned(),
            (true, Some(last)) => last.to_owned(),
            (false, Some(last)) => format!("{} or {last}", words.join(", ")),
        };
        match found {
            FoundToken::Instead(source) => format!("expected {expected}, found {}", quoted(source)),
            FoundToken::NothingAfter(source) => {
                format!("expected {expected} after {}", quoted(source))
            }
        }
    }
}

/// Quotes a piece of source for a message: in backquotes, on one line, and shortened.
fn quoted(source: &str) -> String {
    let line = source.lines().next().unwrap_or_default();
    let short: String = line.chars().take(32).collect();
    let dots = if short.len() < source.len() { "…" } else { "" };
    format!("`{short}{dots}`")
}

fn bit(expected: Expected) -> u64 {
    1 << expected as u64
}

impl<'a> Error<'a, &'a [Tok]> for Miss {
    fn merge(self, other: Self) -> Self {
        Miss { span: self.span, expected: self.expected | other.expected }
    }
}

impl<'a> LabelError<'a, &'a [Tok], Expected> for Miss {
    fn expected_found<I: IntoIterator<Item = Expected>>(
        expected: I,
        _: Option<MaybeRef<'a, Tok>>,
        span: SimpleSpan<usize>,
    ) -> Self {
        Miss { span, expected: expected.into_iter().fold(0, |set, one| set | bit(one)) }
    }

    fn label_with(&mut self, label: Expected) {
        self.expected = bit(label);
    }
}

impl<'a> LabelError<'a, &'a [Tok], DefaultExpected<'a, Tok>> for Miss {
    fn expected_found<I: IntoIterator<Item = DefaultExpected<'a, Tok>>>(
        _: I,
        _: Option<MaybeRef<'a, Tok>>,
        span: SimpleSpan<usize>,
    ) -> Self {
        Miss { span, expected: 0 }
    }
}
