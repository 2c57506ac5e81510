//! Updates `sources` in `annexa.toml` when files are renamed or moved, as edits of its text that
//! keep everything else, including comments and layout.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;

use crate::Config;
use crate::found::{has_ending, slashed};
use crate::list::List;
use crate::sources::{covers, is_glob, pattern};

/// A file or folder that is created (no `old`), renamed or moved (both), or deleted (no `new`).
/// Paths are relative to the root of the project; a path outside of it is `None`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Change {
    /// The path before the change.
    pub old: Option<PathBuf>,
    /// The path after the change.
    pub new: Option<PathBuf>,
}

impl Config {
    /// Returns edits that make the settings name the same files after these changes, and also new
    /// files. A named path, or the beginning of a pattern, is renamed or deleted; files that are no
    /// longer covered are added. `files` are the present files of the project. Returns no edits if
    /// the settings name no sources, because then all files belong to the project.
    pub fn follow(&self, changes: &[Change], files: &[&Path]) -> Vec<(Range<usize>, String)> {
        let mut edits = Vec::new();
        let Some(sources) = &self.project.sources else { return edits };
        let old = || sources.get_ref().iter().map(Spanned::get_ref);
        let mut new: Vec<Option<String>> = Vec::new();
        for source in old() {
            let moved = moved(source, changes);
            // The file that is replaced is already named.
            let is_known = moved.as_ref() != Some(source) && new.contains(&moved);
            new.push(moved.filter(|_| !is_known));
        }
        // Reading the settings reports a missing folder of bases.
        let bases = self.bases.path.as_ref();
        let new_bases = bases.and_then(|path| moved(path.get_ref(), changes));
        for change in changes {
            for path in self.to_be_named(change, files) {
                let is_named = |source: &String| covers(source, &path);
                if new.iter().chain([&new_bases]).flatten().any(is_named) {
                    continue;
                }
                let added = slashed(&path).map(escaped);
                // A new file takes the place of a deleted one in the list.
                match new.iter_mut().find(|source| source.is_none()) {
                    Some(free) => *free = added,
                    None => new.push(added),
                }
            }
        }
        if !old().map(Some).eq(new.iter().map(Option::as_ref)) {
            let text = self.text.get(sources.span()).unwrap_or_default();
            let list = List::parse(text).map(|list| list.with(&new));
            edits.extend(list.map(|list| (sources.span(), list)));
        }
        if let (Some(old), Some(new)) = (bases, new_bases)
            && *old.get_ref() != new
        {
            edits.push((old.span(), toml::Value::String(new).to_string()));
        }
        edits
    }

    /// Returns the paths that must be named after a change: a new file, or the files of the project
    /// that move; only their folder if the whole folder was named.
    fn to_be_named(&self, change: &Change, files: &[&Path]) -> Vec<PathBuf> {
        let Some(new) = &change.new else { return Vec::new() };
        let Some(old) = change.old.as_deref().filter(|old| !has_ending(old)) else {
            let is_ours = change.old.as_deref().is_none_or(|old| self.names(old));
            return Vec::from_iter((is_ours && has_ending(new)).then(|| new.clone()));
        };
        let ours = files.iter().filter(|file| self.names(file));
        let below = ours.filter_map(|file| file.strip_prefix(old).ok());
        let below: Vec<_> = below.map(|file| new.join(file)).collect();
        let mut sources = self.project.sources.iter().flat_map(|sources| sources.get_ref());
        let is_whole =
            |source: &Spanned<String>| !is_glob(source.get_ref()) && covers(source.get_ref(), old);
        match !below.is_empty() && sources.any(is_whole) {
            true => vec![new.clone()],
            false => below,
        }
    }
}

/// Returns a path or pattern after the changes; `None` if it is deleted.
fn moved(source: &str, changes: &[Change]) -> Option<String> {
    let path = pattern(source);
    for Change { old, new } in changes {
        let Some(old) = old else { continue };
        let Ok(rest) = Path::new(&path).strip_prefix(old) else { continue };
        let is_ours = |new: &&PathBuf| !has_ending(old) || has_ending(new);
        let new = escaped(slashed(new.as_ref().filter(is_ours)?)?);
        let lead = if source.starts_with("./") { "./" } else { "" };
        let parts = if rest.as_os_str().is_empty() { "" } else { "/" };
        let trail = if source.ends_with('/') { "/" } else { "" };
        return Some(format!("{lead}{new}{parts}{}{trail}", slashed(rest)?));
    }
    Some(source.to_owned())
}

/// Returns a path as `sources` require it, with special characters of patterns escaped.
fn escaped(path: String) -> String {
    if is_glob(&path) { globset::escape(&path) } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [&str; 4] = ["a.annexa", "src/b.annexa", "src/deep/c.annexa", "bases/d.annexa"];

    /// Returns `sources` after changes of the form `old>new`, in which either can be empty.
    fn followed(sources: &str, changes: &[&str]) -> String {
        let before =
            format!("[project] # é\nsources = {sources} # kept\n[bases]\npath = \"bases\"\n");
        let config = Config::parse(before.clone(), "annexa.toml".into()).expect("it is right");
        let path = |path: &str| (!path.is_empty()).then(|| PathBuf::from(path));
        let changes: Vec<_> = changes
            .iter()
            .map(|change| change.split_once('>').expect("two paths"))
            .map(|(old, new)| Change { old: path(old), new: path(new) })
            .collect();
        let mut after = before;
        let mut edits = config.follow(&changes, &FILES.map(Path::new));
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, new) in edits {
            after.replace_range(range, &new);
        }
        let after = after.strip_prefix("[project] # é\nsources = ").expect("it stays");
        after.replace(" # kept\n[bases]\npath = \"bases\"\n", "")
    }

    #[test]
    fn what_is_named_is_renamed() {
        for (sources, change, expected) in [
            (r#"["a.annexa"]"#, "a.annexa>b.annexa", r#"["b.annexa"]"#),
            (r#"['./a.annexa', "x"]"#, "a.annexa>y/b.annexa", r#"["./y/b.annexa", "x"]"#),
            (r#"["src/"]"#, "src>lib/all", r#"["lib/all/"]"#),
            (r#"["src/**/*.annexa"]"#, "src>lib", r#"["lib/**/*.annexa"]"#),
            (r#"["src/deep/c.annexa", "srcs"]"#, "src>lib", r#"["lib/deep/c.annexa", "srcs"]"#),
            (r#"["a.annexa"]"#, "a.annexa>[a].annexa", r#"["[[]a[]].annexa"]"#),
            // A path can contain redundant components.
            (r#"["std/../std/q.annexa"]"#, "std/q.annexa>std/r.annexa", r#"["std/r.annexa"]"#),
            (r#"["std/../std/q.annexa"]"#, "std>lib", r#"["lib/q.annexa"]"#),
            (r#"["std/./x//../*.annexa"]"#, "std>lib", r#"["lib/*.annexa"]"#),
            (r#"["./a/../src/"]"#, "src>lib", r#"["./lib/"]"#),
            // The overwritten file was already named.
            (r#"["b.annexa", "a.annexa"]"#, "a.annexa>b.annexa", r#"["b.annexa"]"#),
        ] {
            assert_eq!(followed(sources, &[change]), expected, "{change}");
        }
        let swapped =
            followed(r#"["a.annexa", "b.annexa"]"#, &["a.annexa>b.annexa", "b.annexa>a.annexa"]);
        assert_eq!(swapped, r#"["b.annexa", "a.annexa"]"#);
    }

    #[test]
    fn what_nothing_covers_any_more_is_added() {
        for (sources, change, expected) in [
            (r#"["src"]"#, "src/b.annexa>b.annexa", r#"["src", "b.annexa"]"#),
            (r#"["src"]"#, "src/deep>lib", r#"["src", "lib"]"#),
            (r#"["src/*/*.annexa"]"#, "src/deep>lib", r#"["src/*/*.annexa", "lib/c.annexa"]"#),
            (r#"["src"]"#, ">new.annexa", r#"["src", "new.annexa"]"#),
            ("[\n  \"src\", # all\n]", ">n.annexa", "[\n  \"src\", # all\n  \"n.annexa\",\n]"),
        ] {
            assert_eq!(followed(sources, &[change]), expected, "{change}");
        }
        // One file is deleted and another is created.
        let changes = ["a.annexa>", ">c.annexa", ">d.annexa"];
        assert_eq!(followed(r#"["a.annexa", "b"]"#, &changes), r#"["c.annexa", "b", "d.annexa"]"#);
    }

    #[test]
    fn what_goes_is_not_named_any_more() {
        assert_eq!(followed(r#"["src", "a.annexa"]"#, &["a.annexa>"]), r#"["src"]"#);
        assert_eq!(followed(r#"["src/b.annexa", "x", "src/**"]"#, &["src>"]), r#"["x"]"#);
        assert_eq!(followed(r#"["a.annexa", "x"]"#, &["a.annexa>a.txt"]), r#"["x"]"#);
        assert_eq!(followed(r#"["a.annexa"]"#, &["a.annexa>"]), "[]");
    }

    #[test]
    fn nothing_else_is_touched() {
        for change in [
            "src/b.annexa>src/x.annexa",
            "src/b.annexa>",
            "none.annexa>new.annexa",
            "none>new",
            "bases/d.annexa>bases/e.annexa",
            "bases>",
            ">src/new.annexa",
            ">new",
        ] {
            assert_eq!(followed(r#"[ "src",'y']"#, &[change]), r#"[ "src",'y']"#, "{change}");
        }
        assert_eq!(followed(r#"["."]"#, &["src>lib", ">x.annexa", "a.annexa>"]), r#"["."]"#);
        let moved = followed(r#"["src"]"#, &["bases>shared/bases"]);
        assert_eq!(moved, "[\"src\"] # kept\n[bases]\npath = \"shared/bases\"\n");
        let config = Config::parse("[project]\n".to_owned(), "annexa.toml".into()).expect("right");
        let change = Change { old: None, new: Some("x.annexa".into()) };
        assert_eq!(config.follow(&[change], &[]), []);
    }
}
