//! An edition of a document: its provisions, their content and their structure.

use annexa_syntax::{DeclarationKind, SmolStr};
use rustc_hash::FxHashMap;

use crate::{Attribute, DocumentEdition, Location};

/// The identifiers, titles, structure, attributes and summaries of one edition of a document.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// The document and its edition.
    pub document: DocumentEdition,
    /// Its title.
    pub title: SmolStr,
    /// The layout of its controls.
    pub layout: Layout,
    /// The edition that it supersedes.
    pub supersedes: Option<DocumentEdition>,
    /// The clauses, objectives and controls in the order of their numbers, without front clauses.
    pub provisions: Vec<Provision>,
    /// The front clauses in the order of their numbers. They can be cited but not changed, and the
    /// coverage does not count them.
    pub fronts: Vec<Provision>,
    /// The annexes with the controls of another document.
    pub annexes: Vec<Annex>,
    /// The changes by amendments, one entry per clause.
    pub amendments: Vec<Amendment>,
    /// The location of the designation.
    pub location: Location,
    pub(crate) by_number: FxHashMap<SmolStr, ProvisionId>,
}

/// Identifies a provision of a catalogue: an index into [`Catalogue::provisions`], continued in
/// [`Catalogue::fronts`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ProvisionId(pub u32);

/// The layout of a document's controls.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Layout {
    /// The layout of 2022: control, purpose, guidance, other information, and five attributes.
    Attributes,
    /// The layout of 2013: clause, objective, control, guidance, other information.
    Objectives,
    /// No particular layout is required.
    #[default]
    Plain,
}

/// The kind of a provision.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ProvisionKind {
    /// A clause that can be cited but not changed, such as the scope.
    Front,
    /// A clause or subclause.
    Clause,
    /// A control objective.
    Objective,
    /// A control.
    Control,
}

impl ProvisionKind {
    const ALL: [ProvisionKind; 4] = [
        ProvisionKind::Front,
        ProvisionKind::Clause,
        ProvisionKind::Objective,
        ProvisionKind::Control,
    ];

    /// Returns the kind of provision that a declaration of a catalogue or an overlay declares.
    pub fn of(kind: DeclarationKind) -> Option<ProvisionKind> {
        ProvisionKind::ALL.into_iter().find(|it| it.declaration() == kind)
    }

    /// Returns the kind of declaration in a catalogue.
    pub fn declaration(self) -> DeclarationKind {
        match self {
            ProvisionKind::Front => DeclarationKind::Front,
            ProvisionKind::Clause => DeclarationKind::Clause,
            ProvisionKind::Objective => DeclarationKind::Objective,
            ProvisionKind::Control => DeclarationKind::Control,
        }
    }

    /// Returns the name that readers see.
    pub fn as_str(self) -> &'static str {
        match self {
            ProvisionKind::Front | ProvisionKind::Clause => "clause",
            ProvisionKind::Objective => "objective",
            ProvisionKind::Control => "control",
        }
    }
}

/// A clause, a front clause, an objective or a control.
#[derive(Clone, Debug)]
pub struct Provision {
    /// The number, `5.23`, or a label, `CLD.6.3.1`.
    pub number: SmolStr,
    /// The kind of provision.
    pub kind: ProvisionKind,
    /// The title; empty if the catalogue gives none.
    pub title: SmolStr,
    /// The list items, with nested ones.
    pub items: Vec<ListItem>,
    /// The values of the five attributes.
    pub attributes: Attributes,
    /// What it is about, in our own words.
    pub summary: Option<String>,
    /// The terms with which authors search for it.
    pub words: Vec<SmolStr>,
    /// The provision above it, which its number decides.
    pub parent: Option<ProvisionId>,
    /// The provisions directly below it.
    pub children: Vec<ProvisionId>,
    /// The location of the number.
    pub location: Location,
}

/// A list item of a clause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListItem {
    /// The mark: `a)`.
    pub mark: SmolStr,
    /// The nested items.
    pub items: Vec<ListItem>,
    /// The location of the mark.
    pub location: Location,
}

/// The values of the five attributes of a control (ISO/IEC 27002:2022, 4.2).
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Attributes {
    /// The values of `type`.
    pub types: Vec<SmolStr>,
    /// The values of `properties`.
    pub properties: Vec<SmolStr>,
    /// The values of `concepts`.
    pub concepts: Vec<SmolStr>,
    /// The values of `capabilities`.
    pub capabilities: Vec<SmolStr>,
    /// The values of `domains`.
    pub domains: Vec<SmolStr>,
}

impl Attributes {
    /// Returns the values of one attribute.
    pub fn values(&self, attribute: Attribute) -> &[SmolStr] {
        match attribute {
            Attribute::Type => &self.types,
            Attribute::Properties => &self.properties,
            Attribute::Concepts => &self.concepts,
            Attribute::Capabilities => &self.capabilities,
            Attribute::Domains => &self.domains,
        }
    }
}

/// An annex with the controls of another document: `27001 A.5.23` is control 5.23 of that document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Annex {
    /// The letter: `A`.
    pub letter: SmolStr,
    /// The title of the annex.
    pub title: SmolStr,
    /// The document with the controls.
    pub document: DocumentEdition,
    /// The titles in the annex that differ from those in the document.
    pub titles: Vec<AnnexTitle>,
    /// The location of the letter.
    pub location: Location,
}

/// The title that a control has in an annex.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnnexTitle {
    /// The number of the control in its own document: `8.1`.
    pub number: SmolStr,
    /// The title in the annex.
    pub title: SmolStr,
}

/// A clause that an amendment changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Amendment {
    /// The name: `Amd 1:2024`.
    pub name: SmolStr,
    /// The number of the clause, or of a control in an annex: `A.8.1.1`.
    pub clause: SmolStr,
    /// What it changes, in our own words.
    pub summary: Option<String>,
    /// The location of the name.
    pub location: Location,
}

impl Catalogue {
    /// Returns the provision with this number.
    pub fn find(&self, number: &str) -> Option<ProvisionId> {
        self.by_number.get(number).copied()
    }

    /// Returns a provision or a front clause of this catalogue; `None` if the ID is not valid for
    /// it.
    pub fn provision(&self, id: ProvisionId) -> Option<&Provision> {
        let index = id.0 as usize;
        let front = || self.fronts.get(index - self.provisions.len());
        self.provisions.get(index).or_else(front)
    }

    /// Returns the provisions with their IDs, in order, without front clauses.
    pub fn iter(&self) -> impl Iterator<Item = (ProvisionId, &Provision)> {
        self.citable().take(self.provisions.len())
    }

    /// Returns everything that can be cited, with IDs: the provisions, then the front clauses.
    pub fn citable(&self) -> impl Iterator<Item = (ProvisionId, &Provision)> {
        let all = self.provisions.iter().chain(&self.fronts).enumerate();
        all.map(|(index, provision)| (ProvisionId(index as u32), provision))
    }

    /// Returns the provisions above one, from its parent to its top clause.
    pub fn ancestors(&self, id: ProvisionId) -> impl Iterator<Item = (ProvisionId, &Provision)> {
        let parent = |id| self.provision(id).and_then(|provision| provision.parent);
        let mut next = parent(id);
        std::iter::from_fn(move || {
            let id = next?;
            next = parent(id);
            self.provision(id).map(|provision| (id, provision))
        })
    }

    /// Returns the annex with this letter.
    pub fn annex(&self, letter: &str) -> Option<&Annex> {
        self.annexes.iter().find(|annex| annex.letter == letter)
    }

    /// Returns the annex for a number such as `A.8.1.1`, and the number of the control in the
    /// document of the annex.
    pub fn in_annex<'a>(&self, number: &'a str) -> Option<(&Annex, &'a str)> {
        let (letter, control) = number.split_once('.')?;
        Some((self.annex(letter)?, control))
    }

    /// Returns the amendments that change a provision, given its number in this document: `6.1.3`,
    /// `A.8.1.1`.
    pub fn amendments_of(&self, number: &str) -> impl Iterator<Item = &Amendment> {
        self.amendments.iter().filter(move |amendment| amendment.clause == number)
    }

    /// Returns the names of the amendments, without duplicates, in order.
    pub fn amendment_names(&self) -> Vec<&SmolStr> {
        let mut names: Vec<&SmolStr> = Vec::new();
        for amendment in &self.amendments {
            if !names.contains(&&amendment.name) {
                names.push(&amendment.name);
            }
        }
        names
    }

    /// Returns the document with all its amendments as a `base` line names it: `ISO/IEC 27001:2022
    /// + Amd 1:2024`.
    pub fn base_line(&self) -> String {
        let printed = self.document.printed();
        let mut line = match self.document.number {
            Some(_) => printed,
            None => format!("\"{printed}\""),
        };
        for name in self.amendment_names() {
            line.push_str(" + ");
            line.push_str(name);
        }
        line
    }

    /// Returns the top-level provisions.
    pub fn top(&self) -> impl Iterator<Item = (ProvisionId, &Provision)> {
        self.iter().filter(|(_, provision)| provision.parent.is_none())
    }
}

impl Annex {
    /// Returns the title of a control of the annexed document in this catalogue.
    pub fn title_of<'a>(&'a self, control: &'a Provision) -> &'a SmolStr {
        let own = self.titles.iter().find(|own| own.number == control.number);
        own.map_or(&control.title, |own| &own.title)
    }
}

impl Provision {
    /// Returns the list item at a path of marks: `d)`, `2)`.
    pub fn item<M: AsRef<str>>(&self, path: &[M]) -> Option<&ListItem> {
        let mut items = &self.items;
        let mut found = None;
        for mark in path {
            let item = items.iter().find(|item| item.mark == mark.as_ref())?;
            items = &item.items;
            found = Some(item);
        }
        found
    }

    /// Whether there is no provision below it.
    pub fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }
}
