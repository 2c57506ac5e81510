//! Links in a file: designations of documents, and references in texts. Where a link leads is looked
//! up when somebody follows it.

use annexa_model::{FileId, LinkRole, Location, Project, Resolved};
use annexa_syntax::{Declaration, DeclarationKind, Designation, FieldValue, TextRange, TextSize};

use crate::{Span, declared::declared, titles};

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkTarget {
    /// The place.
    pub span: Span,
    /// What stands there.
    pub title: String,
}

/// The pieces of a file that are links, in order. Those of no more declarations once it is cancelled.
pub fn document_links(
    project: &Project,
    file: FileId,
    cancelled: &dyn Fn() -> bool,
) -> Vec<TextRange> {
    let mut ranges = Vec::new();
    for at in declared(project, file).take_while(|_| !cancelled()) {
        let documents = designations(at.declaration)
            .filter(|document| catalogue_place(project, document).is_some())
            .map(|document| document.range);
        let links = at.id.map_or(&[][..], |id| project.links(id)).iter();
        let cited = links.filter(|link| {
            let leads = |it: &Resolved| it.symbol().is_some();
            link.role == LinkRole::Citation && link.resolved.as_ref().is_ok_and(leads)
        });
        let here = documents.chain(cited.map(|link| link.range));
        ranges.extend(here.map(|range| range + at.offset));
    }
    ranges.sort_by_key(|range| range.start());
    ranges
}

/// Where the link at a range of a file leads.
pub fn link_target(project: &Project, file: FileId, range: TextRange) -> Option<LinkTarget> {
    let document = project.document(file)?;
    let (start, item) = document.item_at(range.start().into())?;
    let offset = TextSize::new(start.offset as u32);
    let mut documents = item.declarations().iter().flat_map(designations);
    if let Some(document) = documents.find(|document| document.range + offset == range) {
        let (location, title) = catalogue_place(project, document)?;
        return Some(LinkTarget { span: Span::of(project, location), title });
    }
    let at = project.declaration_at(file, range.start())?;
    let mut links = project.links(at.id).iter();
    let link = links.find(|link| link.range + at.offset == range)?;
    let resolved = link.resolved.as_ref().ok()?;
    let title = titles::title_of(project, resolved).unwrap_or_default().to_owned();
    let place = project.definition(resolved.symbol()?, resolved.items())?;
    Some(LinkTarget { span: Span::of(project, place), title })
}

/// The documents that a declaration names outside of its references, its own excepted.
fn designations(declaration: &Declaration) -> impl Iterator<Item = &Designation> {
    let in_head = match declaration.kind {
        DeclarationKind::Overlay | DeclarationKind::Annex | DeclarationKind::Correspondence => {
            declaration.documents.as_slice()
        }
        _ => &[],
    };
    let in_fields = declaration.fields.iter().filter_map(|field| match &field.value {
        FieldValue::Base(base) => Some(&base.document),
        FieldValue::Designation(document) => Some(&**document),
        _ => None,
    });
    in_head.iter().chain(in_fields)
}

fn catalogue_place(project: &Project, document: &Designation) -> Option<(Location, String)> {
    let edition = document.edition.as_ref().map(|edition| edition.value.as_str());
    let id = project.find_catalogue(&document.document, edition)?;
    let catalogue = project.catalogue(id)?;
    Some((catalogue.location, format!("{}, {}", catalogue.document.printed(), catalogue.title)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Fixture;

    /// Each link, where it leads, and what stands there.
    fn shown(fixture: &Fixture, file: FileId) -> Vec<String> {
        let text = fixture.project.document(file).unwrap().text().to_string();
        let ranges = document_links(&fixture.project, file, &|| false);
        let links = ranges.into_iter().map(|range| {
            let target = link_target(&fixture.project, file, range).unwrap();
            let covered = &text[std::ops::Range::from(range)];
            format!("{covered} > {} > {}", fixture.shown(target.span), target.title)
        });
        links.collect()
    }

    #[test]
    fn designations_and_references_in_texts() {
        let fixture = Fixture::with_head(
            "add requirement SMX.4.3.1 \"Systems\" to 27001 4.3 {\n  text \"\"\"\n    It shall:\n\n    a) {27002 5.7};\n    b) {27001 6.1.3 c)}, {27002 5.99}.\n  \"\"\"\n}\n\ninterpret 27001 4.1 {\n  text \"\"\"{SMX.4.3.1 b)}, {27001}, {ISO/IEC 27036-2:2022 6.1}\"\"\"\n}\n",
        );
        assert_eq!(
            shown(&fixture, FileId::Project(0)),
            [
                "ISO/IEC 27001:2022 > iso-iec-27001-2022.annexa: ISO/IEC 27001:2022 > ISO/IEC 27001:2022, Information security, cybersecurity and privacy protection — Information security management systems — Requirements",
                "ISO/IEC 27002:2022 > iso-iec-27002-2022.annexa: ISO/IEC 27002:2022 > ISO/IEC 27002:2022, Information security, cybersecurity and privacy protection — Information security controls",
                "27002 5.7 > iso-iec-27002-2022.annexa: 5.7 > Threat intelligence",
                "27001 6.1.3 c) > iso-iec-27001-2022.annexa: c) > Information security risk treatment",
                "SMX.4.3.1 b) > smx.annexa: b) > Systems",
                "27001 > iso-iec-27001-2022.annexa: ISO/IEC 27001:2022 > Information security, cybersecurity and privacy protection — Information security management systems — Requirements"
            ],
        );
    }

    #[test]
    fn documents_of_catalogues() {
        let fixture = Fixture::new(
            "catalogue ISO 99:2022 \"New\" {\n  supersedes ISO 99:2013\n}\n\nannex A \"x\" of ISO/IEC 27002:2022\n\ncatalogue ISO 99:2013 \"Old\"\n\ncorrespondence ISO 99:2013 to ISO 98:2022 {\n}\n",
        );
        assert_eq!(
            shown(&fixture, FileId::Project(0)),
            [
                "ISO 99:2013 > smx.annexa: ISO 99:2013 > ISO 99:2013, Old",
                "ISO/IEC 27002:2022 > iso-iec-27002-2022.annexa: ISO/IEC 27002:2022 > ISO/IEC 27002:2022, Information security, cybersecurity and privacy protection — Information security controls",
                "ISO 99:2013 > smx.annexa: ISO 99:2013 > ISO 99:2013, Old"
            ]
        );
    }

    #[test]
    fn a_range_that_is_no_link_leads_nowhere() {
        let fixture = Fixture::with_head("");
        let range = TextRange::new(0.into(), 4.into());
        assert_eq!(link_target(&fixture.project, FileId::Project(0), range), None);
        assert_eq!(link_target(&fixture.project, FileId::Project(3), range), None);
    }
}
