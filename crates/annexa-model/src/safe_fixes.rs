//! Applies fixes: all safe ones of some files in rounds, or one that the author chose.

use std::collections::BTreeMap;

use annexa_syntax::{Document, TextRange, TextSize, is_invisible, with_line_ends};

use crate::{Analysis, Applicability, Diagnostic, FileId, Fix, Project, rules::Rule};

/// More rounds indicate that fixes undo each other.
const ROUNDS: usize = 20;

/// A project after its safe fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The resulting project; its files keep their IDs.
    pub analysis: Analysis,
    /// The changes, by round, file and position.
    pub changes: Vec<SafeChange>,
}

/// A change made by a safe fix.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SafeChange {
    /// The rule that offered the fix.
    pub rule: &'static Rule,
    /// The changed file.
    pub file: FileId,
    /// The changed line, counted from 0. Safe fixes do not change the number of lines.
    pub line: usize,
    /// The words before the change, with invisible characters written as `<U+00AD>`.
    pub was: String,
    /// The words after the change.
    pub now: String,
}

/// Applies all safe fixes of some files, repeatedly until none is left. A fix that overlaps another
/// one waits for the next round and is applied then if it is still needed. The order of the
/// findings does not matter.
pub fn apply_safe_fixes(analysis: &Analysis, files: &[FileId]) -> Fixed {
    let mut fixed = Fixed { analysis: analysis.clone(), changes: Vec::new() };
    for _ in 0..ROUNDS {
        let findings = files.iter().flat_map(|file| fixed.analysis.findings(*file));
        let round = Round::of(fixed.analysis.project(), findings);
        if round.edits.is_empty() {
            break;
        }
        fixed.changes.extend(round.changes());
        fixed.analysis = round.applied(&fixed.analysis);
    }
    fixed
}

/// Applies one fix, which the author chose.
pub fn apply_fix(analysis: &Analysis, fix: &Fix) -> Analysis {
    let mut round = Round { project: analysis.project(), edits: BTreeMap::new() };
    round.take(None, fix);
    round.applied(analysis)
}

/// Fixes that are applied together.
struct Round<'a> {
    project: &'a Project,
    /// The edits by file and start; they do not overlap.
    edits: BTreeMap<FileId, BTreeMap<TextSize, Replacement<'a>>>,
}

#[derive(Clone, Copy)]
struct Replacement<'a> {
    range: TextRange,
    new: &'a str,
    /// The rule, for a safe fix.
    rule: Option<&'static Rule>,
}

impl<'a> Round<'a> {
    fn of(project: &'a Project, findings: impl Iterator<Item = &'a Diagnostic>) -> Self {
        let mut fixes: Vec<_> = findings.filter_map(|it| Some((it, safe_fix(it)?))).collect();
        fixes.sort_by_key(|(finding, _)| (finding.location, finding.code()));
        let mut round = Round { project, edits: BTreeMap::new() };
        for (finding, fix) in fixes {
            round.take(Some(finding.rule), fix);
        }
        round
    }

    /// Accepts a fix as a whole, or rejects it if it overlaps an accepted one.
    fn take(&mut self, rule: Option<&'static Rule>, fix: &'a Fix) {
        let edits = fix.edits.iter().map(|edit| {
            let range = self.project.range(edit.location);
            (edit.location.file, Replacement { range, new: edit.new.as_str(), rule })
        });
        let edits: Vec<_> = edits.collect();
        let is_free = |(file, it): &(FileId, Replacement<'_>)| {
            matches!(file, FileId::Project(_))
                && !self.edits.get(file).is_some_and(|taken| overlaps(taken, it.range))
        };
        if !edits.iter().all(is_free) {
            return;
        }
        for (file, replacement) in edits {
            self.edits.entry(file).or_default().insert(replacement.range.start(), replacement);
        }
    }

    fn changes(&self) -> Vec<SafeChange> {
        let mut changes = Vec::new();
        for (&file, edits) in &self.edits {
            let Some(document) = self.project.document(file) else { continue };
            let text = document.text().to_string();
            let lines = line_starts(&text);
            for edit in edits.values() {
                let Some(rule) = edit.rule else { continue };
                let line = lines.partition_point(|start| *start <= edit.range.start().into()) - 1;
                let (was, now) = words(&text, edit);
                changes.push(SafeChange { rule, file, line, was, now });
            }
        }
        changes
    }

    fn applied(&self, analysis: &Analysis) -> Analysis {
        let mut after = analysis.clone();
        for (&file, edits) in &self.edits {
            let Some(document) = self.project.document(file) else { continue };
            after = after.edited(file, replaced(document, edits));
        }
        after
    }
}

fn safe_fix(finding: &Diagnostic) -> Option<&Fix> {
    let is_safe = |fix: &&Fix| fix.applicability == Applicability::Safe && !fix.edits.is_empty();
    finding.fixes.iter().find(is_safe)
}

/// Whether a range shares bytes with an accepted one, or touches an insertion, so that their order
/// would be undefined.
fn overlaps(taken: &BTreeMap<TextSize, Replacement<'_>>, range: TextRange) -> bool {
    let before = taken.range(..=range.start()).next_back();
    let behind = taken.range(range.start()..).next();
    before.into_iter().chain(behind).any(|(_, other)| {
        let shared = other.range.intersect(range);
        shared
            .is_some_and(|shared| !shared.is_empty() || range.is_empty() || other.range.is_empty())
    })
}

/// Returns a document after edits, which are sorted and do not overlap. Its text is copied once,
/// however many edits there are.
fn replaced(document: &Document, edits: &BTreeMap<TextSize, Replacement<'_>>) -> Document {
    let text = document.text().to_string();
    let mut new = String::with_capacity(text.len());
    let mut end = 0;
    for edit in edits.values() {
        new.push_str(text.get(end..edit.range.start().into()).unwrap_or_default());
        new.push_str(&with_line_ends(edit.new, document));
        end = edit.range.end().into();
    }
    new.push_str(text.get(end..).unwrap_or_default());
    Document::new(&new)
}

/// Returns the offsets at which lines begin. They are computed once, because one long line can
/// contain many edits.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let is_end = |at: usize| match bytes.get(at) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    std::iter::once(0).chain((0..bytes.len()).filter(|at| is_end(*at)).map(|at| at + 1)).collect()
}

/// Returns the words that an edit changes, before and after it.
fn words(text: &str, edit: &Replacement<'_>) -> (String, String) {
    /// The maximal number of characters shown on either side.
    const AROUND: usize = 30;
    let (before, rest) = text.split_at_checked(edit.range.start().into()).unwrap_or_default();
    let (was, behind) = rest.split_at_checked(edit.range.len().into()).unwrap_or_default();
    let is_end = |character: char| character.is_whitespace() || character == '"';
    let is_word = |character: &char| !is_end(*character);
    let length = |characters: &mut dyn Iterator<Item = char>| -> usize {
        characters.take(AROUND).take_while(is_word).map(char::len_utf8).sum()
    };
    let before = &before[before.len() - length(&mut before.chars().rev())..];
    let behind = &behind[..length(&mut behind.chars())];
    let shown = |middle: &str| format!("{}{}{}", visible(before), visible(middle), visible(behind));
    (shown(was), shown(edit.new))
}

/// Returns a text with invisible characters written out.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match is_invisible(character) || character.is_control() {
            true => shown.push_str(&format!("<U+{:04X}>", u32::from(character))),
            false => shown.push(character),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{Fixed, Round, apply_fix};
    use crate::testing::{HEAD, found, project};
    use crate::{Analysis, Applicability, Diagnostic, FileId, Project};

    const FILE: FileId = FileId::Project(0);

    fn apply(project: &Project) -> Fixed {
        let files: Vec<_> = project.file_ids().collect();
        super::apply_safe_fixes(&Analysis::of(project.clone()), &files)
    }

    fn text(analysis: &Analysis, file: u32) -> String {
        analysis.project().document(FileId::Project(file)).unwrap().text().to_string()
    }

    /// Returns declarations behind the usual head after all safe fixes.
    fn fixed(declarations: &str) -> String {
        let fixed = apply(&project(&[("a.annexa", &format!("{HEAD}{declarations}"))]));
        let text = text(&fixed.analysis, 0);
        assert_eq!(apply(fixed.analysis.project()).changes, [], "{text}");
        text.strip_prefix(HEAD).unwrap_or(&text).to_owned()
    }

    /// Returns the changes in the form `CODE line was → now`.
    fn changes(declarations: &str) -> Vec<String> {
        let fixed = apply(&project(&[("a.annexa", &format!("{HEAD}{declarations}"))]));
        let first = HEAD.lines().count();
        let changes = fixed.changes.iter();
        changes
            .map(|it| format!("{} {} {} → {}", it.rule.code, it.line - first, it.was, it.now))
            .collect()
    }

    #[test]
    fn choices_are_left_alone() {
        let choices = "add guidance to 27002 5.99 for opertor {\n  txet \"\"\"It shall be so.\"\"\"\n}\n\nadd control SMX.8.39 \"x\" to 27002 8 {\n  control \"It must be.\"\n}\n";
        assert_eq!(fixed(choices), choices);
    }

    /// Each of these findings has several fixes or none; only the author knows which one is right.
    #[test]
    fn no_fix_guesses_what_the_author_means() {
        let interpret = |text: &str| format!("interpret 27001 7.5.3 {{\n  text \"{text}\"\n}}\n");
        let control = |label: &str, title: &str| {
            format!(
                "add control {label} \"{title}\" to 27002 5 {{\n  control \"Pumps should be kept.\"\n}}\n"
            )
        };
        let withdrawn = "// SMX.5.38 was withdrawn; its number is not used again\n";
        for (declarations, code) in [
            (control("SMX.5.38", "Use of cloud services by pumping stations"), "C606"),
            (control("SMX.5.38", "Pumps"), "S005"),
            (format!("{withdrawn}{}", control("SMX.5.39", "Pumps")), "R112"),
            ("retain 27002 5.99 {\n  reason \"No sector need.\"\n}\n".to_owned(), "R102"),
            ("add guidance to 27002 5.99 {\n  text \"They should.\"\n}\n".to_owned(), "R102"),
            (interpret("See {27002 7.99}."), "R102"),
            (interpret("See {27001 5.7}."), "R102"),
            ("refine 27001 7.5.3 {\n  text \"They shall be kept.\"\n}\n".to_owned(), "Q507"),
            (interpret("They shall be kept."), "Q504"),
            (interpret("They must be kept."), "D204"),
        ] {
            let project = project(&[("a.annexa", &format!("{HEAD}{declarations}"))]);
            let found = found(&project);
            assert!(found.iter().any(|it| it.starts_with(code)), "{declarations}: {found:?}");
            assert_eq!(fixed(&declarations), declarations);
        }
        // A declaration above the head of its file, which is moved only on request.
        let term = "term \"lock\" {\n  definition \"device\"\n}\n";
        let fixed = apply(&project(&[("a.annexa", &format!("{term}{HEAD}"))]));
        assert_eq!(text(&fixed.analysis, 0), format!("{term}{HEAD}"));
    }

    #[test]
    fn each_change_shows_its_words() {
        let text = "term “lock” {\n  definition \"\"\"the de\u{AD}vice\u{200B} \u{200B}\"\"\"\n}\n";
        assert_eq!(fixed(text), "term \"lock\" {\n  definition \"\"\"device \"\"\"\n}\n");
        assert_eq!(
            changes(text),
            [
                "S009 0 “lock” → \"lock\"",
                "D206 1 the de<U+00AD>vice<U+200B> → de<U+00AD>vice<U+200B>",
                "S003 1 de<U+00AD>vice<U+200B> → device<U+200B>",
                "S003 1 de<U+00AD>vice<U+200B> → de<U+00AD>vice",
                "S003 1 <U+200B> → ",
            ]
        );
    }

    #[test]
    fn a_value_is_safe_where_only_its_case_differs() {
        let control = |kind: &str, concepts: &str| {
            format!(
                "add control SMX.5.38 \"x\" to 27002 5 {{\n  type {kind}\n  concepts {concepts}\n}}\n"
            )
        };
        let after = fixed(&control("Preventive", "PROTECT, detekt"));
        assert_eq!(after, control("preventive", "protect, detekt"));
    }

    #[test]
    fn quotation_marks_are_straightened_where_each_has_its_place() {
        let term = |text: &str| format!("term \"lock\" {{\n  definition {text}\n}}\n");
        for (typographic, straight) in [
            ("“device”", "\"device\""),
            ("„device“", "\"device\""),
            ("„device\"", "\"device\""),
            ("“““device”””", "\"\"\"device\"\"\""),
            ("“““\n    device\n  ”””", "\"\"\"\n    device\n  \"\"\""),
            ("“device\\”", "\"device\\\\\""),
        ] {
            assert_eq!(fixed(&term(typographic)), term(straight));
        }
        // Only the author knows where these end.
        for unclosed in ["“device", "“““device", "“““device\""] {
            assert_eq!(fixed(&term(unclosed)), term(unclosed));
        }
    }

    #[test]
    fn an_article_is_kept_where_it_is_no_article() {
        for kept in ["A/B testing", "a", "the", "A. Volta's cell", "an-1 gateway"] {
            let term = format!("term \"lock\" {{\n  definition \"{kept}\"\n}}\n");
            assert_eq!(fixed(&term), term);
        }
    }

    #[test]
    fn what_a_fix_brings_to_light_is_fixed_too() {
        let hidden = "term \"lock\" {\n  definition \"\"\"\u{200B}a device\"\"\"\n}\n\nterm \"key\" {\n  definition “the \u{AD}thing”\n}\n";
        let seen = "term \"lock\" {\n  definition \"\"\"device\"\"\"\n}\n\nterm \"key\" {\n  definition \"thing\"\n}\n";
        assert_eq!(fixed(hidden), seen);
    }

    #[test]
    fn the_order_of_findings_does_not_matter() {
        let text =
            format!("{HEAD}term “a\u{AD}b” {{\n  definition “the \u{AD}thing\u{AD}\u{AD}”\n}}\n");
        let analysis = Analysis::of(project(&[("a.annexa", &text)]));
        let mut findings: Vec<&Diagnostic> = analysis.findings(FILE);
        let after = |findings: &[&Diagnostic]| {
            let round = Round::of(analysis.project(), findings.iter().copied());
            super::tests::text(&round.applied(&analysis), 0)
        };
        let first = after(&findings);
        for _ in 0..findings.len() {
            findings.rotate_left(1);
            assert_eq!(after(&findings), first);
            findings.reverse();
            assert_eq!(after(&findings), first);
        }
    }

    #[test]
    fn line_ends_stay_those_of_the_file() {
        let before = format!("{HEAD}term “lock” {{\n  definition \"the thing\"\n}}\n");
        let before = before.replace('\n', "\r\n");
        let fixed = apply(&project(&[("a.annexa", &before)]));
        let after = before.replace(['“', '”'], "\"").replace("the thing", "thing");
        assert_eq!(text(&fixed.analysis, 0), after);
        // A choice that inserts lines.
        let before = format!("{HEAD}\nmodify control 27002 5.1 {{\n}}\n").replace('\n', "\r\n");
        let analysis = Analysis::of(project(&[("a.annexa", &before)]));
        let missing = analysis.findings(FILE).into_iter().find(|it| it.code() == "S005").unwrap();
        let inserted = "{\r\n  addition \"\"\"\"\"\"\r\n  reason \"\"\"\"\"\"\r\n}";
        let after = before.replace("{\r\n}", inserted);
        assert_eq!(text(&apply_fix(&analysis, &missing.fixes[0]), 0), after);
    }

    #[test]
    fn a_chosen_fix_reaches_every_file() {
        let inline = HEAD.replace("  audience operator", "  numbering annex\n  audience operator");
        let added = "add clause SMX.15 \"x\" to 27001\n";
        let cites = "part of SMX\n\ninterpret 27001 7.2 {\n  text \"See {SMX.15}.\"\n}\n";
        let files = [("a.annexa", format!("{inline}\n{added}")), ("b.annexa", cites.to_owned())];
        let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
        let analysis = Analysis::of(project(&files));
        let gap = analysis.findings(FILE).into_iter().find(|it| it.code() == "R112").unwrap();
        assert_eq!(gap.fixes[0].applicability, Applicability::Choice);
        let after = apply_fix(&analysis, &gap.fixes[0]);
        assert!(text(&after, 0).contains("SMX.11"), "{}", text(&after, 0));
        assert!(text(&after, 1).contains("{SMX.11}"), "{}", text(&after, 1));
        assert!(!found(after.project()).iter().any(|it| it.starts_with("R112")));
    }
}
