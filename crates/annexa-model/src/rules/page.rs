//! The page of a rule: what the rule requires and why, its source, a wrong and a right example.
//!
//! `pages/` contains one file per rule. An example is a complete file if its fence has the word
//! `whole`; other examples are declarations of the standard in [`FRAME`].

use super::{Rule, all};

/// The standard to which the examples belong.
pub const FRAME: &str = r#"standard SMX "Information security for pumping stations" {
  sector "Water supply"
  edition 2026
  base ISO/IEC 27001:2022 + Amd 1:2024
  base ISO/IEC 27002:2022
  scope """This document is for operators of pumping stations."""
}

refine 27001 6.1.3 c) {
  text """The organization shall also compare its controls with those of this document."""
}

refine 27001 6.1.3 d) {
  text """The statement of applicability shall also list the controls of this document."""
}
"#;

/// An example on a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Example {
    /// The text on the page.
    pub text: &'static str,
    /// It is a complete file and needs no [`FRAME`].
    pub is_whole: bool,
}

impl Example {
    /// Returns the complete file of the example.
    pub fn file(&self) -> String {
        match self.is_whole {
            true => self.text.to_owned(),
            false => format!("{FRAME}\n{}", self.text),
        }
    }
}

impl Rule {
    /// Returns the part of the page before the examples.
    fn explanation(&self) -> &'static str {
        self.page.split_once("```").map_or(self.page, |(text, _)| text).trim_end()
    }

    /// Returns the wrong and the right example.
    pub fn examples(&self) -> Option<[Example; 2]> {
        let example = |fence: &str| {
            let (_, behind) = self.page.split_once(fence)?;
            let (more, text) = behind.split_once('\n')?;
            let (text, _) = text.split_once("```")?;
            Some(Example { text, is_whole: more.trim() == "whole" })
        };
        Some([example("```annexa wrong")?, example("```annexa right")?])
    }

    /// Returns the page in Markdown, as commands and editors show it.
    pub fn page(&self) -> String {
        self.page_with(STATUS_BY_COMMAND)
    }

    /// Returns the page. `status` is the sentence that refers to the page about ISO/IEC 27009:2020,
    /// for rules that cite it.
    fn page_with(&self, status: &str) -> String {
        let mut page = format!("# {} {}\n\n", self.code, self.name);
        page += &format!("{} Level: {}. Source: ", self.summary, self.level.as_str());
        page += self.source;
        page += ".";
        if self.english_only {
            page += " The rule runs only if the language of the standard is English.";
        }
        page += "\n\n";
        page += self.explanation();
        page += "\n\n";
        if let Some(undecidable) = self.proxy {
            page += &format!(
                "This rule is a proxy. No program can decide {undecidable}; the rule looks for \
                 wording that indicates it.\n\n"
            );
        }
        if let Some([wrong, right]) = self.examples() {
            page += &format!("Wrong:\n\n```annexa\n{}```\n\n", wrong.text);
            page += &format!("Right:\n\n```annexa\n{}```\n\n", right.text);
        }
        page += &match self.fixed {
            true => "This rule can be neither allowed nor switched off.\n".to_owned(),
            false => format!(
                "If a finding is wrong, write `allow {} \"\"\"reason\"\"\"` in the declaration, \
                 or in the head for the whole standard. `annexa.toml` sets the level of the \
                 rule, or `\"off\"`.\n",
                self.code
            ),
        };
        if self.source.contains("ISO/IEC 27009:2020") {
            page += status;
        }
        page
    }
}

const STATUS_BY_COMMAND: &str =
    "\n`annexa explain 27009` shows what is known about the status of ISO/IEC 27009:2020.\n";
const STATUS_BY_LINK: &str = "\nStatus of this edition: [ISO/IEC 27009:2020](#isoiec-270092020).\n";

/// Returns the page about ISO/IEC 27009:2020: what the rules take from it, and the known status of
/// that edition.
pub fn page_of_27009() -> String {
    format!("# ISO/IEC 27009:2020\n\n{}", include_str!("pages/27009.md"))
}

/// Returns the pages of all rules as one document with a table of contents.
pub fn pages() -> String {
    let mut said = "# Rules\n\n| code | name | level | finding |\n|---|---|---|---|\n".to_owned();
    for rule in all() {
        let (code, name) = (rule.code, rule.name);
        let anchor = format!("{}-{name}", code.to_lowercase());
        let level = rule.level.as_str();
        said += &format!("| [{code}](#{anchor}) | {name} | {level} | {} |\n", rule.summary);
    }
    said += &format!(
        "\nExamples that do not begin with a head belong to this standard:\n\n```annexa\n{FRAME}```\n"
    );
    for rule in all() {
        said += &format!("\n#{}", rule.page_with(STATUS_BY_LINK));
    }
    said += &format!("\n#{}", page_of_27009());
    said
}
