//! The lexer.
//!
//! Keywords are contextual, so the lexer does not know them: they are [`TokenKind::Word`]s, and
//! [`crate::Keyword`] identifies them where the grammar expects one.

use std::borrow::Borrow;

use logos::Logos;
use text_size::{TextRange, TextSize};

/// The kind of a token.
#[derive(Logos, Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[logos(utf8 = true)]
pub enum TokenKind {
    /// Spaces, tabs and no-break spaces, which pasted text contains. Invisible characters count as
    /// blanks too, so that S003 is the only error that they cause.
    #[regex(r"[ \t\u{000B}\u{000C}\u{00A0}\u{00AD}\u{034F}\u{061C}\u{115F}\u{1160}\u{17B4}\u{17B5}\u{180E}\u{2000}-\u{200F}\u{2028}-\u{202F}\u{205F}-\u{206F}\u{3000}\u{3164}\u{FEFF}\u{FFA0}\u{E0000}-\u{E007F}]+", priority = 30)]
    Blank,
    /// `\n`, `\r\n` or a lone `\r`.
    #[regex(r"\r\n|\n|\r")]
    Newline,
    /// `// …`, to the end of the line.
    #[regex(r"//[^\r\n]*", allow_greedy = true)]
    Comment,
    /// A letter, then letters, digits, `_` and `-`.
    #[regex(
        r"\p{L}([\p{L}\p{M}\p{N}_\u{200B}-\u{200F}\u{2060}\u{00AD}\u{FEFF}-]*[\p{L}\p{M}\p{N}_])?",
        priority = 2
    )]
    Word,
    /// Digits separated by `.` or `-`: `5`, `6.1.3`, `27036-2`, `2026`.
    #[regex(r"[0-9]+([.-][0-9]+)*", priority = 4)]
    Number,
    /// `SMX.8.35`, `A.5.23`, `PII.A`, `PII.A.7.2`.
    #[regex(r"[A-Z][A-Z0-9]*\.([A-Z]|[0-9]+)(\.[0-9]+)*", priority = 6)]
    Label,
    /// The mark of a list item: `c)`, `2)`, `xiv)`.
    #[regex(r"([a-z]|x{0,3}(i|ii|iii|iv|v|vi|vii|viii|ix)|x{1,3}|[0-9]+)\)", priority = 8)]
    Item,
    /// `"…"` on one line.
    #[regex(r#""([^"\\\r\n]|\\[^\r\n])*""#, priority = 10)]
    String,
    /// A `"` without a closing one; it ends with its line.
    #[regex(r#""([^"\\\r\n]|\\[^\r\n])*\\?"#, priority = 1)]
    UnterminatedString,
    /// `“…”`, which does not open a string (S009); the parser treats it as one and continues.
    #[regex(r#"[“”„][^"“”\r\n]*["“”]?"#, priority = 1)]
    TypographicString,
    /// `"""…"""`.
    #[regex(r#"""""#, text, priority = 20)]
    Text,
    /// A text without closing quotation marks; it ends with its item.
    UnterminatedText,
    /// `{`.
    #[token("{")]
    OpenBrace,
    /// `}`.
    #[token("}")]
    CloseBrace,
    /// `,`.
    #[token(",")]
    Comma,
    /// `:`.
    #[token(":")]
    Colon,
    /// `+`.
    #[token("+")]
    Plus,
    /// `/`.
    #[token("/")]
    Slash,
    /// `->`.
    #[token("->")]
    Arrow,
    /// Anything else.
    Unknown,
}

/// Continues a text behind its opening quotation marks up to the last three of the first run of
/// three or more.
fn text(lexer: &mut logos::Lexer<'_, TokenKind>) -> TokenKind {
    let rest = lexer.remainder();
    let end = match memchr::memmem::find(rest.as_bytes(), br#"""""#) {
        Some(at) => at + rest.as_bytes()[at..].iter().take_while(|&&byte| byte == b'"').count(),
        None => {
            lexer.bump(rest.len());
            return TokenKind::UnterminatedText;
        }
    };
    lexer.bump(end);
    TokenKind::Text
}

impl TokenKind {
    /// Whether the token is hidden from the parser: blanks, line ends and comments.
    pub fn is_trivia(self) -> bool {
        matches!(self, Self::Blank | Self::Newline | Self::Comment)
    }

    /// Whether this is a text, closed or not.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::UnterminatedText)
    }

    /// Whether this is a string on one line, whatever its quotation marks.
    pub fn is_string(self) -> bool {
        matches!(self, Self::String | Self::UnterminatedString | Self::TypographicString)
    }
}

/// A token: its kind and its end. It begins where the previous token ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// The kind of the token.
    pub kind: TokenKind,
    /// The end, in bytes from the beginning of the item.
    pub end: TextSize,
}

/// Lexes a whole item. The tokens cover every byte of it.
pub(crate) fn lex(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 8 + 4);
    for (kind, span) in TokenKind::lexer(text).spanned() {
        let kind = kind.unwrap_or(TokenKind::Unknown);
        let end = TextSize::new(span.end as u32);
        match tokens.last_mut() {
            // Consecutive unknown characters are one error.
            Some(last) if kind == TokenKind::Unknown && last.kind == kind => last.end = end,
            _ => tokens.push(Token { kind, end }),
        }
    }
    tokens
}

/// Pairs each token with its range.
pub(crate) fn with_ranges(
    tokens: impl IntoIterator<Item = impl Borrow<Token>>,
) -> impl Iterator<Item = (TokenKind, TextRange)> {
    let mut start = TextSize::new(0);
    tokens.into_iter().map(move |token| {
        let token = *token.borrow();
        let range = TextRange::new(start, token.end);
        start = token.end;
        (token.kind, range)
    })
}
