//! A sector-specific standard: its head, its bases, its terms and audiences, all it declares.

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
    /// Which it is.
    pub id: StandardId,
    /// Its prefix.
    pub prefix: SmolStr,
    /// Its `standard` declaration. `None` where files say `part of` a standard that nothing opens.
    pub head: Option<DeclarationId>,
    /// Its files: that of the head first, then the others by path.
    pub files: Vec<FileId>,
    /// Its bases in the order in which they are listed.
    pub bases: Vec<Base>,
    /// Its audiences in the order in which they are declared.
    pub audiences: Vec<Audience>,
    /// How added provisions are numbered.
    pub numbering: Numbering,
    /// The designations under which it is published.
    pub designations: Vec<DocumentEdition>,
    /// The documents on its `reference` lines, in order.
    pub references: Vec<CitedDocument>,
    /// Its language; `en` where it names none.
    pub language: SmolStr,
    pub(crate) audience_index: FxHashMap<SmolStr, u32>,
    pub(crate) terms: Terms,
    pub(crate) added: Added,
}

/// A document on a `reference` line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CitedDocument {
    /// Its designation, blanks in one form: `ISO 24518:2015`.
    pub document: String,
    /// Where the designation stands, quotes included.
    pub location: Location,
}

/// How added provisions are printed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Numbering {
    /// `8.35 SMX`, among the neighbours in the base.
    Inline,
    /// `SMX.8.35`, in an annex of their own.
    #[default]
    Annex,
    /// `8.35`: the label without its prefix.
    Plain,
}

/// A document that a standard rests on.
#[derive(Clone, Debug)]
pub struct Base {
    /// As the `base` line names it.
    pub designation: DocumentEdition,
    /// Whether the line names an edition.
    pub dated: bool,
    /// What references call it: the name that `as` gives, or the number of the document.
    pub alias: Option<SmolStr>,
    /// The catalogue of its edition: that of the line, or the latest that is known.
    pub catalogue: Option<CatalogueId>,
    /// The edition that applies: that of the line, or the latest that is known.
    pub edition: Option<SmolStr>,
    /// The amendments that apply: those that a dated base lists, all of an undated one.
    pub amendments: Vec<SmolStr>,
    /// Whether it is a document of requirements, or of controls, or of neither kind.
    pub kind: BaseKind,
    /// Where the designation stands on the `base` line.
    pub location: Location,
    /// Where the name that `as` gives stands.
    pub alias_location: Option<Location>,
}

/// What a base is made of; this decides what can be changed in it by which declaration.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BaseKind {
    /// Clauses alone, as ISO/IEC 27001.
    Requirements,
    /// It has controls, as ISO/IEC 27002.
    Controls,
    /// No catalogue of it is known.
    Unknown,
}

/// An audience of a standard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Audience {
    /// The name that `for` uses.
    pub name: SmolStr,
    /// The title that is printed.
    pub title: SmolStr,
    /// Where the name stands.
    pub location: Location,
    /// All of the field.
    pub field: Location,
}

impl Standard {
    /// A base of it.
    pub fn base(&self, id: BaseId) -> Option<&Base> {
        self.bases.get(id.0 as usize)
    }

    /// The base that references call by a name.
    pub fn base_by_alias(&self, alias: &str) -> Option<(BaseId, &Base)> {
        self.bases_with_ids().find(|(_, base)| base.alias.as_deref() == Some(alias))
    }

    /// The base that a reference calls by its alias. A number with an edition behind it is that of the
    /// document, whatever the base is called.
    pub fn alias_in<'a>(&self, reference: &'a Reference) -> Option<(BaseId, &'a Spanned<SmolStr>)> {
        let ReferenceTarget::Base { alias, edition, .. } = &reference.target else { return None };
        let (id, base) = self.base_by_alias(&alias.value)?;
        (edition.is_none() || base.alias_location.is_some()).then_some((id, alias))
    }

    /// The bases with their indices.
    pub fn bases_with_ids(&self) -> impl Iterator<Item = (BaseId, &Base)> {
        self.bases.iter().enumerate().map(|(index, base)| (BaseId(index as u32), base))
    }

    /// The audience of that name: its index in [`Standard::audiences`].
    pub fn audience(&self, name: &str) -> Option<usize> {
        self.audience_index.get(name).map(|&index| index as usize)
    }

    /// The place of a declaration in the order of the standard's files: that of its head comes first.
    pub(crate) fn rank(&self, id: DeclarationId) -> Rank {
        (self.files.first() != Some(&id.file()), id)
    }

    /// Its terms in the order in which they are declared.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }

    /// The term of that name, whatever the case of its first letter: the first one that is declared.
    pub fn term(&self, name: &str) -> Option<&Term> {
        self.terms.find(name)
    }

    /// The term that a declaration declares.
    pub fn term_of(&self, declaration: DeclarationId) -> Option<&Term> {
        self.terms.get(self.rank(declaration))
    }

    /// What it adds, in the order of output: by base and natural order of labels.
    pub fn added_in_order(&self) -> impl Iterator<Item = &AddedProvision> {
        self.added.in_order()
    }

    /// The provision that a declaration adds.
    pub fn added(&self, declaration: DeclarationId) -> Option<&AddedProvision> {
        self.added.get(declaration)
    }

    /// What stands for the place of an added provision in [`Standard::added_in_order`].
    pub fn added_order(&self, declaration: DeclarationId) -> Option<Order> {
        self.added(declaration).map(Order::of)
    }

    /// The declaration that adds the provision of a label: the first one.
    pub fn added_by_label(&self, label: &str) -> Option<DeclarationId> {
        self.added.by_label(label)
    }

    /// Whether it gives a label of its own to something with a foreign prefix, which rule R107 reports.
    pub(crate) fn gives_with_foreign_prefix(&self, label: &str) -> bool {
        prefix_of(label) == self.prefix && self.added.has_foreign(number_in_label(label))
    }

    /// Whether a designation names it. One without an edition names whatever edition it has.
    pub fn is_called(&self, document: &str, edition: Option<&str>) -> bool {
        self.designations.iter().any(|own| {
            own.document == document && (edition.is_none() || own.edition.as_deref() == edition)
        })
    }

    /// Whether a `reference` line names a document.
    pub(crate) fn refers_to(&self, document: &str) -> bool {
        self.references.iter().any(|it| it.document == document)
    }

    /// Whether rules on English wording run.
    pub fn is_english(&self) -> bool {
        let language = self.language.as_str();
        language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"))
    }
}
