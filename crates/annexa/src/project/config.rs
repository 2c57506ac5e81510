//! `annexa.toml`: read strictly, since a misspelt key would otherwise be a setting that is silently
//! not made.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use annotate_snippets::Level;
use serde::Deserialize;
use toml::Spanned;

use crate::findings::{self, Mark, Source};
use crate::outcome::Failure;

/// The name of the file at the root of a project.
pub(crate) const CONFIG_FILE: &str = "annexa.toml";

/// What it says; the default is a project without one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// What belongs to the project.
    pub(crate) project: ProjectSection,
    /// Levels of rules, by code.
    pub(crate) rules: BTreeMap<Spanned<String>, Spanned<String>>,
    /// How it is compiled.
    pub(crate) compile: CompileSection,
    /// Where further bases are.
    pub(crate) bases: BasesSection,
    /// Its text, to show where something in it is wrong.
    #[serde(skip)]
    text: String,
    /// Its path, as it is shown.
    #[serde(skip)]
    shown: String,
}

/// `[project]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ProjectSection {
    /// A name to speak of it by.
    pub(crate) name: Option<String>,
    /// Files, folders or patterns; everything below the root where it is absent.
    pub(crate) sources: Option<Vec<Spanned<String>>>,
}

/// `[compile]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct CompileSection {
    /// What to write.
    pub(crate) formats: Option<Vec<Spanned<String>>>,
    /// The folder to write it to.
    pub(crate) output: Option<Spanned<String>>,
}

/// `[bases]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct BasesSection {
    /// The folder of the project's own catalogues, overlays and correspondences.
    pub(crate) path: Option<Spanned<String>>,
}

impl Config {
    /// Reads the file's text.
    pub(crate) fn parse(text: String, shown: String) -> Result<Config, Failure> {
        match toml::from_str::<Config>(&text) {
            Ok(config) => {
                let config = Config { text, shown, ..config };
                config.check_paths()?;
                Ok(config)
            }
            Err(error) => {
                let broken = Config { text, shown, ..Config::default() };
                // Messages of the library run on over several lines where there are many keys.
                let message = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
                Err(broken.error_at(error.span().unwrap_or(0..0), &message))
            }
        }
    }

    /// An error at a place in the file.
    pub(crate) fn error_at(&self, span: std::ops::Range<usize>, message: &str) -> Failure {
        let title = Level::ERROR.primary_title(message.to_owned());
        let source = Source::new(self.shown.clone(), self.text.clone());
        let mark = Mark { source: &source, range: span, label: None };
        Failure::Rendered(findings::render(title, &[mark], &[]))
    }

    fn check_paths(&self) -> Result<(), Failure> {
        let sources = self.project.sources.iter().flatten();
        for path in sources.chain(&self.compile.output).chain(&self.bases.path) {
            if leads_out(path.get_ref()) {
                return Err(self.error_at(
                    path.span(),
                    "this path leads out of the project; name a place below the folder of annexa.toml",
                ));
            }
        }
        Ok(())
    }
}

/// Whether a path, by its words alone, leaves the folder that it starts in.
fn leads_out(path: &str) -> bool {
    let mut depth = 0_i32;
    for component in Path::new(path).components() {
        match component {
            Component::Normal(_) => depth += 1,
            Component::ParentDir => depth -= 1,
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return true,
        }
        if depth < 0 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{Config, leads_out};

    fn check_error(text: &str, expected: Expect) {
        let error = Config::parse(text.to_owned(), "annexa.toml".to_owned())
            .expect_err("an error")
            .render();
        expected.assert_eq(&anstream::adapter::strip_str(&error).to_string());
    }

    #[test]
    fn all_settings() {
        let text = r#"
            [project]
            name = "Smart metering"
            sources = ["src", "more/**/*.annexa"]
            [rules]
            C606 = "off"
            [compile]
            formats = ["json"]
            output = "out"
            [bases]
            path = "bases"
        "#;
        let config = Config::parse(text.to_owned(), "annexa.toml".to_owned()).expect("it is right");
        assert_eq!(config.project.name.as_deref(), Some("Smart metering"));
        assert_eq!(config.project.sources.map_or(0, |sources| sources.len()), 2);
        assert_eq!(config.rules.len(), 1);
        assert_eq!(config.compile.output.expect("given").get_ref(), "out");
        assert_eq!(config.bases.path.expect("given").get_ref(), "bases");
    }

    #[test]
    fn a_key_that_does_not_exist_is_shown() {
        check_error(
            "[project]\nnane = \"x\"\n",
            expect![[r#"
            error: unknown field `nane`, expected `name` or `sources`
             --> annexa.toml:2:1
              |
            2 | nane = "x"
              | ^^^^
        "#]],
        );
    }

    #[test]
    fn broken_toml_is_shown() {
        check_error(
            "[project\nname = 3\n",
            expect![[r#"
            error: unclosed table, expected `]`
             --> annexa.toml:1:9
              |
            1 | [project
              |         ^
        "#]],
        );
    }

    #[test]
    fn a_path_that_leads_out_is_shown() {
        check_error(
            "[project]\nsources = [\"src\", \"../other\"]\n",
            expect![[r#"
            error: this path leads out of the project; name a place below the folder of annexa.toml
             --> annexa.toml:2:19
              |
            2 | sources = ["src", "../other"]
              |                   ^^^^^^^^^^
        "#]],
        );
    }

    #[test]
    fn paths_are_judged_by_their_words() {
        for out in ["..", "../x", "a/../../b", "/etc"] {
            assert!(leads_out(out), "{out}");
        }
        for within in ["", ".", "a/..", "a/../b", "./a", "a..b"] {
            assert!(!leads_out(within), "{within}");
        }
    }
}
