//! When two names of terms are equal.

use std::borrow::Cow;

use annexa_syntax::is_plain;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Returns the form of a term's name by which it is looked up: in NFC, with a small first letter
/// and one blank between words.
pub fn term_key(name: &str) -> Cow<'_, str> {
    // Most names are already in this form.
    if is_plain(name)
        && !name.starts_with(|first: char| first == ' ' || first.is_ascii_uppercase())
        && !name.ends_with(' ')
    {
        return name.into();
    }
    let mut key = String::with_capacity(name.len());
    for (index, word) in name.split_whitespace().enumerate() {
        if index > 0 {
            key.push(' ');
        }
        key.push_str(word);
    }
    if !is_nfc(&key) {
        key = key.nfc().collect();
    }
    match key.chars().next() {
        Some(first) if first.is_uppercase() => {
            let rest = key.split_off(first.len_utf8());
            first.to_lowercase().chain(rest.chars()).collect()
        }
        _ => key.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::term_key;

    #[test]
    fn the_first_letter_and_the_form_of_characters_make_no_difference() {
        assert_eq!(term_key("Head-end  system"), term_key("head-end system"));
        assert_eq!(term_key("U\u{308}berwachung"), term_key("überwachung"));
        assert_ne!(term_key("head-end System"), term_key("head-end system"));
        assert_eq!(term_key("head-end\u{a0}system"), "head-end system");
        assert_eq!(term_key(" head-end system"), "head-end system");
        assert_eq!(term_key(""), "");
    }
}
