//! `annexa check --fix=ask`: offers the choices of findings one by one on a terminal.

use std::collections::{BTreeSet, HashMap};
use std::io::{IsTerminal, stderr, stdin};

use annexa_model::{Analysis, Diagnostic, Fix, Project, apply_fix};
use dialoguer::Select;

use super::fix::{Fixed, text};
use crate::commands::analysis::{self, Checked};
use crate::outcome::Failure;
use crate::patch::patch;
use crate::{terminal, visible};

/// The decisions of the user so far.
#[derive(Default)]
pub(super) struct Answers {
    /// The rules whose other findings are skipped.
    skipped_rules: BTreeSet<&'static str>,
    has_quit: bool,
}

/// The user's answer for one finding.
enum Answer {
    Choice(usize),
    Skip,
    SkipRule,
    Quit,
}

/// Fails if there is no terminal to ask on.
pub(super) fn require_terminal() -> Result<(), Failure> {
    match stdin().is_terminal() && stderr().is_terminal() {
        true => Ok(()),
        false => Err(Failure::new("`--fix=ask` needs a terminal, and there is none").help(
            "run it in a terminal; `annexa check --fix` applies the safe fixes without asking",
        )),
    }
}

/// Applies the safe fixes of a project and the choices of the user, and writes the result.
pub(super) fn project(
    checked: Checked,
    answers: &mut Answers,
) -> Result<(Checked, Fixed), Failure> {
    let mut fixed = Fixed::default();
    let start = fixed.apply(&checked, &Analysis::of(checked.project.clone()));
    terminal::say(fixed.list());
    let chosen = choose(&checked, start, answers, &mut fixed.chosen)?;
    let after = fixed.apply(&checked, &chosen);
    let checked = fixed.write(checked, &after, false)?;
    Ok((checked, fixed))
}

/// Asks about each finding that has fixes. A choice can resolve other findings or reveal new ones,
/// so the next finding is determined after each answer.
fn choose(
    checked: &Checked,
    mut analysis: Analysis,
    answers: &mut Answers,
    chosen: &mut usize,
) -> Result<Analysis, Failure> {
    let mut answered: HashMap<Key, usize> = HashMap::new();
    while !answers.has_quit {
        let Some((key, finding)) = next(&analysis, &answered, &answers.skipped_rules) else {
            break;
        };
        match ask(checked, &analysis, finding)? {
            Answer::Choice(index) => {
                let Some(fix) = finding.fixes.get(index) else { break };
                let after = apply_fix(&analysis, fix);
                *chosen += 1;
                // The user still has to fill in an empty field that was inserted.
                if alike(&after, &key) >= alike(&analysis, &key) {
                    *answered.entry(key).or_default() += 1;
                }
                analysis = after;
            }
            Answer::Skip => *answered.entry(key).or_default() += 1,
            Answer::SkipRule => {
                answers.skipped_rules.insert(finding.code());
            }
            Answer::Quit => answers.has_quit = true,
        }
    }
    Ok(analysis)
}

/// What identifies a finding regardless of its location, which each change can move.
type Key = (&'static str, String, String, String);

fn key(project: &Project, finding: &Diagnostic) -> Key {
    let place = finding.location;
    let range = project.range(place);
    let marked = project.document(place.file).map(|document| {
        let text = document.text();
        text.byte_slice(std::ops::Range::<usize>::from(range)).to_string()
    });
    let path = project.path(place.file).to_owned();
    (finding.code(), path, marked.unwrap_or_default(), finding.message.clone())
}

fn findings(analysis: &Analysis) -> impl Iterator<Item = &Diagnostic> {
    analysis.project().file_ids().flat_map(|file| analysis.findings(file))
}

fn alike(analysis: &Analysis, key: &Key) -> usize {
    findings(analysis).filter(|it| self::key(analysis.project(), it) == *key).count()
}

/// Returns the first finding with fixes that the user has not answered.
fn next<'a>(
    analysis: &'a Analysis,
    answered: &HashMap<Key, usize>,
    skipped_rules: &BTreeSet<&'static str>,
) -> Option<(Key, &'a Diagnostic)> {
    let mut seen: HashMap<Key, usize> = HashMap::new();
    let is_open = |it: &&Diagnostic| !it.fixes.is_empty() && !skipped_rules.contains(it.code());
    findings(analysis).filter(is_open).find_map(|finding| {
        let key = key(analysis.project(), finding);
        let seen = seen.entry(key.clone()).or_default();
        *seen += 1;
        (*seen > answered.get(&key).copied().unwrap_or_default()).then_some((key, finding))
    })
}

/// Shows a finding with the effect of each choice, and asks.
fn ask(checked: &Checked, analysis: &Analysis, finding: &Diagnostic) -> Result<Answer, Failure> {
    let project = analysis.project();
    terminal::say(&analysis::render(&checked.root, project, std::slice::from_ref(finding)));
    for (number, fix) in (1..).zip(&finding.fixes) {
        let title = terminal::styled(terminal::STRONG, &fix.title);
        terminal::say(&format!("{number}. {title}\n{}", changes(checked, analysis, fix)));
    }
    let titles = finding.fixes.iter().map(|fix| visible::line(&fix.title));
    let choices = (1..).zip(titles).map(|(number, title)| format!("{number}. {title}"));
    let mut items: Vec<String> = choices.collect();
    let choices = items.len();
    items.push("Skip this finding".to_owned());
    items.push(format!("Skip the rest of {} ({})", finding.code(), finding.rule.name));
    items.push("Quit, and write what was chosen so far".to_owned());
    let answer = Select::new()
        .with_prompt("What do you choose?")
        .items(&items)
        .default(0)
        .interact_opt()
        .map_err(|_| Failure::new("stopped; nothing was written"))?;
    terminal::say("\n");
    Ok(match answer {
        Some(index) if index < choices => Answer::Choice(index),
        Some(index) if index == choices => Answer::Skip,
        Some(index) if index == choices + 1 => Answer::SkipRule,
        _ => Answer::Quit,
    })
}

/// Returns the effect of a choice, as a diff per file.
fn changes(checked: &Checked, analysis: &Analysis, fix: &Fix) -> String {
    let after = apply_fix(analysis, fix);
    let files: BTreeSet<_> = fix.edits.iter().map(|edit| edit.location.file).collect();
    let patches = files.into_iter().map(|file| {
        let (old, new) = (text(analysis.project(), file), text(after.project(), file));
        patch(&checked.shown(analysis.project().path(file)), &old, &new)
    });
    let lines: Vec<String> = patches
        .flat_map(|patch| patch.lines().map(coloured).collect::<Vec<_>>())
        .map(|line| format!("   {line}\n"))
        .collect();
    lines.concat()
}

fn coloured(line: &str) -> String {
    match line.chars().next() {
        Some('+') => terminal::styled(terminal::GOOD, line),
        Some('-') => terminal::styled(terminal::ERROR, line),
        _ => line.to_owned(),
    }
}
