//! What the tests share: projects of files and of strings, compiled.

use std::path::{Path, PathBuf};

use annexa_emit::{Options, native, types};
use annexa_model::{Project, Settings};
use annexa_syntax::Document;

/// The folder of an example.
pub(crate) fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name)
}

/// The `.annexa` files of a folder, by name.
pub(crate) fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "annexa"))
        .map(|path| {
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("the file can be read"))
        })
        .collect();
    files.sort();
    files
}

/// The project of some files.
pub(crate) fn project(files: &[(String, String)]) -> Project {
    let documents = files.iter().map(|(path, text)| (path.clone(), Document::new(text)));
    Project::new(documents, Settings::default())
}

/// The only standard of a project, compiled.
pub(crate) fn compile(files: &[(String, String)], options: &Options) -> types::Document {
    let project = project(files);
    let [standard] = project.standards() else {
        panic!("one standard, not {}", project.standards().len())
    };
    native(&project, standard, options)
}

/// The only standard of one file, compiled with the defaults.
pub(crate) fn compile_text(text: &str) -> types::Document {
    compile(&[("standard.annexa".to_owned(), text.to_owned())], &Options::default())
}
