//! The tables of the language: `annexa help language` prints them, and `docs/language` shows them.
//!
//! Declarations, fields and values come from the tables that the parser and the rules read. Tokens, references and
//! marks of texts are listed here.

use annexa_base::attribute;
use annexa_ide::{about_connective, about_value, about_verbal_form};
use annexa_model::rules;
use annexa_syntax::{
    DeclarationKind, FieldUse, Keyword, VerbalForm, about_field, example_of_field, field_shape,
    more_about_field, shape_of_field,
};

/// A table of the reference.
pub(crate) struct Table {
    /// The word that asks for it: `annexa help language fields`.
    pub(crate) name: &'static str,
    /// What it lists, in a sentence.
    pub(crate) about: &'static str,
    /// The heads of its columns. The first cell of a row names the thing that the row explains.
    pub(crate) columns: &'static [&'static str],
    rows: fn() -> Vec<Vec<String>>,
}

/// Every table, in the order in which an author meets them.
pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "tokens",
        about: "The smallest parts of a file.",
        columns: &["token", "shape", "example"],
        rows: || cells(TOKENS),
    },
    Table {
        name: "references",
        about: "How a declaration or a text names a document, a provision or a list item.",
        columns: &["reference", "meaning", "example"],
        rows: || cells(REFERENCES),
    },
    Table {
        name: "declarations",
        about: "What a file declares. Capital letters stand for a part that you write; square brackets, for a part \
                that can be left out. `…` behind a field: the field can be repeated.",
        columns: &["declaration", "meaning", "must have", "may have", "example"],
        rows: || DeclarationKind::ALL.iter().map(|kind| declaration(*kind)).collect(),
    },
    Table {
        name: "fields",
        about: "The fields of declarations, each on its own line between the braces.",
        columns: &["field", "meaning", "example", "in"],
        rows: || fields().map(field).collect(),
    },
    Table {
        name: "values",
        about: "The fields whose values come from a closed list.",
        columns: &["field", "values"],
        rows: || fields().filter_map(values).collect(),
    },
    Table {
        name: "words",
        about: "The words between the other parts of a declaration or a text.",
        columns: &["word", "meaning"],
        rows: words,
    },
    Table {
        name: "text",
        about: "The marks that have a meaning inside a text.",
        columns: &["mark", "meaning", "example"],
        rows: || cells(MARKS),
    },
    Table {
        name: "verbs",
        about: "The verbal forms of ISO/IEC Directives, Part 2, which the rules on wording look for.",
        columns: &["verb", "expresses", "use"],
        rows: verbs,
    },
];

const TOKENS: &[&[&str]] = &[
    &["word", "a letter, then letters, digits, `_` and `-`", "`refine`, `secure_configuration`"],
    &["number", "digits with `.` or `-` between them", "`5`, `5.38`, `6.1.3`, `27036-2`, `2026`"],
    &[
        "prefix",
        "the short name of a standard: capital letters and digits, a letter first",
        "`SMX`",
    ],
    &["label", "a prefix, then `.` and numbers or one capital letter", "`SMX.8.35`, `A.5.23`"],
    &["item", "one small letter, a small roman numeral or digits, then `)`", "`c)`, `ii)`, `2)`"],
    &[
        "string",
        r#"characters of one line in quotation marks; `\"` is a quotation mark, `\\` a backslash"#,
        r#"`"Smart metering"`"#,
    ],
    &[
        "text",
        "lines in three quotation marks; a string can stand wherever a text can",
        r#"`"""The operator should know it."""`"#,
    ],
    &[
        "designation",
        "the name of a document: words in capital letters, a number, and `:` and a year for one edition; any other \
         document is written as a string",
        r#"`ISO/IEC 27002:2022`, `"ITU-T X.1631:2015"`"#,
    ],
    &["mark", "a brace, a comma, a colon, a plus sign or an arrow", "`{` `}` `,` `:` `+` `->`"],
    &[
        "comment",
        "two slashes and the rest of the line, outside texts; no output holds it",
        "`// to be agreed`",
    ],
];

const REFERENCES: &[&[&str]] = &[
    &[
        "DOCUMENT NUMBER",
        "a provision of a base; the document is the number of its designation, or its alias",
        "`27002 5.23`",
    ],
    &[
        "DOCUMENT NUMBER ITEM",
        "a list item of it; an item below an item follows",
        "`27001 6.1.3 c)`, `27001 9.3.2 d) 2)`",
    ],
    &[
        "DOCUMENT",
        "the whole document, where a declaration allows it: `refine`, `interpret`, `retain`, `add clause`",
        "`27001`",
    ],
    &[
        "DOCUMENT:YEAR NUMBER",
        "a provision of another edition, which texts can cite and nothing can change",
        "`27002:2013 12.1.2`",
    ],
    &[
        "DOCUMENT A.NUMBER",
        "a reference control of ISO/IEC 27001, Annex A, to cite or to retain; changes name the control of ISO/IEC 27002",
        "`27001 A.5.23`",
    ],
    &["LABEL", "a provision that this standard, or another one of the project, adds", "`SMX.8.35`"],
    &["LABEL ITEM", "a list item of it", "`SMX.4.3.1 b)`"],
    &[
        "DESIGNATION NUMBER",
        "a document that is not a base, and its clause; only texts cite it",
        "`ISO/IEC 27036-2:2022 6.1`",
    ],
];

const MARKS: &[&[&str]] = &[
    &["blank line", "ends a paragraph", ""],
    &["`{REFERENCE}`", "a reference, which is checked and printed", "`{27002 8.24}`"],
    &[
        "`{term NAME}`",
        "a term of the standard; a string behind the name is printed in its place",
        r#"`{term head-end system "head-end systems"}`"#,
    ],
    &[
        "`{figure \"PATH\" \"TITLE\"}`",
        "a figure, alone in its paragraph: a PNG, JPEG or SVG file below the folder of the project, and a title",
        r#"`{figure "figures/zones.svg" "Zones of a metering system"}`"#,
    ],
    &["`{{`", "a brace that is printed", "`{{`"],
    &["`a)` `b)`", "an item of a lettered list, which references can name", "`a) the meter;`"],
    &["`1)` `2)`", "an item of a numbered list, also below a letter", "`1) its seal;`"],
    &["`-`", "an item of a list with dashes; `•` and the longer dashes count as well", "`- keys;`"],
    &["`NOTE`", "begins a note, with or without a number", "`NOTE Seals age.`"],
    &["`EXAMPLE`", "begins an example, with or without a number", "`EXAMPLE A meter in a cellar.`"],
    &["`|`", "a row of a table; the first row is its header", "`| Zone | Duty of |`"],
    &[r"`\|`", "inside a row: a pipe that is printed", r"`\|`"],
];

impl Table {
    /// The table of that name.
    pub(crate) fn find(name: &str) -> Option<&'static Table> {
        TABLES.iter().find(|table| table.name == name)
    }

    /// The rows, as Markdown.
    pub(crate) fn rows(&self) -> Vec<Vec<String>> {
        (self.rows)()
    }
}

fn cells(rows: &[&[&str]]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}

fn declaration(kind: DeclarationKind) -> Vec<String> {
    let [required, optional] = [true, false].map(|is_required| {
        let fields = kind.fields().iter().filter(|field| field.is_required == is_required);
        let fields: Vec<String> = fields.map(field_use).collect();
        fields.join(", ")
    });
    vec![
        code(&kind.shape()),
        sentence(&kind.described(), kind.more()),
        required,
        optional,
        code(kind.example()),
    ]
}

fn field_use(field: &FieldUse) -> String {
    format!("{}{}", code(field.name.as_str()), if field.can_repeat { "…" } else { "" })
}

/// The words that name a field.
pub(crate) fn fields() -> impl Iterator<Item = Keyword> {
    Keyword::ALL.iter().copied().filter(|word| field_shape(*word).is_some())
}

fn field(name: Keyword) -> Vec<String> {
    let holders = DeclarationKind::ALL.iter().filter(|kind| kind.takes(name));
    let holders: Vec<String> = holders.map(|kind| code(kind.words())).collect();
    vec![
        code(&shape_of_field(name)),
        sentence(about_field(name), more_about_field(name)),
        code(&example_of_field(name)),
        holders.join(", "),
    ]
}

fn values(field: Keyword) -> Option<Vec<String>> {
    let values = rules::values(field)?.iter().map(|value| match about_value(field, value) {
        Some(meaning) => format!("{} ({meaning})", code(value)),
        None => code(value),
    });
    let name = attribute(field).map_or(String::new(), |it| format!("{}: ", it.name()));
    Some(vec![code(field.as_str()), name + &values.collect::<Vec<_>>().join(", ")])
}

fn words() -> Vec<Vec<String>> {
    let words = Keyword::ALL.iter();
    words
        .filter_map(|word| {
            Some(vec![code(word.as_str()), sentence(about_connective(*word)?, None)])
        })
        .collect()
}

fn verbs() -> Vec<Vec<String>> {
    let forms = [
        ("shall, shall not", VerbalForm::Shall),
        ("should, should not", VerbalForm::Should),
        ("may", VerbalForm::May),
        ("need not", VerbalForm::NeedNot),
        ("can, cannot", VerbalForm::Can),
        ("must, must not", VerbalForm::Must),
    ];
    let row = |(written, form)| {
        let (expresses, more) = about_verbal_form(form);
        vec![String::from(written), expresses.to_owned(), more.to_owned()]
    };
    forms.map(row).into()
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

/// A meaning and what else there is to know, as sentences.
fn sentence(meaning: &str, more: Option<&str>) -> String {
    let mut letters = meaning.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let more = more.map_or(String::new(), |more| format!(" {more}"));
    format!("{first}{}.{more}", letters.as_str())
}
