//! Where several standards get into one another's way.

use std::collections::BTreeMap;

use annexa_model::term_key;
use annexa_syntax::{SmolStr, format_smolstr};

use super::{Member, changes};
use crate::types::{
    Addition, Change, ChangeKind, Conflict, ConflictKind, FindingLevel, Id, Numbering, Part, Party,
    SourcePlace,
};

/// What several standards say of one thing: by the thing, what each says and where.
type Said<'a, K> = BTreeMap<K, Vec<(&'a Member, String, &'a SourcePlace)>>;

/// All conflicts, the gravest first.
pub(super) fn conflicts(members: &[Member]) -> Vec<Conflict> {
    let mut conflicts = prefixes(members);
    conflicts.extend(editions(members));
    conflicts.extend(numbers(members));
    conflicts.extend(terms(members));
    conflicts.extend(changed(members));
    conflicts
}

fn parties(said: &[(&Member, String, &SourcePlace)]) -> Vec<Party> {
    let party = |(member, says, source): &(&Member, String, &SourcePlace)| Party {
        standard: member.prefix().to_owned(),
        says: says.clone(),
        source: member.place(source),
    };
    said.iter().map(party).collect()
}

/// Whether at least two standards speak.
fn are_several(said: &[(&Member, String, &SourcePlace)]) -> bool {
    said.iter().any(|(member, ..)| said.iter().any(|(other, ..)| !std::ptr::eq(*member, *other)))
}

/// Whether they do not all say the same.
fn differ(said: &[(&Member, String, &SourcePlace)]) -> bool {
    said.iter().any(|(_, says, _)| said.first().is_some_and(|(_, first, _)| first != says))
}

fn prefixes(members: &[Member]) -> Vec<Conflict> {
    let mut said: Said<'_, &str> = BTreeMap::new();
    for member in members {
        let standard = &member.document.standard;
        let says = format!("is “{}”", standard.title);
        said.entry(member.prefix()).or_default().push((member, says, &standard.source));
    }
    let taken = said.into_iter().filter(|(_, said)| are_several(said));
    let conflict = |(prefix, said): (&str, Vec<_>)| Conflict {
        kind: ConflictKind::PrefixTaken,
        level: FindingLevel::Error,
        subject: prefix.into(),
        message: format!(
            "{} standards have the prefix {prefix}, so that a label can name two things; give one of them \
             another prefix",
            said.len()
        ),
        parties: parties(&said),
    };
    taken.map(conflict).collect()
}

fn editions(members: &[Member]) -> Vec<Conflict> {
    let mut said: Said<'_, &str> = BTreeMap::new();
    for member in members {
        for base in &member.document.bases {
            let says = format!("rests on {}", base.designation);
            let source = &member.document.standard.source;
            said.entry(base.document.as_str()).or_default().push((member, says, source));
        }
    }
    let apart = said.into_iter().filter(|(_, said)| are_several(said) && differ(said));
    let conflict = |(document, said): (&str, Vec<_>)| Conflict {
        kind: ConflictKind::EditionsDiffer,
        level: FindingLevel::Warning,
        subject: document.into(),
        message: format!(
            "the standards rest on different editions of {document}, so that its controls are here more \
             than once; bring the older ones to the newer edition"
        ),
        parties: parties(&said),
    };
    apart.map(conflict).collect()
}

fn numbers(members: &[Member]) -> Vec<Conflict> {
    let mut said: Said<'_, (&str, &str)> = BTreeMap::new();
    for member in members {
        for added in &member.document.additions {
            if let Some(key) = printed(member, added) {
                let says = format!("prints {} for “{}”", added.number, added.title);
                said.entry(key).or_default().push((member, says, &added.source));
            }
        }
    }
    let collide = said.into_iter().filter(|(_, said)| are_several(said));
    let conflict = |((document, number), said): ((&str, &str), Vec<_>)| Conflict {
        kind: ConflictKind::NumberCollision,
        level: FindingLevel::Warning,
        subject: number.into(),
        message: format!(
            "{number} of {document} is a number of several standards; cite it with the prefix of the one \
             that is meant"
        ),
        parties: parties(&said),
    };
    collide.map(conflict).collect()
}

/// The document and the number that an addition takes in it. In an annex of its own it takes none.
fn printed<'a>(member: &'a Member, added: &'a Addition) -> Option<(&'a str, &'a str)> {
    let document = &member.document;
    let alias = added.base.as_ref()?;
    let base = document.bases.iter().find(|base| base.alias == *alias)?;
    let number = match (&added.as_item, document.standard.numbering) {
        (Some(_), _) => added.number.as_str(),
        (None, Numbering::Annex) => return None,
        (None, Numbering::Inline | Numbering::Plain) => added.label.split_once('.')?.1,
    };
    Some((&base.document, number))
}

fn terms(members: &[Member]) -> Vec<Conflict> {
    let mut said: Said<'_, String> = BTreeMap::new();
    for member in members {
        for term in &member.document.terms {
            let words: Vec<&str> = term.definition.plain.split_whitespace().collect();
            let says = format!("defines it as “{}”", words.join(" "));
            said.entry(term_key(&term.name).into_owned()).or_default().push((
                member,
                says,
                &term.source,
            ));
        }
    }
    let apart = said.into_iter().filter(|(_, said)| are_several(said) && differ(said));
    let conflict = |(term, said): (String, Vec<_>)| Conflict {
        kind: ConflictKind::TermDefinedDifferently,
        level: FindingLevel::Warning,
        message: format!("“{term}” is defined in different words; agree on one of the definitions"),
        subject: term.into(),
        parties: parties(&said),
    };
    apart.map(conflict).collect()
}

fn changed(members: &[Member]) -> Vec<Conflict> {
    /// What is done to a provision, and whether one of them names the provision itself.
    #[derive(Default)]
    struct Changed<'a> {
        said: Vec<(&'a Member, String, &'a SourcePlace)>,
        is_named: bool,
    }
    let mut by_provision: BTreeMap<&Id, Changed<'_>> = BTreeMap::new();
    for member in members {
        let changes = changes(member).filter(|(_, change, _)| change.kind != ChangeKind::Retention);
        for (target, change, names_it) in changes {
            let changed = by_provision.entry(target).or_default();
            changed.said.push((member, does(change), &change.source));
            changed.is_named |= names_it;
        }
    }
    let mut conflicts = Vec::new();
    for (id, reference) in references(members) {
        // What reaches a provision from a clause above is told there.
        let several = by_provision.remove(id).filter(|it| it.is_named && are_several(&it.said));
        if let Some(changed) = several {
            conflicts.push(Conflict {
                kind: ConflictKind::ChangedBySeveral,
                level: FindingLevel::Info,
                message: format!(
                    "{reference} is changed by several standards; all of it holds, so see that it agrees"
                ),
                subject: reference,
                parties: parties(&changed.said),
            });
        }
    }
    conflicts
}

/// The provisions in the order of the documents, as they are cited.
fn references(members: &[Member]) -> impl Iterator<Item = (&Id, SmolStr)> {
    members.iter().flat_map(|Member { document, .. }| {
        let of_bases = document
            .provisions
            .iter()
            .map(|it| (&it.id, format_smolstr!("{}, {}", it.document, it.label)));
        of_bases.chain(document.additions.iter().map(|it| (&it.id, it.reference.clone())))
    })
}

fn does(change: &Change) -> String {
    let part = match change.target.part {
        Some(Part::Text) | None => "text",
        Some(Part::Objective) => "objective",
        Some(Part::Control) => "control",
        Some(Part::Purpose) => "purpose",
        Some(Part::Guidance) => "guidance",
        Some(Part::Information) => "other information",
        Some(Part::Note) => "note",
    };
    let target = &change.target.reference;
    match change.kind {
        ChangeKind::Refinement => format!("refines {target}"),
        ChangeKind::Interpretation => format!("interprets {target}"),
        ChangeKind::GuidanceAddition => format!("adds guidance to {target}"),
        ChangeKind::InformationAddition => format!("adds other information to {target}"),
        ChangeKind::NoteAddition => format!("adds a note to {target}"),
        ChangeKind::Modification => format!("modifies the {part} of {target}"),
        ChangeKind::Retention => format!("retains {target}"),
    }
}
