//! The meaning of a project: its bases and their editions, what each reference refers to, the state
//! of every base provision, the added provisions with their numbers, and the findings of the rules.
//!
//! ```
//! use annexa_model::{Project, Settings};
//! use annexa_syntax::Document;
//!
//! let text = "standard SMX \"Meters\" {\n  sector \"Metering\"\n  edition 2026\n  base ISO/IEC 27001:2022 + Amd 1:2024\n  scope \"Meters.\"\n}\n\nretain 27001 7.9 {\n  reason \"No sector need.\"\n}\n";
//! let project = Project::new([("smx.annexa".to_owned(), Document::new(text))], Settings::default());
//! let report = annexa_model::check(&project);
//! assert_eq!(report.diagnostics[0].code(), "R102");
//! ```
//!
//! Invariants: this crate never reads files and never panics, whatever the text; the same files
//! give the same model in any order; the crate knows nothing of editors or output formats.

mod added;
mod additions;
mod allow;
mod amendments;
mod analysis;
mod bases;
mod build;
mod cap;
mod changes;
mod check;
mod diagnostic;
mod edited;
mod groups;
mod identity;
mod ids;
mod links;

mod mentions;
mod migrate;
mod names;
pub mod placeholder;
mod project;
mod readings;
mod report;
mod resolve;
pub mod rules;
mod safe_fixes;
mod settings;
mod stale;
mod standard;
mod state;
mod status;
mod terms;
#[cfg(test)]
mod testing;
mod titles;

pub use added::{AddedProvision, Order, Parent};
pub use allow::Allow;
pub use analysis::{Analysis, Work};
pub use annexa_base::{
    Amendment, Annex, Attribute, Attributes, Catalogue, Correspondence, DocumentEdition, FileId,
    Layout, ListItem, Location, Overlay, OverlayEntry, Point, Provision, ProvisionId,
    ProvisionKind, natural_key, natural_order, parse_newest,
};
pub use annexa_syntax::AddedKind;
pub use bases::CatalogueId;
pub use cap::listed;
pub use changes::Room;
pub use check::check;
pub use diagnostic::{Applicability, Diagnostic, Edit, Fix, Related};
pub use identity::{Identity, NAMESPACE};
pub use ids::{BaseId, DeclarationId, StandardId};
pub use links::{Link, LinkRole, Symbol, Use};
pub use mentions::Mention;
pub use migrate::{Decision, Joined, Migrated, Migration, NewProvision, Scope, migrate};
pub use names::term_key;
pub use project::{DeclarationRef, Project, SourceFile};
pub use readings::{Moved, Reading, Readings, readings};
pub use report::{Report, Silenced};
pub use resolve::{BaseTarget, ResolveError, Resolved, lettered};
pub use safe_fixes::{Fixed, SafeChange, apply_fix, apply_safe_fixes};
pub use settings::{FigureFile, Level, Settings};
pub use standard::{Audience, Base, BaseKind, CitedDocument, Numbering, Standard};
pub use state::{Cause, Change, ProvisionState, Via};
pub use status::{ClauseCoverage, Coverage, Status, Step, Template};
pub use terms::Term;
