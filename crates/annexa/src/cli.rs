//! The command line and the texts of `--help`.

use std::ffi::OsString;

use anstream::ColorChoice;
use clap::{Parser, Subcommand, ValueEnum};

use crate::commands::{
    base, check, combine, compile, completions, diff, explain, fmt, help, lsp, man, migrate, new,
    schema, status,
};

/// Write sector-specific extensions of ISO/IEC 27001 and ISO/IEC 27002 after ISO/IEC 27009
///
/// The files of a standard end with .annexa. This program checks standards, compiles them to JSON
/// and HTML, formats the files, and shows the content of the base standards.
#[derive(Debug, Parser)]
#[command(name = "annexa", version, propagate_version = false, subcommand_required = true)]
#[command(disable_help_subcommand = true)]
#[command(arg_required_else_help = true, max_term_width = 100, after_long_help = AFTER)]
pub(crate) struct Arguments {
    /// When to use colours
    ///
    /// By default, colours are used on a terminal, unless NO_COLOR is set. CLICOLOR_FORCE uses them
    /// everywhere.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER: &str = "\
Examples:
  annexa new SMX                 create a standard with the prefix SMX
  annexa check                   check the standard in this folder
  annexa compile -o smx.json     compile it
  annexa base show 27002 5.23    show a control
  annexa explain C601            explain a finding
  annexa help language           print the reference of the language

Output:
  Findings, summaries and errors go to standard error; results go to standard output:
  compiled text with --stdout, lists, the schema.

Exit codes:
  0    no findings
  1    findings: errors, files to be formatted, decisions left by a migration,
       differences, a search without results, an incomplete standard
       (warnings count with --deny-warnings)
  2    the command line is wrong, or something cannot be read or written
  101  a bug in Annexa";

/// Returns the arguments with `annexa help COMMAND` replaced by `annexa COMMAND --help`, so that
/// misspelt commands get a suggestion and `annexa help --help` is valid. `annexa help language` is a
/// command of its own.
pub(crate) fn with_plain_help(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.collect();
    let is = |at: usize, word| arguments.get(at).is_some_and(|argument| argument == word);
    if is(1, "help") && !is(2, "language") {
        let is_help =
            |argument: &OsString| ["help", "--help", "-h"].iter().any(|it| argument == it);
        arguments.retain(|argument| !is_help(argument));
        arguments.push("--help".into());
    }
    arguments
}

/// The commands, one file each in `commands/`.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(check::Check),
    Combine(combine::Combine),
    Compile(compile::Compile),
    Fmt(fmt::Fmt),
    Base(base::Base),
    Diff(diff::Diff),
    Explain(explain::Explain),
    Migrate(migrate::Migrate),
    Lsp(lsp::Lsp),
    New(new::New),
    Schema(schema::Schema),
    Status(status::Status),
    Completions(completions::Completions),
    Man(man::Man),
    Help(help::Help),
}

/// When to use colours.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

impl Color {
    /// Sets the choice for all streams. `auto` leaves it to the environment.
    pub(crate) fn write_global(self) {
        match self {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
        .write_global();
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    #[test]
    fn the_description_of_the_command_line_is_sound() {
        super::Arguments::command().debug_assert();
    }

    #[test]
    fn every_command_has_examples_and_no_help_is_missing() {
        fn look(command: &clap::Command) {
            let name = command.get_name();
            assert!(command.get_about().is_some(), "{name} has no description");
            for argument in command.get_arguments() {
                let help = argument.get_help().or(argument.get_long_help());
                assert!(help.is_some(), "{name}: {} has no help", argument.get_id());
            }
            if command.get_subcommands().next().is_none() {
                let after = command.get_after_long_help().map(ToString::to_string);
                assert!(after.is_some_and(|after| after.contains("Example")), "{name}: no example");
            }
            command.get_subcommands().for_each(look);
        }
        look(&super::Arguments::command());
    }

    /// cmd, PowerShell and sh agree on words, blanks and double quotation marks.
    #[test]
    fn every_example_is_a_command_line_in_every_shell() {
        fn look(command: &clap::Command) {
            let after = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            let lines = after.lines().filter_map(|line| line.strip_prefix("  annexa "));
            for line in lines {
                // Two blanks separate the command from its explanation.
                let line = line.split("  ").next().unwrap_or_default();
                let strange = line.chars().find(|it| "'<>|&$%~^`\\;*?{}".contains(*it));
                assert_eq!(strange, None, "{line}");
                let mut words = vec!["annexa".to_owned()];
                for (at, part) in line.split('"').enumerate() {
                    match at % 2 {
                        0 => words.extend(part.split_whitespace().map(str::to_owned)),
                        _ => words.push(part.to_owned()),
                    }
                }
                let parsed = super::Arguments::try_parse_from(&words);
                assert!(parsed.is_ok(), "{line}: {:?}", parsed.err());
            }
            command.get_subcommands().for_each(look);
        }
        look(&super::Arguments::command());
    }
}
