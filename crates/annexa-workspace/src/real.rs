//! The canonical path of a file inside the program: absolute, with links resolved, and with the
//! names as on disk if the system ignores case.

use std::path::{Component, Path, PathBuf};

/// Returns the canonical path. Components that do not exist, or no longer exist, keep their names
/// below the nearest existing folder, so a file that is deleted together with its folder keeps its
/// path.
pub fn real(path: &Path) -> PathBuf {
    let Ok(absolute) = std::path::absolute(path) else { return path.to_owned() };
    for there in absolute.ancestors() {
        let (Ok(real), Ok(rest)) = (there.canonicalize(), absolute.strip_prefix(there)) else {
            continue;
        };
        let mut real = named_as_on_disk(real);
        for part in rest.components() {
            match part {
                Component::ParentDir => real.pop(),
                part => {
                    real.push(part);
                    true
                }
            };
        }
        return real;
    }
    absolute
}

/// Returns the canonical path of a file under its own name, even if that is a link, or differs only
/// in case from another file.
pub fn real_by_name(path: &Path) -> PathBuf {
    let Ok(path) = std::path::absolute(path) else { return path.to_owned() };
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => real(folder).join(name),
        _ => real(&path),
    }
}

/// `canonicalize` does this on Windows and macOS. On Linux, a mounted folder can ignore case.
#[cfg(any(windows, target_os = "macos"))]
fn named_as_on_disk(real: PathBuf) -> PathBuf {
    real
}

#[cfg(not(any(windows, target_os = "macos")))]
fn named_as_on_disk(real: PathBuf) -> PathBuf {
    if !case::is_ignored(&real) {
        return real;
    }
    let mut named = PathBuf::new();
    for part in real.components() {
        named.push(case::on_disk(&named, part.as_os_str()));
    }
    named
}

#[cfg(not(any(windows, target_os = "macos")))]
mod case {
    use std::ffi::{OsStr, OsString};
    use std::fs;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    /// Whether the last component of a path with letters leads to the same file in the other case.
    pub(super) fn is_ignored(path: &Path) -> bool {
        let other = path.ancestors().find_map(|path| {
            let name = path.file_name()?.to_str()?;
            let swapped = swapped(name);
            (swapped != name).then(|| (path, path.with_file_name(swapped)))
        });
        other.is_some_and(|(path, other)| are_same(path, &other))
    }

    /// Returns a name in a folder as the folder lists it.
    pub(super) fn on_disk(folder: &Path, name: &OsStr) -> OsString {
        let lower = |name: &OsStr| name.to_string_lossy().to_lowercase();
        let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.file_name());
        let alike: Vec<_> = names.filter(|it| lower(it) == lower(name)).collect();
        let is_same = |other: &&OsString| are_same(&folder.join(name), &folder.join(other));
        match alike.iter().any(|it| it == name) {
            true => name.to_owned(),
            false => alike.iter().find(is_same).cloned().unwrap_or_else(|| name.to_owned()),
        }
    }

    fn swapped(name: &str) -> String {
        let swapped = |letter: char| match letter.is_lowercase() {
            true => letter.to_uppercase().collect::<String>(),
            false => letter.to_lowercase().collect(),
        };
        name.chars().map(swapped).collect()
    }

    fn are_same(one: &Path, other: &Path) -> bool {
        match (one.symlink_metadata(), other.symlink_metadata()) {
            (Ok(one), Ok(other)) => (one.dev(), one.ino()) == (other.dev(), other.ino()),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::real;

    #[test]
    fn what_is_not_there_is_below_the_folder_that_is() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let root = folder.path().canonicalize().expect("it is there");
        fs::create_dir(root.join("std")).expect("can be made");
        fs::write(root.join("std/x.annexa"), "").expect("can be written");
        for (path, expected) in [
            ("std/x.annexa", "std/x.annexa"),
            ("std/../std/./x.annexa", "std/x.annexa"),
            ("std/new.annexa", "std/new.annexa"),
            ("gone/deep/x.annexa", "gone/deep/x.annexa"),
            ("gone/../new/./deep/../x.annexa", "new/x.annexa"),
            ("std/x.annexa/below", "std/x.annexa/below"),
        ] {
            assert_eq!(real(&root.join(path)), root.join(expected), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_resolved_above_what_is_not_there() {
        use std::os::unix::fs::symlink;

        use super::real_by_name;
        let folder = tempfile::tempdir().expect("a folder can be made");
        let root = folder.path().canonicalize().expect("it is there");
        fs::create_dir(root.join("std")).expect("can be made");
        fs::write(root.join("std/x.annexa"), "").expect("can be written");
        symlink("std", root.join("link")).expect("can be made");
        symlink("x.annexa", root.join("std/y.annexa")).expect("can be made");
        for (path, expected, by_name) in [
            ("link/x.annexa", "std/x.annexa", "std/x.annexa"),
            ("link/gone/deep/x.annexa", "std/gone/deep/x.annexa", "std/gone/deep/x.annexa"),
            ("link/y.annexa", "std/x.annexa", "std/y.annexa"),
            ("link", "std", "link"),
        ] {
            assert_eq!(real(&root.join(path)), root.join(expected), "{path}");
            assert_eq!(real_by_name(&root.join(path)), root.join(by_name), "{path}");
        }
    }

    #[test]
    fn names_that_differ_in_case_alone_stay_where_both_are_there() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let root = folder.path().canonicalize().expect("it is there");
        fs::write(root.join("More.annexa"), "").expect("can be written");
        let other = root.join("mORE.ANNEXA");
        // On a system that ignores case, this is already the same file.
        if fs::hard_link(root.join("More.annexa"), &other).is_ok() {
            assert_eq!(real(&other), other);
        } else {
            assert_eq!(real(&other), root.join("More.annexa"));
        }
        assert_eq!(real(&root.join("More.annexa")), root.join("More.annexa"));
    }
}
