//! The declarations of a file, built-in ones included.

use annexa_model::{DeclarationId, FileId, Project};
use annexa_syntax::{Declaration, Item, TextSize};

/// A declaration of any file.
#[derive(Clone, Copy)]
pub(crate) struct Declared<'a> {
    /// Which it is, in a file of the project.
    pub(crate) id: Option<DeclarationId>,
    /// What it says.
    pub(crate) declaration: &'a Declaration,
    /// The item that it stands in.
    pub(crate) item: &'a Item,
    /// Where the item begins.
    pub(crate) offset: TextSize,
}

/// The declarations of a file, in order.
pub(crate) fn declared(project: &Project, file: FileId) -> impl Iterator<Item = Declared<'_>> {
    let source = match file {
        FileId::Project(index) => project.files().get(index as usize),
        FileId::BuiltIn(_) => None,
    };
    let mut ids = source.into_iter().flat_map(|source| source.declarations());
    let items = project.document(file).into_iter().flat_map(|document| document.items());
    let declarations = items.flat_map(|(start, item)| {
        item.declarations().iter().map(move |declaration| (start, item, declaration))
    });
    declarations.map(move |(start, item, declaration)| Declared {
        id: ids.next(),
        declaration,
        item,
        offset: TextSize::new(start as u32),
    })
}
