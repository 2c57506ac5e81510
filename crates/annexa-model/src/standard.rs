//! A sector-specific standard: its head, bases, terms, audiences and additions.

use annexa_base::{DocumentEdition, Location};
use annexa_syntax::{Reference, ReferenceTarget, SmolStr, Spanned};
use rustc_hash::FxHashMap;

use crate::{
    AddedProvision, BaseId, CatalogueId, DeclarationId, FileId, StandardId, Term,
    added::{Added, Order, number_in_label, prefix_of},
    ids::Rank,
    terms::Terms,
};

/// A sector-specific standard.
#[derive(Clone, Debug)]
pub struct Standard {
    /// The ID of the standard.
    pub id: StandardId,
    /// The prefix of its labels: `SMX`.
    pub prefix: SmolStr,
    /// The `standard` declaration; `None` if files are `part of` a standard that has no head.
    pub head: Option<DeclarationId>,
    /// The files: first that with the head, then the others by path.
    pub files: Vec<FileId>,
    /// The bases, in source order.
    pub bases: Vec<Base>,
    /// The audiences, in source order.
    pub audiences: Vec<Audience>,
    /// How its added provisions are numbered (ISO/IEC 27009:2020, Annex C).
    pub numbering: Numbering,
    /// The designations under which it is published.
    pub designations: Vec<DocumentEdition>,
    /// The documents on its `reference` lines, in source order.
    pub references: Vec<CitedDocument>,
    /// The language tag; `en` if the head gives none.
    pub language: SmolStr,
    pub(crate) audience_index: FxHashMap<SmolStr, u32>,
    pub(crate) terms: Terms,
    pub(crate) added: Added,
}

/// A document on a `reference` line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CitedDocument {
    /// The designation with normalized blanks: `ISO 24518:2015`.
    pub document: String,
    /// The location of the designation, including the quotation marks.
    pub location: Location,
}

/// How added provisions are numbered (ISO/IEC 27009:2020, Annex C).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Numbering {
    /// `8.35 SMX`, among the provisions of the base.
    Inline,
    /// `SMX.8.35`, in an annex of their own.
    #[default]
    Annex,
    /// `8.35`: the label without its prefix.
    Plain,
}

/// A base of a standard.
#[derive(Clone, Debug)]
pub struct Base {
    /// The designation on the `base` line.
    pub designation: DocumentEdition,
    /// Whether the line has an edition.
    pub dated: bool,
    /// The name in references: the name behind `as`, or the number of the document.
    pub alias: Option<SmolStr>,
    /// The catalogue of the edition that applies.
    pub catalogue: Option<CatalogueId>,
    /// The edition that applies: that of the line, or the latest known one (ISO/IEC 27009:2020,
    /// clause 2).
    pub edition: Option<SmolStr>,
    /// The amendments that apply: those that a dated base lists, or all of an undated one.
    pub amendments: Vec<SmolStr>,
    /// Whether the document contains requirements or controls.
    pub kind: BaseKind,
    /// The location of the designation on the `base` line.
    pub location: Location,
    /// The location of the name behind `as`.
    pub alias_location: Option<Location>,
}

/// The content of a base, which decides which declarations can change it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BaseKind {
    /// Only clauses, as ISO/IEC 27001.
    Requirements,
    /// Controls, as ISO/IEC 27002.
    Controls,
    /// The base has no known catalogue.
    Unknown,
}

/// An audience of a standard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Audience {
    /// The name that `for` uses.
    pub name: SmolStr,
    /// The title that readers see.
    pub title: SmolStr,
    /// The location of the name.
    pub location: Location,
    /// The location of the whole field.
    pub field: Location,
}

impl Standard {
    /// Returns the base with this ID.
    pub fn base(&self, id: BaseId) -> Option<&Base> {
        self.bases.get(id.0 as usize)
    }

    /// Returns the base with this alias.
    pub fn base_by_alias(&self, alias: &str) -> Option<(BaseId, &Base)> {
        self.bases_with_ids().find(|(_, base)| base.alias.as_deref() == Some(alias))
    }

    /// Returns the base whose alias a reference uses. A number with an edition always names the
    /// document, whatever alias the base has.
    pub fn alias_in<'a>(&self, reference: &'a Reference) -> Option<(BaseId, &'a Spanned<SmolStr>)> {
        let ReferenceTarget::Base { alias, edition, .. } = &reference.target else { return None };
        let (id, base) = self.base_by_alias(&alias.value)?;
        (edition.is_none() || base.alias_location.is_some()).then_some((id, alias))
    }

    /// Returns the bases with their IDs.
    pub fn bases_with_ids(&self) -> impl Iterator<Item = (BaseId, &Base)> {
        self.bases.iter().enumerate().map(|(index, base)| (BaseId(index as u32), base))
    }

    /// Returns the index of an audience in [`Standard::audiences`].
    pub fn audience(&self, name: &str) -> Option<usize> {
        self.audience_index.get(name).map(|&index| index as usize)
    }

    /// Returns the position of a declaration in the order of the standard's files, of which the one
    /// with the head comes first.
    pub(crate) fn rank(&self, id: DeclarationId) -> Rank {
        (self.files.first() != Some(&id.file()), id)
    }

    /// Returns the terms, in source order.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }

    /// Returns the first term with this name; the case of its first letter does not matter.
    pub fn term(&self, name: &str) -> Option<&Term> {
        self.terms.find(name)
    }

    /// Returns the term that a declaration defines.
    pub fn term_of(&self, declaration: DeclarationId) -> Option<&Term> {
        self.terms.get(self.rank(declaration))
    }

    /// Returns the added provisions in the order of output: by base, then in natural order of
    /// labels.
    pub fn added_in_order(&self) -> impl Iterator<Item = &AddedProvision> {
        self.added.in_order()
    }

    /// Returns the provision that a declaration adds.
    pub fn added(&self, declaration: DeclarationId) -> Option<&AddedProvision> {
        self.added.get(declaration)
    }

    /// Returns the sort key of an added provision in [`Standard::added_in_order`].
    pub fn added_order(&self, declaration: DeclarationId) -> Option<Order> {
        self.added(declaration).map(Order::of)
    }

    /// Returns the first declaration that adds a provision with this label.
    pub fn added_by_label(&self, label: &str) -> Option<DeclarationId> {
        self.added.by_label(label)
    }

    /// Whether the standard adds a provision with the number of this label but a foreign prefix,
    /// which rule R107 reports.
    pub(crate) fn gives_with_foreign_prefix(&self, label: &str) -> bool {
        prefix_of(label) == self.prefix && self.added.has_foreign(number_in_label(label))
    }

    /// Whether a designation names this standard. Without an edition it names any edition.
    pub fn is_called(&self, document: &str, edition: Option<&str>) -> bool {
        self.designations.iter().any(|own| {
            own.document == document && (edition.is_none() || own.edition.as_deref() == edition)
        })
    }

    /// Whether a `reference` line names a document.
    pub(crate) fn refers_to(&self, document: &str) -> bool {
        self.references.iter().any(|it| it.document == document)
    }

    /// Whether the rules on English wording run.
    pub fn is_english(&self) -> bool {
        let language = self.language.as_str();
        language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"))
    }
}
