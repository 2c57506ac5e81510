//! Several standards taken together: the union of their controls, and their conflicts. It is made of
//! compiled standards, so that these can come from different projects.

mod conflicts;

use std::collections::HashMap;

use annexa_syntax::format_smolstr;

use crate::{
    schema::{COMBINATION_SCHEMA_ID, FORMAT_VERSION},
    types::{
        AdditionKind, Change, Combination, CombinedChange, CombinedControl, CombinedStandard,
        Document, Generator, Id, ProvisionKind, SourcePlace,
    },
};

/// A compiled standard, and the folder of its project, by which its files are told from those of
/// others.
#[derive(Clone, Debug)]
pub struct Member {
    /// The standard.
    pub document: Document,
    /// The folder; `.` for the one in which the program runs.
    pub folder: String,
}

impl Member {
    fn prefix(&self) -> &str {
        &self.document.standard.prefix
    }

    fn place(&self, source: &SourcePlace) -> SourcePlace {
        match self.folder.as_str() {
            "." => source.clone(),
            folder => {
                SourcePlace { file: format_smolstr!("{folder}/{}", source.file), ..source.clone() }
            }
        }
    }
}

/// Takes standards together.
pub fn combine(members: &[Member]) -> Combination {
    let standards = members.iter().map(|member| {
        let standard = &member.document.standard;
        CombinedStandard {
            id: standard.id,
            prefix: standard.prefix.clone(),
            title: standard.title.clone(),
            edition: standard.edition.clone(),
            bases: member.document.bases.iter().map(|base| base.designation.clone()).collect(),
            source: member.place(&standard.source),
        }
    });
    Combination {
        schema: COMBINATION_SCHEMA_ID.to_owned(),
        annexa: FORMAT_VERSION.to_owned(),
        generator: Generator::this(),
        standards: standards.collect(),
        controls: controls(members),
        conflicts: conflicts::conflicts(members),
    }
}

/// The controls of all, each of a base once.
fn controls(members: &[Member]) -> Vec<CombinedControl> {
    let mut controls: Vec<CombinedControl> = Vec::new();
    let mut known: HashMap<&Id, usize> = HashMap::new();
    for Member { document, .. } in members {
        let of_bases = document.provisions.iter().filter(|it| it.kind == ProvisionKind::Control);
        for control in of_bases {
            known.entry(&control.id).or_insert_with(|| {
                controls.push(CombinedControl {
                    id: control.id,
                    reference: format_smolstr!("{}, {}", control.document, control.label),
                    label: control.label.clone(),
                    title: control.title.clone(),
                    added_by: None,
                    changes: Vec::new(),
                });
                controls.len() - 1
            });
        }
    }
    for Member { document, .. } in members {
        let added = document.additions.iter().filter(|it| it.kind == AdditionKind::Control);
        for control in added {
            known.entry(&control.id).or_insert(controls.len());
            controls.push(CombinedControl {
                id: control.id,
                reference: control.reference.clone(),
                label: control.label.clone(),
                title: control.title.clone(),
                added_by: Some(document.standard.prefix.clone()),
                changes: Vec::new(),
            });
        }
    }
    for member in members {
        for (target, change, _) in changes(member) {
            if let Some(control) = known.get(target).and_then(|index| controls.get_mut(*index)) {
                control.changes.push(CombinedChange {
                    standard: member.prefix().to_owned(),
                    change: change.id,
                    kind: change.kind,
                    part: change.target.part,
                    audiences: change.audiences.clone(),
                });
            }
        }
    }
    controls
}

/// What a standard does to provisions of its bases and to what sector standards add: the provision,
/// the change, and whether it names the provision itself and not one above.
fn changes(member: &Member) -> impl Iterator<Item = (&Id, &Change, bool)> {
    let document = &member.document;
    let by_id: HashMap<&Id, &Change> =
        document.changes.iter().map(|change| (&change.id, change)).collect();
    let of_bases = document.provisions.iter().flat_map(move |provision| {
        let changes = provision.changes.iter().filter_map(|applied| {
            Some((&provision.id, *by_id.get(&applied.change)?, applied.via.is_none()))
        });
        changes.collect::<Vec<_>>()
    });
    let of_additions = document.changes.iter().filter(|change| change.target.base.is_none());
    of_bases
        .chain(of_additions.filter_map(|change| Some((change.target.id.as_ref()?, change, true))))
}
