//! `annexa new`: creates a standard with all parts that ISO/IEC 27009 specifies.

mod ask;
mod skeleton;

use std::io::{IsTerminal, stdin};
use std::path::{Path, PathBuf};

use annexa_model::{Catalogue, Project, Settings};
use annexa_syntax::Document;
use clap::{Args, ValueEnum};

use crate::outcome::{Failure, Outcome};
use crate::target;
use crate::terminal;
use crate::write::{self, Existing};

/// Create a standard: a folder with annexa.toml and files to fill in
///
/// With a base ISO/IEC 27001, the files follow the template of ISO/IEC 27009:2020, Annex A
/// (requirements and, if ISO/IEC 27002 is a base as well, controls); with ISO/IEC 27002 alone, that
/// of Annex B. The files have no errors. The command asks for missing options if it runs on a
/// terminal. It never overwrites files.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa new SMX
  annexa new SMX --sector \"Smart metering\" --title \"Controls for operators\" --base 27001:2022
  annexa new ACME --sector ACME --title \"Security profile of ACME\" --base 27002 --numbering inline")]
pub(crate) struct New {
    /// The short name with which all labels of the standard begin: capital letters and digits
    prefix: Option<String>,

    /// The sector, such as 'Smart metering'
    #[arg(long)]
    sector: Option<String>,

    /// The title of the standard
    #[arg(long)]
    title: Option<String>,

    /// A base standard, such as 27001:2022 or '27001:2022 + Amd 1:2024'; without an edition the
    /// latest, without amendments all known ones. Repeat it for more
    #[arg(long, value_name = "DOCUMENT")]
    base: Vec<String>,

    /// The edition of the standard: its number, or the year of its publication
    #[arg(long, default_value_t = 1)]
    edition: u32,

    /// How added controls and requirements are numbered [default: annex]
    #[arg(long)]
    numbering: Option<Numbering>,

    /// The folder to write to [default: one named after the prefix]
    #[arg(long, value_name = "FOLDER")]
    directory: Option<PathBuf>,
}

/// How added provisions are numbered (ISO/IEC 27009:2020, Annex C).
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Numbering {
    /// 8.35 SMX, among the provisions of the base
    Inline,
    /// SMX.8.35, in an annex of their own
    Annex,
    /// 8.35: the label without its prefix
    Plain,
}

impl Numbering {
    fn word(self) -> &'static str {
        match self {
            Numbering::Inline => "inline",
            Numbering::Annex => "annex",
            Numbering::Plain => "plain",
        }
    }
}

/// The data for a skeleton.
struct Plan<'a> {
    prefix: String,
    sector: String,
    title: String,
    edition: u32,
    numbering: Numbering,
    /// The base with requirements.
    requirements: Option<&'a Catalogue>,
    /// The base with controls.
    controls: Option<&'a Catalogue>,
    /// The `base` lines, without the word: `ISO/IEC 27001:2022 + Amd 1:2024`.
    base_lines: Vec<String>,
    /// Whether a base is superseded.
    superseded: bool,
}

/// Runs the command.
pub(crate) fn run(mut new: New) -> Result<Outcome, Failure> {
    let known = Project::new(std::iter::empty::<(String, Document)>(), Settings::default());
    let missing = missing(&new);
    if !missing.is_empty() {
        if !stdin().is_terminal() {
            return Err(Failure::new(format!("{} not given", missing.join(", ")))
                .help("on a terminal, annexa asks for them; see `annexa new --help`"));
        }
        ask::missing(&mut new, &known)?;
    }
    let directory = new.directory.take();
    let plan = plan(new, &known)?;
    let folder = directory.unwrap_or_else(|| PathBuf::from(plan.prefix.to_lowercase()));
    let files = skeleton::files(&plan);
    write_all(&folder, &files)?;
    let folder = terminal::path(&folder);
    terminal::say(&format!(
        "\n{} Next: open {folder}/{} in an editor, and then run:\n  annexa check {folder}\n",
        terminal::styled(terminal::GOOD, "The standard has begun."),
        files.get(1).map_or("", |(name, _)| name),
    ));
    Ok(Outcome::Clean)
}

fn missing(new: &New) -> Vec<&'static str> {
    let given = [
        (new.prefix.is_none(), "PREFIX"),
        (new.sector.is_none(), "--sector"),
        (new.title.is_none(), "--title"),
        (new.base.is_empty(), "--base"),
    ];
    given.into_iter().filter(|(missing, _)| *missing).map(|(_, name)| name).collect()
}

fn plan(new: New, known: &Project) -> Result<Plan<'_>, Failure> {
    let prefix = new.prefix.unwrap_or_default();
    check_prefix(&prefix).map_err(Failure::new)?;
    let mut plan = Plan {
        prefix,
        sector: one_line("sector", new.sector)?,
        title: one_line("title", new.title)?,
        edition: new.edition,
        numbering: new.numbering.unwrap_or(Numbering::Annex),
        requirements: None,
        controls: None,
        base_lines: Vec::new(),
        superseded: false,
    };
    for base in &new.base {
        let (catalogue, line) = base_catalogue(known, base)?;
        let is_requirements = catalogue.document.number.as_deref() == Some("27001");
        let place = match is_requirements {
            true => &mut plan.requirements,
            false => &mut plan.controls,
        };
        if let Some(other) = place {
            return Err(Failure::new(format!(
                "{} and {} cannot both be bases of one new standard",
                other.document.printed(),
                catalogue.document.printed()
            )));
        }
        *place = Some(catalogue);
        match is_requirements {
            true => plan.base_lines.insert(0, line),
            false => plan.base_lines.push(line),
        }
        let document = &catalogue.document;
        let id = known.find_catalogue(&document.document, document.edition.as_deref());
        plan.superseded |= id.is_some_and(|id| known.newer(id).is_some());
    }
    if let (Some(requirements), Some(controls)) = (plan.requirements, plan.controls)
        && requirements.document.edition != controls.document.edition
    {
        return Err(Failure::new(format!(
            "the editions of {} and {} do not match",
            requirements.document.printed(),
            controls.document.printed()
        )));
    }
    Ok(plan)
}

/// Checks a prefix; the error describes what is wrong.
fn check_prefix(prefix: &str) -> Result<(), String> {
    let is_right = prefix.starts_with(|first: char| first.is_ascii_uppercase())
        && prefix.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit());
    if !is_right {
        return Err(format!(
            "`{prefix}` cannot be a prefix: it must consist of capital letters and digits, \
             beginning with a letter"
        ));
    }
    if prefix.len() < 2 {
        return Err(format!(
            "`{prefix}` cannot be a prefix: a single letter is the name of an annex"
        ));
    }
    Ok(())
}

fn one_line(name: &str, value: Option<String>) -> Result<String, Failure> {
    let value = value.unwrap_or_default().trim().to_owned();
    if value.is_empty() {
        return Err(Failure::new(format!("the {name} is empty")));
    }
    if value.chars().any(char::is_control) {
        return Err(Failure::new(format!("the {name} must be on one line")));
    }
    Ok(value)
}

/// Returns the catalogue for `27001`, `27001:2022` or `ISO/IEC 27001:2022 + Amd 1:2024`, and its
/// `base` line.
fn base_catalogue<'a>(known: &'a Project, name: &str) -> Result<(&'a Catalogue, String), Failure> {
    let mut parts = name.split('+').map(str::trim);
    let written = parts.next().unwrap_or_default().trim_start_matches("ISO/IEC").trim_start();
    let (number, edition) = match written.split_once(':') {
        Some((number, edition)) => (number.trim(), Some(edition.trim())),
        None => (written, None),
    };
    let found = known.find_catalogue(&format!("ISO/IEC {number}"), edition);
    let Some(catalogue) = found.and_then(|id| known.catalogue(id)) else {
        let known: Vec<_> = designations(known);
        return Err(Failure::new(format!("`{name}` is not a base standard that Annexa knows"))
            .help(format!("Annexa knows {}", known.join(", "))));
    };
    let mut line = catalogue.document.printed();
    let mut is_chosen = false;
    for amendment in parts {
        is_chosen = true;
        line.push_str(" + ");
        line.push_str(amendment_of(catalogue, amendment)?);
    }
    Ok((catalogue, if is_chosen { line } else { catalogue.base_line() }))
}

/// Returns the name of an amendment as the catalogue writes it.
fn amendment_of<'a>(catalogue: &'a Catalogue, written: &str) -> Result<&'a str, Failure> {
    let names = catalogue.amendment_names();
    let document = catalogue.document.printed();
    let found = names.iter().find(|name| name.eq_ignore_ascii_case(written));
    found.map(|name| name.as_str()).ok_or_else(|| {
        let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
        let help = match names.is_empty() {
            true => format!("{document} has no amendment that Annexa knows"),
            false => format!("{document} has {}", names.join(", ")),
        };
        Failure::new(format!("`{written}` is not an amendment of {document} that Annexa knows"))
            .help(help)
    })
}

fn designations(known: &Project) -> Vec<String> {
    let catalogues = known.catalogue_ids().filter_map(|id| known.catalogue(id));
    catalogues.map(|catalogue| catalogue.document.printed()).collect()
}

/// Writes either all files or none.
fn write_all(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let paths: Vec<_> = files.iter().map(|(name, _)| folder.join(name)).collect();
    target::check_place(folder)?;
    if let Some(there) = paths.iter().find(|path| path.symlink_metadata().is_ok()) {
        return Err(Failure::new(format!("`{}` already exists", terminal::path(there)))
            .help("nothing was written; choose another folder with --directory"));
    }
    for (index, (path, (_, text))) in paths.iter().zip(files).enumerate() {
        if let Err(failure) = write::file(path, text.as_bytes(), Existing::Refuse) {
            for written in paths.iter().take(index) {
                // This run wrote the file a moment ago; if it cannot be removed, the following
                // error is the one to report.
                let _ = std::fs::remove_file(written);
            }
            return Err(failure);
        }
    }
    for path in &paths {
        let wrote = terminal::styled(terminal::GOOD, "wrote");
        terminal::say(&format!("{wrote} {}\n", terminal::path(path)));
    }
    Ok(())
}
