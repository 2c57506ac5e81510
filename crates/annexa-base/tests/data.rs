//! The built-in files equal the data that they were made from: identifiers, titles, list items,
//! attributes and correspondence, and the known counts of the published documents.

#![expect(clippy::unwrap_used, reason = "a test fails where something is missing")]

use annexa_base::{
    ATTRIBUTES, BUILT_IN, Catalogue, Correspondence, DocumentEdition, Holds, ListItem, Point,
    ProvisionKind, built_in,
};
use serde_json::Value;

fn data(name: &str) -> Value {
    let path = format!("{}/../../tests/data/bases/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap()
}

fn index(name: &str) -> usize {
    BUILT_IN.iter().position(|file| file.name == format!("{name}.annexa")).unwrap()
}

fn catalogue(name: &str) -> &'static Catalogue {
    &built_in(index(name)).unwrap().1.catalogues[0]
}

fn correspondence(name: &str) -> &'static Correspondence {
    &built_in(index(name)).unwrap().1.correspondences[0]
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Number, kind, title, items and attributes, in the same form for both sides.
type Flat = (String, ProvisionKind, String, String, Vec<Vec<String>>);

fn flat_items(items: &[ListItem]) -> String {
    items.iter().map(|item| format!("{}[{}]", item.mark, flat_items(&item.items))).collect()
}

fn flat_catalogue(catalogue: &Catalogue) -> Vec<Flat> {
    catalogue
        .provisions
        .iter()
        .map(|provision| {
            let attributes = ATTRIBUTES
                .iter()
                .map(|&attribute| {
                    provision.attributes.values(attribute).iter().map(ToString::to_string).collect()
                })
                .collect();
            (
                provision.number.to_string(),
                provision.kind,
                provision.title.to_string(),
                flat_items(&provision.items),
                attributes,
            )
        })
        .collect()
}

fn flat_data(value: &Value, into: &mut Vec<Flat>) {
    fn items(value: &Value) -> String {
        array(&value["items"])
            .iter()
            .map(|item| format!("{}[{}]", text(&item["id"]), items(item)))
            .collect()
    }
    let keys = [
        "control_type",
        "information_security_properties",
        "cybersecurity_concepts",
        "operational_capabilities",
        "security_domains",
    ];
    for (list, kind) in [
        ("clauses", ProvisionKind::Clause),
        ("objectives", ProvisionKind::Objective),
        ("controls", ProvisionKind::Control),
    ] {
        for entry in array(&value[list]) {
            let attributes = keys
                .iter()
                .map(|key| {
                    array(&entry["attributes"][key])
                        .iter()
                        .map(|value| text(value).to_lowercase())
                        .collect()
                })
                .collect();
            into.push((
                text(&entry["id"]).to_owned(),
                kind,
                text(&entry["title"]).to_owned(),
                items(entry),
                attributes,
            ));
            flat_data(entry, into);
        }
    }
}

#[test]
fn catalogues_equal_the_data() {
    for name in
        ["iso-iec-27001-2013", "iso-iec-27001-2022", "iso-iec-27002-2013", "iso-iec-27002-2022"]
    {
        let data = data(name);
        let catalogue = catalogue(name);
        assert_eq!(catalogue.title, text(&data["title"]));
        assert_eq!(catalogue.document.document, text(&data["designation"]));
        assert_eq!(catalogue.document.edition.as_deref(), Some(&*data["edition"].to_string()));
        assert_eq!(
            catalogue.supersedes.as_ref().and_then(|other| other.edition.clone()).as_deref(),
            data["supersedes"].as_u64().map(|year| year.to_string()).as_deref()
        );
        let mut expected = Vec::new();
        flat_data(&data, &mut expected);
        assert_eq!(flat_catalogue(catalogue), expected, "{name}");
    }
}

#[test]
fn counts_are_those_of_the_documents() {
    fn leaves(catalogue: &Catalogue) -> usize {
        catalogue.provisions.iter().filter(|provision| provision.is_leaf()).count()
    }
    fn marks(items: &[ListItem]) -> (usize, usize) {
        items.iter().fold((0, 0), |(letters, numbers), item| {
            let (a, b) = marks(&item.items);
            let letter = usize::from(item.mark.starts_with(|mark: char| mark.is_ascii_lowercase()));
            (letters + a + letter, numbers + b + 1 - letter)
        })
    }
    fn all_marks(catalogue: &Catalogue) -> (usize, usize) {
        catalogue
            .provisions
            .iter()
            .map(|provision| marks(&provision.items))
            .fold((0, 0), |(a, b), (c, d)| (a + c, b + d))
    }
    fn controls(catalogue: &Catalogue, clause: &str) -> usize {
        let top = catalogue.find(clause).unwrap();
        catalogue
            .iter()
            .filter(|(id, provision)| {
                provision.kind == ProvisionKind::Control
                    && catalogue.ancestors(*id).any(|(ancestor, _)| ancestor == top)
            })
            .count()
    }
    fn kinds(catalogue: &Catalogue, kind: ProvisionKind) -> usize {
        catalogue.provisions.iter().filter(|provision| provision.kind == kind).count()
    }

    let catalogue_2022 = catalogue("iso-iec-27001-2022");
    assert_eq!((leaves(catalogue_2022), all_marks(catalogue_2022)), (30, (98, 22)));
    let catalogue_2013 = catalogue("iso-iec-27001-2013");
    assert_eq!((leaves(catalogue_2013), all_marks(catalogue_2013)), (26, (97, 22)));
    let controls_2022 = catalogue("iso-iec-27002-2022");
    assert_eq!(["5", "6", "7", "8"].map(|clause| controls(controls_2022, clause)), [37, 8, 14, 34]);
    assert_eq!(kinds(controls_2022, ProvisionKind::Control), 93);
    let controls_2013 = catalogue("iso-iec-27002-2013");
    assert_eq!(kinds(controls_2013, ProvisionKind::Control), 114);
    assert_eq!(kinds(controls_2013, ProvisionKind::Objective), 35);
    assert_eq!(kinds(controls_2013, ProvisionKind::Clause), 14);
}

#[test]
fn the_correspondence_of_27002_equals_the_data() {
    let data = data("correspondence-2013-2022");
    let data = &data["iso-iec-27002"];
    let correspondence = correspondence("iso-iec-27002-2013-2022");
    let pairs: Vec<(&str, &str)> = correspondence
        .pairs
        .iter()
        .map(|pair| (pair.from.number.as_str(), pair.to.number.as_str()))
        .collect();
    let expected: Vec<(&str, &str)> =
        array(&data["pairs"]).iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect();
    assert_eq!(pairs, expected);
    let new: Vec<String> = correspondence.new.iter().map(Point::printed).collect();
    let expected: Vec<&str> = array(&data["new"]).iter().map(text).collect();
    assert_eq!((new.len(), new), (11, expected.into_iter().map(str::to_owned).collect()));

    let count = |side: fn(&(&'static str, &'static str)) -> &'static str,
                 number: &str,
                 pairs: &[(&'static str, &'static str)]| {
        pairs.iter().filter(|pair| side(pair) == number).count()
    };
    let mut sources: Vec<_> = pairs.iter().map(|pair| pair.0).collect();
    sources.dedup();
    let mut targets: Vec<_> = pairs.iter().map(|pair| pair.1).collect();
    targets.sort_unstable();
    targets.dedup();
    assert_eq!((pairs.len(), sources.len(), targets.len()), (115, 114, 82));
    let merged: Vec<_> =
        targets.iter().filter(|target| count(|pair| pair.1, target, &pairs) > 1).collect();
    assert_eq!(merged.len(), 24);
    assert_eq!(targets.len() - merged.len(), 58);
    let split: Vec<_> =
        sources.iter().filter(|source| count(|pair| pair.0, source, &pairs) > 1).collect();
    assert_eq!(split, [&"18.2.3"]);
}

#[test]
fn the_correspondence_of_27001_equals_the_data() {
    let data = data("correspondence-2013-2022");
    let correspondence = correspondence("iso-iec-27001-2013-2022");
    let mut pairs: Vec<(String, String)> =
        correspondence.pairs.iter().map(|pair| (pair.from.printed(), pair.to.printed())).collect();
    let mut expected: Vec<(String, String)> = array(&data["iso-iec-27001"]["moved"])
        .iter()
        .map(|pair| (text(&pair[0]).to_owned(), text(&pair[1]).to_owned()))
        .collect();
    pairs.sort();
    expected.sort();
    assert_eq!(pairs, expected);
    assert!(correspondence.rest_unchanged);
    let new: Vec<String> = correspondence.new.iter().map(Point::printed).collect();
    let expected: Vec<&str> = array(&data["iso-iec-27001"]["new"]).iter().map(text).collect();
    assert_eq!(new, expected);
}

#[test]
fn correspondents_are_found_both_ways_with_their_items() {
    let correspondence = correspondence("iso-iec-27001-2013-2022");
    let (earlier, later) = (catalogue("iso-iec-27001-2013"), catalogue("iso-iec-27001-2022"));
    let point = |place: &str| {
        let mut words = place.split(' ');
        Point { number: words.next().unwrap().into(), items: words.map(Into::into).collect() }
    };
    let forward = |place| -> Vec<String> {
        correspondence.forward(&point(place), later).iter().map(Point::printed).collect()
    };
    let backward = |place| -> Vec<String> {
        correspondence.backward(&point(place), earlier).iter().map(Point::printed).collect()
    };
    assert_eq!(forward("9.3 c)"), ["9.3.2 d)"]);
    assert_eq!(forward("10.1 a) 1)"), ["10.2 a) 1)"]);
    assert_eq!(forward("4.1"), ["4.1"]);
    assert_eq!(forward("6.1.3 d)"), ["6.1.3 d)"]);
    assert_eq!(backward("9.3.2 d)"), ["9.3 c)"]);
    assert_eq!(backward("9.3.2"), ["9.3"]);
    assert_eq!(backward("10.2 a) 1)"), ["10.1 a) 1)"]);
    assert!(backward("4.2 c)").is_empty());
    assert!(backward("6.3").is_empty());
    // The earlier edition has an item with this mark, which became e).
    assert!(backward("6.2 d)").is_empty());
    assert_eq!(backward("6.2 e)"), ["6.2 d)"]);
    assert!(backward("9.3.2 c)").is_empty());
    assert!(forward("99").is_empty());
    // A provision that became a heading has the clauses below it as successors.
    assert_eq!(forward("9.2"), ["9.2.1", "9.2.2"]);
    assert_eq!(forward("9.3"), ["9.3.1", "9.3.2", "9.3.3"]);
    assert_eq!(backward("9.3.1"), ["9.3"]);
    assert_eq!(backward("9.3.3"), ["9.3"]);
    assert_eq!(backward("9.2.1"), ["9.2"]);
    assert_eq!(backward("9.3"), ["9.3"]);
    // The item with this mark has another subject in the later edition.
    assert!(forward("7.4 d)").is_empty());
    assert_eq!(forward("7.4 e)"), ["7.4 d)"]);
    assert_eq!(backward("7.4 d)"), ["7.4 e)"]);
}

#[test]
fn built_in_files_are_well_formed_and_hold_what_the_table_says() {
    for (number, file) in BUILT_IN.iter().enumerate() {
        let (document, read) = built_in(number).unwrap();
        assert_eq!(document.errors().next(), None, "{}", file.name);
        match file.holds {
            Holds::Catalogue { document, edition, supersedes } => {
                let catalogue = &read.catalogues[0];
                assert_eq!(catalogue.document.document, document);
                assert_eq!(catalogue.document.edition.as_deref(), Some(edition));
                let superseded =
                    catalogue.supersedes.as_ref().and_then(|other| other.edition.as_deref());
                assert_eq!(superseded, supersedes);
            }
            Holds::Correspondence { document, from, to } => {
                let correspondence = &read.correspondences[0];
                assert_eq!(correspondence.from.document, document);
                assert_eq!(correspondence.to.document, document);
                assert_eq!(correspondence.from.edition.as_deref(), Some(from));
                assert_eq!(correspondence.to.edition.as_deref(), Some(to));
            }
        }
    }
}

#[test]
fn correspondences_name_what_exists() {
    for name in ["iso-iec-27001", "iso-iec-27002"] {
        let correspondence = correspondence(&format!("{name}-2013-2022"));
        let earlier = catalogue(&format!("{name}-2013"));
        let later = catalogue(&format!("{name}-2022"));
        for pair in &correspondence.pairs {
            assert!(pair.from.exists_in(earlier), "{}", pair.from.printed());
            assert!(pair.to.exists_in(later), "{}", pair.to.printed());
        }
        for new in &correspondence.new {
            assert!(new.exists_in(later), "{}", new.printed());
        }
    }
}

#[test]
fn every_control_and_leaf_clause_has_a_summary() {
    for (number, file) in BUILT_IN.iter().enumerate() {
        for catalogue in &built_in(number).unwrap().1.catalogues {
            for provision in &catalogue.provisions {
                assert!(
                    !provision.is_leaf()
                        || provision.summary.as_ref().is_some_and(|text| text.len() > 40),
                    "{} {}",
                    file.name,
                    provision.number
                );
            }
            for amendment in &catalogue.amendments {
                assert!(amendment.summary.is_some(), "{}", amendment.name);
                let number = &amendment.clause;
                let (holder, number) = match catalogue.in_annex(number) {
                    Some((annex, control)) => (edition(&annex.document), control),
                    None => (catalogue, number.as_str()),
                };
                assert!(holder.find(number).is_some(), "{} {number}", file.name);
            }
        }
    }
}

/// Returns the built-in catalogue of an edition.
fn edition(document: &DocumentEdition) -> &'static Catalogue {
    (0..BUILT_IN.len())
        .flat_map(|number| &built_in(number).unwrap().1.catalogues)
        .find(|catalogue| catalogue.document.is(document))
        .unwrap()
}

#[test]
fn amendments_and_corrigenda_are_those_that_are_published() {
    let amended = |name| -> Vec<(&str, &str)> {
        let amendments = catalogue(name).amendments.iter();
        amendments.map(|it| (it.name.as_str(), it.clause.as_str())).collect()
    };
    assert_eq!(amended("iso-iec-27001-2022"), [("Amd 1:2024", "4.1"), ("Amd 1:2024", "4.2")]);
    assert_eq!(amended("iso-iec-27001-2013"), [("Cor 1:2014", "A.8.1.1"), ("Cor 2:2015", "6.1.3")]);
    let catalogue = catalogue("iso-iec-27001-2013");
    assert_eq!(catalogue.base_line(), "ISO/IEC 27001:2013 + Cor 1:2014 + Cor 2:2015");
    let of =
        |number| catalogue.amendments_of(number).map(|it| it.name.as_str()).collect::<Vec<_>>();
    assert_eq!(
        (of("A.8.1.1"), of("6.1.3"), of("8.1.1")),
        (vec!["Cor 1:2014"], vec!["Cor 2:2015"], vec![])
    );
}

#[test]
fn the_vocabularies_equal_the_data() {
    let data = data("iso-iec-27002-2022");
    let names = [
        "control_type",
        "information_security_properties",
        "cybersecurity_concepts",
        "operational_capabilities",
        "security_domains",
    ];
    for (attribute, name) in ATTRIBUTES.iter().zip(names) {
        let expected: Vec<String> = array(&data["attribute_vocabulary"][name])
            .iter()
            .map(|value| text(value).to_lowercase())
            .collect();
        assert_eq!(attribute.values(), expected);
    }
}

/// Number, title and the number of the parent of each front clause.
#[test]
fn front_clauses_can_be_cited_and_are_no_provisions() {
    let fronts = |name| -> Vec<String> {
        let catalogue = catalogue(name);
        let front = |number: &str| {
            let id = catalogue.find(number).unwrap();
            assert!(catalogue.iter().all(|(other, _)| other != id), "{number}");
            catalogue.provision(id).unwrap()
        };
        let all = catalogue.fronts.iter().map(|it| {
            assert_eq!(it.kind, ProvisionKind::Front);
            assert_eq!(front(&it.number).location, it.location);
            let parent = it.parent.and_then(|id| catalogue.provision(id));
            let parent = parent.map_or(String::new(), |above| format!(" in {}", above.number));
            format!("{} {}{parent}", it.number, it.title)
        });
        all.collect()
    };
    for name in ["iso-iec-27001-2013", "iso-iec-27001-2022"] {
        assert_eq!(
            fronts(name),
            [
                "0 Introduction",
                "0.1 General in 0",
                "0.2 Compatibility with other management system standards in 0",
                "1 Scope",
                "2 Normative references",
                "3 Terms and definitions",
            ]
        );
    }
    assert_eq!(
        fronts("iso-iec-27002-2022")[8..],
        [
            "1 Scope",
            "2 Normative references",
            "3 Terms, definitions and abbreviated terms",
            "3.1 Terms and definitions in 3",
            "3.2 Abbreviated terms in 3",
            "4 Structure of this document",
            "4.1 Clauses in 4",
            "4.2 Themes and attributes in 4",
            "4.3 Control layout in 4",
        ]
    );
    assert_eq!(
        fronts("iso-iec-27002-2013")[7..],
        [
            "1 Scope",
            "2 Normative references",
            "3 Terms and definitions",
            "4 Structure of this standard",
            "4.1 Clauses in 4",
            "4.2 Control categories in 4",
        ]
    );
    let catalogue = catalogue("iso-iec-27002-2022");
    assert!(catalogue.top().all(|(_, top)| top.kind == ProvisionKind::Clause));
    assert_eq!(catalogue.citable().count(), catalogue.provisions.len() + 17);
}

/// Every control has three to eight search terms; none repeats the title, and none occurs twice.
#[test]
fn controls_have_the_words_by_which_authors_look() {
    let folded = |text: &str| text.to_lowercase().replace('-', " ");
    let mut faults = Vec::new();
    let mut read = 0;
    for name in ["iso-iec-27002-2013", "iso-iec-27002-2022"] {
        let catalogue = catalogue(name);
        for control in catalogue.provisions.iter().filter(|it| it.kind == ProvisionKind::Control) {
            read += 1;
            let place = format!("{} {}", catalogue.document.printed(), control.number);
            if !(3..=8).contains(&control.words.len()) {
                faults.push(format!("{place}: {} terms", control.words.len()));
            }
            for (index, term) in control.words.iter().enumerate() {
                let is_in_title = folded(&control.title).contains(&folded(term));
                let again = control.words[..index].iter().any(|it| folded(it) == folded(term));
                if is_in_title && term.len() > 4 || again {
                    faults.push(format!("{place}: {term}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(read, 93 + 114);
}

#[test]
fn titles_that_differ_in_annex_a() {
    let annex = catalogue("iso-iec-27001-2022").annex("A").unwrap();
    let controls = catalogue("iso-iec-27002-2022");
    let differing: Vec<String> = controls
        .iter()
        .filter(|(_, control)| *annex.title_of(control) != control.title)
        .map(|(_, control)| format!("{} {}", control.number, annex.title_of(control)))
        .collect();
    assert_eq!(
        differing,
        [
            "5.34 Privacy and protection of personal identifiable information (PII)",
            "8.1 User end point devices",
        ]
    );
}
