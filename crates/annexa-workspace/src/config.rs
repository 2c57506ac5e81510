//! `annexa.toml`, read strictly: otherwise a misspelt key would be a setting without effect.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use annexa_model::rules::{self, Rule};
use annexa_model::{Level, Settings};
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use toml::Spanned;

use crate::{Failure, config_check};

/// The name of the file at the root of a project.
pub const CONFIG_FILE: &str = "annexa.toml";

/// The settings of a project, in `annexa.toml` at its root. Without the file, the defaults apply.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(title = "annexa.toml")]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The name of the project, and its files.
    pub project: ProjectSection,
    /// The levels of rules, by code or by name.
    #[schemars(schema_with = "rule_levels")]
    pub rules: BTreeMap<Spanned<String>, Spanned<String>>,
    /// The outputs of `annexa compile`.
    pub compile: CompileSection,
    /// Further bases.
    pub bases: BasesSection,
    /// The text of the file, to show where an error is.
    #[serde(skip)]
    pub(crate) text: String,
    /// The path of the file.
    #[serde(skip)]
    path: PathBuf,
}

/// `[project]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProjectSection {
    /// The name by which reports call the project.
    #[schemars(with = "String")]
    pub name: Option<String>,
    /// The files of the project: paths of files or folders, or patterns such as `std/*.annexa`. Without it, every
    /// `.annexa` file below the folder of `annexa.toml` belongs to the project.
    #[schemars(with = "Vec<String>")]
    pub sources: Option<Spanned<Vec<Spanned<String>>>>,
}

/// `[compile]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CompileSection {
    /// The formats that `annexa compile` writes: `json`, `html` or both. Without it, `json`.
    #[schemars(with = "Vec<String>", extend("items" = {"enum": ["json", "html"]}))]
    pub formats: Option<Vec<Spanned<String>>>,
    /// The folder for the compiled files. Without it, `build`.
    #[schemars(with = "String")]
    pub output: Option<Spanned<String>>,
}

/// `[bases]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BasesSection {
    /// The folder of the project's own catalogues, overlays and correspondences.
    #[schemars(with = "String")]
    pub path: Option<Spanned<String>>,
    /// Whether a catalogue of the project replaces the built-in catalogue of the same edition.
    pub replace: bool,
}

/// The JSON Schema of `annexa.toml`, for editors that complete and check TOML.
pub fn config_schema() -> Schema {
    // A setting without a value is left out; TOML has no `null`.
    let without_null = RecursiveTransform(|schema: &mut Schema| {
        if schema.get("default").is_some_and(serde_json::Value::is_null) {
            schema.remove("default");
        }
    });
    let settings = SchemaSettings::draft2020_12().with_transform(without_null);
    settings.into_generator().into_root_schema_for::<Config>()
}

/// A level for each rule that has one; `off` only where the rule allows it.
fn rule_levels(_: &mut SchemaGenerator) -> Schema {
    let mut properties = serde_json::Map::new();
    for rule in rules::all() {
        let levels: &[&str] =
            if rule.fixed { &[rule.level.as_str()] } else { &config_check::LEVELS };
        for name in [rule.code, rule.name] {
            let of_rule = serde_json::json!({"description": rule.summary, "enum": levels});
            properties.insert(name.to_owned(), of_rule);
        }
    }
    json_schema!({"type": "object", "additionalProperties": false, "properties": properties})
}

impl Config {
    /// Parses the text of the file.
    ///
    /// # Errors
    ///
    /// Fails if the text is not TOML, or if a setting does not exist or has a wrong value.
    pub fn parse(text: String, path: PathBuf) -> Result<Config, Failure> {
        let broken = |text, path| Config { text, path, ..Config::default() };
        if let Some((place, message)) = config_check::first_wrong(&text) {
            return Err(broken(text, path).error_at(place, &message));
        }
        match toml::from_str::<Config>(&text) {
            Ok(config) => {
                let config = Config { text, path, ..config };
                config.check_paths()?;
                Ok(config)
            }
            // The checks before this find all errors that the library can report.
            Err(error) => {
                let message = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
                Err(broken(text, path).error_at(error.span().unwrap_or(0..0), &message))
            }
        }
    }

    /// Returns an error at a range of the file.
    pub fn error_at(&self, range: std::ops::Range<usize>, message: &str) -> Failure {
        Failure::at(&self.path, &self.text, range, message)
    }

    fn check_paths(&self) -> Result<(), Failure> {
        let sources = self.project.sources.iter().flat_map(|sources| sources.get_ref());
        for path in sources.chain(&self.compile.output).chain(&self.bases.path) {
            if path.get_ref().contains('\\') {
                let slashed = path.get_ref().replace('\\', "/");
                return Err(self.error_at(
                    path.span(),
                    &format!("paths are written with slashes on every system; write `{slashed}`"),
                ));
            }
            if leads_out(path.get_ref()) {
                return Err(self.error_at(
                    path.span(),
                    "this path leads out of the project; name a path below the folder of annexa.toml",
                ));
            }
        }
        Ok(())
    }
}

/// Returns the levels of the rules.
///
/// # Errors
///
/// Fails if a rule or a level does not exist, or if the level of a rule is fixed: a setting without
/// effect would be misleading.
pub fn settings(config: &Config) -> Result<Settings, Failure> {
    let mut settings = Settings { replaces_bases: config.bases.replace, ..Settings::default() };
    let mut given: Vec<(&Spanned<String>, &Spanned<String>)> = config.rules.iter().collect();
    given.sort_by_key(|(name, _)| name.span().start);
    for (index, (name, level)) in given.iter().enumerate() {
        let rule = rule_of(config, name)?;
        let first =
            given[..index].iter().find(|(other, _)| rules::find(other.get_ref()) == Some(rule));
        if let Some((first, _)) = first {
            let message = format!(
                "{} ({}) already has a level, `{}`; keep one of the two lines",
                rule.code,
                rule.name,
                first.get_ref()
            );
            return Err(config.error_at(name.span(), &message));
        }
        let value = level_of(config, level)?;
        if rule.fixed && value != Some(rule.level) {
            return Err(config.error_at(
                name.span(),
                &format!(
                    "{} ({}) cannot be switched off or lowered, because the compiled output \
                     would be unreliable; delete this line",
                    rule.code, rule.name
                ),
            ));
        }
        settings.levels.insert(rule.code.to_owned(), value);
    }
    Ok(settings)
}

/// Returns the rule with this code or name.
fn rule_of(config: &Config, name: &Spanned<String>) -> Result<&'static Rule, Failure> {
    let written = name.get_ref();
    rules::find(written).ok_or_else(|| {
        let message = match rules::nearest_to(written) {
            Some(near) => format!(
                "there is no rule `{written}`; did you mean `{}` or `{}`?",
                near.code, near.name
            ),
            None => format!(
                "there is no rule `{written}`; `annexa explain` lists the rules with their codes and names"
            ),
        };
        config.error_at(name.span(), &message)
    })
}

fn level_of(config: &Config, level: &Spanned<String>) -> Result<Option<Level>, Failure> {
    Ok(match level.get_ref().as_str() {
        "off" => None,
        "info" => Some(Level::Info),
        "warning" => Some(Level::Warning),
        "error" => Some(Level::Error),
        other => return Err(config.error_at(level.span(), &config_check::unknown_level(other))),
    })
}

/// Whether the components of a path lead out of the folder that it starts in.
fn leads_out(path: &str) -> bool {
    // This is a drive on Windows; the same settings must not mean a folder on other systems.
    if matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic()) {
        return true;
    }
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
    use annexa_model::Level;

    use super::{Config, leads_out, settings};

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
            "`[project]` has no setting `nane`; did you mean `name`?",
        );
    }

    #[test]
    fn broken_toml_is_shown() {
        check_error(
            "[project\nname = 3\n",
            "[project",
            "write the name of a section in square brackets, alone on its line: `[project]`",
        );
    }

    #[test]
    fn a_path_that_leads_out_is_shown() {
        check_error(
            "[project]\nsources = [\"src\", \"../other\"]\n",
            "\"../other\"",
            "this path leads out of the project; name a path below the folder of annexa.toml",
        );
    }

    #[test]
    fn a_path_with_backslashes_is_refused_on_every_system() {
        for (setting, marked) in [
            ("[project]\nsources = ['a', 'src\\t.annexa']\n", "'src\\t.annexa'"),
            ("[project]\nsources = [\"src\\\\*.annexa\"]\n", "\"src\\\\*.annexa\""),
            ("[compile]\noutput = 'src\\out'\n", "'src\\out'"),
            ("[bases]\npath = 'src\\bases'\n", "'src\\bases'"),
        ] {
            let path = marked.trim_matches(['\'', '"']).replace("\\\\", "\\").replace('\\', "/");
            let message = format!("paths are written with slashes on every system; write `{path}`");
            check_error(setting, marked, &message);
        }
    }

    #[test]
    fn rules_go_by_code_or_by_name() {
        let read = |text: &str| {
            let config = Config::parse(format!("[rules]\n{text}"), "annexa.toml".into());
            settings(&config.expect("the form is right"))
        };
        let by_name = read("numbering-gap = \"error\"").expect("a rule");
        assert_eq!(by_name.levels.get("R112"), Some(&Some(Level::Error)));
        assert_eq!(by_name, read("R112 = \"error\"").expect("a rule"));
        for (text, message) in [
            (
                "R112 = \"off\"\nnumbering-gap = \"info\"",
                "R112 (numbering-gap) already has a level, `R112`; keep one of the two lines",
            ),
            (
                "numbering-gpa = \"off\"",
                "there is no rule `numbering-gpa`; did you mean `R112` or `numbering-gap`?",
            ),
            (
                "everything = \"off\"",
                "there is no rule `everything`; `annexa explain` lists the rules with their codes and names",
            ),
            ("R112 = \"of\"", "`of` is not a level; did you mean `off`?"),
            ("R112 = \"Warning\"", "`Warning` is not a level; did you mean `warning`?"),
            ("R112 = \"loud\"", "`loud` is not a level; write off, info, warning or error"),
            (
                "unknown-document = \"off\"",
                "R101 (unknown-document) cannot be switched off or lowered, because the compiled output would be unreliable; delete this line",
            ),
        ] {
            let failure = read(text).expect_err(text);
            assert_eq!(failure.message(), message);
        }
    }

    #[test]
    fn paths_are_judged_by_their_words() {
        for out in ["..", "../x", "a/../../b", "/etc", "C:/std", "c:std"] {
            assert!(leads_out(out), "{out}");
        }
        for within in ["", ".", "a/..", "a/../b", "./a", "a..b"] {
            assert!(!leads_out(within), "{within}");
        }
    }
}
