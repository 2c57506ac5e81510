//! R101 and R102 in files with catalogues, overlays and correspondences.

use annexa_syntax::{
    CorrespondenceEntry, DeclarationKind, FieldValue, Keyword, ListItemDeclaration, Place,
};

use super::{DeclarationContext, Findings, bases};
use crate::{CatalogueId, DeclarationRef, ListItem, Point, Project};

/// R101: documents without a catalogue.
pub(super) fn unknown_document(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    if !matches!(
        declaration.kind,
        DeclarationKind::Overlay | DeclarationKind::Correspondence | DeclarationKind::Annex
    ) {
        return;
    }
    for document in &declaration.documents {
        if find(context.project, document).is_none() {
            bases::unknown_catalogue(context, document, findings);
        }
    }
}

fn find(project: &Project, document: &annexa_syntax::Designation) -> Option<CatalogueId> {
    let edition = document.edition.as_ref().map(|edition| edition.value.as_str());
    project.find_catalogue(&document.document, edition)
}

/// R102: places in a correspondence, and controls of an annex, that an edition does not have.
pub(super) fn unknown_provision(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let project = context.project;
    if let (DeclarationKind::Annex, [annexed]) =
        (declaration.kind, declaration.documents.as_slice())
    {
        unknown_controls(context, annexed, findings);
        return;
    }
    let [from, to] = declaration.documents.as_slice() else { return };
    if declaration.kind != DeclarationKind::Correspondence {
        return;
    }
    let (from, to) = (find(project, from), find(project, to));
    let mut check = |catalogue: Option<CatalogueId>, place: &Place| {
        let Some(id) = catalogue else { return };
        let point = Point { number: place.provision.clone(), items: place.items.clone() };
        if project.catalogue(id).is_some_and(|catalogue| !point.exists_in(catalogue)) {
            let name = project.printed(id);
            let message = format!("{name} has no {}", point.printed());
            findings.report(context.location(place.range), message);
        }
    };
    for entry in &declaration.correspondence {
        match entry {
            CorrespondenceEntry::Pair(earlier, later) => {
                check(from, earlier);
                check(to, later);
            }
            CorrespondenceEntry::New(new) => check(to, new),
            CorrespondenceEntry::RestUnchanged => {}
        }
    }
}

/// R102: `title 8.99 "…"` in an annex whose document does not have that control.
fn unknown_controls(
    context: &DeclarationContext<'_>,
    annexed: &annexa_syntax::Designation,
    findings: &mut Findings<'_>,
) {
    let Some(id) = find(context.project, annexed) else { return };
    let Some(catalogue) = context.project.catalogue(id) else { return };
    for field in context.at.declaration.fields(Keyword::Title) {
        if let FieldValue::TitleOfProvision { number, .. } = &field.value
            && catalogue.find(&number.value).is_none()
        {
            let message = format!("{} has no {}", catalogue.document.printed(), number.value);
            findings.report(context.location(number.range), message);
        }
    }
}

/// R102: clauses in amendments, and provisions and items in overlays, that a catalogue does not
/// have.
pub(super) fn unknown_points(project: &Project, findings: &mut Findings<'_>) {
    for file in project.file_ids() {
        let mut head = None;
        for at in project.declarations_where(file, |_, entry| entry.standard.is_none()) {
            let kind = at.declaration.kind;
            if kind.is_file_head() {
                let document = at.declaration.documents.first();
                let catalogue = document.and_then(|document| find(project, document));
                head = catalogue.map(|catalogue| (kind, catalogue));
            }
            match head {
                Some((DeclarationKind::Overlay, catalogue)) => {
                    unknown_entry(project, &at, catalogue, findings);
                }
                Some((DeclarationKind::Catalogue, catalogue))
                    if kind == DeclarationKind::Amendment =>
                {
                    unknown_clause(project, &at, catalogue, findings);
                }
                _ => {}
            }
        }
    }
}

fn unknown_entry(
    project: &Project,
    at: &DeclarationRef<'_>,
    catalogue: CatalogueId,
    findings: &mut Findings<'_>,
) {
    let (Some(read), Some(number)) = (project.catalogue(catalogue), &at.declaration.label) else {
        return;
    };
    let name = read.document.printed();
    let Some(provision) = read.find(&number.value).and_then(|id| read.provision(id)) else {
        findings
            .report(at.location(number.range), format!("{name} has no provision {}", number.value));
        return;
    };
    for field in at.declaration.fields(Keyword::Item) {
        if let FieldValue::Item(item) = &field.value {
            unknown_item(at, item, &provision.items, &name, findings);
        }
    }
}

fn unknown_item(
    at: &DeclarationRef<'_>,
    item: &ListItemDeclaration,
    known: &[ListItem],
    document: &str,
    findings: &mut Findings<'_>,
) {
    let Some(found) = known.iter().find(|known| known.mark == item.mark.value) else {
        let message = format!("{document} has no list item {} here", item.mark.value);
        findings.report(at.location(item.mark.range), message);
        return;
    };
    for below in &item.items {
        unknown_item(at, below, &found.items, document, findings);
    }
}

fn unknown_clause(
    project: &Project,
    at: &DeclarationRef<'_>,
    catalogue: CatalogueId,
    findings: &mut Findings<'_>,
) {
    let (Some(read), Some(clause)) =
        (project.catalogue(catalogue), at.declaration.word(Keyword::Clause))
    else {
        return;
    };
    let exists = match read.in_annex(&clause.value) {
        Some((annex, control)) => {
            let edition = annex.document.edition.as_deref();
            let holder = project.find_catalogue(&annex.document.document, edition);
            // Rule R101 reports an annex of an unknown document.
            holder.and_then(|id| project.catalogue(id)).is_none_or(|it| it.find(control).is_some())
        }
        None => read.find(&clause.value).is_some(),
    };
    if !exists {
        let message = format!("{} has no clause {}", read.document.printed(), clause.value);
        findings.report(at.location(clause.range), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{found, project};

    #[test]
    fn the_titles_of_an_annex_are_those_of_controls_and_each_is_given_once() {
        let catalogue = |titles: &str| {
            format!(
                "catalogue ISO 98:2022 \"x\" {{\n  layout plain\n}}\n\nclause 4 \"x\"\n\nannex A \"x\" of ISO/IEC 27002:2022 {{\n{titles}}}\n"
            )
        };
        let found = |titles: &str| found(&project(&[("c.annexa", &catalogue(titles))]));
        assert_eq!(found("  title 8.1 \"x\"\n  title 8.2 \"y\"\n"), [""; 0]);
        assert_eq!(found("  title 8.99 \"x\"\n"), ["R102 8.99"]);
        assert_eq!(found("  title 8.1 \"x\"\n  title 8.1 \"y\"\n"), ["S006 title"]);
    }

    #[test]
    fn a_number_is_given_once_among_front_clauses_and_others() {
        let text =
            "catalogue ISO 98:2022 \"x\"\n\nfront 3 \"x\"\n\nclause 4 \"x\"\n\nfront 4 \"y\"\n";
        assert_eq!(found(&project(&[("c.annexa", text)])), ["R106 4"]);
    }
}
