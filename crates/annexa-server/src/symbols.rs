//! What symbols of the protocol stand for declarations.

use annexa_syntax::DeclarationKind;
use tower_lsp::ls_types::{Location, SymbolInformation, SymbolKind};

/// The protocol has no kinds for standards; these tell apart what an author wants told apart.
pub(crate) fn kind(kind: DeclarationKind) -> SymbolKind {
    use DeclarationKind::*;
    match kind {
        Standard | PartOf => SymbolKind::MODULE,
        Catalogue | Overlay | Correspondence => SymbolKind::PACKAGE,
        Term => SymbolKind::KEY,
        AddClause | Clause | Annex => SymbolKind::NAMESPACE,
        AddObjective | Objective => SymbolKind::INTERFACE,
        AddControl | Control => SymbolKind::CLASS,
        AddRequirement => SymbolKind::STRUCT,
        AddGuidance | AddInformation | AddNote => SymbolKind::PROPERTY,
        Refine | Interpret => SymbolKind::EVENT,
        Retain => SymbolKind::CONSTANT,
        Amendment => SymbolKind::EVENT,
        ModifyObjective | ModifyControl | ModifyPurpose | ModifyGuidance | ModifyInformation => {
            SymbolKind::OPERATOR
        }
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
