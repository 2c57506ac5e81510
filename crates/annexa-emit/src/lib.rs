//! Compiled outputs of a standard, one file a format, and the schemas of these formats.
//!
//! ```
//! use annexa_emit::{Options, native, to_json};
//! use annexa_model::{Project, Settings};
//! use annexa_syntax::Document;
//!
//! let text = "standard SMX \"Meters\" {\n  sector \"Metering\"\n  edition 2026\n  base ISO/IEC 27001:2022 + Amd 1:2024\n}\n";
//! let project = Project::new([("smx.annexa".to_owned(), Document::new(text))], Settings::default());
//! for standard in project.standards() {
//!     let json = to_json(&native(&project, standard, &Options::default()))?;
//!     assert!(json.ends_with(b"}\n"));
//! }
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Invariants: nothing here reads or writes files or asks for the time; the same project gives the
//! same bytes; no licensed wording is in an output unless [`Options::include_base_text`] says so.

mod combination;
mod context;
mod digest;
mod findings;
mod html;
mod ids;
mod known;
mod layout;
pub mod native;
mod printed;
mod schema;
mod statements;
mod status;
mod stream;
mod text;
pub mod types;

pub use combination::{Member, combine};
pub use findings::Gathered;
pub use html::html;
pub use known::known_bases;
pub use native::{Options, native, to_json, write_json};
pub use printed::citation;
pub use schema::{FORMAT_VERSION, PUBLISHED, Published, SCHEMA_ID};
pub use status::{standard_status, status_report};
