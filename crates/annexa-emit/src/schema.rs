//! The JSON Schema of the native output, made of its types.

use schemars::{Schema, generate::SchemaSettings};

use crate::types::Document;

/// The version of the native format; see [`Document::annexa`] for what its parts promise.
pub const FORMAT_VERSION: &str = "1.0.0";

/// The `$id` of the schema. It names the major version.
pub const SCHEMA_ID: &str = "https://annexa.github.io/schema/annexa-1.json";

/// The schema as it is published: `schema/annexa-1.json`.
pub const SCHEMA: &str = include_str!("../schema/annexa-1.json");

/// The schema (draft 2020-12), made of the types.
pub fn schema() -> Schema {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Document>();
    schema.insert("$id".to_owned(), SCHEMA_ID.into());
    schema.insert("title".to_owned(), "Annexa, compiled standard".into());
    schema
}
