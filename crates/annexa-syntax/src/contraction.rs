//! Verbs contracted with `not` (D217): `shouldn't`, `can't`.

/// The letters before `n't`, and the full form.
const FORMS: [(&str, &str); 21] = [
    ("sha", "shall not"),
    ("should", "should not"),
    ("may", "may not"),
    ("might", "might not"),
    ("ca", "cannot"),
    ("could", "could not"),
    ("must", "must not"),
    ("need", "need not"),
    ("wo", "will not"),
    ("would", "would not"),
    ("ought", "ought not"),
    ("do", "do not"),
    ("does", "does not"),
    ("did", "did not"),
    ("is", "is not"),
    ("are", "are not"),
    ("was", "was not"),
    ("were", "were not"),
    ("has", "has not"),
    ("have", "have not"),
    ("had", "had not"),
];

/// Returns the full form of a contraction. Capitals carry over: the first letter alone, or all of
/// them.
///
/// ```
/// assert_eq!(annexa_syntax::full_form("Shouldn’t").as_deref(), Some("Should not"));
/// assert_eq!(annexa_syntax::full_form("should"), None);
/// ```
pub fn full_form(word: &str) -> Option<String> {
    let before = word.strip_suffix(['t', 'T'])?.strip_suffix(['\'', '’', 'ʼ'])?;
    let stem = before.strip_suffix(['n', 'N'])?;
    let (_, full) = FORMS.iter().find(|(it, _)| it.eq_ignore_ascii_case(stem))?;
    let is_capital = |letter: char| letter.is_ascii_uppercase();
    Some(match stem {
        _ if stem.chars().all(is_capital) => full.to_ascii_uppercase(),
        _ if stem.starts_with(is_capital) => full[..1].to_ascii_uppercase() + &full[1..],
        _ => (*full).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::full_form;

    #[test]
    fn contractions_have_a_full_form() {
        for (word, full) in [
            ("can't", Some("cannot")),
            ("CAN’T", Some("CANNOT")),
            ("Shan't", Some("Shall not")),
            ("shouldnʼt", Some("should not")),
            ("won't", Some("will not")),
            ("isn't", Some("is not")),
            ("n't", None),
            ("it's", None),
            ("cant", None),
            ("shalln't", None),
        ] {
            assert_eq!(full_form(word).as_deref(), full, "{word}");
        }
    }
}
