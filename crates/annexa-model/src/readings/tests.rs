//! References that nearly resolve: the source, and the replacement that the finding proposes.

use crate::testing::{HEAD, project, with_head};
use crate::{Project, ProvisionId, check, readings};
use annexa_base::Catalogue;

/// Returns the only finding on a reference in a text, and the replacements of its fixes in order.
fn in_a_text(written: &str) -> (String, Vec<String>) {
    let project =
        with_head(&format!("interpret 27001 4 {{\n  text \"\"\"See {{{written}}}.\"\"\"\n}}\n"));
    only(&project, written)
}

/// Same as `in_a_text`, for a head.
fn in_a_head(declaration: &str) -> (String, Vec<String>) {
    only(&with_head(declaration), declaration)
}

fn only(project: &Project, written: &str) -> (String, Vec<String>) {
    let report = check(project);
    let found: Vec<_> = report
        .diagnostics
        .iter()
        .filter(|found| found.code().starts_with(['S', 'R', 'Q']) && found.code() != "R110")
        .collect();
    let [one] = found.as_slice() else {
        let all: Vec<_> = found.iter().map(|it| format!("{} {}", it.code(), it.message)).collect();
        panic!("{written}: {} findings: {all:#?}", all.len());
    };
    let fixes = one.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.new.clone()).collect();
    (format!("{} {}", one.code(), one.message), fixes)
}

#[test]
fn what_a_text_proposes() {
    for (written, first) in [
        ("27001 5.7", "27001 A.5.7"),
        ("27001 5.10", "27001 A.5.10"),
        ("27001:2022 5.7", "27001 A.5.7"),
        ("ISO/IEC 27001:2022 5.7", "27001 A.5.7"),
        ("ISO/IEC 27001 8.34", "27001 A.8.34"),
        ("27002 A.5.10", "27002 5.10"),
        ("27001 A5.10", "27001 A.5.10"),
        ("27001 a.5.10", "27001 A.5.10"),
        ("27001 A 5.10", "27001 A.5.10"),
        ("27001 A-5.10", "27001 A.5.10"),
        ("27001 A.5,10", "27001 A.5.10"),
        ("27001 A.5.10.", "27001 A.5.10"),
        ("27001 Annex A 5.10", "27001 A.5.10"),
        ("27001 Annex A.5.10", "27001 A.5.10"),
        ("27001, Annex A, 5.10", "27001 A.5.10"),
        ("A.5.1", "27001 A.5.1"),
        ("A5.10", "27001 A.5.10"),
        ("A 5.10", "27001 A.5.10"),
        ("Annex A 5.7", "27001 A.5.7"),
        ("Annex A.5.7", "27001 A.5.7"),
        ("annex A.5.7", "27001 A.5.7"),
        ("annex a 5.7", "27001 A.5.7"),
        ("ISO 27001:2022 A.5.7", "27001 A.5.7"),
        ("ISO 27001 A.5.7", "27001 A.5.7"),
        ("ISO/IEC 27001:2022, A.5.7", "27001 A.5.7"),
        ("ISO27002 5.7", "27002 5.7"),
        ("ISO27002:2022 5.7", "27002 5.7"),
        ("ISO 27002 5.7", "27002 5.7"),
        ("iso/iec 27002 5.7", "27002 5.7"),
        ("ISO-IEC 27002 5.7", "27002 5.7"),
        ("IEC 27002:2022 5.7", "27002 5.7"),
        ("27002:2022, 5.7", "27002 5.7"),
        ("27002 control 5.7", "27002 5.7"),
        ("27002 5,10", "27002 5.10"),
        ("27002 5–10", "27002 5.10"),
        ("27002 5-10", "27002 5.10"),
        ("27002 5·10", "27002 5.10"),
        ("27002 05.07", "27002 5.7"),
        ("27002 5.7.", "27002 5.7"),
        ("27002 5.7:", "27002 5.7"),
        ("27001 § 5.1", "27001 5.1"),
        ("27001 clause 5.1", "27001 5.1"),
        ("27001 Clause 5.1", "27001 5.1"),
        ("27001, 5.1", "27001 5.1"),
        ("§ 9.3.2", "27001 9.3.2"),
        ("clause 9.3.2", "27001 9.3.2"),
        ("ISO/IEC 27001:2022/Amd 1:2024 4.1", "27001 4.1"),
        ("ISO/IEC 27001:2022/Amd 1:2024", "27001"),
        ("27001:2022 + Amd 1:2024 4.1", "27001 4.1"),
        ("9.3.2", "27001 9.3.2"),
        ("8.24", "27002 8.24"),
        ("27001 6.1.2(d)", "27001 6.1.2 d)"),
        ("27001 6.1.2 (d)", "27001 6.1.2 d)"),
        ("27001 6.1.2.d", "27001 6.1.2 d)"),
        ("27001 6.1.2.d)", "27001 6.1.2 d)"),
        ("27001 6.1.2 d", "27001 6.1.2 d)"),
        ("27001 6.1.2 D)", "27001 6.1.2 d)"),
        ("27001 6.1.2 [d]", "27001 6.1.2 d)"),
        ("27001 6.1.2, d)", "27001 6.1.2 d)"),
        ("27001 6.1.2 item d", "27001 6.1.2 d)"),
        ("27001 9.3.2 d)2", "27001 9.3.2 d) 2)"),
        ("27001 9.3.2 (d)(2)", "27001 9.3.2 d) 2)"),
        ("27001 9.3.2.d.2", "27001 9.3.2 d) 2)"),
        ("ISO/IEC 27001:2022 6.1.2(d)", "27001 6.1.2 d)"),
        ("27001 A.12.6.1", "27001 A.8.8"),
        ("27001 A.12.3.1", "27001 A.8.13"),
        ("27002 12.6.1", "27002 8.8"),
        ("27002 A.12.6.1", "27002 8.8"),
        ("27001 12.6.1", "27001 A.8.8"),
        ("27001 9.3 c)", "27001 9.3.2 d)"),
        ("27002 6.1.3 c)", "27001 6.1.3 c)"),
        ("27002 5.99", "27002 5.37"),
        ("27001 A.5.99", "27001 A.5.37"),
    ] {
        let (message, fixes) = in_a_text(written);
        assert_eq!(fixes.first().map(String::as_str), Some(first), "{written}: {message}");
        let applied =
            with_head(&format!("interpret 27001 4 {{\n  text \"\"\"See {{{first}}}.\"\"\"\n}}\n"));
        let last = applied.declarations().last().unwrap();
        assert!(applied.links(last.id).iter().all(|link| link.resolved.is_ok()), "{first}");
    }
}

#[test]
fn what_a_head_proposes() {
    for (head, first) in [
        ("refine 27001 6.1.2(d)", "27001 6.1.2 d)"),
        ("refine 27001 6.1.2.d", "27001 6.1.2 d)"),
        ("refine 27001 6.1.2 d", "27001 6.1.2 d)"),
        ("refine 27001 6.1.2 (d) for operator", "27001 6.1.2 d)"),
        ("refine clause 6.1.2 d)", "27001 6.1.2 d)"),
        ("refine ISO 27001:2022 6.1.2 d)", "27001 6.1.2 d)"),
        ("refine ISO27001 6.1.2 d)", "27001 6.1.2 d)"),
        ("refine 27001 § 6.1.2 d)", "27001 6.1.2 d)"),
        ("add guidance to 27002 A.5.10", "27002 5.10"),
        ("add guidance to 27001 5.7", "27002 5.7"),
        ("add guidance to A.5.7", "27002 5.7"),
        ("add guidance to Annex A 5.7", "27002 5.7"),
        ("add guidance to 27001 Annex A 5.7", "27002 5.7"),
        ("add guidance to 27002 12.6.1", "27002 8.8"),
        ("add guidance to 27002 5,10 for operator", "27002 5.10"),
    ] {
        let declaration = format!(
            "{head} {{\n  text \"\"\"The organization shall keep records of pumps.\"\"\"\n}}\n"
        );
        let (message, fixes) = in_a_head(&declaration);
        assert_eq!(fixes.first().map(String::as_str), Some(first), "{head}: {message}");
    }
}

#[test]
fn what_the_messages_say() {
    for (written, message) in [
        ("27001 5.7", "R102 ISO/IEC 27001:2022 has no provision 5.7; write `27001 A.5.7`"),
        (
            "27001 A.12.6.1",
            "R102 ISO/IEC 27001:2022 has no provision A.12.6.1; A.12.6.1 is in ISO/IEC 27001:2013 and corresponds to `27001 A.8.8` here",
        ),
        (
            "27002 18.2.3",
            "R102 ISO/IEC 27002:2022 has no provision 18.2.3; 18.2.3 is in ISO/IEC 27002:2013 and corresponds to `27002 5.36` and `27002 8.8` here",
        ),
        ("27002 5.99", "R102 ISO/IEC 27002:2022 has no provision 5.99; 5 has 5.1 to 5.37"),
        (
            "27001 6.1.2 z)",
            "R102 ISO/IEC 27001:2022, 6.1.2 has no list item z); it has the items a) to e)",
        ),
        (
            "27001 6.1.2 a) 7)",
            "R102 ISO/IEC 27001:2022, 6.1.2 has no list item a) 7); a) has the items 1) to 2)",
        ),
        (
            "27001 6.1.2(d)",
            "R102 `27001 6.1.2(d)` is not the form of a reference; write `27001 6.1.2 d)`",
        ),
        (
            "27002 5.7, 5.8",
            "S001 `27002 5.7, 5.8` names several places; name each in a reference of its own; a plain brace is written `{{`",
        ),
        (
            "ISO 27001:2022 A.5.7",
            "R101 `ISO 27001` is not the designation of a document; it is ISO/IEC 27001; write `27001 A.5.7`",
        ),
        ("A 5.10", "R101 `A 5.10` is not the name of a document; write `27001 A.5.10`"),
        (
            "5.1",
            "R101 no base of this standard has the name `5.1`; write `27001 5.1` or `27002 5.1`",
        ),
    ] {
        assert_eq!(in_a_text(written).0, message);
    }
}

#[test]
fn documents_that_are_no_misspelt_base_stay_what_they_are() {
    for written in [
        "ISO/IEC 27036-2:2022 6.1",
        "ISO 24518",
        "ISO/IEC 27001:2005",
        "EN 303 645",
        "IEC 62443-3-3:2013",
    ] {
        let text =
            format!("{HEAD}\ninterpret 27001 4 {{\n  text \"\"\"See {{{written}}}.\"\"\"\n}}\n");
        let project = project(&[("smx.annexa", &text)]);
        let last = project.declarations().last().unwrap();
        let links = project.links(last.id);
        assert!(links.iter().all(|link| link.resolved.is_ok()), "{written}: {links:?}");
    }
}

/// Returns the ways in which one reference is misspelt.
fn deformations(document: &str, letter: Option<&str>, number: &str, items: &str) -> Vec<String> {
    let place = letter.map_or(number.to_owned(), |letter| format!("{letter}.{number}"));
    let mut all = vec![
        format!("ISO {document} {place}{items}"),
        format!("ISO{document}:2022 {place}{items}"),
        format!("iso/iec {document}:2022, {place}{items}"),
        format!("{document} § {place}{items}"),
        format!("{document}, clause {place}{items}"),
        format!("{document}  {place}{items}."),
    ];
    if number.contains('.') {
        all.push(format!("{document} {}{items}", place.replacen('.', ",", 1)));
        all.push(format!("{document} {}{items}", place.replace('.', "–")));
    }
    if let Some(letter) = letter {
        all.push(format!("{document} {letter}{number}"));
        all.push(format!("{document} Annex {letter} {number}"));
        all.push(format!("Annex {letter}.{number}"));
        all.push(format!("{}{number}", letter.to_lowercase()));
    }
    if !items.is_empty() {
        let marks: Vec<&str> =
            items.split_whitespace().map(|mark| mark.trim_end_matches(')')).collect();
        all.push(format!("{document} {place}({})", marks.join(")(")));
        all.push(format!("{document} {place}.{}", marks.join(".")));
        all.push(format!("{document} {place} {}", items.trim().to_uppercase()));
        all.push(format!("{document} {place}, item {}", items.trim()));
    }
    all
}

fn every_place(catalogue: &Catalogue) -> Vec<(ProvisionId, String)> {
    fn below(items: &[crate::ListItem], path: &str, all: &mut Vec<String>) {
        for item in items {
            let path = format!("{path} {}", item.mark);
            below(&item.items, &path, all);
            all.push(path);
        }
    }
    let mut all = Vec::new();
    for (id, provision) in catalogue.iter() {
        let mut paths = vec![String::new()];
        below(&provision.items, "", &mut paths);
        all.extend(paths.into_iter().map(|path| (id, path)));
    }
    all
}

#[test]
fn the_first_proposal_for_each_deformed_reference_is_the_place() {
    let project = with_head("");
    let standard = project.standards().first();
    let mut count = 0;
    for (document, through) in
        [("ISO/IEC 27001", None), ("ISO/IEC 27002", None), ("ISO/IEC 27002", Some("A"))]
    {
        let id = project.find_catalogue(document, Some("2022")).unwrap();
        let catalogue = project.catalogue(id).unwrap();
        for (provision, items) in every_place(catalogue) {
            let number = &catalogue.provision(provision).unwrap().number;
            let name = if through.is_some() { "27001" } else { &document[8..] };
            let place = through.map_or(number.to_string(), |letter| format!("{letter}.{number}"));
            for written in deformations(name, through, number, &items) {
                let found = readings(&project, standard, &written);
                let first = found.best().first().map(|reading| reading.text.clone());
                assert_eq!(first, Some(format!("{name} {place}{items}")), "{written}");
                count += 1;
            }
        }
    }
    assert!(count > 3_000, "{count}");
}

#[test]
fn labels_without_their_full_stop() {
    let added =
        "add control SMX.8.35 \"Keys\" to 27002 8 {\n  control \"Keys should be kept.\"\n}\n\n";
    for written in ["SMX 8.35", "SMX-8.35", "SMX8.35", "SMX.8,35", "SMX.8.35."] {
        let project = with_head(&format!(
            "{added}interpret 27001 4 {{\n  text \"\"\"See {{{written}}}.\"\"\"\n}}\n"
        ));
        let report = check(&project);
        let found = report
            .diagnostics
            .iter()
            .filter(|found| ["R101", "R102", "S001"].contains(&found.code()));
        let fixes: Vec<_> =
            found.flat_map(|it| &it.fixes).map(|fix| fix.edits[0].new.as_str()).collect();
        assert_eq!(fixes, ["SMX.8.35"], "{written}");
    }
}

#[test]
fn a_base_of_2013_is_helped_in_its_own_numbers() {
    let head = HEAD.replace("2022", "2013").replace(" + Amd 1:2024", "");
    for (written, first) in [
        ("27001 A.8.8", "27001 A.12.6.1"),
        ("27002 8.24", "27002 10.1.1"),
        ("27002 8.24", "27002 10.1.1"),
        ("27001 A12.6.1", "27001 A.12.6.1"),
        ("27001 12.6.1", "27001 A.12.6.1"),
        ("27001:2022 5.7", "27001:2022 A.5.7"),
    ] {
        let text =
            format!("{head}\ninterpret 27001 4 {{\n  text \"\"\"See {{{written}}}.\"\"\"\n}}\n");
        let found = check(&project(&[("smx.annexa", &text)]));
        let found =
            found.diagnostics.into_iter().find(|it| ["R101", "R102", "S001"].contains(&it.code()));
        let fixes: Vec<_> =
            found.iter().flat_map(|it| &it.fixes).map(|fix| fix.edits[0].new.clone()).collect();
        assert_eq!(fixes.first().map(String::as_str), Some(first), "{written}");
    }
}
