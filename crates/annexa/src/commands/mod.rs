//! The commands, one file each. A new command needs a file here, a variant in [`Command`] and an
//! arm in [`run`].

mod analysis;
pub(crate) mod base;
pub(crate) mod check;
pub(crate) mod combine;
pub(crate) mod compile;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod help;
pub(crate) mod lsp;
pub(crate) mod man;
pub(crate) mod migrate;
pub(crate) mod new;
mod pictures;
pub(crate) mod schema;
pub(crate) mod status;

use clap::CommandFactory as _;

use crate::cli::{Arguments, Command};
use crate::outcome::{Failure, Outcome};
use crate::threads;

/// Runs a command.
pub(crate) fn run(command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::Check(check) => threads::run(|| check::run(&check)),
        Command::Combine(combine) => threads::run(|| combine::run(&combine)),
        Command::Compile(compile) => threads::run(|| compile::run(&compile)),
        Command::Diff(diff) => threads::run(|| diff::run(&diff)),
        Command::Fmt(fmt) => threads::run(|| fmt::run(&fmt)),
        Command::Base(base) => base::run(&base),
        Command::Explain(explain) => explain::run(&explain),
        Command::Lsp(lsp) => lsp::run(&lsp),
        Command::Migrate(migrate) => threads::run(|| migrate::run(&migrate)),
        Command::New(new) => new::run(new),
        Command::Schema(schema) => schema::run(&schema),
        Command::Status(status) => threads::run(|| status::run(&status)),
        Command::Completions(completions) => completions::run(&completions, Arguments::command()),
        Command::Help(help) => help::run(&help),
        Command::Man(man) => man::run(&man, Arguments::command()),
    }
}
