//! The published schemas are those of the types, and what is compiled meets them.

use crate::support;
use std::path::Path;

use annexa_emit::{Options, PUBLISHED, Published, native, to_json};
use serde_json::Value;

/// What the schema of a format says of documents.
pub(crate) fn validator(name: &str) -> jsonschema::Validator {
    let published = Published::find(name).expect("there is such a format");
    jsonschema::draft202012::new(&published.made().to_value()).expect("the schema is a schema")
}

fn compiled(folder: &Path) -> Vec<Value> {
    let project = support::project(&support::files(folder));
    let options = Options { include_base_text: true, ..Options::default() };
    let values = project.standards().iter().map(|standard| {
        let json = to_json(&native(&project, standard, &options)).expect("a document is JSON");
        serde_json::from_slice(&json).expect("the JSON can be read")
    });
    values.collect()
}

/// `UPDATE_EXPECT=1 cargo test -p annexa-emit schema` writes the files anew. A change of a type
/// is a change of the format: see `Document::annexa` for the version that it calls for.
#[test]
fn the_published_schemas_are_those_of_the_types() {
    for published in PUBLISHED {
        let made = published.made().to_value();
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            let mut text = serde_json::to_string_pretty(&made).expect("a schema is JSON");
            text.push('\n');
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
            std::fs::write(folder.join(published.file), text).expect("the schema can be written");
            continue;
        }
        let read: Value = serde_json::from_str(published.text).expect("the schema is JSON");
        assert!(
            read == made,
            "schema/{} is not that of the types; write it anew with \
             `UPDATE_EXPECT=1 cargo test -p annexa-emit schema`",
            published.file
        );
    }
}

#[test]
fn the_schemas_are_schemas_with_ids() {
    for published in PUBLISHED {
        let schema = published.made().to_value();
        assert_eq!(schema["$id"], published.id);
        assert!(published.id.ends_with(published.file));
        assert!(jsonschema::meta::is_valid(&schema));
    }
}

/// Every object is closed, and every property is described.
#[test]
fn every_object_is_closed_and_every_property_described() {
    fn visit(value: &Value, path: &str, wrong: &mut Vec<String>) {
        let is_object = value.get("type").is_some_and(|kind| kind == "object");
        let properties = value.get("properties").filter(|_| is_object);
        if let Some(properties) = properties.and_then(Value::as_object) {
            if value.get("additionalProperties") != Some(&Value::Bool(false)) {
                wrong.push(format!("{path} is open"));
            }
            for (name, property) in properties {
                let described =
                    ["description", "const"].iter().any(|key| property.get(key).is_some());
                if !described {
                    wrong.push(format!("{path}/{name} has no description"));
                }
            }
        }
        match value {
            Value::Object(members) => {
                members
                    .iter()
                    .for_each(|(key, below)| visit(below, &format!("{path}/{key}"), wrong));
            }
            Value::Array(members) => {
                members
                    .iter()
                    .enumerate()
                    .for_each(|(at, below)| visit(below, &format!("{path}/{at}"), wrong));
            }
            _ => {}
        }
    }
    let mut wrong = Vec::new();
    for published in PUBLISHED {
        visit(&published.made().to_value(), published.name, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_compiled_meets_the_schema() {
    let validator = validator("standard");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/syntax");
    let mut folders: Vec<_> = ["energy", "cloud", "company"].map(support::example).into();
    folders
        .extend(["", "06-references", "07-changes", "09-objectives"].map(|it| fixtures.join(it)));
    for folder in folders {
        let compiled = compiled(&folder);
        assert!(!compiled.is_empty(), "{}", folder.display());
        for document in compiled {
            let errors: Vec<String> = validator
                .iter_errors(&document)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{}:\n{}", folder.display(), errors.join("\n"));
            // The types read what they write.
            let read: annexa_emit::types::Document =
                serde_json::from_value(document.clone()).expect("the types read it");
            assert_eq!(serde_json::to_value(&read).expect("a document is JSON"), document);
        }
    }
}

/// Wrong standards as well: what can be known of them has the same form.
#[test]
fn wrong_standards_meet_the_schema_too() {
    let validator = validator("standard");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/rules");
    let files = support::files(&fixtures);
    assert!(!files.is_empty());
    for file in files {
        let project = support::project(std::slice::from_ref(&file));
        for standard in project.standards() {
            let document = native(&project, standard, &Options::default());
            let document = serde_json::to_value(&document).expect("a document is JSON");
            if let Err(error) = validator.validate(&document) {
                panic!("{}: {}: {error}", file.0, error.instance_path());
            }
        }
    }
}

type Mutation = fn(&mut Value);

#[test]
fn a_mutated_document_does_not_meet_the_schema() {
    let validator = validator("standard");
    let documents = compiled(&support::example("energy"));
    let document = documents.first().expect("there is a standard");
    assert!(validator.is_valid(document));

    let mutations: [(&str, Mutation); 7] = [
        ("a field is missing", |it| drop(it.as_object_mut().map(|it| it.remove("provisions")))),
        ("a field is unknown", |it| it["standard"]["colour"] = "red".into()),
        ("an id is none", |it| it["changes"][0]["id"] = "5.3".into()),
        ("a state is unknown", |it| it["provisions"][0]["state"] = "removed".into()),
        ("a kind of block is unknown", |it| {
            it["standard"]["scope"]["blocks"][0]["type"] = "p".into()
        }),
        ("a digest is short", |it| it["bases"][0]["sha256"] = "00".into()),
        ("a line is 0", |it| it["additions"][0]["source"]["line"] = 0.into()),
    ];
    for (what, mutate) in mutations {
        let mut mutant = document.clone();
        mutate(&mut mutant);
        assert!(mutant != *document && !validator.is_valid(&mutant), "{what}");
    }
}
