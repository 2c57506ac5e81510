//! What symbols of the protocol stand for declarations.

use annexa_syntax::{AddedKind, DeclarationKind, Effect};
use tower_lsp::ls_types::{Location, SymbolInformation, SymbolKind};

/// The protocol has no kinds for standards; these tell apart what an author wants told apart.
pub(crate) fn kind(kind: DeclarationKind) -> SymbolKind {
    match kind.effect() {
        Effect::BeginsFile => match kind {
            DeclarationKind::Standard | DeclarationKind::PartOf => SymbolKind::MODULE,
            _ => SymbolKind::PACKAGE,
        },
        Effect::Defines => SymbolKind::KEY,
        Effect::Adds(added) => match added {
            AddedKind::Clause => SymbolKind::NAMESPACE,
            AddedKind::Objective => SymbolKind::INTERFACE,
            AddedKind::Control => SymbolKind::CLASS,
            AddedKind::Requirement => SymbolKind::STRUCT,
        },
        Effect::AddsTo(_) => SymbolKind::PROPERTY,
        Effect::Refines | Effect::Interprets => SymbolKind::EVENT,
        Effect::Modifies(_) => SymbolKind::OPERATOR,
        Effect::Retains => SymbolKind::CONSTANT,
        Effect::Catalogues => match kind {
            DeclarationKind::Objective => SymbolKind::INTERFACE,
            DeclarationKind::Control => SymbolKind::CLASS,
            DeclarationKind::Amendment => SymbolKind::EVENT,
            _ => SymbolKind::NAMESPACE,
        },
    }
}

/// A symbol without others below it.
#[expect(deprecated, reason = "the protocol's own type has a field that is out of use")]
pub(crate) fn flat(
    name: String,
    of: DeclarationKind,
    container_name: Option<String>,
    location: Location,
) -> SymbolInformation {
    SymbolInformation {
        name,
        kind: kind(of),
        tags: None,
        deprecated: None,
        location,
        container_name,
    }
}
