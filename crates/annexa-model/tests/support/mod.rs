//! Projects and random numbers for property tests.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Returns the folder of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Returns the projects that the tests edit: the fixtures of the rules, each a file or a folder,
/// and the examples.
pub(crate) fn projects() -> Vec<Vec<(String, String)>> {
    let entries = |folder: PathBuf| {
        let mut paths: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let mut paths = entries(root().join("tests/fixtures/rules"));
    paths.extend(entries(root().join("examples")));
    let read = |path: &Path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    let is_source = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "annexa");
    let read = paths.iter().map(|path| match path.is_dir() {
        true => entries(path.clone())
            .iter()
            .filter(|path| is_source(path))
            .map(|path| read(path))
            .collect(),
        false => vec![read(path)],
    });
    read.collect()
}

/// A generator of pseudorandom numbers.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// Returns the nearest offset at or before this one that does not split a character.
pub(crate) fn boundary(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
