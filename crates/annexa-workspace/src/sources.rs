//! The files of a project: found by walking through its folder, restricted to it, and read.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use toml::Spanned;

use crate::found::{WalkResult, has_ending, slashed, stays_below};
use crate::walk::walk;
use crate::{Config, Failure};

/// Finds the files of the project at a root: all below it, or those that its settings name.
pub(crate) fn find(root: &Path, config: &Config) -> Result<WalkResult, Failure> {
    let mut found = WalkResult::default();
    let Some(sources) = &config.project.sources else {
        walk(root, root, &mut found, &|_| true)?;
        return Ok(found);
    };
    for source in sources.get_ref().iter().chain(&config.bases.path) {
        find_source(root, config, source, &mut found)?;
    }
    Ok(found)
}

fn find_source(
    root: &Path,
    config: &Config,
    source: &Spanned<String>,
    found: &mut WalkResult,
) -> Result<(), Failure> {
    let pattern = &pattern(source.get_ref());
    let mut own = WalkResult::default();
    if is_glob(pattern) {
        let glob = glob(pattern)
            .map_err(|error| config.error_at(source.span(), &error.kind().to_string()))?;
        let fixed: PathBuf = Path::new(pattern)
            .components()
            .take_while(|part| !is_glob(&part.as_os_str().to_string_lossy()))
            .collect();
        let start = root.join(fixed);
        if start.is_dir() {
            walk(root, &start, &mut own, &|relative| glob.is_match(relative))?;
        }
    } else {
        let path = root.join(pattern);
        if path.is_dir() {
            stays_below(root, &path)?;
            walk(root, &path, &mut own, &|_| true)?;
        } else if path.exists() && has_ending(&path) {
            own.add(stays_below(root, &path)?, &path);
        }
    }
    if own.is_nothing() {
        let message = format!("there is no .annexa file here: `{}`", source.get_ref());
        return Err(config.error_at(source.span(), &message));
    }
    found.append(&mut own);
    Ok(())
}

/// Returns the normalized form of a path in `sources`: `a` for `./b/..//a/`.
pub(crate) fn pattern(source: &str) -> String {
    slashed(&path_clean::clean(source)).unwrap_or_else(|| source.to_owned())
}

pub(crate) fn is_glob(pattern: &str) -> bool {
    pattern.contains(['*', '?', '[', '{'])
}

fn glob(pattern: &str) -> Result<GlobMatcher, globset::Error> {
    Ok(GlobBuilder::new(pattern).literal_separator(true).build()?.compile_matcher())
}

impl Config {
    /// Whether a file would belong to the project if it existed, given its path from the root.
    pub fn names(&self, path: &Path) -> bool {
        let is_named = |source: &Spanned<String>| covers(source.get_ref(), path);
        has_ending(path)
            && match &self.project.sources {
                None => true,
                Some(sources) => sources.get_ref().iter().chain(&self.bases.path).any(is_named),
            }
    }
}

/// Whether one of the `sources` names a file, or a folder with everything below it.
pub(crate) fn covers(source: &str, path: &Path) -> bool {
    match pattern(source) {
        pattern if is_glob(&pattern) => glob(&pattern).is_ok_and(|glob| glob.is_match(path)),
        pattern => pattern == "." || path.starts_with(pattern),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::Config;

    #[test]
    fn settings_name_files_that_are_not_there_yet() {
        let named = |settings: &str, path: &str| {
            let config = Config::parse(settings.to_owned(), "annexa.toml".into());
            config.expect("it is right").names(Path::new(path))
        };
        let some = "[project]\nsources = [\"./src/\", \"more/../more/*.annexa\", \"a.annexa\"]\n[bases]\npath = \"bases\"\n";
        for path in
            ["src/x.annexa", "src/deep/x.annexa", "more/x.annexa", "a.annexa", "bases/x.annexa"]
        {
            assert!(named(some, path), "{path}");
        }
        for path in ["x.annexa", "srcs/x.annexa", "more/deep/x.annexa", "src/x.txt", "b/a.annexa"] {
            assert!(!named(some, path), "{path}");
        }
        assert!(named("", "any/where.annexa") && !named("", "any/where.toml"));
        assert!(named("[project]\nsources = [\".\"]\n", "any/where.annexa"));
    }
}
