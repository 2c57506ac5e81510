//! Projects with a cursor in them, for the tests of this crate.

use annexa_model::{FileId, Project, Settings};
use annexa_syntax::{Document, TextSize};

use crate::Span;

/// A head with both bases of 2022, to which a test adds declarations.
pub(crate) const HEAD: &str = r#"standard SMX "Meters" {
  sector "Metering"
  edition 2026
  base ISO/IEC 27001:2022 + Amd 1:2024
  base ISO/IEC 27002:2022
  audience operator "Operator"
  audience supplier "Supplier"
}

"#;

/// A project, and the places that `$0` marked in it.
pub(crate) struct Fixture {
    pub(crate) project: Project,
    /// In the order of paths, then of places.
    pub(crate) marks: Vec<(FileId, TextSize)>,
}

impl Fixture {
    /// Reads files that are divided by lines `//- name.annexa`; a text without such a line is one
    /// file, `smx.annexa`. Each `$0` is taken out and marks a place.
    pub(crate) fn new(text: &str) -> Fixture {
        let mut files: Vec<(String, String)> = Vec::new();
        for line in text.split_inclusive('\n') {
            match line.strip_prefix("//- ") {
                Some(name) => files.push((name.trim().to_owned(), String::new())),
                None => {
                    if files.is_empty() {
                        files.push(("smx.annexa".to_owned(), String::new()));
                    }
                    files.last_mut().unwrap().1.push_str(line);
                }
            }
        }
        files.sort();
        let mut marks = Vec::new();
        for (index, (_, text)) in files.iter_mut().enumerate() {
            while let Some(at) = text.find("$0") {
                text.replace_range(at..at + 2, "");
                marks.push((FileId::Project(index as u32), TextSize::new(at as u32)));
            }
        }
        let documents = files.iter().map(|(path, text)| (path.clone(), Document::new(text)));
        Fixture { project: Project::new(documents, Settings::default()), marks }
    }

    /// [`HEAD`], and below it the declarations with the cursor.
    pub(crate) fn with_head(declarations: &str) -> Fixture {
        Fixture::new(&format!("{HEAD}{declarations}"))
    }

    /// The only mark.
    pub(crate) fn cursor(&self) -> (FileId, TextSize) {
        assert_eq!(self.marks.len(), 1, "one cursor is asked for");
        self.marks[0]
    }

    /// `path: text of the range`, for snapshots.
    pub(crate) fn shown(&self, span: Span) -> String {
        let text = self.project.document(span.file).unwrap().text().to_string();
        let range = usize::from(span.range.start())..usize::from(span.range.end());
        format!("{}: {}", self.project.path(span.file), &text[range])
    }
}
