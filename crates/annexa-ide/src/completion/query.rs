//! What an author types to find a provision, and how well a provision fits it.

/// How well a term fits, best first. What fits several terms is as good as the worst of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Class {
    /// It is the number.
    Number,
    /// The number begins with it.
    NumberPrefix,
    /// The name of something that the standard declares begins with all that is typed.
    Name,
    /// It is a word of the title.
    Word,
    /// It is a word of a term by which authors look for it.
    Term,
    /// A word of the title begins with it, or it is made of the first letters of words.
    Prefix,
    /// A word of such a term begins with it.
    TermPrefix,
    /// It fits what corresponds in the edition before.
    Earlier,
    /// A value of an attribute begins with it.
    Attribute,
    /// A word of the summary begins with it.
    Summary,
    /// It fits a word of the title but for one typing error or an ending.
    Misspelt,
    /// It fits in no way; other terms do.
    Missing,
}

/// A term of a query.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Term {
    /// `5.2`
    Number(String),
    /// `#preventive`
    Attribute(String),
    /// A word, folded.
    Word(String),
}

/// What has been typed, as terms.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Query {
    pub(super) terms: Vec<Term>,
}

/// Words that say little: they are passed over where there are others.
const SMALL: &[&str] =
    &["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"];

impl Query {
    pub(super) fn new(typed: &str) -> Query {
        let mut terms = Vec::new();
        for piece in typed.split_whitespace() {
            if let Some(value) = piece.strip_prefix('#') {
                let value = fold(value);
                if !value.is_empty() {
                    terms.push(Term::Attribute(value));
                }
            } else if is_number(piece) {
                terms.push(Term::Number(piece.to_owned()));
            } else {
                let words = fold(piece);
                let words = words.split(' ').filter(|word| !word.is_empty());
                terms.extend(words.map(|word| Term::Word(word.to_owned())));
            }
        }
        let is_small =
            |term: &Term| matches!(term, Term::Word(word) if SMALL.contains(&word.as_str()));
        if !terms.iter().all(is_small) {
            terms.retain(|term| !is_small(term));
        }
        Query { terms }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

/// Digits and points, as the number of a provision begins.
pub(super) fn is_number(piece: &str) -> bool {
    piece.starts_with(|first: char| first.is_ascii_digit())
        && piece.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
}

/// Small letters and digits, with one blank for all that stands between.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// The same in place of what a buffer holds.
pub(super) fn fold_into(text: &str, folded: &mut String) {
    folded.clear();
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            folded.push(character.to_ascii_lowercase());
        } else if character.is_alphanumeric() {
            folded.extend(character.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
}

/// How a word fits the words of a folded title: as words, or as the beginning of one. Blanks of the
/// title are passed over, so that `lifecycle` fits `life cycle`.
pub(super) fn fit_title(word: &str, title: &str) -> Option<Class> {
    let mut best = None;
    for start in word_starts(title) {
        let Some(rest) = title.as_bytes().get(start..) else { continue };
        match begins(word.as_bytes(), rest) {
            Some(true) => return Some(Class::Word),
            Some(false) => best = Some(Class::Prefix),
            None => {}
        }
    }
    best
}

/// Whether some words begin with a word, blanks passed over; `true` where it ends with one of them, but
/// for the `s` of a plural.
fn begins(word: &[u8], words: &[u8]) -> Option<bool> {
    let mut left = words.iter();
    for byte in word {
        while left.as_slice().first() == Some(&b' ') && *byte != b' ' {
            left.next();
        }
        if left.next() != Some(byte) {
            return None;
        }
    }
    let rest = left.as_slice();
    Some(matches!(rest.strip_prefix(b"s").unwrap_or(rest), [] | [b' ', ..]))
}

/// Whether a word is made of the first letters of words that follow one another.
pub(super) fn fits_initials(word: &str, title: &str) -> bool {
    let initials = |with_small: bool| {
        let words = title.split(' ').filter(move |it| with_small || !SMALL.contains(it));
        words.filter_map(|it| it.chars().next()).collect::<String>()
    };
    word.len() > 1 && (initials(true).contains(word) || initials(false).contains(word))
}

/// Whether a word of the text begins with it. One or two letters would find nearly everything.
pub(super) fn fits_prose(word: &str, text: &str) -> bool {
    word.len() > 2
        && memchr::memmem::find_iter(text.as_bytes(), word.as_bytes())
            .any(|at| at == 0 || text.as_bytes().get(at - 1) == Some(&b' '))
}

/// Whether a word of the title begins with it but for one typing error: a letter too many, one left
/// out, another one, or two that have changed places.
pub(super) fn fits_misspelt(word: &str, title: &str) -> bool {
    word.len() > 3 && title.split(' ').any(|it| is_near(word.as_bytes(), it.as_bytes()))
}

fn is_near(typed: &[u8], word: &[u8]) -> bool {
    let same = typed.iter().zip(word).take_while(|(a, b)| a == b).count();
    let (Some(typed), Some(word)) = (typed.get(same..), word.get(same..)) else { return false };
    // `cables` and `cabling`
    if same > 3 && typed.len() < 4 && word.len() < 4 {
        return true;
    }
    let (Some((first, after)), rest) = (typed.split_first(), word.get(1..)) else { return true };
    let swapped = || match (after.split_first(), word) {
        (Some((second, after)), [a, b, rest @ ..]) => {
            first == b && second == a && rest.starts_with(after)
        }
        _ => false,
    };
    word.starts_with(after)
        || rest.is_some_and(|rest| rest.starts_with(typed) || rest.starts_with(after))
        || swapped()
}

fn word_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let blanks = memchr::memchr_iter(b' ', text.as_bytes());
    std::iter::once(0).chain(blanks.map(|at| at + 1))
}

/// How good a candidate is: the smaller, the better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Rank {
    /// How little it suits the place: 0 where it is what the head asks for.
    pub(super) unsuited: u8,
    /// The worst class of a term.
    pub(super) class: Class,
    /// The sum of all terms.
    pub(super) cost: u32,
    /// Whether others stand below it: a heading, which one seldom means.
    pub(super) is_above: bool,
    /// Words of the title that no term asks for.
    pub(super) others: u32,
    /// Where it stands among all of them.
    pub(super) order: (u8, u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_as_terms() {
        let word = |word: &str| Term::Word(word.to_owned());
        assert_eq!(
            Query::new("Off-premises of  5. #Secure_conf").terms,
            [
                word("off"),
                word("premises"),
                Term::Number("5.".into()),
                Term::Attribute("secure conf".into())
            ]
        );
        assert_eq!(Query::new("of").terms, [word("of")]);
        assert!(Query::new(" # ").is_empty());
    }

    #[test]
    fn how_words_fit_a_title() {
        let title = fold("Secure development life-cycle");
        assert_eq!(fit_title("secure", &title), Some(Class::Word));
        assert_eq!(fit_title("sec", &title), Some(Class::Prefix));
        assert_eq!(fit_title("network", "segregation of networks"), Some(Class::Word));
        assert_eq!(fit_title("lifecycle", &title), Some(Class::Word));
        assert_eq!(fit_title("lifecy", &title), Some(Class::Prefix));
        assert_eq!(fit_title("ycle", &title), None);
        assert!(fits_initials("sdlc", &title));
        assert!(!fits_initials("sl", &title));
        assert!(fits_initials("sod", &fold("Segregation of duties")));
        assert!(fits_prose("dev", &title));
        assert!(!fits_prose("evel", &title));
    }

    #[test]
    fn one_typing_error_or_another_ending() {
        for near in ["cluod", "clod", "clooud", "clxud", "loud", "xcloud", "clou", "cloudd"] {
            assert!(fits_misspelt(near, "use of cloud services"), "{near}");
        }
        assert!(fits_misspelt("cables", "cabling security"));
        for far in ["clxxd", "clock", "cl!!", "ccludd"] {
            assert!(!fits_misspelt(far, "use of cloud services"), "{far}");
        }
    }
}
