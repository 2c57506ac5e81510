//! A standard in several files: nothing that is done with it panics, and its safe fixes are applied once.

#![no_main]

use annexa_emit::{Options, html, native, to_json};
use annexa_model::{Analysis, FileId, Project, Settings, apply_safe_fixes};
use annexa_syntax::Document;
use libfuzzer_sys::fuzz_target;

// Files end with a zero byte.
fuzz_target!(|input: &[u8]| {
    let texts = input.split(|byte| *byte == 0).take(3);
    let files = texts.enumerate().map(|(number, text)| {
        (format!("{number}.annexa"), Document::new(&String::from_utf8_lossy(text)))
    });
    let project = Project::new(files.collect::<Vec<_>>(), Settings::default());
    let files: Vec<_> = (0..project.files().len() as u32).map(FileId::Project).collect();
    let analysis = Analysis::of(project);
    let project = analysis.project();
    for standard in project.standards() {
        let document = native(project, standard, &Options::default());
        if let Err(error) = to_json(&document) {
            panic!("{error}");
        }
        html(&document, &|_| None);
    }
    let fixed = apply_safe_fixes(&analysis, &files);
    let again = apply_safe_fixes(&fixed.analysis, &files);
    assert!(again.changes.is_empty(), "{:?}", again.changes);
});
