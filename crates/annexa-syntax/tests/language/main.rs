//! The declarations and fields of the other grammars are those of the table. With `UPDATE_EXPECT=1` the tests write
//! them (`cargo xtask codegen`).

mod ebnf;
mod textmate;
mod tree_sitter;

use std::path::{Path, PathBuf};

use annexa_syntax::{DeclarationKind, Keyword, about_field, field_shape};
use sha2::{Digest, Sha256};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("it is there")
}

/// Compares a file with what is made from the table, or writes it.
#[track_caller]
fn is_current(path: &str, made: &str) {
    let path = root().join(path);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, made).expect("it can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == made, "{} is stale: run `cargo xtask codegen`", path.display());
}

fn fields() -> impl Iterator<Item = Keyword> + Clone {
    Keyword::ALL.iter().copied().filter(|word| field_shape(*word).is_some())
}

#[test]
fn the_parser_of_tree_sitter_is_made_from_the_present_grammar() {
    let folder = root().join("grammar/tree-sitter-annexa");
    let digests = read("grammar/tree-sitter-annexa/src/parser.sha256");
    for line in digests.lines() {
        let (digest, path) = line.split_once("  ").expect("a digest and a path");
        let bytes = std::fs::read(folder.join(path)).expect("it is there");
        let now: String = Sha256::digest(bytes).iter().map(|it| format!("{it:02x}")).collect();
        assert_eq!(now, digest, "{path} has changed: run `cargo xtask codegen`");
    }
    assert!(digests.contains("grammar.js") && digests.contains("src/parser.c"), "{digests}");
}

#[test]
fn each_kind_of_file_has_declarations_of_its_own() {
    use DeclarationKind::*;
    let of_standards = [Term, AddControl, Refine, ModifyGuidance, Retain];
    let of_catalogues = [Catalogue, Overlay, Correspondence, Clause, Objective, Control];
    // An overlay holds wording, which these do not have.
    let without_wording = [Front, Annex, Amendment];
    for kind in of_standards {
        assert!(kind.fits_below(Standard) && kind.fits_below(PartOf), "{kind:?}");
        assert!(!kind.fits_below(Catalogue) && !kind.fits_below(Overlay), "{kind:?}");
    }
    for kind in of_catalogues.into_iter().chain(without_wording) {
        assert!(kind.fits_below(Catalogue) && kind.fits_below(Correspondence), "{kind:?}");
        assert!(!kind.fits_below(Standard) && !kind.fits_below(PartOf), "{kind:?}");
        assert_eq!(kind.fits_below(Overlay), !without_wording.contains(&kind), "{kind:?}");
    }
    assert!([Standard, PartOf, Catalogue, Overlay].iter().all(|head| !Standard.fits_below(*head)));
}

#[test]
fn every_field_belongs_to_a_declaration_and_is_explained() {
    for field in fields() {
        assert!(DeclarationKind::ALL.iter().any(|kind| kind.takes(field)), "{}", field.as_str());
        assert!(!about_field(field).is_empty(), "{}", field.as_str());
    }
    for kind in DeclarationKind::ALL {
        assert!(kind.words().split(' ').all(|word| Keyword::of(word).is_some()), "{kind:?}");
        for (at, field) in kind.fields().iter().enumerate() {
            assert!(field_shape(field.name).is_some(), "{kind:?}: {:?}", field.name);
            assert!(kind.fields()[..at].iter().all(|it| it.name != field.name), "{kind:?} twice");
        }
    }
}
