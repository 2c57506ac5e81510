//! `annexa help language` and `annexa schema config`.

use annexa_syntax::DeclarationKind;
use serde_json::{Value, json};

use crate::support::{CLEAN, folder};

#[test]
fn the_reference_of_the_language_is_printed_whole_by_table_and_by_word() {
    let folder = folder(&[]);
    let help = |words: &[&str]| {
        let (code, text, stderr) = folder.run(&[&["help", "language"], words].concat());
        assert_eq!((code, stderr.as_str()), (0, ""), "{words:?}");
        text
    };
    let whole = help(&[]);
    for title in ["TOKENS\n", "REFERENCES\n", "DECLARATIONS\n", "FIELDS\n", "VALUES\n", "TEXT\n"] {
        assert!(whole.contains(title), "{title}");
    }
    let declarations = help(&["declarations"]);
    assert!(whole.contains(&declarations) && declarations.starts_with("DECLARATIONS\n"));
    for kind in DeclarationKind::ALL {
        assert!(declarations.contains(&format!("\n  {}", kind.words())), "{}", kind.words());
        assert!(declarations.contains(kind.example()), "{}", kind.example());
    }
    let control = help(&["add", "control"]);
    assert!(control.starts_with("  add control LABEL \"TITLE\" to REFERENCE"), "{control}");
    assert!(control.contains("must have: `control`") && !control.contains("add guidance"));
    let objective = help(&["objective"]);
    assert!(objective.contains("example: `objective 5.1"), "{objective}");

    let (code, _, stderr) = folder.run(&["help", "language", "nonsense"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("the language has no `nonsense`"), "{stderr}");
    assert!(stderr.contains("the tables are tokens, references, declarations"), "{stderr}");
    assert!(help(&["--help"]).contains("annexa help language declarations"));
}

#[test]
fn the_schema_of_the_settings_accepts_what_the_program_accepts() {
    let (code, schema, _) = folder(&[]).run(&["schema", "config"]);
    assert_eq!(code, 0);
    let schema: Value = serde_json::from_str(&schema).expect("the schema is JSON");
    assert!(!schema.to_string().contains("null"), "TOML has no null: {schema}");
    let validator = jsonschema::draft202012::new(&schema).expect("the schema is a schema");
    for (settings, is_right) in [
        (json!({}), true),
        (json!({"project": {"name": "x", "sources": ["std/*.annexa"]}}), true),
        (json!({"rules": {"C606": "off", "numbering-gap": "error"}}), true),
        (json!({"compile": {"formats": ["json", "html"], "output": "out"}}), true),
        (json!({"bases": {"path": "bases", "replace": true}}), true),
        (json!({"rules": {"C999": "off"}}), false),
        (json!({"rules": {"C606": "loud"}}), false),
        (json!({"rules": {"R101": "off"}}), false),
        (json!({"project": {"nane": "x"}}), false),
        (json!({"project": {"name": 3}}), false),
        (json!({"compile": {"output": null}}), false),
        (json!({"compile": {"formats": ["docx"]}}), false),
        (json!({"base": {}}), false),
    ] {
        assert_eq!(validator.is_valid(&settings), is_right, "{settings}");
        // TOML has no `null`.
        let Ok(settings) = toml::to_string(&settings) else { continue };
        let folder = folder(&[("annexa.toml", &settings), ("std/smx.annexa", CLEAN)]);
        let (code, _, stderr) = folder.run(&["compile"]);
        assert_eq!(code == 0, is_right, "{settings}: {stderr}");
    }
}
