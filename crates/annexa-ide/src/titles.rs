//! The titles of things that references name.

use annexa_model::{Project, Resolved, Standard};

/// The title of what a reference names: of the provision, though the reference may name a list item
/// of it. `None` for a document without a catalogue.
pub(crate) fn title_of<'a>(project: &'a Project, resolved: &Resolved) -> Option<&'a str> {
    let title = match resolved {
        Resolved::Base(target) => project.title_of(target)?,
        Resolved::Added { standard, added, .. } => {
            &project.standard(*standard)?.added(*added)?.title
        }
        Resolved::External { .. } => return None,
    };
    Some(title.as_str()).filter(|title| !title.is_empty())
}

/// The title of a standard, where its head gives one.
pub(crate) fn title_of_standard<'a>(project: &'a Project, standard: &Standard) -> Option<&'a str> {
    let head = project.declaration(standard.head?)?.declaration;
    head.title.as_ref().map(|title| title.value.as_str())
}
