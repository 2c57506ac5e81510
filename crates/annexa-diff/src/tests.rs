use annexa_model::{Project, Scope, Settings, migrate};
use annexa_syntax::Document;

use crate::{Ambiguous, ChangeKind, Difference, Force, Piece, Presence, Side, diff};

const HEAD: &str = "standard SMX \"Meters\" {\n  sector \"Metering\"\n  edition 2026\n  base ISO/IEC 27001:2022 + Amd 1:2024\n  base ISO/IEC 27002:2022\n  audience supplier \"Supplier\"\n}\n\n";

fn project(files: &[(&str, &str)]) -> Project {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), Document::new(text)));
    Project::new(files, Settings::default())
}

fn with_head(declarations: &str) -> Project {
    project(&[("smx.annexa", &format!("{HEAD}{declarations}"))])
}

fn between(old: Project, new: Project) -> Difference {
    diff(&[old], &[new]).unwrap()
}

fn name(side: &Side) -> String {
    let name = side.label.clone().or(side.place.clone()).unwrap_or_default();
    format!("{} {name}", side.declaration)
}

/// Returns one line per change.
fn shown(difference: &Difference) -> Vec<String> {
    let changes = difference.standards.iter().flat_map(|standard| &standard.changes);
    changes
        .map(|change| {
            let names = |sides: &[Side]| sides.iter().map(name).collect::<Vec<_>>().join(" + ");
            let parts: Vec<String> = change
                .parts
                .iter()
                .map(|part| {
                    let pieces = part.pieces.iter().map(|piece| match piece {
                        Piece::Same(text) => text.clone(),
                        Piece::Removed(text) => format!("[-{text}-]"),
                        Piece::Added(text) => format!("{{+{text}+}}"),
                    });
                    let forms = part.verbal_forms.iter().map(|form| format!(" {:?}", form.force));
                    let (pieces, forms): (String, String) = (pieces.collect(), forms.collect());
                    format!(" | {}: {}{forms}", part.name, pieces.trim())
                })
                .collect();
            format!(
                "{:?} {} -> {}{}",
                change.kinds,
                names(&change.old),
                names(&change.new),
                parts.concat()
            )
        })
        .collect()
}

fn changes(old: &str, new: &str) -> Vec<String> {
    shown(&between(with_head(old), with_head(new)))
}

#[test]
fn what_is_the_same_differs_in_nothing() {
    let text = "add note to 27002 5.1 for supplier {\n  text \"It is, see {27002 5.2}.\"\n}\n\nterm \"meter\" {\n  definition \"x\"\n}\n";
    let laid_out = text
        .replace("  text \"It is,", "  // why\n  text \"\"\"\n    It\n    is,")
        .replace("5.2}.\"", "5.2}.\n  \"\"\"");
    assert_ne!(text, laid_out);
    assert_eq!(changes(text, &laid_out), [""; 0]);
}

#[test]
fn added_removed_and_changed() {
    let old = "retain 27001 7.2 {\n  reason \"No sector need.\"\n}\n\nadd control SMX.8.35 \"Keys\" to 27002 8 {\n  type preventive\n  control \"Keys should be kept.\"\n}\n";
    let new = "interpret 27001 7.2 {\n  text \"x\"\n}\n\nadd control SMX.8.35 \"Old keys\" to 27002 8 {\n  type preventive, detective\n  control \"Keys shall be kept.\"\n  guidance for supplier \"x\"\n}\n";
    assert_eq!(
        changes(old, new),
        [
            "[Added]  -> interpret ISO/IEC 27001:2022, 7.2",
            "[Changed] add control SMX.8.35 -> add control SMX.8.35 | title: [-Keys-]{+Old keys+} | type: [-preventive-]{+preventive, detective+} | control: Keys[- should-]{+ shall+} be kept. Some(Strengthened) | guidance for supplier: {+x+}",
            "[Removed] retain ISO/IEC 27001:2022, 7.2 -> ",
        ]
    );
}

#[test]
fn moved_and_renumbered() {
    let old = "add clause SMX.15 \"A\" to 27002\n\nadd clause SMX.16 \"B\" to 27002\n\nadd control SMX.15.1 \"x\" to SMX.15 {\n  control \"See {SMX.15.2}.\"\n}\n\nadd control SMX.15.2 \"y\" to SMX.15\n";
    let new = "add clause SMX.15 \"A\" to 27002\n\nadd clause SMX.17 \"B\" to 27002 {\n  key SMX.16\n}\n\nadd control SMX.15.1 \"x\" to SMX.17 {\n  control \"See {SMX.15.9}.\"\n}\n\nadd control SMX.15.9 \"y\" to SMX.15 {\n  key SMX.15.2\n}\n";
    assert_eq!(
        changes(old, new),
        [
            "[Renumbered] add clause SMX.16 -> add clause SMX.17",
            "[Moved] add control SMX.15.1 -> add control SMX.15.1",
            "[Renumbered] add control SMX.15.2 -> add control SMX.15.9",
        ]
    );
    // An addition to it that uses the new name has not changed its place.
    let note = |label: &str| format!("add note to {label} {{\n  text \"x\"\n}}\n");
    assert_eq!(
        changes(&format!("{old}\n{}", note("SMX.15.2")), &format!("{new}\n{}", note("SMX.15.9")))
            .len(),
        3
    );
}

/// Tests that a change with a key is recognized wherever it was moved; without the key it is
/// another one.
#[test]
fn a_key_identifies_a_change() {
    let old = "add note to 27002 5.1 for supplier {\n  text \"x\"\n}\n";
    let new = |key: &str| format!("add note to 27002 8.9 {{\n  text \"x\"\n{key}}}\n");
    let moved = "[Moved] add note ISO/IEC 27002:2022, 5.1 -> add note ISO/IEC 27002:2022, 8.9";
    assert_eq!(changes(old, &new("  key 27002 5.1 for supplier\n")), [moved]);
    assert_eq!(changes(old, &new("")).len(), 2);
    assert_eq!(changes(old, &new("  key 27002 5.1\n")).len(), 2);
}

#[test]
fn audiences_distinguish_changes_and_their_order_does_not_matter() {
    let of =
        |audiences: &str| format!("add note to 27002 5.1 for {audiences} {{\n  text \"x\"\n}}\n");
    assert_eq!(changes(&of("supplier, operator"), &of("operator, supplier")), [""; 0]);
    assert_eq!(changes(&of("supplier"), &of("operator")).len(), 2);
}

#[test]
fn heads_and_standards_and_what_is_ambiguous() {
    let old = with_head("");
    let new = project(&[
        ("a.annexa", &HEAD.replace("edition 2026", "edition 2027")),
        ("o.annexa", &HEAD.replace("SMX", "OTH")),
    ]);
    let difference = between(old.clone(), new.clone());
    assert_eq!(difference.standards[0].presence, Presence::Added);
    assert_eq!(
        shown(&difference),
        ["[Added]  -> standard ", "[Changed] standard  -> standard  | edition: [-2026-]{+2027+}"]
    );
    assert_eq!(between(new, old.clone()).standards[0].presence, Presence::Removed);
    assert_eq!(diff(&[old.clone(), old.clone()], &[old]), Err(Ambiguous("SMX".to_owned())));
}

const CLOUD: &str = include_str!("../../../examples/cloud/cloud.annexa");

fn cloud() -> (Project, Project) {
    let old = project(&[("cloud.annexa", CLOUD)]);
    let migration = migrate(&old, Scope::Project, "2022");
    let new = project(&[("cloud.annexa", &migration.files(&old)[0].text)]);
    (old, new)
}

#[test]
fn across_editions_every_moved_control_is_named_and_no_word_is_new() {
    let (old, new) = cloud();
    let difference = between(old.clone(), new.clone());
    let shown = shown(&difference);
    let has = |line: &str| assert!(shown.iter().any(|it| it == line), "{line}\n{shown:#?}");
    // All declarations on 27002 whose number is different now.
    let is_head = |line: &&str| line.starts_with(|first: char| first.is_ascii_lowercase());
    let heads = CLOUD.lines().filter(is_head).filter(|line| line.contains(" 27002 ")).count();
    let moved = difference.standards[0].changes.iter();
    let moved = moved.filter(|change| change.kinds.contains(&ChangeKind::Moved));
    assert_eq!(moved.map(|change| change.old.len()).sum::<usize>(), heads);
    has("[Moved] add guidance ISO/IEC 27002:2013, 12.1.2 -> add guidance ISO/IEC 27002:2022, 8.32");
    has(
        "[Moved] add guidance ISO/IEC 27002:2013, 10.1.1 + add guidance ISO/IEC 27002:2013, 10.1.2 -> add guidance ISO/IEC 27002:2022, 8.24",
    );
    has(
        "[Moved] retain ISO/IEC 27002:2013, 7.1 -> retain ISO/IEC 27002:2022, 6.1 + retain ISO/IEC 27002:2022, 6.2",
    );
    has(
        "[Moved, Changed] add objective CLD.6.3 -> add clause CLD.6.3 | declaration: add[- objective-]{+ clause+} | text: [-To leave no task of information security without an owner.-]",
    );
    assert!(
        !shown.iter().any(|it| it.starts_with("[Added]") || it.starts_with("[Removed]")),
        "{shown:#?}"
    );
    // References that are migrated too do not count as changed words.
    has("[Moved] add control CLD.12.4.5 -> add control CLD.12.4.5");
    let backwards = between(new, old);
    assert!(crate::tests::shown(&backwards).iter().any(|it| it
        == "[Moved] add guidance ISO/IEC 27002:2022, 8.32 -> add guidance ISO/IEC 27002:2013, 12.1.2"));
}

#[test]
fn a_weaker_word_in_a_provision_that_moved_is_seen() {
    let old = with_head(
        "modify control 27002:2022 8.32 {\n  addition \"It should be announced.\"\n  reason \"No sector need.\"\n}\n",
    );
    let text = HEAD.replace("27002:2022", "27002:2013");
    let older = project(&[(
        "a.annexa",
        &format!(
            "{text}modify control 27002 12.1.2 {{\n  addition \"It may be announced.\"\n  reason \"No sector need.\"\n}}\n"
        ),
    )]);
    let difference = between(older, old);
    let change = &difference.standards[0].changes[1];
    assert_eq!(change.kinds, [ChangeKind::Moved, ChangeKind::Changed]);
    assert_eq!(change.parts[0].verbal_forms[0].force, Some(Force::Strengthened));
    assert_eq!((change.new[0].file.as_str(), change.new[0].line), ("smx.annexa", 9));
}

#[test]
fn a_modified_purpose_follows_a_modified_objective() {
    let of = |head: String, target: &str| {
        let text = format!(
            "{head}modify {target} {{\n  addition \"x\"\n  reason \"No sector need.\"\n}}\n"
        );
        project(&[("a.annexa", &text)])
    };
    let old = of(HEAD.replace("27002:2022", "27002:2013"), "objective 27002 5.1");
    let difference = between(old, of(HEAD.to_owned(), "purpose 27002 5.1"));
    assert_eq!(
        shown(&difference)[1],
        "[Changed] modify objective ISO/IEC 27002:2013, 5.1 -> modify purpose ISO/IEC 27002:2022, 5.1 | declaration: modify[- objective-]{+ purpose+}"
    );
}

fn control(label: &str, title: &str, text: &str) -> String {
    format!(
        "add control {label} \"{title}\" to 27002 8 {{\n  type preventive\n  properties integrity\n  control \"{text}\"\n}}\n\n"
    )
}

const KEYS: &str = "Keys of meters should be held in a module that nobody can open alone.";

#[test]
fn a_renumbered_control_is_recognized_by_what_it_says() {
    let note = |label: &str| format!("add note to {label} {{\n  text \"See {{{label}}}.\"\n}}\n\n");
    let renumbered = "[Renumbered] add control SMX.8.35 -> add control SMX.8.36";
    let old = control("SMX.8.35", "Custody of keys", KEYS);
    assert_eq!(changes(&old, &control("SMX.8.36", "Custody of keys", KEYS)), [renumbered]);
    // Declarations about it are migrated too.
    assert_eq!(
        changes(
            &(old.clone() + &note("SMX.8.35")),
            &(control("SMX.8.36", "Custody of keys", KEYS) + &note("SMX.8.36"))
        ),
        [renumbered]
    );
    // The text may have changed slightly.
    let other = KEYS.replace("a module", "a hardware module");
    let changed = changes(&old, &control("SMX.8.36", "Custody of keys", &other));
    assert!(changed.len() == 1 && changed[0].starts_with("[Renumbered, Changed]"), "{changed:?}");
    let titled = changes(&old, &control("SMX.8.36", "Keeping of keys", KEYS));
    assert!(titled.len() == 1 && titled[0].starts_with("[Renumbered, Changed]"), "{titled:?}");
    // A provision with another text is a different provision.
    let apart =
        changes(&old, &control("SMX.8.36", "Zones", "Networks should be split by the operator."));
    assert_eq!(apart.len(), 2, "{apart:?}");
    let apart = changes(&old, &control("SMX.8.36", "Custody of keys", "Networks should be split."));
    assert_eq!(apart.len(), 2, "{apart:?}");
}

#[test]
fn clauses_and_requirements_are_recognized_too() {
    let requirement = |label: &str| {
        format!("add requirement {label} \"Scope\" to 27001 4.3 {{\n  text \"It shall x.\"\n}}\n\n")
    };
    let renumbered = "[Renumbered] add requirement SMX.4.3.1 -> add requirement SMX.4.3.2";
    assert_eq!(changes(&requirement("SMX.4.3.1"), &requirement("SMX.4.3.2")), [renumbered]);
    let clause = |label: &str| {
        format!(
            "add clause {label} \"Meters\" to 27002\n\nadd control {label}.1 \"One\" to {label} {{\n  control \"{KEYS}\"\n}}\n\n"
        )
    };
    assert_eq!(
        changes(&clause("SMX.9"), &clause("SMX.10")),
        [
            "[Renumbered] add clause SMX.9 -> add clause SMX.10",
            "[Renumbered] add control SMX.9.1 -> add control SMX.10.1",
        ]
    );
}

#[test]
fn what_could_be_two_is_not_guessed() {
    let one = control("SMX.8.35", "Custody of keys", KEYS);
    let two = control("SMX.8.36", "Custody of keys", KEYS)
        + &control("SMX.8.37", "Custody of keys", KEYS);
    assert_eq!(changes(&one, &two).len(), 3);
    assert_eq!(changes(&two, &one).len(), 3);
    // Identical provisions are matched before similar ones.
    let other = control("SMX.8.37", "Custody of keys", &KEYS.replace("alone", "in secret"));
    let found = changes(&one, &(control("SMX.8.36", "Custody of keys", KEYS) + &other));
    assert_eq!(
        found,
        [
            "[Renumbered] add control SMX.8.35 -> add control SMX.8.36",
            "[Added]  -> add control SMX.8.37"
        ]
    );
    // Two provisions that only swap their numbers keep their identities.
    let pair = |first: &str, second: &str| {
        control(first, "Custody of keys", KEYS)
            + &control(second, "Zones", "Networks should be split.")
    };
    assert_eq!(changes(&pair("SMX.8.35", "SMX.8.36"), &pair("SMX.8.37", "SMX.8.38")).len(), 2);
}
