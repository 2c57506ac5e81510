//! The changed words of a text, and the verbal forms among them.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::{
    Force, force,
    words::{Gap, Word},
};

/// A piece of a text that stayed, was removed or was added.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "change", content = "text", rename_all = "kebab-case")]
pub enum Piece {
    /// In both versions.
    Same(String),
    /// Only in the old version.
    Removed(String),
    /// Only in the new version.
    Added(String),
}

/// A verbal form that replaces another one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FormChange {
    /// The old form: `should`.
    pub from: String,
    /// The new form: `shall`.
    pub to: String,
    /// The effect on the force; `None` if the forms have no order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub force: Option<Force>,
}

/// Compares two texts; `None` if they are equal.
pub(crate) fn compare(old: &[Word], new: &[Word]) -> Option<(Vec<Piece>, Vec<FormChange>)> {
    let told_by = |words: &[Word]| words.iter().map(|word| word.same.clone()).collect::<Vec<_>>();
    let (old_words, new_words) = (told_by(old), told_by(new));
    if old_words == new_words {
        return None;
    }
    let ops = whole_if_rewritten(
        capture_diff_slices(Algorithm::Patience, &old_words, &new_words),
        old.len(),
        new.len(),
    );
    let mut pieces = Vec::new();
    let mut forms = Vec::new();
    // The forms of consecutive changes replace each other in order.
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for op in ops {
        let (old_range, new_range) = (op.old_range(), op.new_range());
        let (starts_old, starts_new) = (old_range.start == 0, new_range.start == 0);
        let removed = old.get(old_range).unwrap_or_default();
        let added = new.get(new_range).unwrap_or_default();
        if let DiffOp::Equal { .. } = op {
            forms.extend(paired(&mut gone, &mut come));
            push(&mut pieces, Piece::Same(joined(added, starts_new)));
            continue;
        }
        gone.extend(removed.iter().filter(|word| word.form.is_some()));
        come.extend(added.iter().filter(|word| word.form.is_some()));
        push(&mut pieces, Piece::Removed(joined(removed, starts_old)));
        push(&mut pieces, Piece::Added(joined(added, starts_new)));
    }
    forms.extend(paired(&mut gone, &mut come));
    Some((pieces, forms))
}

/// If hardly any word stayed, those that did are a coincidence, and the texts are shown one after
/// the other.
fn whole_if_rewritten(ops: Vec<DiffOp>, old: usize, new: usize) -> Vec<DiffOp> {
    const MOST: usize = 4;
    let same: usize =
        ops.iter().map(|op| if let DiffOp::Equal { len, .. } = op { *len } else { 0 }).sum();
    if old > 0 && new > 0 && same * MOST < old.max(new) {
        return vec![DiffOp::Replace { old_index: 0, old_len: old, new_index: 0, new_len: new }];
    }
    ops
}

fn paired<'a>(gone: &mut Vec<&'a Word>, come: &mut Vec<&'a Word>) -> Vec<FormChange> {
    let pairs = gone.iter().zip(come.iter()).filter(|(from, to)| from.form != to.form);
    let changes = pairs
        .map(|(from, to)| FormChange {
            from: from.shown.clone(),
            to: to.shown.clone(),
            force: from.form.zip(to.form).and_then(|(from, to)| force(from, to)),
        })
        .collect();
    gone.clear();
    come.clear();
    changes
}

fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    let (Piece::Same(text) | Piece::Removed(text) | Piece::Added(text)) = &piece;
    if !text.is_empty() {
        pieces.push(piece);
    }
}

/// Joins words with what precedes each. `starts` means that the first word begins a text, which
/// nothing precedes.
fn joined(words: &[Word], starts: bool) -> String {
    let mut text = String::new();
    for (index, word) in words.iter().enumerate() {
        text.push_str(match word.gap {
            _ if starts && index == 0 => "",
            Gap::None => "",
            Gap::Blank => " ",
            Gap::Line => "\n",
        });
        text.push_str(&word.shown);
    }
    text
}

#[cfg(test)]
mod tests {
    use annexa_syntax::{Document, Keyword};

    use super::{FormChange, Piece, compare};
    use crate::{
        Force,
        words::{Word, words},
    };

    fn of(text: &str) -> Vec<Word> {
        let document =
            Document::new(&format!("refine 27001 4.1 {{\n  text \"\"\"{text}\"\"\"\n}}\n"));
        let (_, item) = document.items().last().unwrap();
        words(item.declarations()[0].text(Keyword::Text).unwrap(), &|index| {
            (index.to_string(), format!("reference {index}"))
        })
    }

    /// Returns the changes in one line, and the forms.
    fn changes(old: &str, new: &str) -> (String, Vec<FormChange>) {
        let Some((pieces, forms)) = compare(&of(old), &of(new)) else {
            return (String::new(), Vec::new());
        };
        let shown = pieces.iter().map(|piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Removed(text) => format!("[-{text}-]"),
            Piece::Added(text) => format!("{{+{text}+}}"),
        });
        (shown.collect::<String>().trim().to_owned(), forms)
    }

    fn form(from: &str, to: &str, force: Option<Force>) -> FormChange {
        FormChange { from: from.to_owned(), to: to.to_owned(), force }
    }

    #[test]
    fn the_words_that_changed() {
        assert_eq!(changes("It shall run.", "It  shall\nrun."), (String::new(), Vec::new()));
        let (shown, forms) = changes(
            "The operator should not keep old keys in a safe.",
            "The operator shall keep new keys in a safe, always.",
        );
        assert_eq!(
            shown,
            "The operator[- should not-]{+ shall+} keep[- old-]{+ new+} keys in a[- safe.-]{+ safe, always.+}"
        );
        assert_eq!(forms, [form("should not", "shall", Some(Force::Reversed))]);
    }

    #[test]
    fn forms_that_come_with_new_words_take_no_ones_place() {
        let (_, forms) = changes("It should run.", "It should run. It shall also stop.");
        assert_eq!(forms, []);
        let (_, forms) = changes(
            "It should always run, and then the meter and the clock are read.",
            "It always runs, and then the meter and the clock shall be read.",
        );
        assert_eq!(forms, []);
        let (_, forms) =
            changes("It should run and it may stop here.", "It shall run and it can stop here.");
        assert_eq!(
            forms,
            [
                form("should", "shall", Some(Force::Strengthened)),
                form("may", "can", Some(Force::Weakened))
            ]
        );
    }

    #[test]
    fn a_text_that_is_rewritten_is_shown_as_a_whole() {
        let (shown, forms) = changes(
            "Keys should be kept in a safe of the owner.",
            "Every day the operator shall look a meter up.",
        );
        assert!(shown.starts_with("[-") && shown.matches("[-").count() == 1, "{shown}");
        assert_eq!(forms, [form("should", "shall", Some(Force::Strengthened))]);
    }

    #[test]
    fn lists_references_and_notes_have_their_words() {
        let (shown, _) = changes(
            "It shall, see {27002 5.1}:\n\n    a) run;\n    b) stop.\n\n    NOTE 1 It hums.",
            "It shall, see {27002 5.2}:\n\n    a) run;\n    b) halt.\n\n    NOTE 1 It hums.",
        );
        assert_eq!(
            shown,
            "It shall, see {reference 0}:\na) run;\nb)[- stop.-]{+ halt.+}\nNOTE 1 It hums."
        );
    }
}
