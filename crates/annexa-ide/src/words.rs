//! What there is to say of words that are neither declarations nor fields, and of values; those are in the table
//! of the language.

use annexa_syntax::{Keyword, VerbalForm};

/// What a word between other parts of a declaration is for; `None` for any other word.
pub fn about_connective(word: Keyword) -> Option<&'static str> {
    use Keyword::*;
    Some(match word {
        As => {
            "gives a name: to a base, the one that references call it by; to an added requirement, the list item that it is printed as"
        }
        By => "the new wording follows",
        Figure => {
            "a figure, alone in its paragraph: the path of the picture, from the folder of the project, and its title"
        }
        For => "the audiences that are addressed; without `for`, all of them",
        New => "what has no predecessor in the earlier edition",
        Of => "the standard, or the document, that it belongs to",
        Rest | Unchanged => "what is not named here keeps its number",
        Term => "a term of the standard; a second form in quotation marks is shown in its place",
        To => "what follows is what it is added to, or the later edition",
        _ => return None,
    })
}

/// What a value of a closed list means, where the word alone does not tell.
pub fn about_value(field: Keyword, value: &str) -> Option<&'static str> {
    Some(match (field, value) {
        (Keyword::Status, "draft") => "a working draft, the default",
        (Keyword::Status, "committee") => "a draft before its committee",
        (Keyword::Status, "enquiry") => "a draft before the public",
        (Keyword::Status, "published") => "in force",
        (Keyword::Status, "withdrawn") => "no longer in force",
        (Keyword::Numbering, "inline") => "among the neighbours in the base: `8.35 SMX`",
        (Keyword::Numbering, "annex") => "in an annex of their own: `SMX.8.35`, the default",
        (Keyword::Numbering, "plain") => "the label without its prefix: `8.35`",
        (Keyword::Layout, "attributes") => {
            "controls with five attributes and a purpose, as of 2022"
        }
        (Keyword::Layout, "objectives") => "controls below control objectives, as of 2013",
        (Keyword::Layout, "plain") => "neither attributes nor objectives are asked for",
        (Keyword::Type, "preventive") => "acts before an incident",
        (Keyword::Type, "detective") => "acts when an incident happens",
        (Keyword::Type, "corrective") => "acts after an incident",
        _ => return None,
    })
}

/// What a verbal form expresses (ISO/IEC Directives, Part 2:2021, clause 7), and what to know of its use.
pub fn about_verbal_form(form: VerbalForm) -> (&'static str, &'static str) {
    match form {
        VerbalForm::Shall | VerbalForm::ShallNot => (
            "requirement",
            "An organization that claims conformity has to do this. It belongs in requirements, not in controls and their guidance.",
        ),
        VerbalForm::Should | VerbalForm::ShouldNot => (
            "recommendation",
            "One way among several is held to be suitable. A control is stated with one `should`.",
        ),
        VerbalForm::May => {
            ("permission", "The document consents to it. What is possible is said with `can`.")
        }
        VerbalForm::MayNot => (
            "permission",
            "It can be read as a prohibition and as a possibility; `shall not` or `cannot` says which is meant.",
        ),
        VerbalForm::NeedNot => ("permission", "It can be left out: there is no requirement."),
        VerbalForm::Can | VerbalForm::Cannot => (
            "possibility or capability",
            "It says what is or is not possible, and asks for nothing.",
        ),
        VerbalForm::Must | VerbalForm::MustNot => (
            "obligation from outside",
            "Kept for what law or nature imposes. A requirement of the document is said with `shall`.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use annexa_syntax::{DeclarationKind, Keyword, field_shape};

    use super::about_connective;

    #[test]
    fn every_other_word_is_explained() {
        // The words of a head are explained together.
        let in_heads = |word: &Keyword| {
            let mut heads = DeclarationKind::ALL.iter().flat_map(|kind| kind.words().split(' '));
            heads.any(|it| it == word.as_str())
        };
        let untold = Keyword::ALL.iter().filter(|word| {
            !in_heads(word) && field_shape(**word).is_none() && about_connective(**word).is_none()
        });
        assert_eq!(untold.collect::<Vec<_>>(), Vec::<&Keyword>::new());
    }
}
