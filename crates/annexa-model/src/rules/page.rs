//! The page of a rule: what it wants and why, on what it rests, a wrong example and a right one.
//!
//! The texts stand in `pages/`, a file a rule. Behind the words of an example's fence, `whole` says that
//! it is a file by itself; other examples are declarations of the standard in [`FRAME`].

use super::{Rule, all};

/// The standard in which the examples of the pages stand.
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

/// An example of a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Example {
    /// As the page shows it.
    pub text: &'static str,
    /// It is a file by itself, and needs no [`FRAME`].
    pub is_whole: bool,
}

impl Example {
    /// The file that it makes.
    pub fn file(&self) -> String {
        match self.is_whole {
            true => self.text.to_owned(),
            false => format!("{FRAME}\n{}", self.text),
        }
    }
}

impl Rule {
    /// What its page says before the examples.
    fn explanation(&self) -> &'static str {
        self.page.split_once("```").map_or(self.page, |(text, _)| text).trim_end()
    }

    /// What the rule finds wrong, and what is right instead.
    pub fn examples(&self) -> Option<[Example; 2]> {
        let example = |fence: &str| {
            let (_, behind) = self.page.split_once(fence)?;
            let (more, text) = behind.split_once('\n')?;
            let (text, _) = text.split_once("```")?;
            Some(Example { text, is_whole: more.trim() == "whole" })
        };
        Some([example("```annexa wrong")?, example("```annexa right")?])
    }

    /// Its page, in Markdown.
    pub fn page(&self) -> String {
        let mut page = format!("# {} {}\n\n", self.code, self.name);
        page += &format!(
            "{} Level: {}. It rests on {}.",
            self.summary,
            self.level.as_str(),
            self.source
        );
        if self.english_only {
            page += " It runs where the language of the standard is English.";
        }
        page += "\n\n";
        page += self.explanation();
        page += "\n\n";
        if self.is_proxy {
            page += "This rule is a proxy. Whether a provision of the base is removed, invalidated or \
                     reduced, no machine can decide; the rule goes by words that often do it.\n\n";
        }
        if let Some([wrong, right]) = self.examples() {
            page += &format!("Wrong:\n\n```annexa\n{}```\n\n", wrong.text);
            page += &format!("Right:\n\n```annexa\n{}```\n\n", right.text);
        }
        page += &match self.fixed {
            true => "It can be neither allowed nor switched off.\n".to_owned(),
            false => format!(
                "Where it is wrong, `allow {} \"\"\"why\"\"\"` silences it in a declaration, or in the head \
                 for the whole standard; in `annexa.toml` its level is set, or `\"off\"`.\n",
                self.code
            ),
        };
        if self.source.contains("ISO/IEC 27009") {
            page += "\nISO/IEC 27009 is cited by the clause numbers of its edition of 2020, in our own \
                     words. Look up whether that edition is still in force.\n";
        }
        page
    }
}

/// The pages of all rules as one document, with a table of contents.
pub fn pages() -> String {
    let mut said =
        "# Rules\n\n| code | name | level | fires when |\n|---|---|---|---|\n".to_owned();
    for rule in all() {
        let (code, name) = (rule.code, rule.name);
        let anchor = format!("{}-{name}", code.to_lowercase());
        let level = rule.level.as_str();
        said += &format!("| [{code}](#{anchor}) | {name} | {level} | {} |\n", rule.summary);
    }
    said += &format!(
        "\nExamples that do not begin with a head stand in this standard:\n\n```annexa\n{FRAME}```\n"
    );
    for rule in all() {
        said += &format!("\n#{}", rule.page());
    }
    said
}
