//! How a compilation reports findings and written files: to people on standard error, to programs
//! as one JSON object per line on standard output.

use std::path::Path;

use annexa_emit::Gathered;
use annexa_emit::types::CompilationMessage;
use annexa_workspace::shown;
use annexa_workspace::uri::Flavour;
use clap::ValueEnum;

use crate::commands::analysis::{self, Checked};
use crate::outcome::{Failure, Outcome};
use crate::terminal;

/// The format of messages about findings and written files.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Messages {
    /// For people
    Human,
    /// For programs: one JSON object per line (see `annexa schema compilation`)
    Json,
}

impl Messages {
    /// Returns the findings of a project in the form that [`Messages::show`] takes.
    pub(super) fn findings(self, checked: &Checked) -> Result<String, Failure> {
        if self == Messages::Human {
            return Ok(checked.human());
        }
        analysis::say_unread(&checked.unread);
        let mut gathered = Gathered::default();
        gathered.project(&checked.project, &checked.diagnostics, |path| checked.shown(path));
        let findings = gathered.report().findings.into_iter();
        let findings = findings.map(|finding| CompilationMessage::Finding(Box::new(finding)));
        let failures = checked.failures().map(|message| CompilationMessage::Failure { message });
        findings.chain(failures).map(|message| line(&message)).collect()
    }

    /// Shows text in this format.
    pub(super) fn show(self, text: &str) -> Result<(), Failure> {
        match self {
            Messages::Human => terminal::say(text),
            Messages::Json => terminal::print_bytes(text.as_bytes())?,
        }
        Ok(())
    }

    /// Reports that a file was written.
    pub(super) fn wrote(self, path: &Path, format: &str) -> Result<(), Failure> {
        if self == Messages::Human {
            let wrote = terminal::styled(terminal::GOOD, "wrote");
            return self.show(&format!("{wrote} {}\n", terminal::path(path)));
        }
        let path = Flavour::HERE.slashed(&shown(path));
        self.show(&line(&CompilationMessage::Written { path, format: format.to_owned() })?)
    }

    /// Reports what could not be read or written. It goes to people in either format.
    pub(super) fn failed(self, failure: &Failure) -> Result<(), Failure> {
        terminal::say(&failure.render());
        self.failure_line(failure)
    }

    /// Reports the end of the compilation; the caller shows people the failure that ended it.
    pub(super) fn end(self, outcome: &Result<Outcome, Failure>) -> Result<(), Failure> {
        if self == Messages::Human {
            return Ok(());
        }
        if let Err(failure) = outcome {
            self.failure_line(failure)?;
        }
        let success = matches!(outcome, Ok(Outcome::Clean));
        self.show(&line(&CompilationMessage::Finished { success })?)
    }

    fn failure_line(self, failure: &Failure) -> Result<(), Failure> {
        match self {
            Messages::Human => Ok(()),
            Messages::Json => {
                self.show(&line(&CompilationMessage::Failure { message: failure.plain() })?)
            }
        }
    }
}

fn line(message: &CompilationMessage) -> Result<String, Failure> {
    let json = serde_json::to_string(message);
    let json = json.map_err(|error| Failure::new(format!("cannot write a message: {error}")))?;
    Ok(format!("{json}\n"))
}
