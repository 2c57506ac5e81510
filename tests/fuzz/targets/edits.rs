//! A text and edits of it: none makes the parser panic, and the edited document equals a new one.

#![no_main]

use annexa_syntax::Document;
use libfuzzer_sys::fuzz_target;

// Parts end with a zero byte: the text, and edits, each of which begins with where it replaces how much.
fuzz_target!(|input: &[u8]| {
    let mut parts = input.split(|byte| *byte == 0);
    let text = String::from_utf8_lossy(parts.next().unwrap_or_default());
    let mut document = Document::new(&text);
    for edit in parts {
        let [high, low, length, new @ ..] = edit else { continue };
        let start = usize::from(*high) << 8 | usize::from(*low);
        document.edit(start..start + usize::from(*length), &String::from_utf8_lossy(new));
    }
    let fresh = Document::new(&document.text().to_string());
    assert!(document == fresh, "edited\n{document:?}\nfresh\n{fresh:?}");
});
