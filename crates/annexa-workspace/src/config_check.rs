//! Errors in the text of `annexa.toml`, in words for users who do not know TOML.

use std::ops::Range;

use annexa_model::rules;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// A range in the file and the error there.
type Wrong = (Range<usize>, String);

/// The type of a setting's value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Text,
    Texts,
    Level,
    /// `true` or `false`.
    Choice,
}

/// A section, its settings, and an example of each value.
struct Group {
    name: &'static str,
    settings: &'static [(&'static str, Takes, &'static str)],
}

const GROUPS: &[Group] = &[
    Group {
        name: "project",
        settings: &[
            ("name", Takes::Text, "\"Smart metering\""),
            ("sources", Takes::Texts, "[\"std/*.annexa\"]"),
        ],
    },
    Group { name: "rules", settings: &[] },
    Group {
        name: "compile",
        settings: &[
            ("formats", Takes::Texts, "[\"json\", \"html\"]"),
            ("output", Takes::Text, "\"out\""),
        ],
    },
    Group {
        name: "bases",
        settings: &[("path", Takes::Text, "\"bases\""), ("replace", Takes::Choice, "true")],
    },
];

pub(crate) const LEVELS: [&str; 4] = ["off", "info", "warning", "error"];

/// Returns the first error in the form of the file, its settings or their values.
pub(crate) fn first_wrong(text: &str) -> Option<Wrong> {
    match DeTable::parse(text) {
        Ok(table) => {
            let mut wrong: Vec<Wrong> = table.get_ref().iter().filter_map(of_group).collect();
            wrong.sort_by_key(|(place, _)| place.start);
            wrong.into_iter().next()
        }
        Err(error) => Some(of_form(text, error.span(), error.message())),
    }
}

fn of_group((key, value): (&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)) -> Option<Wrong> {
    let name = key.get_ref().as_ref();
    let Some(group) = GROUPS.iter().find(|group| group.name == name) else {
        return Some((key.span(), unknown_group(name)));
    };
    let DeValue::Table(table) = value.get_ref() else {
        return Some((value.span(), is_a_group(group)));
    };
    let mut wrong: Vec<Wrong> =
        table.iter().filter_map(|(key, value)| of_setting(group, key, value)).collect();
    wrong.sort_by_key(|(place, _)| place.start);
    wrong.into_iter().next()
}

fn unknown_group(name: &str) -> String {
    let holder = GROUPS.iter().find(|group| group.settings.iter().any(|(it, ..)| *it == name));
    if let Some(group) = holder {
        return format!(
            "`{name}` is a setting of `[{0}]`; write it below a line `[{0}]`",
            group.name
        );
    }
    if rules::find(name).is_some() {
        return format!("`{name}` is a rule; write it below a line `[rules]`");
    }
    match rules::nearest_word(name, GROUPS.iter().map(|group| group.name)) {
        Some(near) => format!("there is no section `[{name}]`; did you mean `[{near}]`?"),
        None => format!(
            "there is no section `[{name}]`; the sections are `[project]`, `[rules]`, \
             `[compile]` and `[bases]`"
        ),
    }
}

fn is_a_group(group: &Group) -> String {
    let example = match group.settings.first() {
        Some((setting, _, example)) => format!("{setting} = {example}"),
        None => "C606 = \"off\"".to_owned(),
    };
    format!(
        "`{0}` is a section; write a line `[{0}]` and its settings below, such as {example}",
        group.name
    )
}

fn of_setting(
    group: &Group,
    key: &Spanned<DeString<'_>>,
    value: &Spanned<DeValue<'_>>,
) -> Option<Wrong> {
    let name = key.get_ref().as_ref();
    if group.name == "rules" {
        return of_value(name, Takes::Level, "\"off\"", value);
    }
    match group.settings.iter().find(|(setting, ..)| *setting == name) {
        Some((_, takes, example)) => of_value(name, *takes, example, value),
        None => Some((key.span(), unknown_setting(group, name))),
    }
}

fn unknown_setting(group: &Group, name: &str) -> String {
    let settings = || group.settings.iter().map(|(setting, ..)| *setting);
    let listed: Vec<String> = settings().map(|setting| format!("`{setting}`")).collect();
    match rules::nearest_word(name, settings()) {
        Some(near) => format!("`[{}]` has no setting `{name}`; did you mean `{near}`?", group.name),
        None => {
            format!("`[{}]` has no setting `{name}`; it has {}", group.name, listed.join(" and "))
        }
    }
}

fn of_value(
    name: &str,
    takes: Takes,
    example: &str,
    value: &Spanned<DeValue<'_>>,
) -> Option<Wrong> {
    let (place, what) = match (takes, value.get_ref()) {
        (Takes::Text | Takes::Level, DeValue::String(_)) | (Takes::Choice, DeValue::Boolean(_)) => {
            return None;
        }
        (Takes::Choice, _) => (value.span(), "true or false, without quotation marks"),
        (Takes::Texts, DeValue::Array(values)) => {
            let is_text =
                |value: &&Spanned<DeValue<'_>>| matches!(value.get_ref(), DeValue::String(_));
            let wrong = values.iter().find(|value| !is_text(value))?;
            (wrong.span(), "a list of strings, each in quotation marks")
        }
        (Takes::Texts, _) => (value.span(), "a list of strings in square brackets"),
        (Takes::Text, _) => (value.span(), "a string in quotation marks"),
        (Takes::Level, _) => (value.span(), "a level in quotation marks"),
    };
    Some((place, format!("`{name}` takes {what}: {name} = {example}")))
}

/// Returns the error for a level that does not exist.
pub(crate) fn unknown_level(written: &str) -> String {
    match rules::nearest_word(written, LEVELS) {
        Some(near) => format!("`{written}` is not a level; did you mean `{near}`?"),
        None => format!("`{written}` is not a level; write off, info, warning or error"),
    }
}

/// Returns the error in the form of a line. Only the line decides, because the parser's messages
/// are for programmers.
fn of_form(text: &str, place: Option<Range<usize>>, message: &str) -> Wrong {
    let place = place.unwrap_or(0..0);
    let at = place.start.min(text.len());
    let before = text.get(..at).unwrap_or_default();
    // At the end of a line or of the file, the error is about the line before.
    let line_start =
        before.trim_end_matches(['\n', '\r', ' ', '\t']).rfind('\n').map_or(0, |at| at + 1);
    let line_start = match text.get(line_start..at).is_some_and(|line| line.contains('\n'))
        && before.len() < text.trim_end().len()
    {
        true => before.rfind('\n').map_or(0, |at| at + 1),
        false => line_start,
    };
    let line = text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let whole = line_start..line_start + line.trim_end().len();
    if message.contains("duplicate") {
        let name = line.split('=').next().unwrap_or_default().trim().trim_matches(['[', ']']);
        let message = format!("`{name}` occurs twice; keep one of them");
        return (if place.is_empty() { whole } else { place }, message);
    }
    (whole, of_line(line))
}

fn of_line(line: &str) -> String {
    let line = line.trim();
    if line.starts_with('[') {
        let name: String =
            line.chars().filter(|it| it.is_alphanumeric() || matches!(it, '_' | '-')).collect();
        return format!(
            "write the name of a section in square brackets, alone on its line: `[{name}]`"
        );
    }
    let Some((name, value)) = line.split_once('=') else {
        return format!(
            "`{line}` is not a setting; a setting is a name, an equals sign and a value: name = \
             \"Smart metering\""
        );
    };
    let (name, value) = (name.trim(), value.trim());
    let is_name =
        |name: &str| name.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '-'));
    let plain = value.trim_matches(['"', '\'', '“', '”', '„', ' ']);
    if name.is_empty() || !is_name(name.trim_matches('"')) {
        "the name of a setting is one word before the equals sign: name = \"Smart metering\""
            .to_owned()
    } else if value.is_empty() {
        format!("`{name}` has no value; write one after the equals sign, text in quotation marks")
    } else if value.starts_with('[') {
        format!(
            "the list of `{name}` is not closed or has an error; write strings in quotation \
             marks separated by commas, and `]` at the end: {name} = [\"…\", \"…\"]"
        )
    } else if plain.contains('\\') {
        let path = plain.replace('\\', "/");
        format!("a backslash has a special meaning here; write slashes: {name} = \"{path}\"")
    } else {
        format!("write text between two plain quotation marks: {name} = \"{plain}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::first_wrong;

    #[test]
    fn messages_use_the_words_of_an_office() {
        for (text, marked, message) in [
            (
                "[project]\nname = true\n",
                "true",
                "`name` takes a string in quotation marks: name = \"Smart metering\"",
            ),
            (
                "[project]\nname = 3\n",
                "3",
                "`name` takes a string in quotation marks: name = \"Smart metering\"",
            ),
            (
                "[project]\nsources = \"std\"\n",
                "\"std\"",
                "`sources` takes a list of strings in square brackets: sources = [\"std/*.annexa\"]",
            ),
            (
                "[project]\nsources = true\n",
                "true",
                "`sources` takes a list of strings in square brackets: sources = [\"std/*.annexa\"]",
            ),
            (
                "[project]\nsources = [\"a\", 3]\n",
                "3",
                "`sources` takes a list of strings, each in quotation marks: sources = [\"std/*.annexa\"]",
            ),
            (
                "[compile]\nformats = \"json\"\n",
                "\"json\"",
                "`formats` takes a list of strings in square brackets: formats = [\"json\", \"html\"]",
            ),
            (
                "[compile]\noutput = [\"out\"]\n",
                "[\"out\"]",
                "`output` takes a string in quotation marks: output = \"out\"",
            ),
            (
                "[bases]\npath = 2022-01-01\n",
                "2022-01-01",
                "`path` takes a string in quotation marks: path = \"bases\"",
            ),
            (
                "[bases]\nreplace = \"yes\"\n",
                "\"yes\"",
                "`replace` takes true or false, without quotation marks: replace = true",
            ),
            (
                "[rules]\nC606 = false\n",
                "false",
                "`C606` takes a level in quotation marks: C606 = \"off\"",
            ),
            (
                "[rules.C606]\nlevel = \"off\"\n",
                "[rules.C606]",
                "`C606` takes a level in quotation marks: C606 = \"off\"",
            ),
            (
                "project = \"x\"\n",
                "\"x\"",
                "`project` is a section; write a line `[project]` and its settings below, such as name = \"Smart metering\"",
            ),
            (
                "rules = [\"C606\"]\n",
                "[\"C606\"]",
                "`rules` is a section; write a line `[rules]` and its settings below, such as C606 = \"off\"",
            ),
            (
                "[[project]]\nname = \"x\"\n",
                "[[project]]",
                "`project` is a section; write a line `[project]` and its settings below, such as name = \"Smart metering\"",
            ),
            ("[projct]\n", "projct", "there is no section `[projct]`; did you mean `[project]`?"),
            (
                "[people]\n",
                "people",
                "there is no section `[people]`; the sections are `[project]`, `[rules]`, `[compile]` and `[bases]`",
            ),
            (
                "sources = [\"a\"]\n",
                "sources",
                "`sources` is a setting of `[project]`; write it below a line `[project]`",
            ),
            ("C606 = \"off\"\n", "C606", "`C606` is a rule; write it below a line `[rules]`"),
            (
                "[project]\nsource = []\n",
                "source",
                "`[project]` has no setting `source`; did you mean `sources`?",
            ),
            (
                "[project]\nNAME = \"x\"\n",
                "NAME",
                "`[project]` has no setting `NAME`; did you mean `name`?",
            ),
            (
                "[project]\ncolour = \"x\"\n",
                "colour",
                "`[project]` has no setting `colour`; it has `name` and `sources`",
            ),
            (
                "[project\nname = 3\n",
                "[project",
                "write the name of a section in square brackets, alone on its line: `[project]`",
            ),
            (
                "[project] name = \"x\"\n",
                "[project] name = \"x\"",
                "write the name of a section in square brackets, alone on its line: `[projectnamex]`",
            ),
            (
                "[project]\nname = Smart metering\n",
                "name = Smart metering",
                "write text between two plain quotation marks: name = \"Smart metering\"",
            ),
            (
                "[project]\nname = \"Smart metering\n",
                "name = \"Smart metering",
                "write text between two plain quotation marks: name = \"Smart metering\"",
            ),
            (
                "[project]\nname = “Smart metering”\n",
                "name = “Smart metering”",
                "write text between two plain quotation marks: name = \"Smart metering\"",
            ),
            (
                "[rules]\nC606 = off\n",
                "C606 = off",
                "write text between two plain quotation marks: C606 = \"off\"",
            ),
            (
                "[project]\nname\n",
                "name",
                "`name` is not a setting; a setting is a name, an equals sign and a value: name = \"Smart metering\"",
            ),
            (
                "[project]\nname: \"x\"\n",
                "name: \"x\"",
                "`name: \"x\"` is not a setting; a setting is a name, an equals sign and a value: name = \"Smart metering\"",
            ),
            (
                "[project]\nname =\n",
                "name =",
                "`name` has no value; write one after the equals sign, text in quotation marks",
            ),
            (
                "[project]\nname = \"a\"\nname = \"b\"\n",
                "name",
                "`name` occurs twice; keep one of them",
            ),
            ("[project]\n[project]\n", "project", "`project` occurs twice; keep one of them"),
            (
                "[project]\nsources = [\"a\"\n",
                "sources = [\"a\"",
                "the list of `sources` is not closed or has an error; write strings in quotation marks separated by commas, and `]` at the end: sources = [\"…\", \"…\"]",
            ),
            (
                "[compile]\noutput = \"out\\pages\"\n",
                "output = \"out\\pages\"",
                "a backslash has a special meaning here; write slashes: output = \"out/pages\"",
            ),
        ] {
            let (place, said) =
                first_wrong(text).unwrap_or_else(|| panic!("nothing is wrong with {text:?}"));
            assert_eq!((&text[place], said.as_str()), (marked, message), "{text:?}");
        }
    }

    #[test]
    fn nothing_is_wrong_with_what_is_right() {
        for text in [
            "",
            "# nothing\n",
            "[project]\nname = \"x\"\nsources = [\"a\", 'b']\n[rules]\nC606 = \"off\"\n[compile]\nformats = []\noutput = \"o\"\n[bases]\npath = \"b\"\nreplace = false\n",
            "rules = { C606 = \"off\" }\n",
        ] {
            assert_eq!(first_wrong(text), None, "{text}");
        }
    }
}
