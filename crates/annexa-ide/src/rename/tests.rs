use annexa_model::{Edit, FileId, Project, Settings, Symbol, check};
use annexa_syntax::{Document, TextSize};

use super::{prepare_rename, rename};
use crate::Span;
use crate::testing::{Fixture, HEAD};

/// The texts of the files after some edits.
fn edited(project: &Project, edits: &[Edit]) -> Vec<(String, String)> {
    let files = project.files().iter().enumerate().map(|(index, file)| {
        let mut text = file.document.text().to_string();
        let own = edits.iter().filter(|it| it.location.file == FileId::Project(index as u32));
        let mut own: Vec<_> =
            own.map(|it| (Span::of(project, it.location).range, &it.new)).collect();
        own.sort_by_key(|(range, _)| std::cmp::Reverse(range.start()));
        for pair in own.windows(2) {
            assert!(pair[1].0.end() <= pair[0].0.start(), "edits overlap: {pair:?}");
        }
        for (range, new) in own {
            text.replace_range(std::ops::Range::<usize>::from(range), new);
        }
        (file.path.clone(), text)
    });
    files.collect()
}

/// What a rename must leave as it is: the rules that fire, how often each thing is used, and what the
/// provisions are told apart by.
fn meaning(
    project: &Project,
    with_identities: bool,
) -> (Vec<&'static str>, Vec<usize>, Vec<String>) {
    let report = check(project);
    // A gap in the numbers is what the author asked for.
    let codes = report.diagnostics.iter().map(|it| it.code()).filter(|it| *it != "R112").collect();
    let mut uses = Vec::new();
    for standard in project.standards() {
        let id = standard.id;
        let added = standard.added_in_order().map(|it| Symbol::Added(id, it.declaration));
        let terms = standard.terms().map(|it| Symbol::Term(id, it.declaration));
        let audiences = (0..standard.audiences.len() as u32).map(|it| Symbol::Audience(id, it));
        let bases = standard.bases_with_ids().map(|(base, _)| Symbol::Base(id, base));
        let all = added.chain(terms).chain(audiences).chain(bases).chain([Symbol::Standard(id)]);
        uses.extend(all.map(|symbol| project.uses(symbol).len()));
    }
    for id in project.catalogue_ids() {
        uses.push(project.uses(Symbol::Document(id)).len());
        let provisions = project.catalogue(id).unwrap().iter();
        uses.extend(provisions.map(|(it, _)| project.uses(Symbol::Provision(id, it)).len()));
    }
    uses.retain(|count| *count > 0);
    uses.sort_unstable();
    let ids = project.standards().iter().flat_map(|standard| project.kinds_of(standard));
    let keys = ids.filter_map(|(id, _)| project.identity(id)).map(|identity| identity.key);
    // A term is told apart by its name.
    let mut keys: Vec<_> =
        keys.filter(|key| with_identities && !key.starts_with("SMX|term")).collect();
    keys.sort();
    (codes, uses, keys)
}

fn parsed(files: &[(String, String)]) -> Project {
    let files = files.iter().map(|(path, text)| (path.clone(), Document::new(text)));
    Project::new(files, Settings::default())
}

/// Renames, sees that the meaning stays, and gives the files.
fn renamed_in(fixture: &Fixture, new: &str, with_identities: bool) -> Vec<(String, String)> {
    let (file, offset) = fixture.cursor();
    let project = &fixture.project;
    assert!(prepare_rename(project, file, offset).unwrap().is_some());
    let edits = rename(project, file, offset, new, &|| false).unwrap();
    let files = edited(project, &edits);
    let (before, after) = (meaning(project, with_identities), parsed(&files));
    assert_eq!(meaning(&after, with_identities), before, "{files:?}");
    files
}

/// What stands behind the head after a rename in one file.
fn renamed(declarations: &str, new: &str) -> String {
    let files = renamed_in(&Fixture::with_head(declarations), new, true);
    files[0].1.strip_prefix(HEAD).unwrap_or(&files[0].1).to_owned()
}

fn refused(declarations: &str, new: &str) -> String {
    let fixture = Fixture::with_head(declarations);
    let (file, offset) = fixture.cursor();
    rename(&fixture.project, file, offset, new, &|| false).unwrap_err()
}

fn prepared(fixture: &Fixture) -> String {
    let (file, offset) = fixture.cursor();
    match prepare_rename(&fixture.project, file, offset) {
        Ok(Some(it)) => {
            let shown = fixture.shown(Span { file, range: it.range });
            format!("{}, {}", shown.split_once(": ").unwrap().1, it.name)
        }
        Ok(None) => "nothing".to_owned(),
        Err(refusal) => refusal,
    }
}

const REQUIREMENT: &str = "add requirement SMX.4.3.1 \"Systems\" to 27001 4.3 {\n  text \"\"\"\n    It shall name:\n\n    a) one;\n    b) two.\n  \"\"\"\n}\n\n";

#[test]
fn a_label_with_its_uses_and_its_first_one_as_key() {
    assert_eq!(
        renamed(
            &format!(
                "{REQUIREMENT}add note to SMX.4.$03.1 {{\n  text \"{{SMX.4.3.1 b)}}, {{SMX.4.3.1 z)}}, SMX.4.3.1\"\n}}\n"
            ),
            "SMX.4.3.7"
        ),
        "add requirement SMX.4.3.7 \"Systems\" to 27001 4.3 {\n  text \"\"\"\n    It shall name:\n\n    a) one;\n    b) two.\n  \"\"\"\n  key SMX.4.3.1\n}\n\nadd note to SMX.4.3.7 {\n  text \"{SMX.4.3.7 b)}, {SMX.4.3.7 z)}, SMX.4.3.1\"\n}\n"
    );
}

#[test]
fn labels_below_go_along_and_going_back_leaves_no_trace() {
    let first = "add clause SMX.A \"Ours\" to 27002\n\nadd clause SMX.A.1 \"Sub\" to SMX.A {\n  text \"{SMX.A}\"\n}\n\nadd clause SMX.A.1.1 \"Subsub\" to SMX.A.1\n";
    let second = renamed(&first.replacen("SMX.A", "SMX.$0A", 1), "SMX.B");
    assert_eq!(
        second,
        "add clause SMX.B \"Ours\" to 27002 {\n  key SMX.A\n}\n\nadd clause SMX.B.1 \"Sub\" to SMX.B {\n  text \"{SMX.B}\"\n  key SMX.A.1\n}\n\nadd clause SMX.B.1.1 \"Subsub\" to SMX.B.1 {\n  key SMX.A.1.1\n}\n"
    );
    assert_eq!(renamed(&second.replacen("SMX.B", "$0SMX.B", 1), "SMX.A"), first);
}

/// A key says what was published, and is left as it is: labels and audiences in it are those of that time.
#[test]
fn a_key_is_history() {
    let text = |label: &str, key: &str, operator: &str| {
        format!(
            "add requirement {label} \"Systems\" to 27001 4.3 {{\n  text \"It shall: {{{label}}}\"{key}\n}}\n\nadd note to {label} for {operator} {{\n  text \"x\"\n  key SMX.4.3.1 for operator\n}}\n"
        )
    };
    let before = text("SMX.4.3.1", "", "operator");
    let relabelled = text("SMX.4.3.2", "\n  key SMX.4.3.1", "operator");
    let at = |place: &str| before.replacen(place, &format!("$0{place}"), 1);
    assert_eq!(renamed(&at("SMX.4.3.1"), "SMX.4.3.2"), relabelled);
    let fixture = Fixture::with_head(&at("operator {"));
    let files = renamed_in(&fixture, "user", true);
    let after = text("SMX.4.3.1", "", "user");
    assert!(files[0].1.ends_with(&after), "{}", files[0].1);
}

#[test]
fn labels_in_other_files_and_standards() {
    let fixture = Fixture::new(&format!(
        "//- a.annexa\n{HEAD}{REQUIREMENT}//- b.annexa\npart of SMX\n\nrefine SMX.4.$03.1 a) {{\n  text \"It shall. {{SMX.4.3.1}}\"\n}}\n//- o.annexa\nstandard OTH \"x\" {{\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022 + Amd 1:2024\n}}\n\ninterpret 27001 4.1 {{\n  text \"\"\"{{SMX.4.3.1 b)}}\"\"\"\n}}\n"
    ));
    let files = renamed_in(&fixture, "SMX.4.3.2", true);
    assert!(files[1].1.contains("refine SMX.4.3.2 a)") && files[1].1.contains("{SMX.4.3.2}"));
    assert!(files[2].1.contains("{SMX.4.3.2 b)}"));
}

#[test]
fn labels_that_are_refused() {
    let two = format!(
        "{}add requirement SMX.4.3.2 \"Links\" to 27001 4.3 {{\n  text \"It shall.\"\n}}\n",
        REQUIREMENT.replacen("SMX", "$0SMX", 1)
    );
    for (new, why) in [
        ("SMX.4.3.2", "SMX.4.3.2 is the label of “Links” already; take another"),
        ("ABC.4.3.1", "the labels of this standard begin with SMX; write `SMX.4.3.1`"),
        (
            "seven",
            "`seven` is no label; write the prefix, then numbers or one capital letter, as in `SMX.8.35` or `SMX.A.1`",
        ),
    ] {
        assert_eq!(refused(&two, new), why);
    }
    assert!(refused(&two, "").contains("no label"));
    assert!(refused(&two, "SMX.4.3.9 x").contains("no label"));
    let below = "add clause SMX.$0A \"x\" to 27002\n\nadd clause SMX.A.1 \"x\" to SMX.A\n\nadd clause SMX.B.1 \"Taken\" to 27002\n";
    assert_eq!(refused(below, "SMX.B"), "SMX.B.1 is the label of “Taken” already; take another");
    let inline = HEAD.replace("  audience operator", "  numbering inline\n  audience operator");
    let fixture = Fixture::new(&format!(
        "{inline}add control SMX.8.$035 \"x\" to 27002 8 {{\n  control \"It should.\"\n}}\n"
    ));
    let (file, offset) = fixture.cursor();
    let why = rename(&fixture.project, file, offset, "SMX.8.24", &|| false).unwrap_err();
    assert_eq!(why, "8.24 is “Use of cryptography” in ISO/IEC 27002:2022; choose a free number");
}

#[test]
fn terms_keep_their_quotes_and_their_case() {
    assert_eq!(
        renamed(
            "term \"head-end system\" {\n  definition \"\"\"x {term head-end system}\"\"\"\n}\n\ninterpret 27001 4.1 {\n  text \"\"\"{term Head-$0end system}s, {term head-end system \"head-end systems\"}, {term head-end  system \"HES\"}, head-end system.\"\"\"\n}\n",
            "central  system"
        )
        .lines()
        .filter(|line| line.contains("entral") || line.contains("end"))
        .map(str::trim)
        .collect::<Vec<_>>(),
        [
            "term \"central system\" {",
            "definition \"\"\"x {term central system}\"\"\"",
            "text \"\"\"{term Central system}s, {term central system \"central systems\"}, {term central system \"HES\"}, head-end system.\"\"\"",
        ]
    );
}

#[test]
fn a_letter_without_a_capital_stays_small() {
    let text = "term \"kiosk\" {\n  definition \"{term Ki$0osk}\"\n}\n";
    assert!(renamed(text, "ßkiosk").contains("{term ßkiosk}"));
}

#[test]
fn the_second_of_two_terms_with_one_name_gets_its_own() {
    let text = "term \"kiosk\" {\n  definition \"{term kiosk}\"\n}\n\nterm \"Ki$0osk\" {\n  definition \"x\"\n}\n";
    let fixture = Fixture::with_head(text);
    let (file, offset) = fixture.cursor();
    let edits = rename(&fixture.project, file, offset, "stand", &|| false).unwrap();
    let after = format!("{HEAD}{}", text.replace("Ki$0osk", "stand"));
    assert_eq!(edited(&fixture.project, &edits)[0].1, after);
}

#[test]
fn terms_that_are_refused() {
    let term =
        "term \"ki$0osk\" {\n  definition \"x\"\n}\n\nterm \"stand\" {\n  definition \"x\"\n}\n";
    assert_eq!(refused(term, "Stand"), "there is a term “stand” already; take another name");
    assert_eq!(refused(term, "  "), "a term has a name of one letter or more");
    for mark in ['"', '{', '}', '\\'] {
        assert!(refused(term, &format!("a{mark}b")).contains("cannot hold"));
    }
    // Its own name with another first letter is no other name.
    assert!(renamed(term, "Kiosk").contains("term \"Kiosk\""));
}

#[test]
fn audiences() {
    let fixture = Fixture::with_head(
        "add guidance to 27002 5.1 for operator, suppl$0ier {\n  text \"x\"\n}\n\nadd control SMX.8.35 \"x\" to 27002 8 {\n  control \"x should\"\n  guidance for supplier \"supplier\"\n}\n",
    );
    let files = renamed_in(&fixture, "vendor", false);
    assert!(files[0].1.contains("  audience vendor \"Supplier\"\n"));
    assert!(files[0].1.contains("for operator, vendor {"));
    assert!(files[0].1.contains("guidance for vendor \"supplier\""));
    let audience = "add guidance to 27002 5.1 for suppl$0ier {\n  text \"x\"\n}\n";
    assert_eq!(
        refused(audience, "operator"),
        "operator is the audience “Operator” already; take another name"
    );
    assert!(refused(audience, "two words").contains("no name of an audience"));
    assert!(refused(audience, "7th").contains("no name of an audience"));
}

#[test]
fn a_base_gets_a_name_another_and_none() {
    let number =
        "interpret 2$07001 4.1 {\n  text \"{27001 4.2}, {27001}, {27001:2013 4.1}, 27001\"\n}\n";
    let fixture = Fixture::with_head(number);
    let named = renamed_in(&fixture, "isms", true)[0].1.clone();
    assert!(named.contains("base ISO/IEC 27001:2022 + Amd 1:2024 as isms\n"), "{named}");
    assert!(
        named.contains(
            "interpret isms 4.1 {\n  text \"{isms 4.2}, {isms}, {27001:2013 4.1}, 27001\""
        )
    );
    let again = Fixture::new(&named.replace("as isms", "as is$0ms"));
    let other = renamed_in(&again, "system", true)[0].1.clone();
    assert!(other.contains("Amd 1:2024 as system\n") && other.contains("{system}"));
    let edition = Fixture::new(&named.replace("{isms}", "{is$0ms:2022 4.1}"));
    assert!(renamed_in(&edition, "system", true)[0].1.contains("{system:2022 4.1}"));
    let again = Fixture::new(&other.replace("{system}", "{sys$0tem}"));
    assert_eq!(
        renamed_in(&again, "27001", true)[0].1,
        format!("{HEAD}{}", number.replace("$0", ""))
    );
    for new in ["term", "figure", "for", "Isms", "27005", "two words", "27001 x"] {
        assert!(refused(number, new).contains("no name for a base"), "{new}");
    }
    assert_eq!(
        refused(number, "27002"),
        "`27002` is no name for a base; write one word that begins with a small letter, as in `isms`, or its number `27001`"
    );
}

#[test]
fn what_could_not_be_read_is_refused() {
    // A word of the language is no alias.
    let number = "interpret 2$07001 for operator {\n  text \"x\"\n}\n";
    assert_eq!(
        refused(number, "clause"),
        "with `clause` in its place, `interpret 27001 for operator` could no longer be read"
    );
}

#[test]
fn the_prefix_of_a_draft() {
    let files = |head: &str| {
        format!(
            "//- a.annexa\n{head}{REQUIREMENT}//- b.annexa\npart of SM$0X\n\nadd note to SMX.4.3.1 {{\n  text \"{{SMX.4.3.1 b)}}, {{SMX.9.9}}, SMX\"\n}}\n//- o.annexa\nstandard OTH \"x\" {{\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022 + Amd 1:2024\n}}\n\ninterpret 27001 4.1 {{\n  text \"{{SMX.4.3.1}}\"\n}}\n"
        )
    };
    let fixture = Fixture::new(&files(HEAD));
    let renamed = renamed_in(&fixture, "MTR", false);
    assert!(
        renamed[0].1.contains("standard MTR \"") && renamed[0].1.contains("requirement MTR.4.3.1")
    );
    assert_eq!(
        renamed[1].1,
        "part of MTR\n\nadd note to MTR.4.3.1 {\n  text \"{MTR.4.3.1 b)}, {MTR.9.9}, SMX\"\n}\n"
    );
    assert!(renamed[2].1.contains("{MTR.4.3.1}"));
    let (file, offset) = fixture.cursor();
    let why = |new: &str| rename(&fixture.project, file, offset, new, &|| false).unwrap_err();
    assert_eq!(why("OTH"), "OTH is the prefix of another standard of the project");
    assert!(why("mtr").contains("no prefix") && why("A.B").contains("no prefix"));
    let published = HEAD.replace("  edition 2026\n", "  edition 2026\n  status published\n");
    let fixture = Fixture::new(&files(&published));
    let (file, offset) = fixture.cursor();
    assert_eq!(
        rename(&fixture.project, file, offset, "MTR", &|| false).unwrap_err(),
        "SMX is no draft (published): what it holds is told apart by its prefix, which stays"
    );
}

#[test]
fn what_is_prepared() {
    let text = |cited: &str| {
        Fixture::with_head(&format!(
            "{REQUIREMENT}term \"kiosk\" {{\n  definition \"\"\"{cited}\"\"\"\n}}\n"
        ))
    };
    for (cited, expected) in [
        ("{SMX.4.$03.1 b)}", "SMX.4.3.1, SMX.4.3.1"),
        (
            "{SMX.4.3.1 b$0)}",
            "a list item is told by the letter in its text; change it there, and where it is cited",
        ),
        ("{27002$0 5.1}", "27002, 27002"),
        (
            "{27002 5$0.1}",
            "this is a provision of ISO/IEC 27002:2022; it keeps the number that it has there",
        ),
        ("{ISO/IEC 27002$0:2022}", "ISO/IEC 27002:2022 is a document; it keeps its designation"),
        ("{term Ki$0osk}", "Kiosk, kiosk"),
        ("kio$0sk", "nothing"),
    ] {
        assert_eq!(prepared(&text(cited)), expected, "{cited}");
    }
    let fixture = Fixture::with_head("term \"ki$0osk\" {\n  definition \"x\"\n}\n");
    assert_eq!(prepared(&fixture), "kiosk, kiosk");
    let file = FileId::BuiltIn(1);
    let text = fixture.project.document(file).unwrap().text().to_string();
    let offset = TextSize::new(text.find("catalogue ISO").unwrap() as u32 + 12);
    let built_in = prepare_rename(&fixture.project, file, offset);
    assert!(built_in.unwrap_err().contains("keeps its designation"));
}
