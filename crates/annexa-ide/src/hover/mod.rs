//! What there is to say of the thing under the cursor, in Markdown.

use annexa_base::attribute;
use annexa_model::{CatalogueId, FileId, Project, ResolveError, Resolved, Standard, rules};
use annexa_syntax::{
    CorrespondenceEntry, Declaration, DeclarationKind, Designation, FieldValue, Item, Keyword,
    Node, NodeKind, TextRange, TextSize,
};

use crate::{provision_card, wording, words};

mod things;

/// What a hover shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hover {
    /// What is said, in Markdown.
    pub markdown: String,
    /// What it is said of.
    pub range: TextRange,
}

/// What there is to say of the thing at a place of a file.
pub fn hover(project: &Project, file: FileId, offset: TextSize) -> Option<Hover> {
    let document = project.document(file)?;
    let (index, start, item) = document.item_at(offset.into())?;
    let start = TextSize::new(start as u32);
    let offset = offset.checked_sub(start)?;
    let standard = match file {
        FileId::Project(index) => project.files().get(index as usize)?.standard,
        FileId::BuiltIn(_) => None,
    };
    let mut declarations = item.declarations().iter();
    let here = Here {
        project,
        file,
        item,
        index,
        offset,
        declaration: declarations.rfind(|it| it.range.contains_inclusive(offset)),
        standard: standard.and_then(|id| project.standard(id)),
    };
    // Where two nodes meet, the one that begins there is asked first.
    let paths =
        [path(item.root(), offset, |it| it.last()), path(item.root(), offset, |it| it.next())];
    let (markdown, range) = paths.iter().find_map(|path| here.said_along(path))?;
    Some(Hover { markdown, range: range + start })
}

/// The nodes around a place, from the outermost.
fn path<'a>(
    root: Node<'a>,
    offset: TextSize,
    choose: fn(&mut dyn Iterator<Item = Node<'a>>) -> Option<Node<'a>>,
) -> Vec<Node<'a>> {
    let mut path = vec![root];
    let mut node = root;
    while let Some(below) =
        choose(&mut node.children().filter(|it| it.range().contains_inclusive(offset)))
    {
        path.push(below);
        node = below;
    }
    path
}

/// The place that is asked about. Ranges and the offset are relative to the item.
struct Here<'a> {
    project: &'a Project,
    file: FileId,
    item: &'a Item,
    /// Which item of the file it is.
    index: usize,
    offset: TextSize,
    declaration: Option<&'a Declaration>,
    standard: Option<&'a Standard>,
}

impl Here<'_> {
    /// What there is to say of the innermost node of which there is something to say.
    fn said_along(&self, path: &[Node<'_>]) -> Option<(String, TextRange)> {
        (0..path.len()).rev().find_map(|depth| {
            let above = depth.checked_sub(1).and_then(|above| path.get(above));
            let parent = above.map_or(NodeKind::Item, |above| above.kind());
            self.said_of(*path.get(depth)?, parent).filter(|(said, _)| !said.is_empty())
        })
    }

    /// What there is to say of a node itself, and of what.
    fn said_of(&self, node: Node<'_>, parent: NodeKind) -> Option<(String, TextRange)> {
        let range = node.range();
        let said = match node.kind() {
            NodeKind::VerbalForm(form) => {
                let (expresses, more) = words::about_verbal_form(form);
                format!("**{}**: {expresses}\n\n{more}", one_line(node.text()))
            }
            NodeKind::TermReference => {
                let name = node.child(NodeKind::TermName)?;
                let standard = self.standard?;
                things::term(self.project, standard, standard.term(name.text())?)
            }
            NodeKind::TextReference => {
                let inner = node.child(NodeKind::Reference)?;
                self.reference(inner.range())?
            }
            NodeKind::Reference if matches!(parent, NodeKind::Pair | NodeKind::New) => {
                self.point(range)?
            }
            NodeKind::Reference => self.reference(range)?,
            NodeKind::Designation if parent != NodeKind::Reference => self.designation(range)?,
            NodeKind::Alias | NodeKind::Amendment if parent == NodeKind::Field(Keyword::Base) => {
                self.designation(range)?
            }
            NodeKind::Provision if parent == NodeKind::Field(Keyword::Clause) => {
                self.numbered(node.text())?
            }
            NodeKind::ItemMark if parent == NodeKind::Field(Keyword::Item) => {
                self.numbered(&self.declaration?.label.as_ref()?.value)?
            }
            NodeKind::AudienceName => {
                let standard = self.standard?;
                things::audience(self.project, standard, standard.audience(node.text())?)
            }
            NodeKind::Prefix => {
                things::standard(self.project, self.project.standard_by_prefix(node.text())?)
            }
            NodeKind::Label | NodeKind::Title => self.declared(parent)?,
            NodeKind::Word => self.value(node, parent)?,
            NodeKind::HeadWords => {
                let kind = self.declaration?.kind;
                let more = words::more_about_declaration(kind);
                about(kind.words(), wording::declaration(kind), more)
            }
            NodeKind::FieldName => {
                let field = Keyword::of(node.text())?;
                about(field.as_str(), wording::field(field), words::more_about_field(field))
            }
            NodeKind::Declaration(_)
            | NodeKind::Field(_)
            | NodeKind::New
            | NodeKind::RestUnchanged
            | NodeKind::Figure => return self.connective(),
            _ => return None,
        };
        Some((said, range))
    }

    /// The reference at a range, with the items that it names.
    fn reference(&self, range: TextRange) -> Option<String> {
        let declaration = self.declaration?;
        let cited = declaration.texts().flat_map(|(_, text)| &text.references);
        let mut references = declaration.target.iter().chain(cited);
        let reference = references.find(|reference| reference.range == range)?;
        let standard = self.standard?;
        match self.project.resolve(standard.id, reference) {
            Ok(resolved) => self.resolved(&resolved),
            Err(ResolveError::UnknownItem { within, .. }) => self.resolved(&within),
            Err(_) => None,
        }
    }

    fn resolved(&self, resolved: &Resolved) -> Option<String> {
        match resolved {
            Resolved::Base(target) => match target.provision {
                Some(provision) => {
                    let standard = self.standard.map(|standard| standard.id);
                    let card = provision_card(self.project, standard, target.catalogue, provision);
                    let item = things::item_of_base(self.project, target);
                    Some(item + &things::annex(self.project, target) + &card)
                }
                None => Some(things::document(self.project, target.catalogue)),
            },
            Resolved::Added { standard, added, items } => {
                let standard = self.project.standard(*standard)?;
                let added = standard.added(*added)?;
                let item = things::item_of_added(self.project, added, items);
                Some(item + &things::added(self.project, standard, added))
            }
            Resolved::External { document, provision } => {
                let clause = provision.as_deref();
                Some(things::external(self.project, self.standard?, document, clause))
            }
        }
    }

    /// The document that is named at a range, by its designation or as a base.
    fn designation(&self, range: TextRange) -> Option<String> {
        let declaration = self.declaration?;
        let in_fields = declaration.fields.iter().filter_map(|field| match &field.value {
            FieldValue::Base(base) if field.range.contains_range(range) => Some(&base.document),
            FieldValue::Designation(document) if document.range == range => Some(document),
            _ => None,
        });
        let in_head = declaration.documents.iter().filter(|document| document.range == range);
        let document = in_fields.chain(in_head).next()?;
        self.catalogue(document).map(|id| things::document(self.project, id))
    }

    fn catalogue(&self, document: &Designation) -> Option<CatalogueId> {
        let edition = document.edition.as_ref().map(|edition| edition.value.as_str());
        self.project.find_catalogue(&document.document, edition)
    }

    /// A side of a correspondence.
    fn point(&self, range: TextRange) -> Option<String> {
        let declaration = self.declaration?;
        let [from, to] = declaration.documents.as_slice() else { return None };
        let places = declaration.correspondence.iter().flat_map(|entry| match entry {
            CorrespondenceEntry::Pair(left, right) => vec![(left, from), (right, to)],
            CorrespondenceEntry::New(place) => vec![(place, to)],
            CorrespondenceEntry::RestUnchanged => Vec::new(),
        });
        let (place, document) = places.into_iter().find(|(place, _)| place.range == range)?;
        self.card(self.catalogue(document)?, &place.provision)
    }

    /// The provision of that number in the document that the file is about here.
    fn numbered(&self, number: &str) -> Option<String> {
        let document = self.project.document(self.file)?;
        let head = (0..=self.index).rev().find_map(|index| {
            let (_, item) = document.items_from(index).next()?;
            item.declarations().iter().rfind(|declaration| declaration.kind.is_file_head())
        })?;
        self.card(self.catalogue(head.documents.first()?)?, number)
    }

    fn card(&self, catalogue: CatalogueId, number: &str) -> Option<String> {
        let provision = self.project.catalogue(catalogue)?.find(number)?;
        Some(provision_card(self.project, None, catalogue, provision))
    }

    /// What a label, a number or a title declares.
    fn declared(&self, parent: NodeKind) -> Option<String> {
        let NodeKind::Declaration(kind) = parent else { return None };
        let standard = self.standard;
        let declaration = self.declaration?;
        match kind {
            DeclarationKind::Term => {
                let standard = standard?;
                let index = standard.term(&declaration.title.as_ref()?.value)?;
                Some(things::term(self.project, standard, index))
            }
            DeclarationKind::Standard => Some(things::standard(self.project, standard?)),
            DeclarationKind::Clause | DeclarationKind::Objective | DeclarationKind::Control => {
                self.numbered(&declaration.label.as_ref()?.value)
            }
            DeclarationKind::Catalogue => self.designation(declaration.documents.first()?.range),
            _ => {
                let standard = standard?;
                let label = &declaration.label.as_ref()?.value;
                let added = standard.added(standard.added_by_label(label)?)?;
                Some(things::added(self.project, standard, added))
            }
        }
    }

    /// A word as the value of a field.
    fn value(&self, node: Node<'_>, parent: NodeKind) -> Option<String> {
        let NodeKind::Field(field) = parent else { return None };
        if field == Keyword::Allow {
            return rules::find(node.text()).map(|rule| things::rule(self.project, rule));
        }
        let meaning = words::about_value(field, node.text());
        match attribute(field) {
            Some(attribute) if attribute.values().contains(&node.text()) => {
                let said = format!("**{}**: {}", node.text(), attribute.name());
                Some(meaning.map_or(said.clone(), |meaning| format!("{said}, {meaning}")))
            }
            _ => meaning.map(|meaning| about(node.text(), meaning, None)),
        }
    }

    /// A word that stands between other parts: `to`, `for`, `as`.
    fn connective(&self) -> Option<(String, TextRange)> {
        let (before, after) = self.item.text().split_at_checked(self.offset.into())?;
        let is_of_word = |character: char| character.is_alphanumeric();
        let start = before.trim_end_matches(is_of_word).len();
        let end = self.item.text().len() - after.trim_start_matches(is_of_word).len();
        let range = TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32));
        let word = Keyword::of(self.item.text().get(start..end)?)?;
        Some((about(word.as_str(), words::about_connective(word)?, None), range))
    }
}

fn about(word: &str, meaning: &str, more: Option<&str>) -> String {
    let between = if more.is_some() { "\n\n" } else { "" };
    format!("**{word}**: {meaning}{between}{}", more.unwrap_or_default())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
