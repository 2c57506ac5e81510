//! What the native output says of the examples and of small standards.

use crate::support;
use crate::support::{compile, compile_text, example, files};
use annexa_emit::types::{
    AdditionKind, Block, Document, Inline, Origin, Part, Provision, ProvisionKind, ReferenceRole,
    State, TargetKind, VerbalCategory,
};
use annexa_emit::{Options, native, to_json, write_json};

fn energy() -> Document {
    compile(&files(&example("energy")), &Options::default())
}

fn provision<'a>(document: &'a Document, base: &str, label: &str) -> &'a Provision {
    let mut found = document.provisions.iter().filter(|it| it.base == base && it.label == label);
    found.next().unwrap_or_else(|| panic!("{base} {label}"))
}

fn leaves(document: &Document, base: &str, kind: ProvisionKind) -> usize {
    let leaf = |it: &&Provision| it.base == base && it.kind == kind && it.leaf;
    document.provisions.iter().filter(leaf).count()
}

fn added_controls(document: &Document) -> usize {
    document.additions.iter().filter(|it| it.kind == AdditionKind::Control).count()
}

fn json(document: &Document) -> String {
    String::from_utf8(to_json(document).expect("a document is JSON")).expect("JSON is UTF-8")
}

/// A standard of one file with the two bases of 2022.
fn standard(body: &str) -> String {
    format!(
        "standard SMX \"Meters\" {{\n  sector \"Metering\"\n  edition 2026\n  base ISO/IEC 27001:2022 + Amd 1:2024\n  \
         base ISO/IEC 27002:2022\n  audience operator \"Operator\"\n  audience supplier \"Supplier\"\n}}\n\n{body}"
    )
}

#[test]
fn the_energy_example_is_whole() {
    let document = energy();
    assert_eq!(leaves(&document, "27001", ProvisionKind::Clause), 30);
    assert_eq!(leaves(&document, "27002", ProvisionKind::Control), 93);
    assert_eq!(added_controls(&document), 12);
    assert_eq!(document.statement_of_applicability.len(), 93 + 12);
    let added = document.statement_of_applicability.iter().filter(|it| it.origin == Origin::Sector);
    assert_eq!(added.count(), 12);
    // Every change is in the list of the provision that it is made to.
    for change in &document.changes {
        let target =
            document.provisions.iter().find(|it| Some(&it.id) == change.target.id.as_ref());
        let target = target.expect("the energy example changes provisions");
        assert!(target.changes.iter().any(|it| it.change == change.id), "{}", change.key);
        assert_ne!(target.state, State::Unchanged, "{}", change.key);
    }
}

#[test]
fn the_2013_layout_is_whole() {
    let document = compile(&files(&example("cloud")), &Options::default());
    assert_eq!(leaves(&document, "27001", ProvisionKind::Clause), 26);
    assert_eq!(leaves(&document, "27002", ProvisionKind::Control), 114);
    let objectives = document.provisions.iter().filter(|it| it.kind == ProvisionKind::Objective);
    assert_eq!(objectives.count(), 35);
    // An edition that a newer one supersedes, and what became of its provisions.
    assert_eq!(document.bases[1].superseded_by.as_deref(), Some("ISO/IEC 27002:2022"));
    let labels = |label| {
        let corresponding = &provision(&document, "27002", label).correspondence;
        corresponding.iter().map(|it| it.label.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(labels("5.1.2"), ["5.1"]);
    assert_eq!(labels("18.2.3").len(), 2);
}

#[test]
fn ids_are_unique_and_lead_somewhere() {
    for name in ["energy", "cloud", "company"] {
        let document = compile(&files(&example(name)), &Options::default());
        let mut ids: Vec<_> = document.provisions.iter().map(|it| &it.id).collect();
        ids.extend(document.bases.iter().map(|it| &it.id));
        ids.extend(document.additions.iter().map(|it| &it.id));
        ids.extend(document.changes.iter().map(|it| &it.id));
        ids.extend(document.terms.iter().map(|it| &it.id));
        ids.push(&document.standard.id);
        let known: std::collections::HashSet<_> = ids.iter().copied().collect();
        assert_eq!(known.len(), ids.len(), "{name}");

        let parents = document.provisions.iter().filter_map(|it| it.parent.as_ref());
        assert!(parents.clone().all(|parent| known.contains(parent)), "{name}");
        assert!(
            document
                .additions
                .iter()
                .all(|it| it.parent.as_ref().is_some_and(|it| known.contains(it)))
        );
        assert!(document.statement_of_applicability.iter().all(|it| known.contains(&it.control)));
        let references: Vec<_> = document.references.iter().map(|it| &it.id).collect();
        for relation in &document.relations {
            assert!(known.contains(&relation.from), "{name}: {relation:?}");
            let elsewhere = relation.target == TargetKind::OtherEdition;
            let found = known.contains(&relation.to) || references.contains(&&relation.to);
            assert!(found || elsewhere, "{name}: {relation:?}");
        }
    }
}

#[test]
fn the_order_of_the_files_changes_nothing() {
    let part = |number: &str, term: &str| {
        format!(
            "part of SMX\n\nretain 27002 {number} {{\n  reason \"No need.\"\n}}\n\n\
             add note to 27001 4.1 {{\n  text \"\"\"See {{term {term}}}.\"\"\"\n}}\n\n\
             term \"{term}\" {{\n  definition \"a thing\"\n}}\n"
        )
    };
    let a = &("a.annexa".to_owned(), part("5.10", "valve"));
    let b = &("b.annexa".to_owned(), part("5.9", "pump"));
    let c = &("c.annexa".to_owned(), standard(""));
    let orders = [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]];
    let compiled =
        orders.map(|order| json(&compile(&order.map(Clone::clone), &Options::default())));
    assert!(compiled.iter().all(|other| *other == compiled[0]));
}

#[test]
fn the_order_of_the_declarations_changes_places_alone() {
    let retain = |number: &str| format!("retain 27002 {number} {{\n  reason \"No need.\"\n}}\n\n");
    let term = |name: &str| format!("term \"{name}\" {{\n  definition \"a thing\"\n}}\n\n");
    let parts =
        [retain("5.10"), retain("5.9"), retain("5.9 for supplier"), term("Valve"), term("pump")];
    let strip = |mut document: Document| {
        let place = document.standard.source.clone();
        document.changes.iter_mut().for_each(|it| it.source = place.clone());
        document.terms.iter_mut().for_each(|it| it.source = place.clone());
        document
    };
    let forward = strip(compile_text(&standard(&parts.concat())));
    let mut parts = parts;
    parts.reverse();
    let backward = strip(compile_text(&standard(&parts.concat())));
    assert_eq!(json(&forward), json(&backward));
    let changed: Vec<&str> =
        forward.changes.iter().map(|it| it.target.reference.as_str()).collect();
    assert_eq!(changed[0], "ISO/IEC 27002:2022, 5.9");
    assert_eq!(forward.terms[0].name, "pump");
}

#[test]
fn the_id_of_a_change_stays_at_another_place_with_a_key() {
    let change = |edition: &str, head: &str, key: &str| {
        let text = format!("{head} {{\n  text \"It shall.\"\n{key}}}\n");
        let compiled =
            compile_text(&standard(&text).replace("27001:2022", &format!("27001:{edition}")));
        (compiled.changes[0].id, compiled.changes[0].key.clone())
    };
    let before = change("2013", "refine 27001 10.1 c)", "");
    assert_eq!(change("2022", "refine 27001 10.2 c)", "  key 27001:2013 10.1 c)\n"), before);
    assert_eq!(before.1, "SMX|refine||ISO/IEC 27001:2013|10.1|c)|");
    assert_ne!(change("2022", "refine 27001 10.2 c)", ""), before);
}

#[test]
fn ids_stay_when_a_provision_is_renumbered_with_a_key() {
    let clause = |head: &str, key: &str| {
        standard(&format!("add clause {head} \"Pumps\" to 27002 {{\n  text \"Pumps.\"\n{key}}}\n"))
    };
    let before = compile_text(&clause("SMX.9", ""));
    let renumbered = compile_text(&clause("SMX.10", "  key SMX.9\n"));
    let without_key = compile_text(&clause("SMX.10", ""));
    assert_eq!(before.additions[0].id, renumbered.additions[0].id);
    assert_eq!(renumbered.additions[0].label, "SMX.10");
    assert_eq!(renumbered.additions[0].key, "SMX.9");
    assert_ne!(before.additions[0].id, without_key.additions[0].id);
}

#[test]
fn ids_hold_the_edition_since_another_edition_can_have_another_clause_under_the_number() {
    let text = |edition| {
        format!(
            "standard SMX \"Meters\" {{\n  sector \"Metering\"\n  edition 2026\n  base ISO/IEC 27001:{edition}\n}}\n\n\
             interpret 27001 4.1 {{\n  text \"Issues include weather.\"\n}}\n"
        )
    };
    let (earlier, later) = (compile_text(&text("2013")), compile_text(&text("2022")));
    assert_ne!(earlier.changes[0].id, later.changes[0].id);
    let undated = compile_text(&text("2022").replace(":2022", ""));
    assert_eq!(undated.changes[0].id, later.changes[0].id);
    assert_ne!(earlier.provisions[0].id, later.provisions[0].id);
    // The correspondence joins the two.
    let later = provision(&later, "27001", "4.1");
    assert_eq!(later.correspondence[0].document, "ISO/IEC 27001:2013");
    assert_eq!(later.correspondence[0].id, provision(&earlier, "27001", "4.1").id);
}

const OVERLAY: &str = r#"overlay ISO/IEC 27002:2022

control 8.13 {
  control """invented words of the control should be kept"""
  purpose """invented words of the purpose"""
}

overlay ISO/IEC 27001:2022

clause 6.1.2 {
  text """invented stem shall:"""
  item a) {
    text """invented item"""
    item 1) {
      text """invented item below"""
    }
    item 2) {
      text """invented item behind it"""
    }
  }
  item b) {
    text """invented next item"""
  }
}
"#;

#[test]
fn wording_of_a_base_is_in_the_output_on_request_alone() {
    let body = "modify control 27002 8.13 for operator {\n  text \"Backups should be kept.\"\n  reason \"Needed by the sector.\"\n}\n";
    let sources = [
        ("overlay.annexa".to_owned(), OVERLAY.to_owned()),
        ("standard.annexa".to_owned(), standard(body)),
    ];
    let without = compile(&sources, &Options::default());
    assert!(!json(&without).contains("invented"));
    assert!(!without.includes_base_text);

    let with = compile(&sources, &Options { include_base_text: true, ..Options::default() });
    assert!(with.includes_base_text);
    let control = &provision(&with, "27002", "8.13").wording;
    assert_eq!(control.len(), 2);
    assert_eq!(control[0].text.plain, "invented words of the control should be kept");
    assert_eq!(control[0].statements[0].origin, Origin::Base);
    assert_eq!(control[0].statements[0].category, Some(VerbalCategory::Recommendation));
    assert_eq!(control[0].replaced_by, [with.changes[0].id]);
    assert_eq!(control[1].part, Part::Purpose);
    assert!(control[1].replaced_by.is_empty());
    let items = &provision(&with, "27001", "6.1.2").wording;
    let items: Vec<_> =
        items.iter().map(|it| (it.item.as_deref(), it.text.plain.as_str())).collect();
    assert_eq!(
        items,
        [
            (None, "invented stem shall:"),
            (Some("a)"), "invented item"),
            (Some("a) 1)"), "invented item below"),
            (Some("a) 2)"), "invented item behind it"),
            (Some("b)"), "invented next item")
        ]
    );
    // Nothing else differs.
    let mut stripped = with;
    stripped.includes_base_text = false;
    stripped.provisions.iter_mut().for_each(|it| it.wording.clear());
    assert_eq!(stripped, without);
}

#[test]
fn an_undated_base_says_what_it_resolved_to() {
    let document = compile_text(
        "standard UND \"Undated\" {\n  sector \"Water\"\n  edition 2026\n  base ISO/IEC 27001\n}\n\n\
         interpret 27001 {\n  text \"\"\"The organization is the operator, see {27001 4.1}.\"\"\"\n}\n",
    );
    let base = &document.bases[0];
    assert!(!base.dated);
    assert_eq!(base.edition.as_deref(), Some("2022"));
    assert_eq!(base.designation, "ISO/IEC 27001:2022");
    assert_eq!(base.amendments.len(), 1);
    let clause = provision(&document, "27001", "4.1");
    assert_eq!(clause.reference, "ISO/IEC 27001, 4.1");
    assert_eq!(clause.document, "ISO/IEC 27001:2022");
    assert_eq!(clause.amended_by, ["Amd 1:2024"]);
    // A change to the whole document reaches every provision of it.
    assert_eq!(document.changes[0].target.id.as_ref(), Some(&base.id));
    for provision in &document.provisions {
        assert_eq!(provision.state, State::Interpreted, "{}", provision.label);
        assert_eq!(provision.changes[0].via.as_ref(), Some(&base.id));
    }
    // Its controls are those of its Annex A, though ISO/IEC 27002 is no base.
    assert_eq!(document.statement_of_applicability.len(), 93);
}

#[test]
fn a_change_to_a_clause_reaches_what_is_below() {
    let document =
        compile_text(&standard("interpret 27001 6.1 {\n  text \"Planning is yearly.\"\n}\n"));
    let clause = provision(&document, "27001", "6.1");
    assert_eq!(clause.changes[0].via, None);
    let below = provision(&document, "27001", "6.1.2");
    assert_eq!(below.state, State::Interpreted);
    assert_eq!(below.changes[0].via.as_ref(), Some(&clause.id));
    // The items are not named by it.
    assert_eq!(below.items[0].state, State::Unchanged);
    assert_eq!(provision(&document, "27001", "6.2").state, State::Unchanged);
}

#[test]
fn reference_controls_have_their_reference_in_the_annex() {
    let document = compile_text(&standard(
        "retain 27002 5.24 {\n  reason \"\"\"See {27001 A.5.23}, {27002:2013 12.1.2} and {ISO 9906:2012 4}.\"\"\"\n}\n",
    ));
    let control = provision(&document, "27002", "5.23");
    assert_eq!(control.annex_reference.as_deref(), Some("A.5.23"));
    assert_eq!(provision(&document, "27001", "5.2").annex_reference, None);
    assert_eq!(document.statement_of_applicability[22].reference, "A.5.23");
    assert_eq!(document.statement_of_applicability[22].control, control.id);

    let reason = document.changes[0].reason.as_ref().expect("it has a reason");
    assert_eq!(
        reason.plain,
        "See ISO/IEC 27001:2022, A.5.23, ISO/IEC 27002:2013, 12.1.2 and ISO 9906:2012, 4."
    );
    let targets: Vec<_> = document.relations.iter().map(|it| (it.target, &it.to)).collect();
    assert_eq!(targets[0], (TargetKind::Provision, &control.id));
    assert_eq!(targets[1].0, TargetKind::OtherEdition);
    let cited: Vec<_> = document
        .references
        .iter()
        .map(|it| (it.designation.as_str(), it.role, it.declared))
        .collect();
    assert_eq!(
        cited[2..],
        [
            ("ISO 9906:2012", ReferenceRole::Bibliographic, false),
            ("ISO/IEC 27002:2013", ReferenceRole::Bibliographic, false)
        ]
    );
    assert_eq!((targets[2].0, targets[2].1), (TargetKind::Document, &document.references[2].id));
}

#[test]
fn controls_are_printed_with_shall_in_the_annex() {
    let document = compile_text(&standard(
        "add control SMX.8.35 \"Keys\" to 27002 8 {\n  control \"\"\"Keys should be counted.\"\"\"\n}\n\n\
         modify control 27002 7.9 {\n  addition \"\"\"Meters should be sealed.\"\"\"\n  reason \"Names meters of customers.\"\n}\n",
    ));
    let control = document.additions[0].control.as_ref().expect("it is a control");
    assert_eq!(control.control.plain, "Keys should be counted.");
    assert_eq!(control.reference_control.plain, "Keys shall be counted.");
    let modified = document.changes[0].reference_control.as_ref().expect("it modifies a control");
    assert_eq!(modified.plain, "Meters shall be sealed.");
}

#[test]
fn a_reason_for_silence_is_in_the_output() {
    let document = compile_text(&standard(
        "interpret 27001 7.2 {\n  text \"Competence shall include safe work.\"\n  allow Q504 \"It binds suppliers alone.\"\n}\n",
    ));
    let allowance = &document.allowances[0];
    assert_eq!((allowance.code.as_str(), &allowance.on), ("Q504", &document.changes[0].id));
    assert_eq!(allowance.reason.plain, "It binds suppliers alone.");
    assert_eq!((allowance.source.line, allowance.source.column), (12, 3));
}

#[test]
fn the_digest_is_of_what_a_catalogue_says() {
    let digest = |catalogue: &str| {
        let text = "standard GDX \"Guide\" {\n  sector \"Water\"\n  edition 2026\n  base \"Guide:2024\" as guide\n}\n";
        let sources = [
            ("guide.annexa".to_owned(), catalogue.to_owned()),
            ("standard.annexa".to_owned(), text.to_owned()),
        ];
        compile(&sources, &Options::default()).bases[0].sha256.clone()
    };
    let plain = digest(
        "catalogue \"Guide:2024\" \"Guide\" {\n  layout plain\n}\nclause 5 \"Stations\"\nclause 6 \"Pumps\"\n",
    );
    let laid_out = digest(
        "// A comment.\ncatalogue \"Guide:2024\" \"Guide\" {\n  layout plain\n}\n\nclause 6 \"Pumps\"\n\nclause 5 \"Stations\"\n",
    );
    let other = digest(
        "catalogue \"Guide:2024\" \"Guide\" {\n  layout plain\n}\nclause 5 \"Stations\"\nclause 6 \"Valves\"\n",
    );
    assert_eq!(plain, laid_out);
    // The same on any machine and from any version: the canonical form does not change.
    expect_test::expect!["ad2a3b53732ad72539e33e0af485781ba076497311cc7888ca914c86ed269ea5"]
        .assert_eq(&plain);
    assert_ne!(plain, other);
}

#[test]
fn a_change_to_nothing_is_in_the_output() {
    let document = compile_text(&standard(
        "add guidance to 27002 5.99 for operator {\n  text \"See {27002 5.1}.\"\n}\n\nretain SMX.7 {\n  reason \"Enough.\"\n}\n\nretain 27002 5.1 {\n  reason \"Enough.\"\n}\n",
    ));
    let changes: Vec<_> = document
        .changes
        .iter()
        .map(|it| (it.key.as_str(), it.target.reference.as_str(), it.target.id.is_some()))
        .collect();
    assert_eq!(
        changes,
        [
            ("SMX|retain||ISO/IEC 27002:2022|5.1||", "ISO/IEC 27002:2022, 5.1", true),
            // Behind all others: what is for everyone, then what is for some.
            ("SMX|retain||SMX.7|||", "SMX.7", false),
            ("SMX|add|guidance|ISO/IEC 27002:2022|5.99||operator", "27002 5.99", false),
        ]
    );
    // What it cites is found as well.
    assert_eq!(document.relations[0].from, document.changes[2].id);
}

#[test]
fn a_time_is_in_the_output_when_given() {
    let sources = files(&example("company"));
    assert_eq!(compile(&sources, &Options::default()).timestamp, None);
    let timestamp = Some("2026-11-23T00:00:00Z".to_owned());
    let document =
        compile(&sources, &Options { timestamp: timestamp.clone(), ..Options::default() });
    assert_eq!(document.timestamp, timestamp);
}

#[test]
fn a_broken_project_gives_what_is_known() {
    let texts = [
        "part of SMX\n\nretain 27002 5.1 {\n}\n",
        "standard SMX \"x\" {\n  base \"No such:1999\"\n}\nrefine 27001 99 { text \"{SMX.1} {term x}\" }\nadd control SMX.1 \"\" to 27002 77 {",
        "standard SMX {\n  base ISO/IEC 27002:2022\n}\nadd control SMX.8.1 to SMX.8.1 {\n}\nadd control SMX.8.1 to SMX.8.1 {\n}\n",
        "",
    ];
    for text in texts {
        let project = support::project(&[("a.annexa".to_owned(), text.to_owned())]);
        for standard in project.standards() {
            let options = Options { include_base_text: true, ..Options::default() };
            assert!(json(&native(&project, standard, &options)).ends_with("}\n"), "{text}");
        }
    }
}

/// The words of all pieces make up the plain text of a paragraph.
#[test]
fn blocks_and_plain_text_say_the_same() {
    let document = energy();
    let paragraphs = document.additions.iter().filter_map(|it| it.control.as_ref()).map(|it| {
        let [Block::Paragraph { content }] = &it.control.blocks[..] else {
            panic!("one paragraph: {}", it.control.plain)
        };
        (content, &it.control.plain)
    });
    let mut pieces = 0;
    for (content, plain) in paragraphs {
        let words = content.iter().map(|inline| match inline {
            Inline::Text { text }
            | Inline::VerbalForm { text, .. }
            | Inline::Reference { text, .. }
            | Inline::Term { text, .. } => text.as_str(),
        });
        assert_eq!(words.collect::<String>(), *plain);
        pieces += content.len();
    }
    assert!(pieces > 2 * 12);
}

#[test]
fn what_is_made_while_it_is_written_is_the_whole_document() {
    let terms = (0..200).map(|index| {
        format!(
            "term \"word {index}\" {{\n  definition \"see {{27002 5.{}}}\"\n}}\n\n",
            index % 30 + 1
        )
    });
    let controls = (0..150).map(|index| {
        format!(
            "add control SMX.5.{} \"Control {index}\" to 27002 5 {{\n  control \"Meters should be \
             kept: {{term word {index}}}.\"\n}}\n\n",
            index + 40
        )
    });
    let text = standard(&terms.chain(controls).collect::<String>());
    let project = support::project(&[("smx.annexa".to_owned(), text)]);
    let standard = &project.standards()[0];
    let mut written = Vec::new();
    write_json(&project, standard, &Options::default(), &mut written).expect("a vector takes all");
    let document = native(&project, standard, &Options::default());
    assert_eq!((document.terms.len(), document.additions.len()), (200, 150));
    let (written, whole) = (String::from_utf8_lossy(&written), json(&document));
    written.lines().zip(whole.lines()).for_each(|(written, whole)| assert_eq!(written, whole));
    assert_eq!(written.len(), whole.len());
}
