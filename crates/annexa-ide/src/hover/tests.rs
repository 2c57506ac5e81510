use expect_test::{Expect, expect};

use crate::hover;
use crate::testing::{Fixture, HEAD};

/// Hovers at each mark, and shows what is covered and what is said, summaries cut.
fn shown(fixture: &Fixture) -> String {
    let mut shown = String::new();
    for &(file, offset) in &fixture.marks {
        match hover(&fixture.project, file, offset) {
            None => shown.push_str("nothing\n"),
            Some(hover) => {
                let text = fixture.project.document(file).unwrap().text().to_string();
                let covered = &text[std::ops::Range::from(hover.range)];
                let said = hover.markdown.replace('\n', "\n    ").replace("\n    \n", "\n\n");
                shown.push_str(&format!("[{covered}] {said}\n"));
            }
        }
    }
    shown
}

/// The first line of each hover.
fn first_lines(fixture: &Fixture) -> Vec<String> {
    shown(fixture)
        .lines()
        .filter(|line| line.starts_with('[') || *line == "nothing")
        .map(str::to_owned)
        .collect()
}

fn check(declarations: &str, expected: Expect) {
    expected.assert_eq(&shown(&Fixture::with_head(declarations)));
}

const ADDED: &str = "add requirement SMX.4.3.1 \"Systems in scope\" to 27001 4.3 {\n  text \"\"\"\n    The scope shall include:\n\n    a) one;\n    b) two\n       of them.\n  \"\"\"\n}\n";

#[test]
fn references_to_bases_in_heads_and_in_texts() {
    let fixture = Fixture::with_head(
        "refine 270$001 6.1$0.3 c$0) for operator {\n  text \"\"\"See {2700$02 5.23}, {27002:20$013 12.1.2}, {27001 A.$05.23}, {27001 $09.3.2 d) 2)}, {27001 6.1.3 z$0)}, {27002 5.$099}, {$027001}, {ISO/IEC 27002:2022 $05.7}, {27001 A.$08.1}, {27002 $04.2}.\"\"\"\n}\n",
    );
    assert_eq!(
        first_lines(&fixture),
        [
            "[27001 6.1.3 c)] **Item c)**",
            "[27001 6.1.3 c)] **Item c)**",
            "[27001 6.1.3 c)] **Item c)**",
            "[27002 5.23] **5.23 Information security for use of cloud services**",
            "[27002:2013 12.1.2] **12.1.2 Change management**",
            "[27001 A.5.23] ISO/IEC 27001:2022, Annex A, refers to:",
            "[27001 9.3.2 d) 2)] **Item d) 2)**",
            "[27001 6.1.3 z)] **6.1.3 Information security risk treatment**",
            "nothing",
            "[27001] **ISO/IEC 27001:2022**",
            "[ISO/IEC 27002:2022 5.7] **5.7 Threat intelligence**",
            "[27001 A.8.1] ISO/IEC 27001:2022, A.8.1 User end point devices, refers to:",
            "[27002 4.2] **4.2 Themes and attributes**"
        ]
    );
}

#[test]
fn the_end_of_a_reference_that_a_block_follows() {
    let fixture = Fixture::with_head("retain 27002 5.1$0{\n  reason \"No sector need.\"\n}\n");
    assert_eq!(first_lines(&fixture), ["[27002 5.1] **5.1 Policies for information security**"]);
}

#[test]
fn an_item_with_its_wording() {
    let fixture = Fixture::new(&format!(
        "//- o.annexa\noverlay ISO/IEC 27001:2022\n\nclause 9.3.2 {{\n  item d) \"\"\"Wording one.\"\"\" {{\n    item 2) \"Wording two.\"\n  }}\n}}\n//- smx.annexa\n{HEAD}refine 27001 9.3.2 d) 2$0) {{\n  text \"x\"\n}}\n"
    ));
    let shown = shown(&fixture);
    assert!(shown.contains("**Item d) 2)**\n\n    > Wording two."), "{shown}");
}

#[test]
fn added_provisions_and_their_items() {
    check(
        &format!(
            "{ADDED}\ninterpret 27001 4.1 {{\n  text \"\"\"See {{SMX.4.3.1 b$0)}}.\"\"\"\n}}\n"
        ),
        expect![[r#"
            [SMX.4.3.1 b)] **Item b)**

                > b) two of them.

                ---

                **SMX.4.3.1 Systems in scope**

                SMX, a requirement that it adds to ISO/IEC 27001:2022 4.3 Determining the scope of the information security management system

                > The scope shall include:
                >
                > a) one;  
                > b) two of them.

                ---

                Referred to once
        "#]],
    );
    check(
        "add control SMX.$08.35 \"Custody\" to 27002 8 {\n  type preventive\n  control \"Keys should be safe.\"\n  guidance for supplier \"Keys should be sent.\"\n}\n",
        expect![[r#"
            [SMX.8.35] **SMX.8.35 Custody**

                SMX, a control that it adds to ISO/IEC 27002:2022 8 Technological controls

                - control type: preventive

                > Keys should be safe.

                *guidance* for supplier

                > Keys should be sent.

                ---

                Referred to nowhere
        "#]],
    );
}

#[test]
fn all_texts_of_an_added_provision_that_are_printed() {
    check(
        "add requirement SMX.$04.3.1 \"Systems\" to 27001 4.3 {\n  text \"They shall be in scope.\"\n  rationale \"Not printed.\"\n  note \"See the guide.\"\n  example \"A meter.\"\n}\n",
        expect![[r#"
            [SMX.4.3.1] **SMX.4.3.1 Systems**

                SMX, a requirement that it adds to ISO/IEC 27001:2022 4.3 Determining the scope of the information security management system

                > They shall be in scope.

                *note*

                > See the guide.

                *example*

                > A meter.

                ---

                Referred to nowhere
        "#]],
    );
}

#[test]
fn terms_and_audiences() {
    check(
        "term \"head-$0end system\" {\n  definition \"system of meters\"\n  source \"SMX\"\n}\n\ninterpret 27001 4.1 for op$0erator {\n  text \"\"\"A {te$0rm Head-end system \"systems\"} and a {term oth$0er}.\"\"\"\n}\n",
        expect![[r#"
            ["head-end system"] **head-end system**

                SMX, term

                > system of meters

                *source*

                > SMX

                ---

                Used once
            [operator] **operator**

                Operator

                SMX, audience

                ---

                Addressed once
            [term] **term**: a term of the standard; a second form in quotation marks is shown in its place
            nothing
        "#]],
    );
}

#[test]
fn heads_bases_and_documents() {
    let fixture = Fixture::new(
        "standard S$0MX \"Meters\" {\n  base ISO/IEC 270$001:2013\n  base ISO/IEC 27002 as co$0ntrols\n  base \"ITU-T X.1631:20$015\" as cloud\n  reference \"IEC 62056:2014\" \"Metering data\"\n}\n\ninterpret 27001 4.1 {\n  text \"\"\"{IEC 62056:2014 6$0.1}\"\"\"\n}\n",
    );
    expect![[r#"
        [SMX] **SMX**

            Meters

            Rests on ISO/IEC 27001:2013, ISO/IEC 27002, ITU-T X.1631:2015.

            1 declaration in 1 file.
        [ISO/IEC 27001:2013] **ISO/IEC 27001:2013**

            Information technology — Security techniques — Information security management systems — Requirements

            35 clauses

            Superseded by ISO/IEC 27001:2022.

            Amended by Cor 1:2014, Cor 2:2015.

            Base of SMX, called `27001`.
        [controls] **ISO/IEC 27002:2022**

            Information security, cybersecurity and privacy protection — Information security controls

            4 clauses, 93 controls, laid out by attributes

            Takes the place of ISO/IEC 27002:2013.

            Base of SMX, called `controls`, in its latest edition.
        nothing
        [IEC 62056:2014 6.1] **IEC 62056:2014**, 6.1

            Metering data

            No base of the standard: it goes to the bibliography.
    "#]].assert_eq(&shown(&fixture));
}

#[test]
fn verbal_forms_are_explained_where_the_language_is_english() {
    let text = "interpret 27001 7.2 {\n  text \"He c$0an.\"\n}\n";
    for (language, expected) in [("en-GB", "[can] **can**"), ("de", "nothing")] {
        let head = HEAD.replace("  edition", &format!("  language {language}\n  edition"));
        let shown = first_lines(&Fixture::new(&format!("{head}\n{text}")));
        assert!(shown[0].starts_with(expected), "{language}: {shown:?}");
    }
}

#[test]
fn rules_keywords_fields_values_and_verbal_forms() {
    check(
        "add$0 control SMX.8.35 \"Custody\" t$0o 27002 8 fo$0r operator {\n  ty$0pe preve$0ntive\n  capabilities gover$0nance\n  control \"\"\"It shou$0ld not, but mu$0st.\"\"\"\n  allow R1$002 \"x\"\n  allow R99$09 \"x\"\n}\n",
        expect![[r#"
            [add control] **add control**: a further control (ISO/IEC 27009:2020, 6.2)

                Its statement contains one `should`. First consider modifying a control of the base.

                ```annexa
                add control SMX.8.35 "Custody of meter keys" to 27002 8
                ```
            [to] **to**: what follows is what it is added to, or the later edition
            [for] **for**: the audiences that are addressed; without `for`, all of them
            [type] **type**: the control type

                When it acts: before, during or after an incident.

                ```annexa
                type preventive, detective
                ```
            [preventive] **preventive**: control type, acts before an incident
            [governance] **governance**: operational capabilities
            [should not] **should not**: recommendation

                One way among several is held to be suitable. A control is stated with one `should`.
            [must] **must**: obligation from outside

                Kept for what law or nature imposes. A requirement of the document is said with `shall`.
            [R102] # R102 unknown-provision

                That edition has no such clause, control or list item. Level: error. Source: the Annexa language (references).

                The clause, control or list item exists in that edition. If another edition has it, the message names that edition and
                the corresponding provision. If the reference has a form that is common elsewhere (`27001 5.7` for a control of Annex
                A, `6.1.2(d)`, `5,10`), the message names the reference to write.

                In catalogue files, the rule checks the places in a correspondence, the clauses of amendments, and the controls to
                which an annex gives another title.

                Numbers change between editions, so a reference to a missing provision often comes from an earlier edition.

                Wrong:

                ```annexa
                add guidance to 27002 12.1.2 {
                  text """Pumps on the road should be covered."""
                }
                ```

                Right:

                ```annexa
                add guidance to 27002 8.32 {
                  text """Changes of pumps should be announced."""
                }
                ```

                This rule can be neither allowed nor switched off.
            nothing
        "#]],
    );
}

#[test]
fn catalogues_and_correspondences() {
    let fixture = Fixture::new(
        "catalogue ISO 99:2022 \"Rules\" {\n  supersedes ISO 99:2$0013\n}\n\nclause 5$0 \"Context\" {\n  item a$0)\n}\n\namendment \"Amd 1:2024\" {\n  clause 5$0\n}\n\ncatalogue ISO 99:2013 \"Old rules\"\n\nclause 4 \"Old context\"\n\ncorrespondence ISO 99:2013 to ISO 99:2022 {\n  re$0st unchanged\n  4$0 -> 5$0\n}\n",
    );
    expect![[r#"
        [ISO 99:2013] **ISO 99:2013**

            Old rules

            1 clause

            Superseded by ISO 99:2022.
        [5] **5 Context**

            ISO 99:2022, clause · item a)

            **Amd 1:2024**: changes this clause.

            ISO 99:2013: 4 Old context
        [a)] **Item a)**

            ---

            **5 Context**

            ISO 99:2022, clause · item a)

            **Amd 1:2024**: changes this clause.

            ISO 99:2013: 4 Old context
        [5] **5 Context**

            ISO 99:2022, clause · item a)

            **Amd 1:2024**: changes this clause.

            ISO 99:2013: 4 Old context
        [rest] **rest**: what is not named here keeps its number
        [4] **4 Old context**

            ISO 99:2013, clause

            ISO 99:2022: 5 Context
        [5] **5 Context**

            ISO 99:2022, clause · item a)

            **Amd 1:2024**: changes this clause.

            ISO 99:2013: 4 Old context
    "#]]
    .assert_eq(&shown(&fixture));
}

#[test]
fn built_in_catalogues_tell_what_the_project_changes() {
    let fixture = Fixture::with_head("retain 27002 5.1 {\n  reason \"No sector need.\"\n}\n");
    let file = annexa_model::FileId::BuiltIn(3);
    let text = fixture.project.document(file).unwrap().text().to_string();
    let offset = text.find("5.1 \"").unwrap() as u32;
    let hover = hover(&fixture.project, file, offset.into()).unwrap();
    assert!(hover.markdown.contains("SMX: retained"), "{}", hover.markdown);
}

#[test]
fn nowhere_is_nothing_and_no_panic() {
    let fixture = Fixture::with_head("// comment$0\n\nrefine $0\n");
    assert_eq!(first_lines(&fixture)[0], "nothing");
    let beyond = annexa_model::FileId::Project(0);
    assert_eq!(hover(&fixture.project, beyond, 99_999.into()), None);
}
