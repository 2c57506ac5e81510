//! The JSON Schemas of the formats, made of their types.

use schemars::{JsonSchema, Schema, generate::SchemaSettings};

use crate::types::{Combination, CompilationMessage, Document, KnownBases, Report, StatusReport};

/// The version of the formats; see [`Document::annexa`] for what its parts promise.
pub const FORMAT_VERSION: &str = "1.0.0";

/// The `$id` of the schema of compiled standards. It names the major version.
pub const SCHEMA_ID: &str = "https://annexa.github.io/schema/annexa-1.json";

/// The `$id` of the schema of findings.
pub(crate) const FINDINGS_SCHEMA_ID: &str =
    "https://annexa.github.io/schema/annexa-findings-1.json";

/// The `$id` of the schema of status.
pub(crate) const STATUS_SCHEMA_ID: &str = "https://annexa.github.io/schema/annexa-status-1.json";

/// The `$id` of the schema of combinations.
pub(crate) const COMBINATION_SCHEMA_ID: &str =
    "https://annexa.github.io/schema/annexa-combination-1.json";

/// The schema of a format, as it is published.
#[derive(Debug)]
pub struct Published {
    /// What the format is for, in a word: `standard`.
    pub name: &'static str,
    /// Its file below `schema/`.
    pub file: &'static str,
    /// Its text.
    pub text: &'static str,
    /// Its `$id`.
    pub id: &'static str,
    title: &'static str,
    make: fn() -> Schema,
}

/// The schemas of all formats.
pub const PUBLISHED: &[Published] = &[
    Published {
        name: "standard",
        file: "annexa-1.json",
        text: include_str!("../schema/annexa-1.json"),
        id: SCHEMA_ID,
        title: "Annexa, compiled standard",
        make: schema::<Document>,
    },
    Published {
        name: "findings",
        file: "annexa-findings-1.json",
        text: include_str!("../schema/annexa-findings-1.json"),
        id: FINDINGS_SCHEMA_ID,
        title: "Annexa, findings of a check",
        make: schema::<Report>,
    },
    Published {
        name: "status",
        file: "annexa-status-1.json",
        text: include_str!("../schema/annexa-status-1.json"),
        id: STATUS_SCHEMA_ID,
        title: "Annexa, how far standards are from complete",
        make: schema::<StatusReport>,
    },
    Published {
        name: "combination",
        file: "annexa-combination-1.json",
        text: include_str!("../schema/annexa-combination-1.json"),
        id: COMBINATION_SCHEMA_ID,
        title: "Annexa, several standards taken together",
        make: schema::<Combination>,
    },
    Published {
        name: "compilation",
        file: "annexa-compilation-1.json",
        text: include_str!("../schema/annexa-compilation-1.json"),
        id: "https://annexa.github.io/schema/annexa-compilation-1.json",
        title: "Annexa, a message of a compilation",
        make: schema::<CompilationMessage>,
    },
    Published {
        name: "bases",
        file: "annexa-bases-1.json",
        text: include_str!("../schema/annexa-bases-1.json"),
        id: "https://annexa.github.io/schema/annexa-bases-1.json",
        title: "Annexa, the bases that are known",
        make: schema::<KnownBases>,
    },
];

impl Published {
    /// The schema of that name.
    pub fn find(name: &str) -> Option<&'static Published> {
        PUBLISHED.iter().find(|published| published.name == name)
    }

    /// The schema (draft 2020-12) as it follows from the types; the published one equals it.
    pub fn made(&self) -> Schema {
        let mut schema = (self.make)();
        schema.insert("$id".to_owned(), self.id.into());
        schema.insert("title".to_owned(), self.title.into());
        schema
    }
}

fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
