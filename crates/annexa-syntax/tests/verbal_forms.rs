//! The verbal forms in prose that nobody wrote for Annexa, beside those that a reader marked by hand.

use std::{fs, ops::Range, path::Path};

use annexa_syntax::{
    Document,
    VerbalForm::{self, *},
    sentences,
};

/// A sentence and its verbal forms, with their places in it.
struct Marked {
    text: String,
    forms: Vec<(VerbalForm, Range<usize>)>,
}

#[test]
fn verbal_forms_are_found_in_prose_of_others() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/prose/sentences.txt");
    let file = fs::read_to_string(file).expect("the fixture is there");
    let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with("//"));
    let (mut count, mut right, mut marked_forms, mut found_forms) = (0, 0, 0, 0);
    for line in lines {
        let (_, sentence) = line.split_once(" | ").expect("a source and a sentence");
        let marked = read(sentence);
        let found = recognised(&marked.text);
        let here = found.iter().filter(|form| marked.forms.contains(form)).count();
        if here < found.len() || here < marked.forms.len() {
            println!("{sentence}\n    found {found:?}");
        }
        count += 1;
        right += here;
        marked_forms += marked.forms.len();
        found_forms += found.len();
    }
    let share = |of: usize| f64::from(right as u32) / f64::from(of as u32);
    let (precision, recall) = (share(found_forms), share(marked_forms));
    println!("{count} sentences, {marked_forms} verbal forms, {found_forms} found, {right} right");
    println!("precision {precision:.3}, recall {recall:.3}");
    assert!(count >= 300, "too few sentences");
    assert!(precision >= 0.98, "precision is {precision:.3}");
    assert!(recall >= 0.98, "recall is {recall:.3}");
}

/// Takes the marks out of a sentence.
fn read(sentence: &str) -> Marked {
    let mut marked = Marked { text: String::new(), forms: Vec::new() };
    let mut rest = sentence;
    while let Some((before, behind)) = rest.split_once('«') {
        let (form, behind) = behind.split_once('»').expect("a mark closes");
        marked.text += before;
        let start = marked.text.len();
        marked.text += form;
        marked.forms.push((meant(form), start..marked.text.len()));
        rest = behind;
    }
    marked.text += rest;
    marked
}

/// The verbal form that a reader means by these words.
fn meant(words: &str) -> VerbalForm {
    match words.to_lowercase().replace('’', "'").as_str() {
        "shall" => Shall,
        "shall not" => ShallNot,
        "should" => Should,
        "should not" | "shouldn't" => ShouldNot,
        "may" => May,
        "may not" => MayNot,
        "can" => Can,
        "cannot" | "can not" | "can't" => Cannot,
        "need not" | "needn't" => NeedNot,
        "must" => Must,
        "must not" | "mustn't" => MustNot,
        other => panic!("`{other}` is no verbal form"),
    }
}

/// The verbal forms that Annexa finds in a text of this sentence.
fn recognised(sentence: &str) -> Vec<(VerbalForm, Range<usize>)> {
    let source = format!("refine 27001 6.1 {{\n  text \"\"\"\n    {sentence}\n  \"\"\"\n}}\n");
    let document = Document::new(&source);
    let (_, item) = document.items().next().expect("there is an item");
    let (_, text) = item.declarations()[0].texts().next().expect("there is a text");
    let start = item.text().find(sentence).expect("the sentence stands there");
    sentences(item, text)
        .iter()
        .flat_map(|sentence| sentence.words)
        .filter_map(|word| {
            let range =
                usize::from(word.range.start()) - start..usize::from(word.range.end()) - start;
            Some((word.form?, range))
        })
        .collect()
}
