//! `annexa base`: shows the content of the base standards.

mod list;
mod near;
mod query;
mod search;
mod show;

use std::path::{Path, PathBuf};

use annexa_emit::{known_bases, to_json};
use annexa_model::{FileId, Project, Settings};
use annexa_syntax::Document;
use annexa_workspace::of_current_folder;
use annexa_workspace::uri::Flavour;
use clap::{Args, Subcommand, ValueEnum};

use super::analysis;
use crate::destination::Destination;
use crate::outcome::{Failure, Outcome};
use crate::target::Kind;
use crate::terminal;

/// Show the base standards: ISO/IEC 27001 and 27002, and those of your project
///
/// The built-in catalogues contain numbers, titles, attributes and summaries in our own words, and
/// no sentence of the standards. The catalogues of the project in the current folder are included.
#[derive(Debug, Args)]
pub(crate) struct Base {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(List),
    Show(Show),
    Search(Search),
}

/// List the known base standards with the numbers of their provisions
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa base list
  annexa base list -o bases.txt                   to a file
  annexa base list --format json -o bases.json    for programs (see `annexa schema bases`)")]
struct List {
    /// The format of the list
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,

    #[command(flatten)]
    destination: Destination,
}

/// Show a clause, a control or a list item: title, attributes, summary, other editions
///
/// Without a number, the command shows the table of contents of the document; without an edition,
/// it uses the latest one.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa base show 27002 5.23          a control, in the latest edition
  annexa base show 27002:2013 12.1.2   in another edition
  annexa base show \"27001 6.1.3 c)\"    a list item (with quotes, because of the bracket)
  annexa base show 27001 A.5.23        a reference control of Annex A
  annexa base show 27001               the table of contents")]
struct Show {
    /// What to show, written like a reference in a standard: 27002:2022 5.23
    #[arg(value_name = "REFERENCE", required = true)]
    reference: Vec<String>,

    #[command(flatten)]
    destination: Destination,
}

/// Find clauses and controls by number, by words of the title or summary, or by attribute
///
/// All words must occur. Matches in titles come first.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa base search cloud
  annexa base search supplier agreement
  annexa base search detective --in 27002:2022")]
struct Search {
    /// The words to find
    #[arg(value_name = "WORD", required = true)]
    words: Vec<String>,

    /// Search only this document, such as 27002 or 27002:2013
    #[arg(long = "in", value_name = "DOCUMENT")]
    document: Option<String>,

    /// The maximal number of results
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,

    #[command(flatten)]
    destination: Destination,
}

/// The format of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs: with the file of each catalogue
    Json,
}

/// The kind of output.
const TEXT: Kind = Kind { name: "text on bases", endings: &["txt"] };
const JSON: Kind = Kind { name: "a list of bases", endings: &["json"] };

/// Runs the command.
pub(crate) fn run(base: &Base) -> Result<Outcome, Failure> {
    let Known { project, folder, outcome } = known();
    let (destination, text, found) = match &base.command {
        Command::List(list) if list.format == Format::Json => {
            let cache = annexa_server::cached_catalogues();
            let path = |file| catalogue_path(&project, &folder, cache.as_deref(), file);
            list.destination.bytes(JSON, &to_json(&known_bases(&project, path))?)?;
            return Ok(outcome);
        }
        Command::List(list) => (&list.destination, list::list(&project), Outcome::Clean),
        Command::Show(show) => {
            let text = show::show(&project, &show.reference.join(" "))?;
            (&show.destination, text, Outcome::Clean)
        }
        Command::Search(search) => {
            let document = search.document.as_deref();
            let words = search.words.join(" ");
            let (text, found) = search::search(&project, &words, document, search.limit)?;
            (&search.destination, text, found)
        }
    };
    destination.text(TEXT, &text)?;
    Ok(outcome.max(found))
}

/// The known catalogues.
struct Known {
    project: Project,
    /// The folder of the project; empty if only the built-in catalogues are known.
    folder: PathBuf,
    outcome: Outcome,
}

/// Returns the built-in catalogues and those of the project in the current folder. If the project
/// cannot be read, the reason is shown and only the built-in catalogues are known.
fn known() -> Known {
    let built_in = |outcome| Known {
        project: Project::new(std::iter::empty::<(String, Document)>(), Settings::default()),
        folder: PathBuf::new(),
        outcome,
    };
    let known = match of_current_folder().map_err(Failure::from) {
        Ok(Some(root)) => analysis::read(&root).map(|project| Known {
            project,
            folder: root.folder,
            outcome: Outcome::Clean,
        }),
        Ok(None) => Ok(built_in(Outcome::Clean)),
        Err(failure) => Err(failure),
    };
    known.unwrap_or_else(|failure| {
        terminal::say(&failure.render());
        built_in(Outcome::Trouble)
    })
}

/// Returns the file of a catalogue, for other programs to open.
fn catalogue_path(
    project: &Project,
    folder: &Path,
    cache: Option<&Path>,
    file: FileId,
) -> Option<String> {
    let name = project.path(file);
    let path = match file {
        FileId::BuiltIn(_) => cache?.join(name),
        FileId::Project(_) => annexa_workspace::real(&folder.join(name)),
    };
    Some(Flavour::HERE.shown(&path.to_string_lossy()).into_owned())
}

/// Breaks a paragraph into lines of a readable width.
fn wrap(paragraph: &str, indent: usize) -> String {
    const WIDEST: usize = 100;
    terminal::wrap(paragraph, terminal::output_width().min(WIDEST), indent)
}
