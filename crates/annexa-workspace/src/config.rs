//! `annexa.toml`: read strictly, since a misspelt key would otherwise be a setting that is silently
//! not made.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use annexa_model::{Level, Settings, rules};
use serde::Deserialize;
use toml::Spanned;

use crate::Failure;

/// The name of the file at the root of a project.
pub const CONFIG_FILE: &str = "annexa.toml";

/// What it says; the default is a project without one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// What belongs to the project.
    pub project: ProjectSection,
    /// Levels of rules, by code.
    pub rules: BTreeMap<Spanned<String>, Spanned<String>>,
    /// How it is compiled.
    pub compile: CompileSection,
    /// Where further bases are.
    pub bases: BasesSection,
    /// Its text, to show where something in it is wrong.
    #[serde(skip)]
    pub(crate) text: String,
    /// Where it is.
    #[serde(skip)]
    path: PathBuf,
}

/// `[project]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProjectSection {
    /// A name to speak of it by.
    pub name: Option<String>,
    /// Files, folders or patterns; everything below the root where it is absent.
    pub sources: Option<Spanned<Vec<Spanned<String>>>>,
}

/// `[compile]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CompileSection {
    /// What to write.
    pub formats: Option<Vec<Spanned<String>>>,
    /// The folder to write it to.
    pub output: Option<Spanned<String>>,
}

/// `[bases]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BasesSection {
    /// The folder of the project's own catalogues, overlays and correspondences.
    pub path: Option<Spanned<String>>,
    /// Whether its catalogues stand in the place of built-in ones of the same edition.
    pub replace: bool,
}

impl Config {
    /// Reads the file's text.
    pub fn parse(text: String, path: PathBuf) -> Result<Config, Failure> {
        match toml::from_str::<Config>(&text) {
            Ok(config) => {
                let config = Config { text, path, ..config };
                config.check_paths()?;
                Ok(config)
            }
            Err(error) => {
                let broken = Config { text, path, ..Config::default() };
                // Messages of the library run on over several lines where there are many keys.
                let message = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
                Err(broken.error_at(error.span().unwrap_or(0..0), &message))
            }
        }
    }

    /// An error at a place in the file.
    pub fn error_at(&self, range: std::ops::Range<usize>, message: &str) -> Failure {
        Failure::at(&self.path, &self.text, range, message)
    }

    fn check_paths(&self) -> Result<(), Failure> {
        let sources = self.project.sources.iter().flat_map(|sources| sources.get_ref());
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

/// The levels of the rules, each looked at: one that says nothing would be a trap.
pub fn settings(config: &Config) -> Result<Settings, Failure> {
    let mut settings = Settings { replaces_bases: config.bases.replace, ..Settings::default() };
    for (code, level) in &config.rules {
        let Some(rule) = rules::find(code.get_ref()) else {
            return Err(config.error_at(
                code.span(),
                &format!("there is no rule `{}`; rules have codes such as C606", code.get_ref()),
            ));
        };
        let value = match level.get_ref().as_str() {
            "off" => None,
            "info" => Some(Level::Info),
            "warning" => Some(Level::Warning),
            "error" => Some(Level::Error),
            other => {
                return Err(config.error_at(
                    level.span(),
                    &format!("`{other}` is no level; write off, info, warning or error"),
                ));
            }
        };
        if rule.fixed && value != Some(rule.level) {
            return Err(config.error_at(
                code.span(),
                &format!(
                    "{} ({}) cannot be switched off or weakened: without it the compiled \
                     output could not be trusted; delete this line",
                    rule.code, rule.name
                ),
            ));
        }
        settings.levels.insert(code.get_ref().clone(), value);
    }
    Ok(settings)
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
    use super::{Config, leads_out};

    fn check_error(text: &str, marked: &str, message: &str) {
        let error = Config::parse(text.to_owned(), "annexa.toml".into()).expect_err("an error");
        let place = error.place().expect("it has a place");
        assert_eq!(&place.text[place.range.clone()], marked);
        assert_eq!(place.message, message);
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
        let config = Config::parse(text.to_owned(), "annexa.toml".into()).expect("it is right");
        assert_eq!(config.project.name.as_deref(), Some("Smart metering"));
        assert_eq!(config.project.sources.as_ref().map_or(0, |sources| sources.get_ref().len()), 2);
        assert_eq!(config.rules.len(), 1);
        assert_eq!(config.compile.output.expect("given").get_ref(), "out");
        assert_eq!(config.bases.path.expect("given").get_ref(), "bases");
    }

    #[test]
    fn a_key_that_does_not_exist_is_shown() {
        check_error(
            "[project]\nnane = \"x\"\n",
            "nane",
            "unknown field `nane`, expected `name` or `sources`",
        );
    }

    #[test]
    fn broken_toml_is_shown() {
        check_error("[project\nname = 3\n", "", "unclosed table, expected `]`");
    }

    #[test]
    fn a_path_that_leads_out_is_shown() {
        check_error(
            "[project]\nsources = [\"src\", \"../other\"]\n",
            "\"../other\"",
            "this path leads out of the project; name a place below the folder of annexa.toml",
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
