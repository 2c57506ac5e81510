//! `annexa explain`: the page of a rule, for those who met its code in a finding.

use annexa_model::rules;
use clap::Args;

use crate::outcome::{Failure, Outcome};
use crate::terminal;

/// Explain a rule: what it wants and why, with examples
///
/// Each finding bears the code of its rule. The page of a rule says on which clause it rests, shows what
/// is wrong and what is right, and how it is silenced where it does not fit. It is Markdown.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa explain Q502              the page of a rule
  annexa explain may-invalidate    the same by its name
  annexa explain 27009             what is known of the status of ISO/IEC 27009:2020
  annexa explain --all             all pages, with a table of the rules")]
pub(crate) struct Explain {
    /// The code of a rule, or its name
    #[arg(value_name = "CODE", required_unless_present = "all", conflicts_with = "all")]
    code: Option<String>,

    /// Print the pages of all rules
    #[arg(long)]
    all: bool,
}

/// Runs the command.
pub(crate) fn run(explain: &Explain) -> Result<Outcome, Failure> {
    let page = match &explain.code {
        Some(code) => page(code)?,
        None => rules::pages(),
    };
    terminal::print_bytes(page.as_bytes())?;
    Ok(Outcome::Clean)
}

fn page(code: &str) -> Result<String, Failure> {
    let named = |rule: &&rules::Rule| {
        rule.code.eq_ignore_ascii_case(code) || rule.name.eq_ignore_ascii_case(code)
    };
    if ["27009", "27009:2020", "ISO/IEC 27009", "ISO/IEC 27009:2020"].contains(&code) {
        return Ok(rules::page_of_27009());
    }
    match rules::all().find(named) {
        Some(rule) => Ok(rule.page()),
        None => {
            let failure = Failure::new(format!("there is no rule `{code}`"));
            Err(match rules::nearest_to(code) {
                Some(rule) => failure.help(format!("did you mean {} ({})?", rule.code, rule.name)),
                None => failure.help("`annexa explain --all` lists the rules"),
            })
        }
    }
}
