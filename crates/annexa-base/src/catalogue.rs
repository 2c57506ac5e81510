//! An edition of a document: its provisions, what they hold, and how they hang together.

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
    /// How its controls are laid out.
    pub layout: Layout,
    /// The edition that it takes the place of.
    pub supersedes: Option<DocumentEdition>,
    /// Its clauses, objectives and controls in the order of their numbers, without front clauses.
    pub provisions: Vec<Provision>,
    /// Its front clauses in the order of their numbers: they can be cited and not changed, and no coverage
    /// counts them.
    pub fronts: Vec<Provision>,
    /// Its annexes that carry the controls of another document.
    pub annexes: Vec<Annex>,
    /// What its amendments change, one entry a clause.
    pub amendments: Vec<Amendment>,
    /// Where its designation stands.
    pub location: Location,
    pub(crate) by_number: FxHashMap<SmolStr, ProvisionId>,
}

/// A provision of a catalogue: an index into [`Catalogue::provisions`], which goes on in
/// [`Catalogue::fronts`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ProvisionId(pub u32);

/// How the controls of a document are laid out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Layout {
    /// Control, purpose, guidance, other information, and five attributes (2022).
    Attributes,
    /// Clause, objective, control, guidance, other information (2013).
    Objectives,
    /// Neither is asked for.
    #[default]
    Plain,
}

/// What a provision is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ProvisionKind {
    /// A clause that can be cited and not changed, such as the scope.
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

    /// What a declaration of a catalogue or an overlay declares, if that is a provision.
    pub fn of(kind: DeclarationKind) -> Option<ProvisionKind> {
        ProvisionKind::ALL.into_iter().find(|it| it.declaration() == kind)
    }

    /// What declares it in a catalogue.
    pub fn declaration(self) -> DeclarationKind {
        match self {
            ProvisionKind::Front => DeclarationKind::Front,
            ProvisionKind::Clause => DeclarationKind::Clause,
            ProvisionKind::Objective => DeclarationKind::Objective,
            ProvisionKind::Control => DeclarationKind::Control,
        }
    }

    /// What a reader calls it.
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
    /// Its number: `5.23`, or a label: `CLD.6.3.1`.
    pub number: SmolStr,
    /// What it is.
    pub kind: ProvisionKind,
    /// Its title; empty where the catalogue gives none.
    pub title: SmolStr,
    /// Its list items.
    pub items: Vec<ListItem>,
    /// Its attributes.
    pub attributes: Attributes,
    /// What it is about, in our own words.
    pub summary: Option<String>,
    /// The terms by which authors look for it.
    pub words: Vec<SmolStr>,
    /// The provision above it, which its number decides.
    pub parent: Option<ProvisionId>,
    /// The provisions right below it.
    pub children: Vec<ProvisionId>,
    /// Where its number stands.
    pub location: Location,
}

/// A list item of a clause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListItem {
    /// `a)`
    pub mark: SmolStr,
    /// The items below it.
    pub items: Vec<ListItem>,
    /// Where its mark stands.
    pub location: Location,
}

/// The values of the five attributes of a control.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Attributes {
    /// `type`
    pub types: Vec<SmolStr>,
    /// `properties`
    pub properties: Vec<SmolStr>,
    /// `concepts`
    pub concepts: Vec<SmolStr>,
    /// `capabilities`
    pub capabilities: Vec<SmolStr>,
    /// `domains`
    pub domains: Vec<SmolStr>,
}

impl Attributes {
    /// The values of one of them.
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

/// An annex that carries the controls of another document: `27001 A.5.23` is its control 5.23.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Annex {
    /// `A`
    pub letter: SmolStr,
    /// Its title.
    pub title: SmolStr,
    /// The document whose controls it carries.
    pub document: DocumentEdition,
    /// The titles that differ there from those of the document.
    pub titles: Vec<AnnexTitle>,
    /// Where its letter stands.
    pub location: Location,
}

/// The title that a control has in an annex.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnnexTitle {
    /// The number of the control in its own document: `8.1`.
    pub number: SmolStr,
    /// The title.
    pub title: SmolStr,
}

/// A clause that an amendment changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Amendment {
    /// `Amd 1:2024`
    pub name: SmolStr,
    /// The number of the clause, or of a control in an annex: `A.8.1.1`.
    pub clause: SmolStr,
    /// What it changes, in our own words.
    pub summary: Option<String>,
    /// Where its name stands.
    pub location: Location,
}

impl Catalogue {
    /// The provision of that number.
    pub fn find(&self, number: &str) -> Option<ProvisionId> {
        self.by_number.get(number).copied()
    }

    /// A provision of this catalogue or a front clause. An index of another catalogue gives `None`.
    pub fn provision(&self, id: ProvisionId) -> Option<&Provision> {
        let index = id.0 as usize;
        let front = || self.fronts.get(index - self.provisions.len());
        self.provisions.get(index).or_else(front)
    }

    /// The provisions with their indices, in order, without front clauses.
    pub fn iter(&self) -> impl Iterator<Item = (ProvisionId, &Provision)> {
        self.citable().take(self.provisions.len())
    }

    /// All that can be cited, with indices: the provisions, then the front clauses.
    pub fn citable(&self) -> impl Iterator<Item = (ProvisionId, &Provision)> {
        let all = self.provisions.iter().chain(&self.fronts).enumerate();
        all.map(|(index, provision)| (ProvisionId(index as u32), provision))
    }

    /// The provisions above one, from its parent to its clause.
    pub fn ancestors(&self, id: ProvisionId) -> impl Iterator<Item = (ProvisionId, &Provision)> {
        let parent = |id| self.provision(id).and_then(|provision| provision.parent);
        let mut next = parent(id);
        std::iter::from_fn(move || {
            let id = next?;
            next = parent(id);
            self.provision(id).map(|provision| (id, provision))
        })
    }

    /// The annex of that letter.
    pub fn annex(&self, letter: &str) -> Option<&Annex> {
        self.annexes.iter().find(|annex| annex.letter == letter)
    }

    /// The annex that a number such as `A.8.1.1` is in, and the number of the control in the annex's
    /// document.
    pub fn in_annex<'a>(&self, number: &'a str) -> Option<(&Annex, &'a str)> {
        let (letter, control) = number.split_once('.')?;
        Some((self.annex(letter)?, control))
    }

    /// What amendments change at a provision, by its number here: `6.1.3`, `A.8.1.1`.
    pub fn amendments_of(&self, number: &str) -> impl Iterator<Item = &Amendment> {
        self.amendments.iter().filter(move |amendment| amendment.clause == number)
    }

    /// The names of the amendments, each once, in order.
    pub fn amendment_names(&self) -> Vec<&SmolStr> {
        let mut names: Vec<&SmolStr> = Vec::new();
        for amendment in &self.amendments {
            if !names.contains(&&amendment.name) {
                names.push(&amendment.name);
            }
        }
        names
    }

    /// The document as a `base` line names it, with all its amendments:
    /// `ISO/IEC 27001:2022 + Amd 1:2024`.
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

    /// The provisions that stand at the top.
    pub fn top(&self) -> impl Iterator<Item = (ProvisionId, &Provision)> {
        self.iter().filter(|(_, provision)| provision.parent.is_none())
    }
}

impl Annex {
    /// The title that a control of the annexed document has here.
    pub fn title_of<'a>(&'a self, control: &'a Provision) -> &'a SmolStr {
        let own = self.titles.iter().find(|own| own.number == control.number);
        own.map_or(&control.title, |own| &own.title)
    }
}

impl Provision {
    /// The list item at the end of a path of marks: `d)`, `2)`.
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

    /// Whether no provision stands below it.
    pub fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }
}
