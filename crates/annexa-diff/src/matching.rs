//! Matches the declarations of two versions and determines what happened to each.

use std::collections::{BTreeMap, BTreeSet};

use annexa_model::{Project, Standard};

use crate::{
    Change, ChangeKind, DifferingPart,
    alike::renumbered,
    entry::{DiffEntry, Renumbered, entries},
    pieces::compare,
    way::Way,
    words::{Word, words_of},
};

type Version<'a> = (&'a Project, &'a Standard);

/// Returns the difference in a standard.
pub(crate) fn changes(old: Option<Version<'_>>, new: Option<Version<'_>>) -> Vec<Change> {
    let ways = match (old, new) {
        (Some((_, old)), Some((project, new))) => Way::all(old, new, project),
        _ => Vec::new(),
    };
    let none = Renumbered::new();
    let read = |version: Option<Version<'_>>, ways, renumbered| {
        let read = |(project, standard)| entries(project, standard, ways, renumbered);
        version.map(read).unwrap_or_default()
    };
    let new = read(new, &[], &none);
    let mut before = read(old, &ways, &none);
    let renumbered = renumbered(&before, &new);
    if !renumbered.is_empty() {
        before = read(old, &ways, &renumbered);
    }
    groups(&before, &new).iter().filter_map(change).collect()
}

/// The declarations that belong together in both versions, usually one in each.
#[derive(Default)]
struct Group<'a> {
    old: Vec<&'a DiffEntry>,
    new: Vec<&'a DiffEntry>,
}

fn groups<'a>(old: &'a [DiffEntry], new: &'a [DiffEntry]) -> Vec<Group<'a>> {
    let mut by_identity: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, entry) in new.iter().enumerate() {
        for identity in &entry.identities {
            by_identity.entry(identity).or_default().push(index);
        }
    }
    let mut of_new: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); new.len()];
    let mut of_old: Vec<BTreeSet<usize>> = Vec::with_capacity(old.len());
    for (index, entry) in old.iter().enumerate() {
        let found = entry.identities.iter().filter_map(|it| by_identity.get(it.as_str()));
        let found: BTreeSet<usize> = found.flatten().copied().collect();
        for place in &found {
            if let Some(olds) = of_new.get_mut(*place) {
                olds.insert(index);
            }
        }
        of_old.push(found);
    }
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut groups = Vec::new();
    for start in 0..new.len() {
        if seen.contains(&start) {
            continue;
        }
        // Collects everything that is connected: merged and split declarations.
        let (mut news, mut olds) = (BTreeSet::new(), BTreeSet::new());
        let mut pending = vec![start];
        while let Some(index) = pending.pop() {
            if !news.insert(index) {
                continue;
            }
            for before in of_new.get(index).into_iter().flatten() {
                if olds.insert(*before) {
                    pending.extend(of_old.get(*before).into_iter().flatten());
                }
            }
        }
        seen.extend(&news);
        groups.push(Group {
            old: olds.iter().filter_map(|index| old.get(*index)).collect(),
            new: news.iter().filter_map(|index| new.get(*index)).collect(),
        });
    }
    let gone = old.iter().zip(&of_old).filter(|(_, found)| found.is_empty());
    groups.extend(gone.map(|(entry, _)| Group { old: vec![entry], new: Vec::new() }));
    groups
}

fn change(group: &Group<'_>) -> Option<Change> {
    let mut kinds = Vec::new();
    let mut parts = Vec::new();
    if group.old.is_empty() {
        kinds.push(ChangeKind::Added);
    } else if group.new.is_empty() {
        kinds.push(ChangeKind::Removed);
    } else {
        let all = |entries: &[&DiffEntry], of: fn(&DiffEntry) -> String| {
            entries.iter().map(|entry| of(entry)).collect::<BTreeSet<String>>()
        };
        let differs = |of: fn(&DiffEntry) -> String| all(&group.old, of) != all(&group.new, of);
        if differs(|entry| entry.side.label.clone().unwrap_or_default()) {
            kinds.push(ChangeKind::Renumbered);
        }
        if differs(|entry| entry.stands_at.clone()) {
            kinds.push(ChangeKind::Moved);
        }
        parts = changed_parts(group);
        if !parts.is_empty() {
            kinds.push(ChangeKind::Changed);
        }
    }
    let sides = |entries: &[&DiffEntry]| entries.iter().map(|entry| entry.side.clone()).collect();
    (!kinds.is_empty()).then(|| Change {
        kinds,
        old: sides(&group.old),
        new: sides(&group.new),
        parts,
    })
}

fn changed_parts(group: &Group<'_>) -> Vec<DifferingPart> {
    let (old, new) = (all_parts(&group.old), all_parts(&group.new));
    let mut names: Vec<&str> = new.iter().map(|(name, _)| name.as_str()).collect();
    for (name, _) in &old {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let words = |parts: &[(String, Vec<Word>)], name: &str| {
        parts
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, words)| words.clone())
            .unwrap_or_default()
    };
    names
        .into_iter()
        .filter_map(|name| {
            let (pieces, verbal_forms) = compare(&words(&old, name), &words(&new, name))?;
            Some(DifferingPart { name: name.to_owned(), pieces, verbal_forms })
        })
        .collect()
}

/// Returns the parts of one declaration, or of several as of one: their texts in sequence, without
/// repetitions.
fn all_parts(entries: &[&DiffEntry]) -> Vec<(String, Vec<Word>)> {
    let mut parts: Vec<(String, Vec<Word>)> = Vec::new();
    let mut before: Vec<&DiffEntry> = Vec::new();
    for entry in entries {
        if before.iter().any(|other| other.parts == entry.parts) {
            continue;
        }
        let kind = ("declaration".to_owned(), words_of(entry.kind.words()));
        for (name, words) in entry.parts.iter().chain([&kind]) {
            match parts.iter_mut().find(|(other, _)| other == name) {
                Some((_, all)) if name != "declaration" => all.extend(words.iter().cloned()),
                Some(_) => {}
                None => parts.push((name.clone(), words.clone())),
            }
        }
        before.push(entry);
    }
    parts
}
