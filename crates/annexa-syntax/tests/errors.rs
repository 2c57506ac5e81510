//! What the parser says about mistakes, and that one mistake in one declaration never takes the next
//! one with it.

use annexa_syntax::{DeclarationKind, Document, TextRange};
use expect_test::{Expect, expect};

/// The errors of a text, each as `line:column code "source": message`, and the declarations that
/// were understood all the same.
fn check(text: &str, expected: Expect) {
    let document = Document::new(text);
    let mut out = String::new();
    for error in document.errors() {
        let start = usize::from(error.range.start());
        let line = text[..start].matches('\n').count() + 1;
        let column = text[..start].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        out += &format!(
            "{line}:{column} {:?} {:?}: {}\n",
            error.kind, &text[error.range], error.message
        );
    }
    for (_, item) in document.items() {
        for declaration in item.declarations() {
            let fields: Vec<_> =
                declaration.fields.iter().map(|field| field.name.as_str()).collect();
            out += &format!("- {} {}\n", declaration.kind.words(), fields.join(" "));
        }
    }
    expected.assert_eq(&out);
}

const NEXT: &str = "retain 27002 5.2 {\n  reason \"No sector need.\"\n}\n";

#[test]
fn parts_of_a_head() {
    check(
        &format!("add control \"Title\" to 27002 8 {{\n  control \"x\"\n}}\n{NEXT}"),
        expect![[r#"
        1:13 UnexpectedToken "\"Title\"": expected a label (such as `SMX.8.35`), found `"Title"`
        - add control control
        - retain reason
    "#]],
    );
    check(
        &format!("add control SMX.8.35 to 27002 8 {{\n  control \"x\"\n}}\n{NEXT}"),
        expect![[r#"
        1:22 UnexpectedToken "to": expected a title in quotation marks, found `to`
        - add control control
        - retain reason
    "#]],
    );
    check(
        &format!("add control SMX.8.35 \"Title\" 27002 8 {{\n  control \"x\"\n}}\n{NEXT}"),
        expect![[r#"
        1:30 UnexpectedToken "27002": expected `to`, found `27002`
        - add control control
        - retain reason
    "#]],
    );
    check(
        &format!("add control SMX.8.35 \"Title\" to {{\n  control \"x\"\n}}\n{NEXT}"),
        expect![[r#"
        1:33 UnexpectedToken "{": expected a reference (such as `27002 5.23`), found `{`
        - add control control
        - retain reason
    "#]],
    );
    check(
        &format!("add controls SMX.8.35 \"Title\" to 27002 8 {{\n  control \"x\"\n}}\n{NEXT}"),
        expect![[r#"
        1:5 UnexpectedToken "controls": expected what is added: `requirement`, `clause`, `objective`, `control`, `guidance`, `information` or `note`, found `controls`
        - retain reason
    "#]],
    );
    check(
        &format!("modify 27002 8.1 {{\n  reason \"No sector need.\"\n}}\n{NEXT}"),
        expect![[r#"
        1:8 UnexpectedToken "27002": expected what is modified: `objective`, `control`, `purpose`, `guidance` or `information`, found `27002`
        - retain reason
    "#]],
    );
    check(
        &format!("retain the control {{\n  reason \"No sector need.\"\n}}\n{NEXT}"),
        expect![[r#"
            1:8 UnexpectedToken "the control": `the control` is not a reference; write one such as `27002 5.23`
            - retain reason
            - retain reason
        "#]],
    );
    check(
        &format!("retain 27002 5.1 because of it {{\n  reason \"No sector need.\"\n}}\n{NEXT}"),
        expect![[r#"
        1:18 UnexpectedToken "because": expected `{`, found `because`
        - retain reason
        - retain reason
    "#]],
    );
    check(
        &format!("refine 27001 6.1 for {{\n  text \"x\"\n}}\n{NEXT}"),
        expect![[r#"
        1:22 UnexpectedToken "{": expected the name of an audience, found `{`
        - refine text
        - retain reason
    "#]],
    );
}

#[test]
fn fields() {
    check(
        &format!("retain 27002 5.1 {{\n  reason\n}}\n{NEXT}"),
        expect![[r#"
            2:3 UnexpectedToken "reason": `reason` takes a text in triple quotation marks: `reason """…"""`
            - retain reason
            - retain reason
        "#]],
    );
    check(
        &format!("retain 27002 5.1 {{\n  reason because\n  allow C601 \"x y z\"\n}}\n{NEXT}"),
        expect![[r#"
            2:10 UnexpectedToken "because": `reason` takes a text in triple quotation marks: `reason """…"""`
            - retain reason allow
            - retain reason
        "#]],
    );
    check(
        &format!(
            "retain 27002 5.1 {{\n  reason \"No sector need.\" and more\n  allow C601 \"It is known.\"\n}}\n{NEXT}"
        ),
        expect![[r#"
            2:28 UnexpectedToken "and": `reason` takes a text in triple quotation marks: `reason """…"""`; nothing else stands on its line
            - retain reason allow
            - retain reason
        "#]],
    );
    check(
        &format!(
            "add control SMX.1 \"x\" to 27002 8 {{\n  type preventive detective\n  domains a,\n  control \"x\"\n}}\n{NEXT}"
        ),
        expect![[r#"
            2:8 UnexpectedToken "preventive detective": `type` takes words separated by commas, on one line: `type preventive, detective`
            3:12 UnexpectedToken ",": `domains` takes words separated by commas, on one line: `domains protection, defence`
            - add control type domains control
            - retain reason
        "#]],
    );
    check(
        &format!("retain 27002 5.1 {{\n  = \"x\"\n  reason \"No sector need.\"\n}}\n{NEXT}"),
        expect![[r#"
        2:3 UnexpectedToken "=": expected a field, found `=`
        - retain reason
        - retain reason
    "#]],
    );
    check(
        &format!(
            "modify control 27002 5.1 {{\n  replace \"x\" with \"y\"\n  reason \"No sector need.\"\n}}\n{NEXT}"
        ),
        expect![[r#"
            2:15 UnexpectedToken "with": `replace` takes the old and the new words in quotation marks, separated by `by`: `replace "…" by "…"`
            - modify control replace reason
            - retain reason
        "#]],
    );
    check(
        "standard SMX \"x\" {\n  sector Metering\n  edition \"2026\"\n  base 27001:2022\n  base ISO/IEC 27002 + Amd 1\n  audience \"x\"\n  reference \"x\"\n}\n",
        expect![[r#"
            2:10 UnexpectedToken "Metering": `sector` takes a text in quotation marks: `sector "Energy"`
            3:11 UnexpectedToken "\"2026\"": `edition` takes a number: `edition 2`
            4:8 UnexpectedToken "27001": `base` takes a document with its edition, then any amendments and an alias: `base ISO/IEC 27001:2022 + Amd 1:2024`
            5:22 UnexpectedToken "+ Amd 1": amendments of a base are written with number and year behind its edition: `+ Amd 1:2024`; an alias follows them: `as x1631`
            6:12 UnexpectedToken "\"x\"": `audience` takes a word in small letters and a title in quotation marks: `audience operator "Network operator"`
            7:13 UnexpectedToken "\"x\"": `reference` takes a document and its title, both in quotation marks: `reference "IEC 62443-3-3:2013" "…"`
            - standard sector edition base base audience reference
        "#]],
    );
}

#[test]
fn blocks() {
    check(
        &format!("retain 27002 5.1 {{\n  reason \"No sector need.\"\n{NEXT}"),
        expect![[r#"
        1:18 UnexpectedToken "{": this block is never closed; write `}` after its last field
        - retain reason
        - retain reason
    "#]],
    );
    check(
        &format!("retain 27002 5.1\n  reason \"No sector need.\"\n}}\n{NEXT}"),
        expect![[r#"
        1:14 UnexpectedToken "5.1": expected `{` after `5.1`
        - retain 
        - retain reason
    "#]],
    );
    check(
        &format!("retain 27002 5.1 {{\n  reason \"No sector need.\"\n}}\n}}\n{NEXT}"),
        expect![[r#"
        4:1 UnexpectedToken "}": expected a declaration (`add`, `refine`, `interpret`, `modify`, `retain`, `term`, …), found `}`
        - retain reason
        - retain reason
    "#]],
    );
    check(
        &format!("retain 27002 5.1 {{ reason {{ \"x\" }} }}\n{NEXT}"),
        expect![[r#"
            1:27 UnexpectedToken "{": `reason` takes a text in triple quotation marks: `reason """…"""`
            - retain reason
            - retain reason
        "#]],
    );
    check(
        &format!(
            "  retain 27002 5.1 {{ reason \"No sector need.\" }} retain 27002 5.3 {{ reason \"y\" }}\n{NEXT}"
        ),
        expect![[r#"
        - retain reason
        - retain reason
        - retain reason
    "#]],
    );
    check(
        &format!("{}\n{NEXT}", "{".repeat(10_000)),
        expect![[r#"
        1:33 NestingTooDeep "{": blocks nest deeper than 32
        - retain reason
    "#]],
    );
    check(
        &format!("retain 27002 5.1 {}\n{NEXT}", "{".repeat(10_000)),
        expect![[r#"
        1:50 NestingTooDeep "{": blocks nest deeper than 32
        - retain 
        - retain reason
    "#]],
    );
}

#[test]
fn texts_and_strings() {
    check(
        &format!("retain 27002 5.1 {{\n  reason \"x\n}}\n{NEXT}"),
        expect![[r#"
        2:10 UnterminatedString "\"": this string is never closed; write `"` at its end, on the same line
        - retain reason
        - retain reason
    "#]],
    );
    check(
        &format!("retain 27002 5.1 {{\n  reason \"\"\"x\n}}\n{NEXT}"),
        expect![[r#"
        2:10 UnterminatedString "\"\"\"": this text is never closed; write `"""` at its end
        - retain reason
        - retain reason
    "#]],
    );
    check(
        &format!("retain 27002 5.1 {{\n  reason “x”\n}}\n{NEXT}"),
        expect![[r#"
        2:10 TypographicQuote "“": a string opens with the plain quotation mark `"`, not with a typographic one
        - retain reason
        - retain reason
    "#]],
    );
    check(
        &format!(
            "retain 27002 5.1 {{\n  reason \"\"\"see {{27002 5.1 and\n{{}}, {{x y}} and {{term }} {{figure \"x\"}} {{27002 5.1 and}}\"\"\"\n}}\n{NEXT}"
        ),
        expect![[r#"
            2:17 UnexpectedToken "{": this reference is never closed; write `}` on the same line, or `{{` for a plain brace
            3:1 UnexpectedToken "{}": expected a reference between the braces; write `{{` for a plain brace
            3:6 UnexpectedToken "x y": `x y` is not a reference; write one such as `27002 5.23`; a plain brace is written `{{`
            3:15 UnexpectedToken "{term }": expected the name of a term after `term`
            3:23 UnexpectedToken "{figure \"x\"}": a figure stands alone in its paragraph
            3:23 UnexpectedToken "{figure \"x\"}": a figure is written `{figure "path" "title"}`
            3:37 UnexpectedToken "27002 5.1 and": `27002 5.1 and` is not a reference; write one such as `27002 5.23`; a plain brace is written `{{`
            - retain reason
            - retain reason
        "#]],
    );
}

#[test]
fn a_text_that_swallows_the_next_fields() {
    check(
        &format!(
            "refine 27001 6.1 {{\n  text \"\"\"\n    A.\n  rationale \"\"\"B.\"\"\"\n}}\n{NEXT}"
        ),
        expect![[r#"
        2:8 UnterminatedString "\"\"\"": this text is never closed; write `"""` at its end
        - refine text
        - retain reason
    "#]],
    );
    check(
        &format!(
            "add control SMX.8.1 \"x\" to 27002 8 {{\n  purpose \"\"\"A.\n  guidance for a \"\"\"B.\"\"\"\n  control \"\"\"C.\"\"\"\n}}\n{NEXT}"
        ),
        expect![[r#"
        2:11 UnterminatedString "\"\"\"": this text is never closed; write `"""` at its end
        - add control purpose
        - retain reason
    "#]],
    );
}

#[test]
fn nothing_and_noise() {
    check("", expect![[""]]);
    check("\u{feff}// only a comment\n", expect![[""]]);
    check(
        "hello world\n",
        expect![[r#"
        1:1 UnexpectedToken "hello": expected a declaration (`add`, `refine`, `interpret`, `modify`, `retain`, `term`, …), found `hello`
    "#]],
    );
    check(
        "remove 27002 5.1 {\n  reason \"No sector need.\"\n}\nretain 27002 5.2 {\n  reason \"No sector need.\"\n}\n",
        expect![[r#"
        1:1 UnexpectedToken "remove": expected a declaration (`add`, `refine`, `interpret`, `modify`, `retain`, `term`, …), found `remove`
        - retain reason
    "#]],
    );
}

#[test]
fn declarations_after_a_mistake_are_understood() {
    for mistake in [
        "add",
        "add control",
        "term",
        "modify control {",
        "refine 27001 6.1 { text",
        "standard",
        "}",
        "{",
        "\"",
        "“x",
        "key",
        "retain 27002 5.1 {{{",
    ] {
        let text = format!("{mistake}\n{NEXT}");
        let document = Document::new(&text);
        let last =
            document.items().last().and_then(|(_, item)| item.declarations().first().cloned());
        let last = last.expect("the next declaration is there");
        assert_eq!(
            (last.kind, last.fields.len(), last.has_errors),
            (DeclarationKind::Retain, 1, false),
            "{mistake}"
        );
    }
}

#[test]
fn a_text_that_is_not_read_is_one_mistake_until_it_is_edited() {
    let text = format!("retain\r\n\0 x\n{NEXT}");
    let mut document = Document::unread(&text, "this is a binary file");
    assert!(!document.is_read());
    assert_eq!(document.text().to_string(), text);
    let errors: Vec<_> =
        document.errors().map(|error| (error.range.start(), error.message)).collect();
    assert_eq!(errors, [(0.into(), "this is a binary file".to_owned())]);
    let items: Vec<_> = document.items().collect();
    let [(0, item)] = items.as_slice() else { panic!("one item: {items:?}") };
    assert_eq!(item.declarations().len(), 0);
    let tokens: Vec<_> = item.tokens().map(|(_, range)| usize::from(range.len())).collect();
    assert_eq!(tokens, [text.len()]);
    assert_eq!(document.line_and_column(text.len() - 1), (4, 1));
    document.edit(0..text.len() - NEXT.len(), "");
    assert!(document.is_read());
    assert_eq!(document, Document::new(NEXT));
}

#[test]
fn tokens_of_a_part_are_those_of_the_item() {
    let text = format!("{NEXT} {} \"\"\"\n// x\n {NEXT}", NEXT.trim_end());
    let document = Document::new(&text);
    let (_, item) = document.items().next().expect("there is one");
    let starts: Vec<_> = item.declarations().iter().map(|it| it.range.start()).collect();
    assert_eq!((document.item_count(), starts.len()), (1, 2), "{starts:?}");
    for (at, start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or((text.len() as u32).into());
        let part = TextRange::new(*start, end);
        let expected: Vec<_> =
            item.tokens().filter(|(_, range)| part.contains_range(*range)).collect();
        assert_eq!(item.tokens_in(part).collect::<Vec<_>>(), expected);
    }
}
