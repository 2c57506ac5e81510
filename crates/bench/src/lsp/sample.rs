//! Documents of equal size in the languages of the servers: valid, with the same kinds of records
//! and texts, and with a reference or a closed vocabulary that one letter makes wrong.

use std::fmt::Write as _;

/// A document, and the places where its author types.
pub(crate) struct Sample {
    /// The name of the file.
    pub(crate) file: &'static str,
    /// The name of the language in the protocol.
    pub(crate) language: &'static str,
    pub(crate) text: String,
    /// The other files that it needs.
    pub(crate) beside: Vec<(&'static str, String)>,
    /// An offset at which a letter changes no diagnostic.
    pub(crate) quiet: usize,
    /// An offset at which a letter causes an error.
    pub(crate) wrong: usize,
    /// The letter to type.
    pub(crate) letter: &'static str,
    /// The offset at which completion is requested, and the trigger character, if there is one.
    pub(crate) complete: (usize, Option<&'static str>),
    /// The offset of a name with a definition.
    pub(crate) defined: usize,
}

/// The languages of the comparison.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Annexa,
    Toml,
    Yaml,
    Python,
    Trlc,
}

/// The JSON Schema of a record, for TOML and YAML. It is one file, because not every server follows
/// a reference to another.
const RECORD: &str = r#"{
  "type": "object",
  "required": ["number", "title", "type", "guidance"],
  "additionalProperties": false,
  "properties": {
    "number": { "type": "string" },
    "title": { "type": "string" },
    "type": { "enum": ["preventive", "detective", "corrective"] },
    "properties": { "type": "array", "items": { "enum": ["confidentiality", "integrity", "availability"] } },
    "owner": { "type": "array", "items": { "type": "string" } },
    "kept": { "type": "array", "items": { "type": "string" } },
    "purpose": { "type": "string" },
    "guidance": { "type": "string" }
  }
}"#;

const TRLC_TYPES: &str = "package sample

enum Kind { preventive detective corrective }

type Control {
  title String
  kind Kind
  purpose String
  guidance String
  see optional Control
}
";

impl Language {
    /// Returns a document of about this number of bytes.
    pub(crate) fn sample(self, bytes: usize) -> Sample {
        let head = match self {
            Self::Annexa => "",
            Self::Toml => "#:schema ./schema.json\n",
            Self::Yaml => "# yaml-language-server: $schema=schema.json\n",
            Self::Python => "import statistics\n",
            Self::Trlc => "package sample\n",
        };
        let mut text = head.to_owned();
        if self == Self::Annexa {
            // A declaration has some 470 bytes.
            text = annexa_tests::standard(bytes / 472);
        } else {
            let mut index = 1;
            while text.len() < bytes {
                self.record(index, &mut text);
                index += 1;
            }
        }
        let middle = (text.len() / 2..).find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        let from = |at: usize, words: &str| {
            at + text[at..].find(words).expect("every record has these words")
        };
        let after = |at: usize, words: &str| from(at, words) + words.len();
        let quiet = after(middle, "Keys");
        let (file, language) = match self {
            Self::Annexa => ("sample.annexa", "annexa"),
            Self::Toml => ("sample.toml", "toml"),
            Self::Yaml => ("sample.yaml", "yaml"),
            Self::Python => ("sample.py", "python"),
            Self::Trlc => ("sample.trlc", "trlc"),
        };
        let (wrong, letter, complete, defined) = match self {
            Self::Annexa => {
                let at = after(quiet, "{27002 8.24");
                (at, "9", (at - 1, None), after(at, "{27001 6.1.3"))
            }
            Self::Toml => {
                let at = after(quiet, "type = \"preventive");
                (at, "x", (at - 2, None), at)
            }
            Self::Yaml => {
                let at = after(quiet, "type: preventive");
                (at, "x", (at - 2, None), after(quiet, "kept: *") + 1)
            }
            Self::Python => {
                let at = after(quiet, "return total");
                (at, "x", (at, None), at)
            }
            Self::Trlc => {
                let at = after(quiet, "see = ");
                (from(at, "\n"), "x", (at, Some(" ")), at + 1)
            }
        };
        let beside = match self {
            Self::Annexa | Self::Python => Vec::new(),
            Self::Toml => {
                let records = format!(r#"{{ "type": "array", "items": {RECORD} }}"#);
                let schema =
                    format!(r#"{{ "type": "object", "properties": {{ "control": {records} }} }}"#);
                vec![("schema.json", schema)]
            }
            Self::Yaml => {
                vec![("schema.json", format!(r#"{{ "type": "array", "items": {RECORD} }}"#))]
            }
            Self::Trlc => vec![("types.rsl", TRLC_TYPES.to_owned())],
        };
        Sample { file, language, text, beside, quiet, wrong, letter, complete, defined }
    }

    /// Adds a record.
    fn record(self, index: usize, text: &mut String) {
        let written = match self {
            Self::Annexa => Ok(()),
            Self::Toml => write!(
                text,
                r#"
# Sample {index}
[[control]]
number = "8.{index}"
title = "Custody of the keys of sample {index}"
type = "preventive"
properties = ["confidentiality", "integrity"]
purpose = "To keep one stolen sample from opening the others."
guidance = """
Keys should be unique to a sample device of kind {index}.
Samples of kind {index} are described elsewhere, and before that
it is said who may hold a key and where it is kept.
"""
"#
            ),
            Self::Yaml => write!(
                text,
                r#"
# Sample {index}
- number: "8.{index}"
  title: Custody of the keys of sample {index}
  type: preventive
  properties: [confidentiality, integrity]
{alias}  purpose: To keep one stolen sample from opening the others.
  guidance: |
    Keys should be unique to a sample device of kind {index}.
    Samples of kind {index} are described elsewhere, and before that
    it is said who may hold a key and where it is kept.
"#,
                // An alias in every record would make the server's time quadratic.
                alias = if index % 50 == 1 {
                    format!("  owner: &o{index} [operator, manufacturer]\n  kept: *o{index}\n")
                } else {
                    String::new()
                },
            ),
            Self::Python => write!(
                text,
                r#"

def custody_{index}(keys, devices):
    """Custody of the keys of sample {index}.

    Keys should be unique to a sample device of kind {index}.
    Samples of kind {index} are described elsewhere, and before that
    it is said who may hold a key and where it is kept.
    """
    total = 0
    for key in keys:
        held = [device for device in devices if device.holds(key)]
        if statistics.mean(held) > {index}:
            total += len(held)
    return total
"#
            ),
            Self::Trlc => write!(
                text,
                r#"
// Sample {index}
Control control_{index} {{
  title = "Custody of the keys of sample {index}"
  kind = Kind.preventive
  purpose = "To keep one stolen sample from opening the others."
  guidance = '''Keys should be unique to a sample device of kind {index}.
    Samples of kind {index} are described elsewhere, and before that
    it is said who may hold a key and where it is kept.'''
  see = control_{earlier}
}}
"#,
                // The first refers to itself.
                earlier = index.saturating_sub(1).max(1),
            ),
        };
        written.expect("a string takes all");
    }
}
