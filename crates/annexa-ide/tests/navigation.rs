//! Navigation holds together whatever the text is, and what is renamed in the examples means the same
//! afterwards.

use std::ops::Range;

use annexa_ide::{
    Target, call_hierarchy, declaration, definition, document_highlights, implementation,
    incoming_calls, linked_editing, moniker, outgoing_calls, prepare_rename, references, rename,
    subtypes, supertypes, type_definition, type_hierarchy,
};
use annexa_model::{FileId, Project, Settings, Symbol, check};
use annexa_syntax::{Document, TextRange, TextSize};

const EXAMPLES: [&str; 5] = [
    include_str!("../../../examples/energy/energy.annexa"),
    include_str!("../../../examples/company/profile.annexa"),
    include_str!("../../../examples/cloud/cloud.annexa"),
    include_str!("../../annexa-base/catalogues/iso-iec-27001-2022.annexa"),
    include_str!("../../annexa-base/catalogues/iso-iec-27001-2013-2022.annexa"),
];

/// Bytes between two cuts, and between two places that are asked about: no divisors of anything.
const STEPS: [usize; 2] = [2_017, 37];

fn parsed(text: &str) -> Project {
    Project::new([("a.annexa".to_owned(), Document::new(text))], Settings::default())
}

#[test]
fn nothing_panics_and_every_jump_lands() {
    for example in EXAMPLES {
        look_at(example);
        for cut in (0..example.len()).step_by(STEPS[0]).filter(|at| example.is_char_boundary(*at)) {
            let (before, after) = example.split_at(cut);
            look_at(after);
            look_at(&format!("{before}{{{before}"));
        }
    }
}

fn look_at(text: &str) {
    let project = parsed(text);
    let file = FileId::Project(0);
    for offset in (0..text.len() + 100).step_by(STEPS[1]).chain([u32::MAX as usize]) {
        let offset = TextSize::new(offset as u32);
        for feature in [definition, declaration, type_definition, implementation] {
            let Some(jump) = feature(&project, file, offset) else { continue };
            assert!(jump.origin.contains_inclusive(offset));
            jump.targets.iter().for_each(|target| look_at_target(&project, target));
        }
        if let Some(jump) = definition(&project, file, offset) {
            // Who is there has arrived.
            let first = jump.targets[0];
            let again = definition(&project, first.file, first.focus.start());
            assert_eq!(again.map(|again| again.targets[0]), Some(first));
            let found = references(&project, file, offset, true, &|| false);
            assert!(found.windows(2).all(|two| {
                (two[0].file, two[0].range.start()) <= (two[1].file, two[1].range.start())
            }));
        }
        let highlights = document_highlights(&project, file, offset);
        highlights.iter().for_each(|it| assert!(!covered(&project, file, it.range).is_empty()));
        let _ = moniker(&project, file, offset);
        let item = call_hierarchy(&project, file, offset);
        assert_eq!(item, type_hierarchy(&project, file, offset));
        if let Some(item) = item {
            look_at_target(&project, &item.target);
            let (file, offset) = (item.target.file, item.target.focus.start());
            for call in incoming_calls(&project, file, offset, &|| false) {
                look_at_target(&project, &call.item.target);
            }
            for call in outgoing_calls(&project, file, offset) {
                look_at_target(&project, &call.item.target);
                call.ranges
                    .iter()
                    .for_each(|range| assert!(!covered(&project, file, *range).is_empty()));
            }
            for above in supertypes(&project, file, offset) {
                let (file, offset) = (above.target.file, above.target.focus.start());
                let below = subtypes(&project, file, offset);
                assert!(
                    below.iter().any(|below| below.target == item.target),
                    "{item:?}, {above:?}"
                );
            }
        }
        if let Some(ranges) = linked_editing(&project, file, offset) {
            let name = covered(&project, file, ranges[0]);
            ranges.iter().for_each(|range| assert_eq!(covered(&project, file, *range), name));
        }
        if let Ok(Some(found)) = prepare_rename(&project, file, offset) {
            assert!(
                found.range.contains_inclusive(offset)
                    || !covered(&project, file, found.range).is_empty()
            );
        }
    }
}

fn covered(project: &Project, file: FileId, range: TextRange) -> String {
    let text = project.document(file).expect("it is there").text().to_string();
    text.get(Range::<usize>::from(range)).expect("a range of whole characters").to_owned()
}

fn look_at_target(project: &Project, target: &Target) {
    assert!(target.full.contains_range(target.focus));
    let end = project.document(target.file).expect("it is there").len();
    assert!(usize::from(target.full.end()) <= end);
}

/// The rules that fire, and how often the things of the project are used. A gap in the numbers, or a label
/// that does not fit the clause above it, is what the author asked for.
fn meaning(project: &Project) -> (Vec<&'static str>, Vec<usize>) {
    let report = check(project);
    let codes = report.diagnostics.iter().map(|it| it.code());
    let codes = codes.filter(|it| !["R112", "R115"].contains(it)).collect();
    let mut uses = Vec::new();
    for standard in project.standards() {
        let count = |symbol| project.uses(symbol).len();
        let id = standard.id;
        uses.extend(standard.terms().map(|it| count(Symbol::Term(id, it.declaration))));
        uses.extend((0..standard.audiences.len() as u32).map(|it| count(Symbol::Audience(id, it))));
        uses.extend(standard.bases_with_ids().map(|(it, _)| count(Symbol::Base(id, it))));
        let added = standard.added_in_order();
        uses.extend(added.map(|it| count(Symbol::Added(id, it.declaration))));
    }
    uses.sort_unstable();
    (codes, uses)
}

#[test]
fn what_is_renamed_in_the_examples_means_the_same() {
    let mut renamed = 0;
    for example in &EXAMPLES[..3] {
        let project = parsed(example);
        let file = FileId::Project(0);
        let before = meaning(&project);
        let mut names: Vec<String> = Vec::new();
        for offset in (0..example.len()).step_by(5) {
            let offset = TextSize::new(offset as u32);
            let Ok(Some(found)) = prepare_rename(&project, file, offset) else { continue };
            if names.contains(&found.name) {
                continue;
            }
            let new = match found.name.rsplit_once('.') {
                Some((above, _)) => format!("{above}.999"),
                None if found.name.chars().all(|it| it.is_ascii_uppercase()) => "QQQ".to_owned(),
                None => "qqq".to_owned(),
            };
            let edits = match rename(&project, file, offset, &new, &|| false) {
                Ok(edits) => edits,
                // An alias before `for` in a head could not be read any more, and what is published keeps
                // its prefix.
                Err(why) => {
                    let is_right = why.contains("no longer be read") || why.contains("is no draft");
                    assert!(is_right, "{} to {new}: {why}", found.name);
                    continue;
                }
            };
            let mut text = (*example).to_owned();
            let mut edits: Vec<_> =
                edits.iter().map(|edit| (project.range(edit.location), &edit.new)).collect();
            edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start()));
            for (range, new) in edits {
                text.replace_range(Range::<usize>::from(range), new);
            }
            assert_eq!(meaning(&parsed(&text)), before, "{} to {new}", found.name);
            names.push(found.name);
            renamed += 1;
        }
    }
    assert!(renamed > 40, "{renamed}");
}
