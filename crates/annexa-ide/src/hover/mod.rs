//! What there is to say of the thing under the cursor, in Markdown.

use annexa_base::attribute;
use annexa_model::{FileId, Project, Resolved, Standard, rules};
use annexa_syntax::{
    Declaration, Item, Keyword, Node, NodeKind, TextRange, TextSize, about_field, example_of_field,
    more_about_field,
};

use crate::{Span, words};

mod things;

/// What a hover shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hover {
    /// What is said, in Markdown.
    pub markdown: String,
    /// What it is said of.
    pub range: TextRange,
}

/// What there is to say of the thing at a place of a file: of what is named there, or else of the word.
pub fn hover(project: &Project, file: FileId, offset: TextSize) -> Option<Hover> {
    let standard = project.standard_of(file).map(|standard| standard.id);
    if let Some(mention) = project.mention_at(file, offset) {
        let markdown = things::named(project, standard, &mention)?;
        return Some(Hover { markdown, range: Span::of(project, mention.location).range });
    }
    external(project, file, offset).or_else(|| word(project, file, offset))
}

/// A document that no catalogue describes.
fn external(project: &Project, file: FileId, offset: TextSize) -> Option<Hover> {
    let at = project.declaration_at(file, offset)?;
    let mut links = project.links(at.id).iter();
    let link = links.find(|link| (link.range + at.offset).contains_inclusive(offset))?;
    let Ok(Resolved::External { document, provision }) = &link.resolved else { return None };
    let standard = project.standard(at.standard?)?;
    let markdown = things::external(project, standard, document, provision.as_deref());
    Some(Hover { markdown, range: link.range + at.offset })
}

/// A word of the language, or a verbal form.
fn word(project: &Project, file: FileId, offset: TextSize) -> Option<Hover> {
    let (start, item) = project.document(file)?.item_at(offset.into())?;
    let start = TextSize::new(start.offset as u32);
    let offset = offset.checked_sub(start)?;
    let mut declarations = item.declarations().iter();
    let declaration = declarations.rfind(|it| it.range.contains_inclusive(offset));
    let is_english = project.standard_of(file).is_none_or(Standard::is_english);
    let here = Here { project, is_english, item, offset, declaration };
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
    is_english: bool,
    item: &'a Item,
    offset: TextSize,
    declaration: Option<&'a Declaration>,
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
            // The forms are English words, which mean nothing in another language.
            NodeKind::VerbalForm(_) if !self.is_english => return None,
            NodeKind::VerbalForm(form) => {
                let (expresses, more) = words::about_verbal_form(form);
                format!("**{}**: {expresses}\n\n{more}", one_line(node.text()))
            }
            NodeKind::Word => self.value(node, parent)?,
            NodeKind::HeadWords => {
                let kind = self.declaration?.kind;
                let more = kind.more();
                with_example(about(kind.words(), &kind.described(), more), kind.example())
            }
            NodeKind::FieldName => {
                let field = Keyword::of(node.text())?;
                let said = about(field.as_str(), about_field(field), more_about_field(field));
                with_example(said, &example_of_field(field))
            }
            NodeKind::Declaration(_)
            | NodeKind::Field(_)
            | NodeKind::New
            | NodeKind::RestUnchanged
            | NodeKind::TermReference
            | NodeKind::Figure => return self.connective(),
            _ => return None,
        };
        Some((said, range))
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

fn with_example(said: String, example: &str) -> String {
    format!("{said}\n\n```annexa\n{example}\n```")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
