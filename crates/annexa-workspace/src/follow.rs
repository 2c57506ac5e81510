//! `sources` of `annexa.toml` follow the files that they name, as edits of its text: whatever else
//! stands there, comments and layout included, stays as it is.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;

use crate::Config;
use crate::found::{has_ending, slashed};
use crate::list::List;
use crate::sources::{covers, is_glob, pattern};

/// A file or folder that comes (no `old`), is renamed or moved (both), or goes (no `new`). Paths count
/// from the root of the project; what lies outside of it is not there.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Change {
    /// Where it is.
    pub old: Option<PathBuf>,
    /// Where it will be.
    pub new: Option<PathBuf>,
}

impl Config {
    /// What is to be replaced in its text so that it names the same files when all these changes have
    /// been made, and those that come: a path that is named is renamed or goes, the beginning of a
    /// pattern as well, and what nothing covers any more is added. `files` are those of the project
    /// now. Nothing where the settings name no sources, for then all files are found.
    pub fn follow(&self, changes: &[Change], files: &[&Path]) -> Vec<(Range<usize>, String)> {
        let mut edits = Vec::new();
        let Some(sources) = &self.project.sources else { return edits };
        let old = || sources.get_ref().iter().map(Spanned::get_ref);
        let mut new: Vec<Option<String>> = Vec::new();
        for source in old() {
            let moved = moved(source, changes);
            // What takes the place of another file is named already.
            let is_known = moved.as_ref() != Some(source) && new.contains(&moved);
            new.push(moved.filter(|_| !is_known));
        }
        // A folder of bases that goes is missed by whoever reads the settings.
        let bases = self.bases.path.as_ref();
        let new_bases = bases.and_then(|path| moved(path.get_ref(), changes));
        for change in changes {
            for path in self.to_be_named(change, files) {
                let is_named = |source: &String| covers(source, &path);
                if new.iter().chain([&new_bases]).flatten().any(is_named) {
                    continue;
                }
                let added = slashed(&path).map(escaped);
                // What comes takes the place of what goes.
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

    /// What has to be named by something after a change: a file that comes, or those of the project that
    /// move; their folder alone where it was one of the project's as a whole.
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

/// What a path or pattern is when the changes have been made; `None` where it goes.
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

/// A path as `sources` name it: what means more in a pattern is taken for itself.
fn escaped(path: String) -> String {
    if is_glob(&path) { globset::escape(&path) } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [&str; 4] = ["a.annexa", "src/b.annexa", "src/deep/c.annexa", "bases/d.annexa"];

    /// What `sources` are after changes, each `old>new` with either left out or not.
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
            // A path may be written with detours.
            (r#"["std/../std/q.annexa"]"#, "std/q.annexa>std/r.annexa", r#"["std/r.annexa"]"#),
            (r#"["std/../std/q.annexa"]"#, "std>lib", r#"["lib/q.annexa"]"#),
            (r#"["std/./x//../*.annexa"]"#, "std>lib", r#"["lib/*.annexa"]"#),
            (r#"["./a/../src/"]"#, "src>lib", r#"["./lib/"]"#),
            // What is overwritten was named before.
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
        // One goes and another one comes.
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
