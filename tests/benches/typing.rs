//! Edits as authors make them: the text, the model and the findings after each. Edits of one declaration
//! are compared with a letter of prose in the same run, in rounds, so that a busy machine slows all alike.

#![expect(clippy::print_stdout, reason = "it prints a table")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use annexa_model::{Analysis, FileId, Settings};
use annexa_syntax::Document;
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};

/// Edits of each kind at each size.
const ROUNDS: usize = 200;
/// Rounds of an edit that touches many declarations.
const FEW_ROUNDS: usize = 9;
/// An edit of one declaration costs at most so many letters of prose: at the median, at the 99th percentile.
const AIM: (f64, f64) = (4.0, 10.0);

/// The letters of a declaration that is typed.
const TYPED: &str =
    "\nterm \"new device\" {\n  definition \"\"\"device that is new\"\"\"\n  source \"x\"\n}\n";

/// A project that is being edited.
struct Editor {
    analysis: Analysis,
    random: SmallRng,
    times: BTreeMap<&'static str, Vec<Duration>>,
}

/// A part of a file that is replaced.
struct Edit {
    file: usize,
    at: usize,
    was: usize,
    new: String,
}

impl Editor {
    fn new(files: Vec<(String, String)>) -> Editor {
        let files = files.into_iter().map(|(name, text)| (name, Document::new(&text)));
        let analysis = Analysis::new(files, Settings::default());
        // An editor's documents have had their ropes made by their first edits.
        for file in analysis.project().files() {
            file.document.text();
        }
        Editor { analysis, random: SmallRng::seed_from_u64(20), times: BTreeMap::new() }
    }

    fn text(&self, file: usize) -> String {
        self.analysis.project().files()[file].document.text().to_string()
    }

    /// A random place where `what` stands, in a random file.
    fn find(&mut self, what: &str) -> (usize, usize) {
        loop {
            let file = self.random.random_range(0..self.analysis.project().files().len());
            let text = self.text(file);
            let from = self.random.random_range(0..text.len());
            let from = (from..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or_default();
            if let Some(at) = text[from..].find(what).or_else(|| text[..from].rfind(what)) {
                return (file, if text[from..].contains(what) { from + at } else { at });
            }
        }
    }

    /// Makes one edit, and takes the time until its findings are known.
    fn edit(&mut self, kind: &'static str, edit: &Edit) -> Duration {
        let id = FileId::Project(edit.file as u32);
        let mut document = self.analysis.project().files()[edit.file].document.clone();
        let start = Instant::now();
        document.edit(edit.at..edit.at + edit.was, &edit.new);
        let after = self.analysis.edited(id, document);
        let changed = after.changed_since(&self.analysis);
        let found: usize = changed.iter().map(|file| after.findings(*file).len()).sum();
        let time = start.elapsed();
        std::hint::black_box(found);
        self.times.entry(kind).or_default().push(time);
        let before = std::mem::replace(&mut self.analysis, after);
        // What is let go is let go on another thread in the server.
        drop(before);
        time
    }

    /// An edit, and its undoing.
    fn there_and_back(&mut self, kind: &'static str, edit: Edit) {
        let was = self.text(edit.file)[edit.at..edit.at + edit.was].to_owned();
        self.edit(kind, &edit);
        self.edit(kind, &Edit { was: edit.new.len(), new: was, ..edit });
    }

    /// Replaces the first character behind `what`, and puts it back.
    fn replace_behind(&mut self, kind: &'static str, what: &str, new: &str) {
        let (file, at) = self.find(what);
        self.there_and_back(kind, Edit { file, at: at + what.len(), was: 1, new: new.to_owned() });
    }

    /// Writes something behind `what`, and takes it out again.
    fn insert_behind(&mut self, kind: &'static str, what: &str, new: &str) {
        let (file, at) = self.find(what);
        self.there_and_back(kind, Edit { file, at: at + what.len(), was: 0, new: new.to_owned() });
    }

    fn in_head(&mut self, kind: &'static str, what: &str, new: &str) {
        let at = self.text(0).find(what).expect("the head has it") + what.len();
        self.there_and_back(kind, Edit { file: 0, at, was: 0, new: new.to_owned() });
    }

    /// The block of a declaration from its head to the next blank line.
    fn block(&mut self, head: &str) -> Edit {
        let (file, at) = self.find(head);
        let text = self.text(file);
        let was = text[at..].find("\n}\n").expect("it ends") + 3;
        Edit { file, at, was, new: String::new() }
    }

    fn of_one(&mut self) {
        self.insert_behind("letter of prose", "    Keys should be", "x");
        self.insert_behind("title of a control", "\"Custody of the keys", "x");
        self.insert_behind("name of a term", "\nterm \"sample device", "x");
        self.replace_behind("label", "\nadd control SMP.8.", "9");
        self.in_head("scope", "\"\"\"This document gives guidance", "x");
        self.replace_behind("citation", "    See also {27002 8.2", "5");
        self.replace_behind("target", "\" to 27002 ", "9");
        self.replace_behind("list mark", "key;\n    ", "c");
        let deleted = self.block("\nadd control ");
        self.there_and_back("declaration deleted, put back", deleted);
        let (file, at) = self.find("\nterm \"");
        let new = "\nterm \"another\" {\n  definition \"other thing\"\n}\n".to_owned();
        self.there_and_back("declaration inserted, taken out", Edit { file, at, was: 0, new });
    }

    fn typed(&mut self) {
        let (file, mut at) = self.find("\nterm \"");
        let start = at;
        for letter in TYPED.chars() {
            self.edit("declaration typed", &Edit { file, at, was: 0, new: letter.to_string() });
            at += letter.len_utf8();
        }
        self.edit("", &Edit { file, at: start, was: at - start, new: String::new() });
    }

    fn of_many(&mut self) {
        let (file, at) = self.find("\n// Sample ");
        let pasted: String = (0..40)
            .map(|at| {
                format!(
                    "\nterm \"pasted {at}\" {{\n  definition \"pasted thing\"\n  source \"x\"\n}}\n"
                )
            })
            .collect();
        assert_eq!(pasted.lines().count(), 200);
        self.there_and_back(
            "200 lines pasted, undone (40 declarations)",
            Edit { file, at, was: 0, new: pasted },
        );
        // All in one message, as an editor sends them.
        let mut left = 500;
        let mut time = Duration::ZERO;
        for file in 0..self.analysis.project().files().len() {
            let text = self.text(file);
            let new = text.replacen("hardware security module", "protected module", left);
            let count = text.matches("hardware security module").count().min(left);
            if count == 0 {
                continue;
            }
            let edit = Edit { file, at: 0, was: text.len(), new };
            time += self.edit("", &edit);
            self.edit("", &Edit { file, at: 0, was: edit.new.len(), new: text });
            left -= count;
            if left == 0 {
                break;
            }
        }
        let name = "500 replacements";
        self.times.entry(name).or_default().push(time);
    }

    fn reported(&mut self) {
        self.in_head("base (reported)", "+ Amd 1:2024", " as isms");
        self.in_head("edition (reported)", "edition 2026", "1");
        self.in_head("audience (reported)", "numbering annex\n", "  audience field \"x\"\n");
    }
}

fn main() {
    let mut is_missed = false;
    for (size, declarations, files) in
        [("45 KB", 100, 1), ("1.4 MB", 3_000, 1), ("15 MB in 1,000 files", 32_000, 1_000)]
    {
        let mut editor = Editor::new(annexa_tests::project(declarations, files));
        for _ in 0..ROUNDS {
            editor.of_one();
        }
        for _ in 0..FEW_ROUNDS {
            editor.typed();
            editor.of_many();
            editor.reported();
        }
        println!("{size}");
        let letter = middle(&editor.times["letter of prose"], 0.5);
        for (kind, times) in editor.times.iter().filter(|(kind, _)| !kind.is_empty()) {
            let (median, late) = (middle(times, 0.5), middle(times, 0.99));
            let (times, late_times) = (median / letter, late / letter);
            println!(
                "  {kind:45} median {:8.1} µs ({times:5.1} letters), 99 % {:8.1} µs ({late_times:5.1})",
                median * 1e6,
                late * 1e6,
            );
            let is_of_one = !kind.contains("reported") && !kind.contains("00 ");
            is_missed |= is_of_one && (times > AIM.0 || late_times > AIM.1);
        }
    }
    if is_missed {
        println!("over the aim: {} letters at the median, {} at the 99th percentile", AIM.0, AIM.1);
    }
}

/// A percentile, in seconds.
fn middle(times: &[Duration], part: f64) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(((times.len() - 1) as f64 * part) as usize).map_or(0.0, Duration::as_secs_f64)
}
