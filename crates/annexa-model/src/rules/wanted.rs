//! What the author meant where the grammar expected something else: a misspelt head, or a value in
//! a wrong form.

use annexa_base::{BUILT_IN, Holds, attribute};
use annexa_syntax::{
    DeclarationKind, FieldShape, Keyword, field_shape, read_loosely, value_of_field,
};

use super::{listed, nearest};

/// The message for a wrong value, and the replacement.
#[derive(Default)]
pub(super) struct ValueHelp {
    /// `None` if the message of the grammar is sufficient.
    pub(super) message: Option<String>,
    pub(super) instead: Vec<String>,
}

/// Returns the words of the head that is most similar to a misspelt one. `first` are the words
/// before it.
pub(super) fn head(first: &str, written: &str) -> Option<&'static str> {
    let words = DeclarationKind::ALL.iter().filter_map(|kind| {
        let rest = kind.words().strip_prefix(first)?.trim_start();
        Some(rest.split(' ').next().unwrap_or_default())
    });
    nearest(written, words.filter(|word| !word.is_empty()))
}

const STATUS: &[&str] = &["draft", "committee", "enquiry", "published", "withdrawn"];
const NUMBERING: &[&str] = &["inline", "annex", "plain"];
const LAYOUT: &[&str] = &["attributes", "objectives", "plain"];

/// Returns the values of a field with a closed vocabulary.
pub fn values(field: Keyword) -> Option<&'static [&'static str]> {
    Some(match field {
        Keyword::Status => STATUS,
        Keyword::Numbering => NUMBERING,
        Keyword::Layout => LAYOUT,
        _ => attribute(field)?.values(),
    })
}

/// Returns the message and the replacement for the value of a field.
pub(super) fn value(field: Keyword, written: &str) -> ValueHelp {
    if let Some(values) = values(field) {
        let takes = match field_shape(field) {
            Some(FieldShape::Words) => "one or more of",
            _ => "one of",
        };
        return ValueHelp {
            message: Some(format!("`{}` takes {takes} {}", field.as_str(), listed(values, "and"))),
            instead: value_like(written, values).into_iter().map(str::to_owned).collect(),
        };
    }
    let unquoted = written.trim_matches(['"', '“', '”', '\'', '‘', '’']).trim();
    let instead = match field_shape(field) {
        Some(FieldShape::Number | FieldShape::Clause) => {
            let digits = unquoted.trim_start_matches(|character: char| !character.is_ascii_digit());
            let is_number = |text: &str| {
                !text.is_empty()
                    && text.split(['.', '-']).all(|part| {
                        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
                    })
            };
            is_number(digits).then(|| digits.to_owned())
        }
        Some(FieldShape::String | FieldShape::Strings) => in_quotes(unquoted, "\""),
        Some(FieldShape::Text | FieldShape::TextForAudiences) => in_quotes(unquoted, "\"\"\""),
        Some(FieldShape::Base | FieldShape::Designation) => designation(unquoted),
        _ => None,
    };
    let message = instead.is_some().then(|| value_of_field(field));
    ValueHelp { message, instead: instead.into_iter().collect() }
}

/// Returns the value of a closed vocabulary that a written one resembles: it differs in case, in
/// blanks or hyphens, or in a few letters.
pub(super) fn value_like(written: &str, values: &[&'static str]) -> Option<&'static str> {
    let form = |text: &str| {
        let words = text.split(|character: char| !character.is_alphanumeric());
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_").to_lowercase()
    };
    let written = form(written);
    let is = |value: &&&'static str, word: &str| form(value) == word;
    let same = values.iter().find(|value| is(value, &written));
    let near = || {
        let near = nearest(&written, values.iter().copied())?;
        values.iter().find(|value| **value == near)
    };
    // `committee draft` contains a value and another word.
    let held = || {
        let mut words = written.split('_');
        words.find_map(|word| values.iter().find(|value| is(value, word)))
    };
    same.or_else(near).or_else(held).copied()
}

/// Returns what was written on one line, in quotation marks.
fn in_quotes(written: &str, quotes: &str) -> Option<String> {
    let is_plain = !written.is_empty() && !written.contains(['"', '\\', '{', '}']);
    is_plain.then(|| format!("{quotes}{written}{quotes}"))
}

/// Returns the designation of the built-in document that a number or another name means:
/// `27001:2022`, `ISO 27001`.
fn designation(written: &str) -> Option<String> {
    let read = read_loosely(written)?;
    let number = read.document?;
    let editions = BUILT_IN.iter().filter_map(|file| match file.holds {
        Holds::Catalogue { document, edition, .. }
            if document.rsplit(' ').next() == Some(number.as_str()) =>
        {
            Some((document, edition))
        }
        _ => None,
    });
    let (document, latest) = editions.max_by_key(|(_, edition)| *edition)?;
    let edition = read.edition.as_deref().unwrap_or(latest);
    let amendment = read.amendment.map_or(String::new(), |amendment| format!(" + {amendment}"));
    Some(format!("{document}:{edition}{amendment}"))
}

#[cfg(test)]
mod tests {
    use crate::testing::{project, with_head};
    use crate::{Project, check};

    /// Returns the findings on form, with the replacement of each first fix.
    fn found(project: &Project) -> Vec<String> {
        let report = check(project);
        let of_form = |code: &str| code.starts_with('S') || code == "R116" || code == "R101";
        let found = report.diagnostics.iter().filter(|found| of_form(found.code()));
        found
            .map(|found| {
                let new = found.fixes.first().map_or("", |fix| &fix.edits[0].new);
                format!("{} {} -> {new}", found.code(), found.message)
            })
            .collect()
    }

    fn in_the_head(line: &str) -> Vec<String> {
        let text = format!(
            "standard SMX \"Meters\" {{\n  sector \"Metering\"\n  edition 2026\n  base ISO/IEC 27001:2022\n  {line}\n}}\n"
        );
        // Duplicates on a line do not matter here.
        let mut found = found(&project(&[("smx.annexa", &text)]));
        found.retain(|found| !found.starts_with("S006"));
        found
    }

    fn in_a_control(line: &str) -> Vec<String> {
        let text = "add control SMX.8.35 \"Keys\" to 27002 8 {\n  type preventive\n  properties confidentiality\n  concepts protect\n  capabilities governance\n  domains protection\n  control \"Keys should be kept.\"\n  purpose \"To keep keys.\"\n}\n";
        let name = line.trim_start().split(' ').next().unwrap();
        let lines: Vec<_> = text
            .lines()
            .map(|old| if old.trim_start().starts_with(name) { line } else { old })
            .collect();
        found(&with_head(&lines.join("\n")))
    }

    #[test]
    fn values_of_closed_lists() {
        let status = "`draft`, `committee`, `enquiry`, `published`";
        for (line, new) in [
            ("status \"working draft\"", "draft"),
            ("status committee draft", "committee"),
            ("status Committee_Draft", "committee"),
            ("status COMMITTEE", "committee"),
            ("status \"Published\"", "published"),
            ("status comittee", "committee"),
            ("status 3", ""),
            ("status", ""),
            ("numbering \"inline\"", "inline"),
            ("numbering Annex", "annex"),
        ] {
            let found = in_the_head(line);
            let [one] = found.as_slice() else { panic!("{line}: {found:#?}") };
            assert!(one.ends_with(&format!("-> {new}")), "{line}: {one}");
            let lists = !line.starts_with("status") || one.contains(status);
            assert!(lists, "{line}: {one} does not list {status}");
        }
        for (line, new) in [
            ("  type \"preventive\"", "preventive"),
            ("  type Preventive", "preventive"),
            ("  properties confidentiality, \"Integrity\"", "integrity"),
            ("  concepts protect, Detect", "detect"),
            ("  capabilities physical security", "physical_security"),
            ("  capabilities governance, Physical Security", "physical_security"),
            ("  capabilities \"Identity and access management\"", "identity_and_access_management"),
            ("  capabilities human-resource-security", "human_resource_security"),
            ("  domains Governance and Ecosystem", "governance_and_ecosystem"),
            ("  domains defense", "defence"),
        ] {
            let found = in_a_control(line);
            let [one] = found.as_slice() else { panic!("{line}: {found:#?}") };
            assert!(one.ends_with(&format!("-> {new}")), "{line}: {one}");
        }
    }

    #[test]
    fn values_of_a_wrong_shape() {
        for (line, message) in [
            ("edition \"2026\"", "S001 `edition` takes a number: `edition 2` -> 2026"),
            ("edition second", "S001 `edition` takes a number: `edition 2` -> "),
            (
                "sector Water",
                "S001 `sector` takes a text in quotation marks: `sector \"Energy\"` -> \"Water\"",
            ),
            (
                "sector Water supply",
                "S001 `sector` takes a text in quotation marks: `sector \"Energy\"` -> \"Water supply\"",
            ),
            (
                "scope 5",
                "S001 `scope` takes a text in triple quotation marks: `scope \"\"\"…\"\"\"` -> \"\"\"5\"\"\"",
            ),
            (
                "scope Meters of gas",
                "S001 `scope` takes a text in triple quotation marks: `scope \"\"\"…\"\"\"` -> \"\"\"Meters of gas\"\"\"",
            ),
            (
                "base 27002:2022",
                "S001 `base` takes a document with its edition, then any amendments and an alias: `base ISO/IEC 27001:2022 + Amd 1:2024` -> ISO/IEC 27002:2022",
            ),
            (
                "base ISO/IEC 27001:2022/Amd 1:2024",
                "S001 an amendment of a base is written with a plus sign: `+ Amd 1:2024` ->  + Amd 1:2024",
            ),
            (
                "base ISO/IEC 27001:2022 Amd. 1 (2024)",
                "S001 an amendment of a base is written with a plus sign: `+ Amd 1:2024` ->  + Amd 1:2024",
            ),
            (
                "base ISO 27002:2022",
                "R101 no catalogue of ISO 27002:2022 is known; add one to the project, in a file that begins with `catalogue` -> ISO/IEC 27002:2022",
            ),
        ] {
            assert_eq!(in_the_head(line).first().map(String::as_str), Some(message), "{line}");
        }
    }

    #[test]
    fn fields_of_catalogues() {
        let in_catalogue = |declaration: &str| {
            found(&project(&[(
                "c.annexa",
                &format!("catalogue ISO 98:2022 \"x\"\n\n{declaration}\n"),
            )]))
        };
        let words = "S001 `words` takes texts in quotation marks separated by commas, on one line: `words \"MFA\", \"multi-factor\"` -> ";
        let title = "S001 `title` takes the number of a control and a title in quotation marks: `title 8.1 \"User end point devices\"` -> ";
        for (field, message) in [
            ("words \"MFA\", \"log-in\"", None),
            ("words MFA", Some(format!("{words}\"MFA\""))),
            ("words \"MFA\", log-in", Some(format!("{words}\"log-in\""))),
        ] {
            let found = in_catalogue(&format!("control 8.5 \"x\" {{\n  {field}\n}}"));
            assert_eq!(found, Vec::from_iter(message), "{field}");
        }
        for (field, message) in [
            ("title 8.1 \"x\"", None),
            ("title \"x\"", Some(title.to_owned())),
            ("title 8.1", Some(title.to_owned())),
        ] {
            let found =
                in_catalogue(&format!("annex A \"x\" of ISO/IEC 27002:2022 {{\n  {field}\n}}"));
            assert_eq!(found, Vec::from_iter(message), "{field}");
        }
        assert_eq!(
            in_catalogue("front 3 {\n  summary \"x\"\n}"),
            ["S001 expected a title in quotation marks, found `{` -> "]
        );
    }

    #[test]
    fn misspelt_heads_and_fields() {
        for (declaration, new) in [
            ("refin 27001 6.1.3 {\n  text \"It shall.\"\n}\n", "refine"),
            ("Refine 27001 6.1.3 {\n  text \"It shall.\"\n}\n", "refine"),
            ("intepret 27001 6.1.3 {\n  text \"It is.\"\n}\n", "interpret"),
            ("add gidance to 27002 5.1 {\n  text \"It should.\"\n}\n", "guidance"),
            ("add Control SMX.5.38 \"x\" to 27002 5 {\n  control \"It should.\"\n}\n", "control"),
            ("modify controll 27002 5.1 {\n  addition \"It should.\"\n}\n", "control"),
            ("retian 27002 5.1 {\n  reason \"No need here.\"\n}\n", "retain"),
            ("add guidance to 27002 5.1 {\n  txt \"\"\"It should.\"\"\"\n}\n", "text"),
            (
                "add control SMX.8.35 \"x\" to 27002 8 {\n  guidence \"\"\"It should.\"\"\"\n  control \"It should.\"\n}\n",
                "guidance",
            ),
        ] {
            let mut found = found(&with_head(declaration));
            found.retain(|found| !found.starts_with("S005"));
            let [one] = found.as_slice() else { panic!("{declaration}: {found:#?}") };
            assert!(
                one.ends_with(&format!("did you mean `{new}`? -> {new}")),
                "{declaration}: {one}"
            );
        }
        let found = found(&project(&[("smx.annexa", "standrad SMX \"x\" {\n  sector \"x\"\n}\n")]));
        assert_eq!(
            found,
            [
                "S001 `standrad` is not the beginning of a declaration; did you mean `standard`? -> standard"
            ]
        );
    }
}
