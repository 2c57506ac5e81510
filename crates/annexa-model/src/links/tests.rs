use annexa_syntax::Document;

use crate::testing::{covered, project, standard, with_head};
use crate::{Analysis, BaseId, LinkRole, Project, Settings, StandardId, Symbol};

/// Returns the uses of a symbol as source text; those in heads are marked.
fn uses(project: &Project, symbol: Symbol) -> Vec<String> {
    let shown = |it: crate::Use| {
        let mark = if it.role == LinkRole::Target { "> " } else { "" };
        format!("{mark}{}: {}", project.path(it.location.file), covered(project, it.location))
    };
    project.uses(symbol).into_iter().map(shown).collect()
}

fn provision(project: &Project, edition: &str, number: &str) -> Symbol {
    let catalogue = project.find_catalogue(edition, Some("2022")).unwrap();
    Symbol::Provision(catalogue, project.catalogue(catalogue).unwrap().find(number).unwrap())
}

const SMX: StandardId = StandardId(0);

fn first_added(project: &Project) -> Symbol {
    Symbol::Added(SMX, standard(project).added_in_order().next().unwrap().declaration)
}

fn first_term(project: &Project) -> Symbol {
    Symbol::Term(SMX, standard(project).terms().next().unwrap().declaration)
}

#[test]
fn a_provision_is_used_in_heads_and_in_texts_whatever_its_item() {
    let project = with_head(
        "refine 27001 6.1.3 c) {\n  text \"x {27001 6.1.3} {27001 6.1.3 z)}\"\n  rationale \"{27001:2022 6.1.3 d)} {27001:2013 6.1.3} {27001 6.1.2}\"\n}\n\nadd guidance to 27002 5.1 {\n  text \"{27001 A.5.1}\"\n}\n",
    );
    assert_eq!(
        uses(&project, provision(&project, "ISO/IEC 27001", "6.1.3")),
        [
            "> smx.annexa: 27001 6.1.3 c)",
            "smx.annexa: 27001 6.1.3",
            "smx.annexa: 27001 6.1.3 z)",
            "smx.annexa: 27001:2022 6.1.3 d)",
        ]
    );
    assert_eq!(
        uses(&project, provision(&project, "ISO/IEC 27002", "5.1")),
        ["> smx.annexa: 27002 5.1", "smx.annexa: 27001 A.5.1"]
    );
    assert_eq!(uses(&project, provision(&project, "ISO/IEC 27002", "5.2")), [""; 0]);
}

#[test]
fn labels_terms_audiences_aliases_and_prefixes() {
    let project = project(&[
        (
            "a.annexa",
            "standard SMX \"x\" {\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022 + Amd 1:2024 as isms\n  audience field \"x\"\n  scope \"{term head-end}\"\n}\n\nterm \"head-end\" {\n  definition \"x\"\n}\n\nadd requirement SMX.4.1.1 \"x\" to isms 4.1 for field {\n  text \"\"\"\n    a) {term Head-end}\n  \"\"\"\n}\n",
        ),
        (
            "b.annexa",
            "part of SMX\n\nadd note to SMX.4.1.1 for field {\n  text \"{SMX.4.1.1 a)} {SMX.4.1.1 z)} {isms} {isms:2022 4}\"\n}\n",
        ),
        (
            "z.annexa",
            "standard Z \"x\" {\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022 + Amd 1:2024\n}\n\nretain 27001 4.1 {\n  reason \"{SMX.4.1.1 a)} {term head-end}\"\n}\n",
        ),
    ]);
    // Only the label, so that renaming changes nothing else.
    assert_eq!(
        uses(&project, first_added(&project)),
        [
            "> b.annexa: SMX.4.1.1",
            "b.annexa: SMX.4.1.1",
            "b.annexa: SMX.4.1.1",
            "z.annexa: SMX.4.1.1"
        ]
    );
    assert_eq!(uses(&project, first_term(&project)), ["a.annexa: head-end", "a.annexa: Head-end"]);
    assert_eq!(uses(&project, Symbol::Audience(SMX, 0)), ["a.annexa: field", "b.annexa: field"]);
    assert_eq!(
        uses(&project, Symbol::Base(SMX, BaseId(0))),
        ["> a.annexa: isms", "b.annexa: isms", "b.annexa: isms"]
    );
    let part = project.file("b.annexa").unwrap();
    let in_part = project.uses_in(part, first_added(&project));
    assert_eq!(in_part, project.uses(first_added(&project))[..3]);
    assert_eq!(uses(&project, Symbol::Standard(SMX)), ["b.annexa: SMX"]);
    let isms = standard(&project).bases[0].catalogue.unwrap();
    assert_eq!(uses(&project, Symbol::Document(isms)), ["b.annexa: isms"]);
}

#[test]
fn a_number_with_an_edition_is_that_of_the_document() {
    let project = with_head(
        "interpret 27001 4.1 {\n  text \"{27001 4.2} {27001:2022 4.2} {27001:2013 4.2}\"\n}\n",
    );
    assert_eq!(
        uses(&project, Symbol::Base(SMX, BaseId(0))),
        ["> smx.annexa: 27001", "smx.annexa: 27001"]
    );
}

#[test]
fn uses_follow_edits() {
    let text = |cited: &str| {
        format!(
            "{}\nretain 27001 4.1 {{\n  reason \"{{27002 {cited}}}\"\n}}\n\nretain 27001 4.2 {{\n  reason \"{{27002 5.1}}\"\n}}\n",
            crate::testing::HEAD
        )
    };
    let first = text("5.1");
    let files = [("smx.annexa".to_owned(), Document::new(&first))];
    let before = Analysis::new(files, Settings::default());
    let symbol = provision(before.project(), "ISO/IEC 27002", "5.1");
    assert_eq!(before.project().uses(symbol).len(), 2);
    let mut document = before.project().files()[0].document.clone();
    let at = first.find("5.1}").unwrap();
    document.edit(at..at + 3, "5.30");
    let after = before.edited(annexa_base::FileId::Project(0), document);
    assert_eq!(uses(after.project(), symbol), ["smx.annexa: 27002 5.1"]);
    let other = provision(after.project(), "ISO/IEC 27002", "5.30");
    assert_eq!(uses(after.project(), other), ["smx.annexa: 27002 5.30"]);
    // The previous version is unchanged.
    assert_eq!(before.project().uses(symbol).len(), 2);
}
