//! What each word of the language is for, in a sentence or two: the one table that hovers and
//! completions speak from.

use annexa_syntax::{DeclarationKind, Keyword, VerbalForm};

/// What a declaration is for.
pub fn about_declaration(kind: DeclarationKind) -> &'static str {
    use DeclarationKind::*;
    match kind {
        Standard => {
            "Opens a sector-specific standard: its prefix and title, its bases, and what holds for all of it."
        }
        PartOf => "The file carries on the standard of that prefix.",
        Catalogue => {
            "Opens the catalogue of one edition of a document: identifiers, titles, structure and attributes of its provisions."
        }
        Overlay => {
            "Holds the licensed wording of provisions of one edition. It is shown in editors and leaves the machine in no output unless that is asked for."
        }
        Correspondence => "Says which provision of one edition became which of a later one.",
        Term => "Defines a term of the standard. Texts refer to it with `{term …}`.",
        AddRequirement => {
            "Adds a requirement to those of ISO/IEC 27001 (ISO/IEC 27009, 5.2). Its text holds a `shall`."
        }
        AddClause => {
            "Adds a clause under which further provisions of the sector stand (ISO/IEC 27009, 6.2)."
        }
        AddObjective => {
            "Adds a control objective, where the base is laid out by objectives (ISO/IEC 27009, 6.2)."
        }
        AddControl => {
            "Adds a control that the base does not have (ISO/IEC 27009, 6.2). Its statement holds one `should`."
        }
        AddGuidance => "Adds guidance to what a base control gives (ISO/IEC 27009, 6.2).",
        AddInformation => "Adds other information to a base control (ISO/IEC 27009, 6.2).",
        AddNote => {
            "Adds a note to a base provision (ISO/IEC 27009, 6.2). A note holds no provision."
        }
        Refine => {
            "Supplements or adapts a requirement for the sector (ISO/IEC 27009, 5.3). The requirement of the base stays in force."
        }
        Interpret => {
            "Explains a requirement in the context of the sector (ISO/IEC 27009, 5.4), without a requirement of its own."
        }
        ModifyObjective => {
            "Modifies the wording of a base objective (ISO/IEC 27009, 6.3). It is not to be removed, invalidated or reduced."
        }
        ModifyControl => {
            "Modifies the statement of a base control (ISO/IEC 27009, 6.3). It is not to be removed, invalidated or reduced."
        }
        ModifyPurpose => {
            "Modifies the purpose of a base control (ISO/IEC 27009, 6.3). It is not to be removed, invalidated or reduced."
        }
        ModifyGuidance => {
            "Modifies the guidance of a base control (ISO/IEC 27009, 6.3). It is not to be removed, invalidated or reduced."
        }
        ModifyInformation => {
            "Modifies the other information of a base control (ISO/IEC 27009, 6.3)."
        }
        Retain => {
            "Says that a provision was looked at and left unchanged. What no declaration names applies unchanged as well (ISO/IEC 27009, clause 4)."
        }
        Clause => "A clause of the document; in an overlay, its licensed wording.",
        Objective => "A control objective of the document; in an overlay, its licensed wording.",
        Control => "A control of the document; in an overlay, its licensed wording.",
        Annex => "An annex that carries the controls of another document.",
        Amendment => "A clause that an amendment changes; it is repeated for each clause.",
    }
}

/// What a field is for; `None` for a word that names no field.
pub fn about_field(field: Keyword) -> Option<&'static str> {
    use Keyword::*;
    Some(match field {
        Addition => "What is added behind the wording of the base, which stays as it is.",
        Allow => {
            "Keeps a rule silent here: its code, and the reason, which goes into the compiled output."
        }
        Applies => "The condition under which the change applies.",
        Audience => {
            "Someone to whom guidance can be addressed: a name for `for`, and a title to print."
        }
        Base => {
            "A document that the standard rests on. With a year it is that edition alone, without one the latest that is known. Amendments follow after `+`."
        }
        Capabilities => "The operational capabilities that the control is part of.",
        Clause => "The number of the clause that the amendment changes.",
        Concepts => "The cybersecurity concepts that the control belongs to.",
        Control => "The statement of the control. It holds one `should`.",
        Definition => {
            "The definition of the term, in a form that can take its place: no article before it, no full stop behind it."
        }
        Designation => "The designation under which the standard is published.",
        Domains => "The security domains that the control belongs to.",
        Edition => "The year or the number of the edition.",
        Example => "An example. It holds no provision.",
        Foreword => "The foreword of the document.",
        Guidance => "How the control can be implemented, for everybody or `for` some audiences.",
        Information => "Other information: what helps to understand, without a provision.",
        Introduction => "The introduction of the document. It holds no requirement.",
        Item => "A list item of the clause, with those below it.",
        Key => {
            "The label under which a provision was first published, so that a new label keeps its identity."
        }
        Language => {
            "The language of the texts, `en` where none is given. Rules on English wording look at it."
        }
        Layout => "How controls are laid out: `attributes` (2022), `objectives` (2013) or `plain`.",
        Note => "A note. It holds no provision.",
        Numbering => {
            "How added provisions are printed: `inline` among their neighbours, in an `annex` of their own, or `plain` without the prefix."
        }
        Properties => "The information security properties that the control preserves.",
        Purpose => "Why the control should be implemented.",
        Rationale => "Why the sector needs this. It goes with the change into the compiled output.",
        Reason => "Why the base is changed, or left as it is.",
        Reference => "A document for the bibliography: its designation and its title.",
        Replace => "Puts one wording in the place of another in the text of the base.",
        Scope => {
            "The scope of the document. It holds no requirement, recommendation or permission."
        }
        Sector => "The sector that the standard is written for.",
        Source => "Where the definition comes from.",
        Status => "How far the standard is: draft, committee, enquiry, published or withdrawn.",
        Summary => "What it is about, in words of one's own.",
        Supersedes => "The edition that this one takes the place of.",
        Text => "The wording.",
        Type => "When the control acts on a risk: before, while or after it comes about.",
        _ => return None,
    })
}

/// What a word between other parts of a declaration is for; `None` for any other word.
pub fn about_connective(word: Keyword) -> Option<&'static str> {
    use Keyword::*;
    Some(match word {
        As => {
            "Gives a name: to a base, the one that references call it by; to an added requirement, the list item that it is printed as."
        }
        By => "The new wording follows.",
        Figure => "A figure, alone in its paragraph: the path of the picture and its title.",
        For => "The audiences that are addressed; without `for`, all of them.",
        New => "What has no predecessor in the earlier edition.",
        Of => "The standard, or the document, that it belongs to.",
        Rest | Unchanged => "What is not named here keeps its number.",
        Term => "A term of the standard; a second form in quotation marks is shown in its place.",
        To => "What follows is what it is added to, or the later edition.",
        _ => return None,
    })
}

/// What a value of a closed list means, where the word alone does not tell.
pub fn about_value(field: Keyword, value: &str) -> Option<&'static str> {
    Some(match (field, value) {
        (Keyword::Status, "draft") => "A working draft, the default.",
        (Keyword::Status, "committee") => "A draft before its committee.",
        (Keyword::Status, "enquiry") => "A draft before the public.",
        (Keyword::Status, "published") => "In force.",
        (Keyword::Status, "withdrawn") => "No longer in force.",
        (Keyword::Numbering, "inline") => "Among the neighbours in the base: `8.35 SMX`.",
        (Keyword::Numbering, "annex") => "In an annex of their own: `SMX.8.35`, the default.",
        (Keyword::Numbering, "plain") => "The label without its prefix: `8.35`.",
        (Keyword::Layout, "attributes") => {
            "Controls with five attributes and a purpose, as of 2022."
        }
        (Keyword::Layout, "objectives") => "Controls below control objectives, as of 2013.",
        (Keyword::Layout, "plain") => "Neither attributes nor objectives are asked for.",
        (Keyword::Type, "preventive") => "Acts before an incident.",
        (Keyword::Type, "detective") => "Acts when an incident happens.",
        (Keyword::Type, "corrective") => "Acts after an incident.",
        _ => return None,
    })
}

/// What a verbal form expresses (ISO/IEC Directives, Part 2, clause 7), and what to know of its use.
pub fn about_verbal_form(form: VerbalForm) -> (&'static str, &'static str) {
    match form {
        VerbalForm::Shall | VerbalForm::ShallNot => (
            "requirement",
            "Whoever claims conformity has to do as it says. It belongs into requirements, not into controls and their guidance.",
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
    use annexa_syntax::{Keyword, field_shape};

    use super::{about_connective, about_field};

    #[test]
    fn every_field_is_told_of() {
        let untold = Keyword::ALL
            .iter()
            .filter(|field| field_shape(**field).is_some() && about_field(**field).is_none());
        assert_eq!(untold.collect::<Vec<_>>(), Vec::<&Keyword>::new());
    }

    #[test]
    fn every_other_word_is_told_of() {
        // These only begin the words of a head, which are told of together.
        let in_heads = [
            Keyword::Add,
            Keyword::Amendment,
            Keyword::Annex,
            Keyword::Catalogue,
            Keyword::Correspondence,
            Keyword::Interpret,
            Keyword::Modify,
            Keyword::Objective,
            Keyword::Overlay,
            Keyword::Part,
            Keyword::Refine,
            Keyword::Requirement,
            Keyword::Retain,
            Keyword::Standard,
        ];
        let untold = Keyword::ALL.iter().filter(|word| {
            !in_heads.contains(word)
                && about_field(**word).is_none()
                && about_connective(**word).is_none()
        });
        assert_eq!(untold.collect::<Vec<_>>(), Vec::<&Keyword>::new());
    }
}
