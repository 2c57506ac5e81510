//! What the documentation takes from the program. `cargo xtask codegen` runs these tests so that they write it.
//!
//! A page marks the place with `<!-- generated: NAME -->` and `<!-- end -->`. The pages of the rules are generated as a
//! whole.

use std::collections::BTreeMap;
use std::fs;

use annexa_emit::Published;
use annexa_model::rules;
use annexa_syntax::DeclarationKind;
use annexa_workspace::config_schema;
use clap::{Command, CommandFactory};
use serde_json::Value;

use super::{Page, anchor, pages, root};
use crate::cli::Arguments;
use crate::reference::{TABLES, Table};

const START: &str = "<!-- generated: ";
const END: &str = "<!-- end -->";

/// A page with its generated parts made anew.
fn renewed(page: &Page) -> String {
    let mut text = String::new();
    let mut rest = page.text.as_str();
    while let Some((before, behind)) = rest.split_once(START) {
        let (name, behind) = behind.split_once(" -->").expect("a mark is closed");
        let (_, behind) = behind.split_once(END).expect("a generated part has an end");
        let made = generated(name).unwrap_or_else(|| panic!("{}: `{name}`", page.path));
        text += &format!("{before}{START}{name} -->\n{made}{END}");
        rest = behind;
    }
    text + rest
}

/// The part of that name, which ends with a line end.
fn generated(name: &str) -> Option<String> {
    let (what, of) = name.split_once(' ').unwrap_or((name, ""));
    Some(match what {
        "table" => markdown(Table::find(of)?),
        "declaration" => declaration(of)?,
        "rules" => rule_table(),
        "rule-list" => rule_list(),
        "frame" => format!("```annexa\n{}```\n", rules::FRAME),
        "format" => format_fields(of)?,
        "settings" => settings(),
        "vscode-settings" => vscode_settings(),
        "commands" => commands(),
        _ => return None,
    })
}

fn table(columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = format!("\n| {} |\n|{}\n", columns.join(" | "), "---|".repeat(columns.len()));
    for row in rows {
        let cells: Vec<String> =
            row.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
        text += &format!("| {} |\n", cells.join(" | "));
    }
    text + "\n"
}

fn markdown(of: &Table) -> String {
    format!("{}\n{}", of.about, table(of.columns, of.rows()))
}

/// A declaration as a section shows it, which has its words as heading.
fn declaration(words: &str) -> Option<String> {
    let at = DeclarationKind::ALL.iter().position(|kind| kind.words() == words)?;
    let kind = DeclarationKind::ALL.get(at)?;
    let rows = Table::find("declarations")?.rows();
    let [_, meaning, required, optional, _] = rows.get(at)?.as_slice() else { return None };
    let mut text = format!("\n{meaning}\n\n```text\n{}\n```\n", kind.shape());
    for (fields, what) in [(required, "Must have"), (optional, "May have")] {
        if !fields.is_empty() {
            text += &format!("\n{what}: {fields}\n");
        }
    }
    Some(text + "\n")
}

fn rule_table() -> String {
    let rows = rules::all().map(|rule| {
        let code = format!("[{0}]({0}.md)", rule.code);
        vec![code, rule.name.to_owned(), rule.level.as_str().to_owned(), rule.summary.to_owned()]
    });
    table(&["code", "name", "level", "fires when"], rows)
}

/// The lines of the table of contents.
fn rule_list() -> String {
    let lines =
        rules::all().map(|rule| format!("  - [{0} {1}](rules/{0}.md)\n", rule.code, rule.name));
    lines.collect()
}

/// The objects of a format, field by field, from its schema.
fn format_fields(name: &str) -> Option<String> {
    let schema = Published::find(name)?.made().to_value();
    let mut text = String::new();
    let root = schema["title"].as_str().unwrap_or_default();
    let types = schema["$defs"].as_object().into_iter().flatten();
    let types = types.map(|(name, of)| (name.as_str(), of));
    for (name, of) in std::iter::once((root, &schema)).chain(types) {
        text += &format!("\n### {name}\n\n");
        let about = of["description"].as_str().unwrap_or_default();
        text += &format!("{}\n", about.replace('\n', " ").replace('<', "&lt;"));
        // A type with variants has the fields of each.
        let variants = ["oneOf", "anyOf"].iter().filter_map(|it| of[it].as_array()).flatten();
        for of in std::iter::once(of).chain(variants) {
            let required: Vec<&str> =
                of["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let rows = of["properties"].as_object().into_iter().flatten().map(|(name, of)| {
                let is_optional =
                    if required.contains(&name.as_str()) { "" } else { " (optional)" };
                let about = of["description"].as_str().unwrap_or_default();
                vec![format!("`{name}`{is_optional}"), type_of(of), about.replace('<', "&lt;")]
            });
            let rows: Vec<_> = rows.collect();
            if !rows.is_empty() {
                text += table(&["field", "type", "meaning"], rows).trim_end();
                text.push('\n');
            } else if of.get("const").is_some() || of.get("enum").is_some() {
                let about = of["description"].as_str().filter(|_| of.get("const").is_some());
                let about = about.map_or(String::new(), |about| format!(": {about}"));
                text += &format!("\n- {}{}\n", type_of(of), about.replace('\n', " "));
            }
        }
    }
    Some(text + "\n")
}

/// The type of a part of a schema, in words.
fn type_of(of: &Value) -> String {
    if let Some(name) = of["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return format!("[{name}](#{})", anchor(name));
    }
    if let Some(value) = of.get("const") {
        return format!("`{value}`");
    }
    if let Some(values) = of["enum"].as_array() {
        let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        return values.join(", ");
    }
    if of["type"] == "array" {
        return format!("list of {}", type_of(&of["items"]));
    }
    let choices = ["anyOf", "oneOf"].iter().filter_map(|it| of[it].as_array()).flatten();
    let choices: Vec<String> = choices.map(type_of).collect();
    if !choices.is_empty() {
        return choices.join(" or ");
    }
    match &of["type"] {
        Value::String(name) => name.clone(),
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or ")
        }
        _ => "any".to_owned(),
    }
}

/// The settings of `annexa.toml`, from their schema.
fn settings() -> String {
    let schema = config_schema().to_value();
    let resolved = |value: &Value| -> Value {
        let name = value["$ref"].as_str().and_then(|path| path.rsplit('/').next());
        name.map_or(value.clone(), |name| schema["$defs"][name].clone())
    };
    let mut rows = Vec::new();
    for (group, section) in schema["properties"].as_object().into_iter().flatten() {
        if group == "rules" {
            let about = "The level of that rule: `\"off\"`, `\"info\"`, `\"warning\"` or `\"error\"`. A rule that keeps \
                         the output correct can be neither switched off nor weakened.";
            rows.push(vec![
                "`[rules]`".into(),
                "`CODE` or `NAME`".into(),
                "level".into(),
                about.into(),
            ]);
            continue;
        }
        for (name, setting) in resolved(section)["properties"].as_object().into_iter().flatten() {
            let takes = match setting["type"].as_str() {
                Some("array") => "list of texts",
                Some("boolean") => "`true` or `false`",
                _ => "text",
            };
            let about = setting["description"].as_str().expect("each setting is described");
            rows.push(vec![
                format!("`[{group}]`"),
                format!("`{name}`"),
                takes.into(),
                about.into(),
            ]);
        }
    }
    table(&["group", "setting", "takes", "meaning"], rows)
}

/// The settings of the extension for VS Code, from its manifest.
fn vscode_settings() -> String {
    let text = fs::read_to_string(root().join("editors/vscode/package.json")).expect("it is there");
    let manifest: Value = serde_json::from_str(&text).expect("it is JSON");
    let settings = manifest["contributes"]["configuration"]["properties"].as_object();
    let rows = settings.into_iter().flatten().map(|(name, setting)| {
        let about =
            ["markdownDescription", "description"].iter().find_map(|it| setting[it].as_str());
        let values = setting["enum"].as_array().into_iter().flatten();
        let values: Vec<String> =
            values.filter_map(|value| Some(format!("`{}`", value.as_str()?))).collect();
        let about = about.expect("each setting is described").to_owned();
        vec![format!("`{name}`"), format!("`{}`", setting["default"]), values.join(", "), about]
    });
    table(&["setting", "default", "values", "meaning"], rows)
}

/// Every command, from the definition of the command line.
fn commands() -> String {
    let mut text = String::new();
    let mut command = Arguments::command();
    command.build();
    describe(&command, &mut text);
    text + "\n"
}

fn describe(command: &Command, text: &mut String) {
    for below in command.get_subcommands() {
        // clap gives groups of commands a `help` of their own.
        if below.get_name() == "help" && command.get_name() != "annexa" {
            continue;
        }
        if below.get_subcommands().next().is_some() {
            describe(below, text);
            continue;
        }
        let name = below.get_bin_name().unwrap_or_default();
        let about = below.get_long_about().or(below.get_about()).map(ToString::to_string);
        let usage = below.clone().render_usage().to_string().replace("Usage: ", "");
        *text += &format!("\n## {name}\n\n{}\n\n", about.unwrap_or_default());
        *text += &format!("```text\n{usage}\n```\n");
        let rows: Vec<_> = below.get_arguments().filter_map(argument).collect();
        if !rows.is_empty() {
            *text += table(&["argument", "meaning"], rows).trim_end();
            text.push('\n');
        }
        let after = below.get_after_long_help().map(ToString::to_string).unwrap_or_default();
        if !after.is_empty() {
            *text += &format!("\n```text\n{after}\n```\n");
        }
    }
}

fn argument(argument: &clap::Arg) -> Option<Vec<String>> {
    if argument.is_hide_set()
        || argument.is_global_set()
        || ["help", "version"].contains(&argument.get_id().as_str())
    {
        return None;
    }
    let help = argument.get_long_help().or(argument.get_help())?.to_string();
    let values: Vec<String> = match argument.is_hide_possible_values_set() {
        true => Vec::new(),
        false => {
            argument.get_possible_values().iter().map(|it| format!("`{}`", it.get_name())).collect()
        }
    };
    // A flag without a value lists `true` and `false`.
    let is_flag = !argument.get_action().takes_values();
    let values = match values.as_slice() {
        [] => String::new(),
        _ if is_flag => String::new(),
        values => format!(" Values: {}.", values.join(", ")),
    };
    let help = help.trim_end_matches('.').replace("\n\n", ". ");
    let short = argument.get_short().map_or(String::new(), |short| format!("`-{short}`, "));
    Some(vec![format!("{short}`{argument}`"), format!("{help}.{values}")])
}

/// The pages that are generated as a whole.
fn whole_pages() -> BTreeMap<String, String> {
    let mut pages: BTreeMap<String, String> =
        rules::all().map(|rule| (format!("docs/rules/{}.md", rule.code), rule.page())).collect();
    pages.insert("docs/rules/27009.md".to_owned(), rules::page_of_27009());
    pages
}

#[test]
fn docs_are_current() {
    let whole = whole_pages();
    let is_written_anew = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut made: BTreeMap<String, String> = whole.clone();
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for page in pages() {
        if !whole.contains_key(&page.path) {
            made.insert(page.path.clone(), renewed(&page));
        }
        found.insert(page.path, page.text);
    }
    for (path, text) in &made {
        let is_current = found.get(path) == Some(text);
        if !is_current && is_written_anew {
            fs::write(root().join(path), text).expect("the page can be written");
        } else {
            assert!(is_current, "{path} is stale: run `cargo xtask codegen`");
        }
    }
}

#[test]
fn every_table_is_shown() {
    let text: String = pages().into_iter().map(|page| page.text).collect();
    let has = |name: &str| text.contains(&format!("{START}{name} -->"));
    let tables = TABLES.iter().filter(|table| table.name != "declarations");
    let missing = tables.map(|table| format!("table {}", table.name)).filter(|name| !has(name));
    let kinds = DeclarationKind::ALL.iter().map(|kind| format!("declaration {}", kind.words()));
    let missing: Vec<String> = missing.chain(kinds.filter(|name| !has(name))).collect();
    assert_eq!(missing, Vec::<String>::new());
}
