//! `annexa base`: what the base standards hold.

mod list;
mod near;
mod query;
mod search;
mod show;

use annexa_model::{Project, Settings};
use annexa_syntax::Document;
use annexa_workspace::of_current_folder;
use clap::{Args, Subcommand};

use super::analysis;
use crate::destination::Destination;
use crate::outcome::{Failure, Outcome};
use crate::target::Kind;
use crate::terminal;

/// Look into the base standards: ISO/IEC 27001 and 27002, and those of your project
///
/// The built-in catalogues hold numbers, titles, attributes and summaries in our own words, and no
/// sentence of the standards. Catalogues of the project in the current folder are looked into as well.
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

/// List the known base standards and how much is in them
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa base list
  annexa base list -o bases.txt    to a file")]
struct List {
    #[command(flatten)]
    destination: Destination,
}

/// Show a clause, a control or a list item: title, attributes, summary, other editions
///
/// Without a number the table of contents of the document is shown. Without an edition the latest one
/// is looked into.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa base show 27002 5.23          a control, in the latest edition
  annexa base show 27002:2013 12.1.2   in another edition
  annexa base show \"27001 6.1.3 c)\"    a list item (with quotes, because of the bracket)
  annexa base show 27001 A.5.23        a reference control of Annex A
  annexa base show 27001               the table of contents")]
struct Show {
    /// What to show, as it is written in a standard: 27002:2022 5.23
    #[arg(value_name = "REFERENCE", required = true)]
    reference: Vec<String>,

    #[command(flatten)]
    destination: Destination,
}

/// Find clauses and controls by number, by words of title or summary, or by attribute
///
/// All the words must occur. What has them in its title comes first.
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

    /// Look into this document only, such as 27002 or 27002:2013
    #[arg(long = "in", value_name = "DOCUMENT")]
    document: Option<String>,

    /// Show at most this many
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,

    #[command(flatten)]
    destination: Destination,
}

/// What is written.
const TEXT: Kind = Kind { name: "text on bases", endings: &["txt"] };

/// Runs the command.
pub(crate) fn run(base: &Base) -> Result<Outcome, Failure> {
    let (project, outcome) = known();
    let (destination, text, found) = match &base.command {
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

/// The built-in catalogues and those of the project in the current folder. One that cannot be read
/// does not stand in the way of the others: it is said, and the others are looked into.
fn known() -> (Project, Outcome) {
    let project = match of_current_folder().map_err(Failure::from) {
        Ok(Some(root)) => analysis::read(&root),
        Ok(None) => Ok(built_in()),
        Err(failure) => Err(failure),
    };
    match project {
        Ok(project) => (project, Outcome::Clean),
        Err(failure) => {
            terminal::say(&failure.render());
            (built_in(), Outcome::Trouble)
        }
    }
}

fn built_in() -> Project {
    Project::new(std::iter::empty::<(String, Document)>(), Settings::default())
}

/// Breaks a paragraph into lines that are easy to read.
fn wrap(paragraph: &str, indent: usize) -> String {
    const WIDEST: usize = 100;
    terminal::wrap(paragraph, terminal::output_width().min(WIDEST), indent)
}
