//! The content of a standard, declaration by declaration, in the form that is compared.

use std::collections::BTreeMap;

use annexa_model::{
    BaseTarget, Catalogue, DeclarationId, DeclarationRef, Identity, Point, Project, Resolved,
    Standard, StandardId,
};
use annexa_syntax::{Declaration, DeclarationKind, Field, FieldValue, Keyword, Reference, SmolStr};

use crate::{
    Side,
    way::{Way, point},
    words::{Word, words, words_of},
};

/// A declaration of a version.
pub(crate) struct DiffEntry {
    pub(crate) kind: DeclarationKind,
    /// Whether it is an added provision, which has a label.
    pub(crate) is_provision: bool,
    /// What identifies it in the new version: one identity, or several if its place became several.
    pub(crate) identities: Vec<String>,
    /// The place that it is added to or changes, regardless of the edition: `ISO/IEC 27002 5.23`.
    pub(crate) stands_at: String,
    pub(crate) parts: Vec<(String, Vec<Word>)>,
    pub(crate) side: Side,
}

/// Maps first labels of the old version to those of the new one.
pub(crate) type Renumbered = BTreeMap<String, String>;

/// Reads the declarations of a version. `ways` lead to the editions of the new version; for the new
/// version itself it is empty. `renumbered` gives the labels in the new version of provisions with
/// another label.
pub(crate) fn entries(
    project: &Project,
    standard: &Standard,
    ways: &[Way<'_>],
    renumbered: &Renumbered,
) -> Vec<DiffEntry> {
    let reader = Reader { project, standard, ways, renumbered };
    let all = project.ids_of(standard);
    all.filter_map(|id| reader.entry(project.declaration(id)?)).collect()
}

/// The place that a declaration is added to or changes.
#[derive(Default)]
struct Where {
    /// `ISO/IEC 27002:2022, 5.23`.
    printed: String,
    /// `ISO/IEC 27002 5.23`.
    number: String,
    /// The corresponding places in the edition of the new version.
    after: Vec<String>,
}

struct Reader<'a> {
    project: &'a Project,
    standard: &'a Standard,
    ways: &'a [Way<'a>],
    renumbered: &'a Renumbered,
}

impl Reader<'_> {
    fn entry(&self, at: DeclarationRef<'_>) -> Option<DiffEntry> {
        if at.declaration.kind.is_file_head() && at.declaration.kind != DeclarationKind::Standard {
            return None;
        }
        let place = self.place(&at);
        Some(DiffEntry {
            kind: at.declaration.kind,
            is_provision: self.standard.added(at.id).is_some(),
            identities: self.identities(&at, &place.after),
            parts: self.parts(&at),
            side: self.side(&at, place.printed),
            stands_at: place.number,
        })
    }

    fn place(&self, at: &DeclarationRef<'_>) -> Where {
        let Some(reference) = &at.declaration.target else { return Where::default() };
        let printed = at.source(reference.range).to_owned();
        let number = match self.project.target(at.id) {
            Some(Resolved::Base(target)) => match self.project.catalogue(target.catalogue) {
                Some(catalogue) => return self.place_in(catalogue, target),
                None => printed.clone(),
            },
            Some(Resolved::Added { standard, added, items }) => {
                let label = self.label(*standard, *added).unwrap_or_default();
                items.iter().fold(label, |label, item| format!("{label} {item}"))
            }
            _ => printed.clone(),
        };
        Where { printed, number: number.clone(), after: vec![number] }
    }

    fn place_in(&self, catalogue: &Catalogue, target: &BaseTarget) -> Where {
        let point = point(catalogue, target);
        let document = &catalogue.document;
        let number = |point: &Point| format!("{} {}", document.document, point.printed());
        let way = self.ways.iter().find(|way| way.is_of(catalogue));
        // A change whose place became several names the earlier edition until the author decides.
        let in_edition = format!("{} {}", document.printed(), point.printed());
        let after = match way {
            Some(way) if !point.number.is_empty() => {
                way.goes(&point).iter().map(number).chain([in_edition]).collect()
            }
            None if target.base.is_none() => vec![in_edition],
            _ => vec![number(&point)],
        };
        let printed = match point.number.as_str() {
            "" => document.printed(),
            _ => format!("{}, {}", document.printed(), point.printed()),
        };
        Where { printed, number: number(&point), after }
    }

    /// Returns the label under which an added provision was first published.
    fn label(&self, standard: StandardId, added: DeclarationId) -> Option<String> {
        let added = self.project.standard(standard)?.added(added)?;
        let key = self.project.declaration(added.declaration)?.declaration.key_label();
        Some(self.now(key.map_or(&added.label, |key| &key.value)))
    }

    /// Returns a label as in the new version.
    fn now(&self, label: &str) -> String {
        self.renumbered.get(label).map_or(label, String::as_str).to_owned()
    }

    fn identities(&self, at: &DeclarationRef<'_>, after: &[String]) -> Vec<String> {
        let declaration = at.declaration;
        if declaration.kind == DeclarationKind::Standard {
            return vec![Identity::of_standard(&self.standard.prefix).key];
        }
        let identity = self.project.identity_of(at);
        let is_named = declaration.label.is_some() || declaration.kind == DeclarationKind::Term;
        if is_named && let Some(identity) = identity {
            return vec![self.now(&identity.key)];
        }
        // A change is recognized by its identity, which a `key` keeps. Without a key, it is
        // recognized by the identity that it would have with its place in the edition of the new
        // version.
        let mut audiences: Vec<&str> =
            declaration.audiences.iter().map(|name| name.value.as_str()).collect();
        audiences.sort_unstable();
        audiences.dedup();
        let kind = declaration.kind.as_identified();
        let at_place = |place: &String| format!("{}|{place}|{}", kind.words(), audiences.join(","));
        identity.map(|it| it.key).into_iter().chain(after.iter().map(at_place)).collect()
    }

    fn side(&self, at: &DeclarationRef<'_>, place: String) -> Side {
        let declaration = at.declaration;
        let offset = usize::from(at.offset + declaration.range.start());
        let document = self.project.document(at.file);
        let line = document.map_or(0, |document| document.text().byte_to_line(offset) + 1);
        let label = declaration.label.as_ref().filter(|_| declaration.target.is_some());
        let is_name = declaration.kind == DeclarationKind::Term;
        let title = declaration.title.as_ref().map(|title| title.value.to_string());
        Side {
            declaration: declaration.kind.words().to_owned(),
            label: label
                .map(|label| label.value.to_string())
                .or_else(|| title.clone().filter(|_| is_name)),
            title: title.filter(|_| !is_name),
            place: Some(place).filter(|place| !place.is_empty()),
            audiences: declaration.audiences.iter().map(|name| name.value.to_string()).collect(),
            file: self.project.path(at.file).to_owned(),
            line,
        }
    }

    /// Returns the parts of a declaration with their words; a field that can be repeated is one
    /// part.
    fn parts(&self, at: &DeclarationRef<'_>) -> Vec<(String, Vec<Word>)> {
        let declaration = at.declaration;
        let mut parts: Vec<(String, Vec<Word>)> = Vec::new();
        let mut add =
            |name: String, words: Vec<Word>| match parts.iter_mut().find(|it| it.0 == name) {
                Some((_, before)) => before.extend(words),
                None => parts.push((name, words)),
            };
        if declaration.label.is_some()
            && let Some(title) = &declaration.title
        {
            add("title".to_owned(), words_of(&title.value));
        }
        if let Some(item) = &declaration.as_item {
            add("item".to_owned(), words_of(&item.value));
        }
        let numbers = citations(declaration);
        for field in declaration.fields.iter().filter(|field| field.name != Keyword::Key) {
            let mut name = field.name.as_str().to_owned();
            if !field.audiences.is_empty() {
                let audiences: Vec<&str> =
                    field.audiences.iter().map(|name| name.value.as_str()).collect();
                name = format!("{name} for {}", audiences.join(", "));
            }
            add(name, self.words_of_field(at, field, &numbers));
        }
        parts
    }

    fn words_of_field(
        &self,
        at: &DeclarationRef<'_>,
        field: &Field,
        numbers: &BTreeMap<u32, usize>,
    ) -> Vec<Word> {
        let of_text = |text: &annexa_syntax::Text| {
            words(text, &|index| match text.references.get(index) {
                Some(reference) => self.named(at, reference, numbers),
                None => Default::default(),
            })
        };
        let of_words = |all: &[annexa_syntax::Spanned<SmolStr>]| {
            let words: Vec<&str> = all.iter().map(|word| word.value.as_str()).collect();
            words_of(&words.join(", "))
        };
        match &field.value {
            FieldValue::Text(text) => of_text(text),
            FieldValue::Word(word) => words_of(&word.value),
            FieldValue::Words(all) => of_words(all),
            FieldValue::Allow { code, reason } => {
                let rule = annexa_model::rules::find(&code.value);
                let mut all = words_of(rule.map_or(&code.value, |rule| rule.code));
                all.extend(reason.as_deref().map(of_text).unwrap_or_default());
                all
            }
            // Fields without words are compared as written.
            _ => {
                let (from, to) = (field.name_range.end(), field.range.end());
                words_of(at.source(annexa_syntax::TextRange::new(from.min(to), to)))
            }
        }
    }

    /// Returns what identifies a reference in the new version, and how it is shown.
    fn named(
        &self,
        at: &DeclarationRef<'_>,
        reference: &Reference,
        numbers: &BTreeMap<u32, usize>,
    ) -> (String, String) {
        let written = at.source(reference.range).to_owned();
        let links = self.project.links(at.id);
        let link = numbers.get(&reference.range.start().into()).and_then(|index| links.get(*index));
        let known = match link.and_then(|link| link.resolved.as_ref().ok()) {
            Some(Resolved::Base(target)) => {
                self.project.catalogue(target.catalogue).map(|catalogue| {
                    let through = target.annex.as_deref().map_or("", |(_, letter)| letter);
                    let place = point(catalogue, target);
                    let document = &catalogue.document;
                    let way = self.ways.iter().find(|way| way.is_of(catalogue));
                    // A reference to a base of the new version is identified without its edition.
                    let is_of_base = target.base.is_some()
                        || self.ways.iter().any(|way| way.leads_to(catalogue));
                    match way
                        .filter(|_| target.base.is_some())
                        .map(|way| way.goes(&place))
                        .as_deref()
                    {
                        _ if place.number.is_empty() => document.document.to_string(),
                        Some([only]) => {
                            format!("{} {through} {}", document.document, only.printed())
                        }
                        None if is_of_base => {
                            format!("{} {through} {}", document.document, place.printed())
                        }
                        _ => format!("{} {through} {}", document.printed(), place.printed()),
                    }
                })
            }
            Some(Resolved::Added { standard, added, items }) => {
                self.label(*standard, *added).map(|label| format!("{label} {}", items.join(" ")))
            }
            _ => None,
        };
        (known.unwrap_or_else(|| written.clone()), written)
    }
}

/// Maps the offset at which a reference begins to the index of its link in the declaration.
fn citations(declaration: &Declaration) -> BTreeMap<u32, usize> {
    let cited = declaration.texts().flat_map(|(_, text)| &text.references);
    let all = declaration.target.iter().chain(cited);
    all.enumerate().map(|(index, it)| (it.range.start().into(), index)).collect()
}
