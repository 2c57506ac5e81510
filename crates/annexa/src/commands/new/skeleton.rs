//! The texts of a new standard, after the templates of ISO/IEC 27009:2020, Annexes A and B. Each
//! clause of a base has a section with an example of a declaration.

use annexa_model::{Catalogue, Layout, Provision, ProvisionKind, placeholder};
use annexa_syntax::{Document, format};
use annexa_workspace::{CONFIG_FILE, ENDING};

use super::Plan;

/// Returns the names and texts of the files: the settings first, then the head.
pub(super) fn files(plan: &Plan<'_>) -> Vec<(String, String)> {
    let mut files = vec![(CONFIG_FILE.to_owned(), settings(plan))];
    let mut add = |name: &str, text: String| {
        // A skeleton is written as the formatter would write it.
        let text = format(&Document::new(&text)).unwrap_or(text);
        files.push((format!("{name}.{ENDING}"), text));
    };
    add(&plan.prefix.to_lowercase(), head(plan));
    add("terms", terms(plan));
    if let Some(base) = plan.requirements {
        add("requirements", requirements(plan, base));
    }
    if let Some(base) = plan.controls {
        add("controls", controls(plan, base));
    }
    files
}

fn settings(plan: &Plan<'_>) -> String {
    let name = toml::Value::from(plan.title.as_str());
    format!(
        "\
# The settings of this project.
[project]
name = {name}

# The level of a rule: off, info, warning or error.
# [rules]
# C605 = \"off\"

# The folder for compiled standards.
[compile]
output = \"build\"
"
    )
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn head(plan: &Plan<'_>) -> String {
    let Plan { prefix, sector, title, edition, .. } = plan;
    let template = match plan.requirements {
        Some(_) => "Annex A (related to ISO/IEC 27001)",
        None => "Annex B (related to ISO/IEC 27002 alone)",
    };
    let bases: String = plan.base_lines.iter().map(|line| format!("  base {line}\n")).collect();
    let gives = match (plan.requirements, plan.controls) {
        (Some(_), Some(_)) => "requirements and guidance",
        (Some(_), None) => "requirements",
        _ => "guidance",
    };
    let allow = match plan.superseded {
        false => "",
        true => &format!(
            "\n  // A newer edition of a base is known. Give the reason for keeping the older \
             one.\n  allow R104 \"\"\"{}\"\"\"\n",
            placeholder::OLDER_EDITION
        ),
    };
    format!(
        "\
// The head of the standard.
// The files follow the template of ISO/IEC 27009:2020, {template}.
standard {prefix} {title} {{
  sector {sector}
  edition {edition}
  status draft
{bases}  numbering {numbering}

  // The audiences of the guidance, if there are several; then write `for operator` in a head.
  // audience operator \"Operator\"

  // What the standard covers and for whom, without requirements.
  scope \"\"\"
    This document gives {gives} {scope}
  \"\"\"
{allow}}}
",
        title = quoted(title),
        sector = quoted(sector),
        numbering = plan.numbering.word(),
        scope = placeholder::SCOPE,
    )
}

fn part_of(plan: &Plan<'_>, about: &str) -> String {
    format!("// {about}\npart of {}\n", plan.prefix)
}

fn terms(plan: &Plan<'_>) -> String {
    format!(
        "{}
// A definition begins with a small letter, without an article, and ends without a full stop.
// In a text, a term is written in braces, as in the scope.
term \"sector organization\" {{
  definition \"\"\"{}\"\"\"
}}
",
        part_of(plan, "The terms of the standard."),
        placeholder::DEFINITION
    )
}

/// Returns a heading that is clearly separate from the comments below it.
fn section(base: &Catalogue, clause: &Provision, advice: &str) -> String {
    format!(
        "\n// {rule}\n// {}, clause {}: {}\n// {rule}\n//\n// {advice}\n",
        base.document.printed(),
        clause.number,
        clause.title,
        rule = "-".repeat(70),
    )
}

/// The line above an example that is not yet part of the standard.
const EXAMPLE: &str = "// Example (delete the slashes before it to use it):";

fn commented(declaration: &str) -> String {
    let lines = declaration.lines().map(|line| format!("// {line}\n"));
    format!("//\n{EXAMPLE}\n{}", lines.collect::<String>())
}

fn clauses(base: &Catalogue) -> impl Iterator<Item = &Provision> {
    base.top().map(|(_, clause)| clause).filter(|clause| clause.kind == ProvisionKind::Clause)
}

fn requirements(plan: &Plan<'_>, base: &Catalogue) -> String {
    let prefix = &plan.prefix;
    let mut text = part_of(plan, "What the standard adds to the requirements of ISO/IEC 27001.");
    for clause in clauses(base) {
        let number = clause.number.as_str();
        let advice = match number {
            "6" => {
                "The comparison of controls and the Statement of Applicability cover this document."
            }
            _ => {
                "Add to its requirements, refine or interpret them. Provisions that you do not name apply unchanged."
            }
        };
        text.push_str(&section(base, clause, advice));
        text.push_str(&match number {
            "4" => commented(&format!(
                "add requirement {prefix}.4.3.1 \"Systems in scope\" to 27001 4.3 {{
  text \"\"\"The organization shall include the systems of the sector in the scope of its ISMS.\"\"\"
  rationale \"\"\"{}\"\"\"
}}",
                placeholder::RATIONALE
            )),
            "6" => refinements(plan),
            "8" => commented(&format!(
                "add requirement {prefix}.8.1.1 \"Operation in the sector\" to 27001 8.1 {{
  text \"\"\"The organization shall plan its operation together with its partners in the sector.\"\"\"
}}"
            )),
            "9" => commented(
                "refine 27001 9.1 b) {
  text \"\"\"The organization shall use methods that are common in the sector.\"\"\"
}",
            ),
            _ => commented(&format!(
                "interpret 27001 {} {{
  text \"\"\"In the sector, this includes the partners that the organization works with.\"\"\"
}}",
                first_leaf(base, clause)
            )),
        });
    }
    text
}

/// ISO/IEC 27009:2020, 5.3: a standard that adds controls refines 6.1.3 c) and d).
fn refinements(plan: &Plan<'_>) -> String {
    let document = match plan.controls {
        Some(_) => "the controls of this document",
        None => "any controls of the sector",
    };
    format!(
        "
refine 27001 6.1.3 c) {{
  text \"\"\"
    The organization shall also compare the controls that it has determined with {document}.
  \"\"\"
}}

refine 27001 6.1.3 d) {{
  text \"\"\"The statement of applicability shall also cover {document}.\"\"\"
}}
"
    )
}

fn first_leaf<'a>(base: &'a Catalogue, clause: &'a Provision) -> &'a str {
    let mut provision = clause;
    while let Some(child) = provision.children.first().and_then(|child| base.provision(*child)) {
        provision = child;
    }
    &provision.number
}

fn controls(plan: &Plan<'_>, base: &Catalogue) -> String {
    let mut text = part_of(plan, "What the standard adds to the controls of ISO/IEC 27002.");
    for (index, clause) in clauses(base).enumerate() {
        let advice = "Add controls, or add to the guidance of a base control. First consider whether one of\n\
                      // the base's controls can be modified.";
        text.push_str(&section(base, clause, advice));
        let leaf = first_leaf(base, clause);
        text.push_str(&match index % 4 {
            0 if index == 0 => format!(
                "//\n// This example is part of the standard: make it your first control.\n\n{}\n",
                control(plan, base, clause)
            ),
            0 => commented(&control(plan, base, clause)),
            1 => commented(&format!(
                "add guidance to 27002 {leaf} {{
  text \"\"\"The organization should ask its partners in the sector for what they know.\"\"\"
}}"
            )),
            2 => commented(&format!(
                "modify control 27002 {leaf} {{
  addition \"\"\"The systems of the sector should be covered as well.\"\"\"
  reason \"\"\"Names the systems; takes nothing away from the base control.\"\"\"
}}"
            )),
            _ => commented(&format!(
                "retain 27002 {leaf} {{
  reason \"\"\"Considered when this standard was drafted; no sector need.\"\"\"
}}"
            )),
        });
    }
    text
}

/// Returns an added control with the next free number.
fn control(plan: &Plan<'_>, base: &Catalogue, clause: &Provision) -> String {
    let parent = match base.layout {
        Layout::Objectives => clause
            .children
            .iter()
            .filter_map(|child| base.provision(*child))
            .find(|child| child.kind == ProvisionKind::Objective)
            .unwrap_or(clause),
        _ => clause,
    };
    let fields = match base.layout {
        Layout::Attributes => {
            "  type preventive
  properties confidentiality, integrity, availability
  concepts protect
  capabilities governance
  domains protection
"
        }
        _ => "",
    };
    let purpose = match base.layout {
        Layout::Attributes => {
            format!("  purpose \"\"\"{}\"\"\"\n", placeholder::PURPOSE)
        }
        _ => String::new(),
    };
    format!(
        "\
add control {prefix}.{parent}.{next} \"{title}\" to 27002 {parent} {{
{fields}  control \"\"\"{control}\"\"\"
{purpose}  guidance \"\"\"
    {guidance}
  \"\"\"
}}",
        title = placeholder::TITLE,
        control = placeholder::CONTROL,
        guidance = placeholder::GUIDANCE,
        prefix = plan.prefix,
        parent = parent.number,
        next = parent.children.len() + 1,
    )
}

#[cfg(test)]
mod tests {
    use annexa_model::{Level, Project, Settings};
    use annexa_syntax::Document;

    use super::{EXAMPLE, files};
    use crate::commands::new::{New, plan};

    const BASE_SETS: &[&[&str]] = &[
        &["27001:2022", "27002:2022"],
        &["27001:2022"],
        &["27002:2022"],
        &["27002:2013"],
        &["27001:2013", "27002:2013"],
        &["27001:2013"],
    ];

    /// Removes the slashes from the examples, as the comments tell readers to.
    fn with_examples(text: &str) -> String {
        let mut in_example = false;
        let mut result = String::new();
        for line in text.lines() {
            in_example = line == EXAMPLE || in_example && line.starts_with("//");
            let line = match line.strip_prefix("// ") {
                Some(example) if in_example && format!("// {example}") != EXAMPLE => example,
                _ => line,
            };
            result.push_str(line);
            result.push('\n');
        }
        result
    }

    fn findings(files: impl Iterator<Item = (String, String)>) -> Vec<String> {
        let documents = files
            .filter(|(name, _)| name.ends_with(".annexa"))
            .map(|(name, text)| (name, Document::new(&text)));
        let project = Project::new(documents, Settings::default());
        let report = annexa_model::check(&project);
        let shown = report.diagnostics.iter().map(|finding| {
            let level = finding.level.as_str();
            format!("{level} {} {}", finding.code(), finding.message)
        });
        shown.collect()
    }

    /// Returns the options of a command line.
    fn asked(name: &str, bases: &[&str]) -> New {
        New {
            prefix: Some("SMX".to_owned()),
            sector: Some(name.to_owned()),
            title: Some(name.to_owned()),
            base: bases.iter().map(|base| (*base).to_owned()).collect(),
            edition: 1,
            numbering: None,
            directory: None,
        }
    }

    #[test]
    fn nothing_is_found_in_a_skeleton() {
        let known = Project::new(Vec::new(), Settings::default());
        for bases in BASE_SETS {
            for quirky in ["Smart metering", "a \"quoted\" \\ {strange} name \"\"\""] {
                let plan = plan(asked(quirky, bases), &known).expect("the settings are right");
                let found = findings(files(&plan).into_iter());
                // Reports everything that is left to be written, and nothing else.
                let is_placeholder = |found: &String| found.starts_with("warning T309");
                assert!(found.len() > 1 && found.iter().all(is_placeholder), "{found:#?}");
            }
        }
    }

    #[test]
    fn the_examples_in_a_skeleton_hold_no_errors() {
        let known = Project::new(Vec::new(), Settings::default());
        for bases in BASE_SETS {
            let plan =
                plan(asked("Smart metering", bases), &known).expect("the settings are right");
            let files: Vec<_> =
                files(&plan).into_iter().map(|(name, text)| (name, with_examples(&text))).collect();
            let examples = files.iter().filter(|(_, text)| text.contains("\ninterpret 27001"));
            assert_eq!(examples.count(), usize::from(plan.requirements.is_some()), "{bases:?}");
            let found = findings(files.into_iter());
            let grave = found.iter().filter(|finding| {
                !finding.starts_with(Level::Info.as_str()) && !finding.contains(" T309 ")
            });
            assert_eq!(grave.collect::<Vec<_>>(), [""; 0], "{bases:?}");
        }
    }
}
