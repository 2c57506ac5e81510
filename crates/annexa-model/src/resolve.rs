//! What a reference names (LANGUAGE.md, section 3).

use annexa_base::ProvisionId;
use annexa_syntax::{SmolStr, TextRange};

use crate::{AddedId, BaseId, CatalogueId, StandardId};

/// What a reference names.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Resolved {
    /// A document with a catalogue, as a whole or a provision of it.
    Base(BaseTarget),
    /// A provision that this or another standard of the project adds.
    Added {
        /// The standard.
        standard: StandardId,
        /// The provision.
        added: AddedId,
        /// The path of lettered items within its text.
        items: Vec<SmolStr>,
    },
    /// A document that is no base and has no catalogue: it goes to the bibliography.
    External {
        /// Its designation: `ISO/IEC 27036-2:2022`.
        document: String,
        /// The clause in it.
        provision: Option<SmolStr>,
    },
}

/// A document with a catalogue, or a place in it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct BaseTarget {
    /// The base that brings it in; `None` where the edition is cited and is no base.
    pub base: Option<BaseId>,
    /// The catalogue that holds the provision. For `27001 A.5.23` this is that of the annexed
    /// document.
    pub catalogue: CatalogueId,
    /// The provision; `None` for the whole document.
    pub provision: Option<ProvisionId>,
    /// The path of list items within the provision.
    pub items: Vec<SmolStr>,
    /// The catalogue through whose annex the provision is seen, and the annex's letter.
    pub annex: Option<(CatalogueId, SmolStr)>,
}

/// Why a reference names nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ResolveError {
    /// No base has this alias, and no known document this number.
    UnknownAlias {
        /// The alias, relative to the item.
        range: TextRange,
        /// The alias.
        alias: SmolStr,
    },
    /// No catalogue of that edition of the document is known.
    UnknownEdition {
        /// The alias and the edition, relative to the item.
        range: TextRange,
        /// The document.
        document: SmolStr,
        /// The edition.
        edition: SmolStr,
    },
    /// The edition has no such provision.
    UnknownProvision {
        /// The edition that was searched.
        catalogue: CatalogueId,
        /// The base that brings it in.
        base: Option<BaseId>,
        /// The number.
        number: SmolStr,
        /// The reference, relative to the item.
        range: TextRange,
    },
    /// The provision has no such list item.
    UnknownItem {
        /// What the reference names without its items.
        within: Box<Resolved>,
        /// The path of items.
        items: Vec<SmolStr>,
        /// The reference, relative to the item.
        range: TextRange,
    },
    /// No standard of the project adds a provision of that label.
    UnknownLabel {
        /// The label.
        label: SmolStr,
        /// The reference, relative to the item.
        range: TextRange,
    },
    /// The document is a base without a catalogue; that is reported at the base.
    NoCatalogue,
}
