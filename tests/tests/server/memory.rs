//! A session may last for days: what was typed and taken back leaves nothing behind.

use annexa_tests::client::{Client, Document, Encoding};
use serde_json::json;

/// Edits after which everything is there that a session needs, and how many more come.
const FEW: usize = 500;
const MANY: usize = 10_000;

/// The benchmarks make 50,000 edits and tell the figures.
#[test]
fn edits_that_are_taken_back_take_no_memory() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let place = folder.path().canonicalize().expect("it is there");
    let text = annexa_tests::standard(95);
    let path = place.join("sample.annexa");
    std::fs::write(&path, &text).expect("it can be written");
    let client = Client::annexa(&place);
    client.initialize(&[&place], json!({}), &[Encoding::Utf8]);
    let mut document = Document::open(&client, &path, &text, Encoding::Utf8);
    let resident = || client.memory().resident as f64;
    let mut after_few = 0.0;
    for edit in 0..MANY / 2 {
        let at = edit * 7_919 % text.len();
        document.edit(at..at, "x");
        document.edit(at..at + 1, "");
        if edit % 25 == 24 {
            client.diagnostics(&document.uri, document.version);
            client.forget();
        }
        if 2 * (edit + 1) == FEW {
            after_few = resident();
        }
    }
    let growth = resident() / after_few;
    assert!(growth < 1.1, "{growth:.2} times the memory after {MANY} edits of that after {FEW}");
    assert_eq!(client.shut_down(), Some(0));
}
