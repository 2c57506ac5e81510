//! How provisions and documents are cited in print.

use annexa_model::{AddedProvision, BaseId, BaseTarget, CatalogueId, Project, Resolved, Standard};
use annexa_syntax::{Reference, ReferenceTarget, SmolStr, format_smolstr};

/// `d) 2)`
pub(crate) fn items<M: AsRef<str>>(items: &[M]) -> SmolStr {
    match items {
        [one] => one.as_ref().into(),
        more => more.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(" ").into(),
    }
}

/// `6.1.3 c)`
pub(crate) fn place<M: AsRef<str>>(number: &str, marks: &[M]) -> SmolStr {
    if marks.is_empty() { number.into() } else { format_smolstr!("{number} {}", items(marks)) }
}

/// The list item of a reference, if it names one.
pub(crate) fn item<M: AsRef<str>>(marks: &[M]) -> Option<SmolStr> {
    (!marks.is_empty()).then(|| items(marks))
}

/// `ISO/IEC 27002:2022, 5.23`
pub(crate) fn in_document(document: &str, place: &str) -> SmolStr {
    format_smolstr!("{document}, {place}")
}

/// A document as a standard cites it: with the edition, unless it is a base that the standard leaves
/// undated (ISO/IEC Directives, Part 2:2021, 10.4 and 10.5).
pub(crate) fn document(
    project: &Project,
    standard: &Standard,
    base: Option<BaseId>,
    catalogue: CatalogueId,
) -> SmolStr {
    match base.and_then(|base| standard.base(base)) {
        Some(base) if !base.dated => base.designation.document.clone(),
        _ => project
            .catalogue(catalogue)
            .map_or_else(SmolStr::default, |catalogue| catalogue.document.printed().into()),
    }
}

/// A provision, a list item, or a document as a whole.
pub(crate) fn target(project: &Project, standard: &Standard, target: &BaseTarget) -> SmolStr {
    let provision = project
        .catalogue(target.catalogue)
        .and_then(|catalogue| catalogue.provision(target.provision?));
    match (provision, target.annex.as_deref()) {
        (None, _) => document(project, standard, target.base, target.catalogue),
        (Some(provision), None) => in_document(
            &document(project, standard, target.base, target.catalogue),
            &place(&provision.number, &target.items),
        ),
        (Some(provision), Some((through, letter))) => in_document(
            &document(project, standard, target.base, *through),
            &place(&format_smolstr!("{letter}.{}", provision.number), &target.items),
        ),
    }
}

/// How a reference in a text is printed: `ISO/IEC 27002:2022, 5.23`.
pub fn citation(project: &Project, standard: &Standard, reference: &Reference) -> SmolStr {
    match project.resolve(standard.id, reference) {
        Ok(named) => resolved(project, standard, &named),
        Err(_) => unresolved(reference),
    }
}

/// How a resolved reference is printed.
pub(crate) fn resolved(project: &Project, standard: &Standard, resolved: &Resolved) -> SmolStr {
    match resolved {
        Resolved::Base(target) => self::target(project, standard, target),
        Resolved::Added { standard: owner, added, items } => {
            let owner = project.standard(*owner);
            let added = owner.and_then(|owner| Some((owner, owner.added(*added)?)));
            let number = added.map_or_else(SmolStr::default, |(owner, added)| {
                match owner.id == standard.id {
                    true => added.number.as_str().into(),
                    false => in_other_standard(project, owner, added),
                }
            });
            place(&number, items)
        }
        Resolved::External { document, provision } => match provision {
            Some(provision) => in_document(document, provision),
            None => document.as_str().into(),
        },
    }
}

/// A provision of another sector standard: its number behind the designation, or, where the standard has none, its
/// label, which the prefix tells from those of others.
fn in_other_standard(project: &Project, other: &Standard, added: &AddedProvision) -> SmolStr {
    let head = other.head.and_then(|head| project.declaration(head));
    match head.and_then(|head| crate::native::designation(head.declaration)) {
        Some(designation) => in_document(&designation, &added.number),
        None => added.label.clone(),
    }
}

/// A reference that names nothing, as it is written.
pub(crate) fn unresolved(reference: &Reference) -> SmolStr {
    let head = match &reference.target {
        ReferenceTarget::Label(label) | ReferenceTarget::Misspelt(label) => label.value.clone(),
        ReferenceTarget::Base { alias, edition, provision } => {
            let mut head = alias.value.to_string();
            if let Some(edition) = edition {
                head.push(':');
                head.push_str(&edition.value);
            }
            if let Some(provision) = provision {
                head.push(' ');
                head.push_str(&provision.value);
            }
            head.into()
        }
        ReferenceTarget::Document { document, provision } => match provision {
            Some(provision) => in_document(&document.printed(), &provision.value),
            None => document.printed().into(),
        },
    };
    let marks: Vec<&str> = reference.items.iter().map(|item| item.value.as_str()).collect();
    place(&head, &marks)
}
