use annexa_base::FileId;
use annexa_syntax::TextSize;

use crate::testing::{HEAD, covered, project};
use crate::{LinkRole, Mention, Project, Symbol};

/// Returns the project, and the mention at the `$0` in one of its files.
fn mention(files: &[(&str, &str)]) -> (Project, Option<Mention>) {
    let plain: Vec<_> = files.iter().map(|(path, text)| (*path, text.replace("$0", ""))).collect();
    let plain: Vec<_> = plain.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let project = project(&plain);
    let (path, text) = files.iter().find(|(_, text)| text.contains("$0")).unwrap();
    let offset = TextSize::new(text.find("$0").unwrap() as u32);
    let mention = project.mention_at(project.file(path).unwrap(), offset);
    (project, mention)
}

fn shown(project: &Project, mention: &Mention) -> String {
    let standard = |id| project.standard(id).unwrap();
    let what = match mention.symbol {
        Symbol::Document(id) => project.catalogue(id).unwrap().document.printed(),
        Symbol::Provision(id, provision) => {
            let catalogue = project.catalogue(id).unwrap();
            let number = &catalogue.provision(provision).unwrap().number;
            format!("{} {number}", catalogue.document.printed())
        }
        Symbol::Added(id, added) => standard(id).added(added).unwrap().label.to_string(),
        Symbol::Term(id, index) => format!("term {}", standard(id).term_of(index).unwrap().name),
        Symbol::Audience(id, index) => {
            format!("audience {}", standard(id).audiences[index as usize].name)
        }
        Symbol::Base(id, base) => {
            format!("base {}", standard(id).base(base).unwrap().designation.printed())
        }
        Symbol::Standard(id) => format!("standard {}", standard(id).prefix),
    };
    let role = match mention.role {
        None => "declared",
        Some(LinkRole::Target) => "target",
        Some(LinkRole::Citation | LinkRole::Key) => "cited",
    };
    let base = mention.base.map_or(String::new(), |(_, base)| format!(" through {}", base.0));
    let items = mention.items.join(" ");
    let place = project.definition(mention.symbol, &mention.items).unwrap();
    format!(
        "{} = {what} [{items}]{base}, {role} > {} in {}",
        covered(project, mention.location),
        covered(project, place),
        project.path(place.file)
    )
}

fn named_in(files: &[(&str, &str)]) -> String {
    let (project, mention) = mention(files);
    mention.map_or_else(|| "nothing".to_owned(), |mention| shown(&project, &mention))
}

fn named(declarations: &str) -> String {
    named_in(&[("smx.annexa", &format!("{HEAD}\n{declarations}"))])
}

/// Returns the mention in a text beside a requirement with list items.
fn cited(text: &str) -> String {
    named(&format!(
        "add requirement SMX.4.3.1 \"x\" to 27001 4.3 {{\n  text \"\"\"\n    It shall:\n\n    a) one:\n    1) deeper;\n    b) two.\n  \"\"\"\n}}\n\nterm \"head-end system\" {{\n  definition \"x\"\n}}\n\ninterpret 27001 {{\n  text \"\"\"{text}\"\"\"\n}}\n"
    ))
}

const OF_27001: &str = "in iso-iec-27001-2022.annexa";
const OF_27002: &str = "in iso-iec-27002-2022.annexa";

#[test]
fn references_in_texts() {
    assert_eq!(
        cited("{27002 5.$023}"),
        format!("27002 5.23 = ISO/IEC 27002:2022 5.23 [] through 1, cited > 5.23 {OF_27002}")
    );
    assert_eq!(
        cited("{$027001 9.3.2 d) 2)}"),
        format!(
            "27001 9.3.2 d) 2) = ISO/IEC 27001:2022 9.3.2 [d) 2)] through 0, cited > 2) {OF_27001}"
        )
    );
    assert_eq!(
        cited("{27001 A.5.23$0}"),
        format!("27001 A.5.23 = ISO/IEC 27002:2022 5.23 [] through 0, cited > 5.23 {OF_27002}")
    );
    assert_eq!(
        cited("{27002:2013$0 12.1.2}"),
        "27002:2013 12.1.2 = ISO/IEC 27002:2013 12.1.2 [], cited > 12.1.2 in iso-iec-27002-2013.annexa"
    );
    assert_eq!(
        cited("{ISO/IEC $027002:2022 5.1}"),
        format!(
            "ISO/IEC 27002:2022 5.1 = ISO/IEC 27002:2022 5.1 [] through 1, cited > 5.1 {OF_27002}"
        )
    );
    assert_eq!(
        cited("{270$001}"),
        format!("27001 = ISO/IEC 27001:2022 [] through 0, cited > ISO/IEC 27001:2022 {OF_27001}")
    );
    assert_eq!(
        cited("{SMX.4.3.1 a) $01)}"),
        "SMX.4.3.1 a) 1) = SMX.4.3.1 [a) 1)], cited > 1) in smx.annexa"
    );
    assert_eq!(
        cited("{term Head-$0end  system}"),
        "Head-end  system = term head-end system [], cited > \"head-end system\" in smx.annexa"
    );
}

#[test]
fn what_names_nothing() {
    for text in
        ["the$0 27002 5.23", "{27002 $05.99}", "{SMX.9.$09}", "{term none$0}", "{ISO 1$0:2020 6}"]
    {
        assert_eq!(cited(text), "nothing", "{text}");
    }
    // The provision exists, but the list item does not.
    assert_eq!(
        cited("{27001 6.1.3 $0z)}"),
        format!("27001 6.1.3 z) = ISO/IEC 27001:2022 6.1.3 [] through 0, cited > 6.1.3 {OF_27001}")
    );
}

#[test]
fn heads() {
    assert_eq!(
        named("refine 27001 6.1.3 $0c) for supplier {\n  text \"x\"\n}\n"),
        format!("27001 6.1.3 c) = ISO/IEC 27001:2022 6.1.3 [c)] through 0, target > c) {OF_27001}")
    );
    assert_eq!(
        named("refine 27001 6.1.3 c) for sup$0plier {\n  text \"x\"\n}\n"),
        "supplier = audience supplier [], cited > supplier in smx.annexa"
    );
    assert_eq!(
        named("add clause SMX.$0A \"x\" to 27002\n"),
        "SMX.A = SMX.A [], declared > SMX.A in smx.annexa"
    );
    assert_eq!(
        named("term \"ki$0osk\" {\n  definition \"x\"\n}\n"),
        "\"kiosk\" = term kiosk [], declared > \"kiosk\" in smx.annexa"
    );
    assert_eq!(
        named(
            "add objective SMX.A.1 \"x\" to 27002 {\n  text \"\"\"\n    - first\n\n    a) second\n    $01) third\n  \"\"\"\n}\n"
        ),
        "1) = SMX.A.1 [a) 1)], declared > 1) in smx.annexa"
    );
}

#[test]
fn of_two_terms_with_one_name_each_declares_itself() {
    let text = "term \"kiosk\" {\n  definition \"x\"\n}\n\nterm \"Ki$0osk\" {\n  definition \"{term kiosk}\"\n}\n";
    assert_eq!(named(text), "\"Kiosk\" = term Kiosk [], declared > \"Kiosk\" in smx.annexa");
    let used = text.replace("$0", "").replace("{term ", "{term $0");
    assert_eq!(named(&used), "kiosk = term kiosk [], cited > \"kiosk\" in smx.annexa");
}

#[test]
fn aliases_that_the_author_gave() {
    let files = |cursor: &str, text: &str| {
        format!(
            "standard S \"x\" {{\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022 + Amd 1:2024 as {cursor}isms\n  base \"Nobody's 7:2020\" as other\n}}\n\n{text}"
        )
    };
    let text = "interpret is$0ms 4.1 {\n  text \"x\"\n}\n";
    assert_eq!(
        named_in(&[("s.annexa", &files("", text))]),
        "isms = base ISO/IEC 27001:2022 [], target > isms in s.annexa"
    );
    let text = "interpret isms 4$0.1 {\n  text \"x\"\n}\n";
    assert_eq!(
        named_in(&[("s.annexa", &files("", text))]),
        format!("isms 4.1 = ISO/IEC 27001:2022 4.1 [] through 0, target > 4.1 {OF_27001}")
    );
    assert_eq!(
        named_in(&[("s.annexa", &files("$0", ""))]),
        "isms = base ISO/IEC 27001:2022 [], declared > isms in s.annexa"
    );
    // A base without a catalogue: only its line is known.
    let text = "interpret other 4$0.1 {\n  text \"x\"\n}\n";
    assert_eq!(
        named_in(&[("s.annexa", &files("", text))]),
        "other 4.1 = base Nobody's 7:2020 [], target > other in s.annexa"
    );
}

#[test]
fn heads_of_files() {
    let part = "part of S$0MX\n";
    assert_eq!(
        named_in(&[("smx.annexa", HEAD), ("p.annexa", part)]),
        "SMX = standard SMX [], cited > SMX in smx.annexa"
    );
    let head = HEAD.replace("base ISO/IEC 27002", "base ISO/IEC$0 27002");
    assert_eq!(
        named_in(&[("smx.annexa", &head)]),
        "ISO/IEC 27002:2022 = base ISO/IEC 27002:2022 [], declared > ISO/IEC 27002:2022 in smx.annexa"
    );
    let head = HEAD.replace("audience op", "audience $0op");
    assert_eq!(
        named_in(&[("smx.annexa", &head)]),
        "operator = audience operator [], declared > operator in smx.annexa"
    );
}

const CATALOGUES: &str = "catalogue ISO 99:2022 \"New\" {\n  supersedes ISO 99:2013\n}\n\nclause 4 \"x\" {\n  item a) { item 1) } item b)\n}\n\nannex A \"x\" of ISO/IEC 27002:2022\n\namendment \"Amd 1:2024\" {\n  clause 4\n}\n\ncatalogue ISO 99:2013 \"Old\"\n\nclause 3 \"x\"\n\ncorrespondence ISO 99:2013 to ISO 99:2022 {\n  3 -> 4 a) 1)\n  new 4 b)\n}\n\noverlay ISO 99:2022\n\nclause 4 {\n  item a) \"the wording\"\n}\n";

/// Returns the mention behind the nth occurrence of a piece of [`CATALOGUES`].
fn in_catalogue(piece: &str, nth: usize) -> String {
    let (at, _) = CATALOGUES.match_indices(piece).nth(nth).unwrap();
    let mut text = CATALOGUES.to_owned();
    text.insert_str(at + piece.len(), "$0");
    named_in(&[("c.annexa", &text)])
}

#[test]
fn catalogues_overlays_and_correspondences() {
    let cases = [
        ("catalogue ISO", 0, "ISO 99:2022 = ISO 99:2022 [], declared > ISO 99:2022 in c.annexa"),
        ("supersedes ISO", 0, "ISO 99:2013 = ISO 99:2013 [], cited > ISO 99:2013 in c.annexa"),
        ("clause ", 0, "4 = ISO 99:2022 4 [], declared > 4 in c.annexa"),
        ("item ", 1, "1) = ISO 99:2022 4 [a) 1)], declared > 1) in c.annexa"),
        ("  clause ", 0, "4 = ISO 99:2022 4 [], cited > 4 in c.annexa"),
        ("clause 3", 0, "3 = ISO 99:2013 3 [], declared > 3 in c.annexa"),
        ("to ISO", 0, "ISO 99:2022 = ISO 99:2022 [], cited > ISO 99:2022 in c.annexa"),
        ("  3", 0, "3 = ISO 99:2013 3 [], cited > 3 in c.annexa"),
        ("-> 4", 0, "4 a) 1) = ISO 99:2022 4 [a) 1)], cited > 1) in c.annexa"),
        ("new 4", 0, "4 b) = ISO 99:2022 4 [b)], cited > b) in c.annexa"),
        ("overlay ISO", 0, "ISO 99:2022 = ISO 99:2022 [], cited > ISO 99:2022 in c.annexa"),
        ("clause ", 3, "4 = ISO 99:2022 4 [], cited > 4 in c.annexa"),
        ("item ", 3, "a) = ISO 99:2022 4 [a)], cited > a) in c.annexa"),
    ];
    for (piece, nth, expected) in cases {
        assert_eq!(in_catalogue(piece, nth), expected, "{piece}, {nth}");
    }
    assert!(in_catalogue("annex A \"x\" of ", 0).contains("27002:2022 in iso-iec-27002-2022"));
}

#[test]
fn a_catalogue_of_the_project_does_not_hide_the_built_in_one() {
    let own = "catalogue ISO/IEC 27001:2022 \"x\"\n\nclause 4 \"x\"\n";
    let project = project(&[("c.annexa", own)]);
    let built_in = project.document(FileId::BuiltIn(1)).unwrap().text().to_string();
    let offset = TextSize::new(built_in.find("clause 4 ").unwrap() as u32 + 7);
    let mention = project.mention_at(FileId::BuiltIn(1), offset).unwrap();
    assert_eq!(project.definition(mention.symbol, &[]), Some(mention.location));
    assert_eq!(mention.location.file, FileId::BuiltIn(1));
}

#[test]
fn places_that_are_nowhere() {
    let project = project(&[("smx.annexa", HEAD), ("empty.annexa", "")]);
    for file in [FileId::Project(0), FileId::Project(1), FileId::Project(9), FileId::BuiltIn(99)] {
        for offset in [0, 8, u32::MAX] {
            let _ = project.mention_at(file, TextSize::new(offset));
        }
    }
}

#[test]
fn who_names_a_provision_in_catalogues() {
    let project = project(&[("c.annexa", CATALOGUES), ("smx.annexa", HEAD)]);
    let catalogue = project.find_catalogue("ISO 99", Some("2022")).unwrap();
    let provision = project.catalogue(catalogue).unwrap().find("4").unwrap();
    let named = |symbol| {
        let mentions = project.mentions_in_catalogues(symbol);
        mentions.iter().map(|it| covered(&project, it.location)).collect::<Vec<_>>()
    };
    assert_eq!(named(Symbol::Provision(catalogue, provision)), ["4", "4 a) 1)", "4 b)", "4", "a)"]);
    assert_eq!(named(Symbol::Document(catalogue)), ["ISO 99:2022", "ISO 99:2022"]);
}
