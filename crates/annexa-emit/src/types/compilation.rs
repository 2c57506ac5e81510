//! What happens while standards are compiled, as one object per line.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Finding;

/// A line that `annexa compile --message-format json` writes: first the findings and failures, then the files that
/// were written, then the end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "reason", rename_all = "kebab-case", deny_unknown_fields)]
pub enum CompilationMessage {
    /// A rule reports a finding. A project with errors is not compiled.
    Finding(Box<Finding>),
    /// A file cannot be read or written, or the work cannot be done.
    Failure {
        /// What is wrong.
        message: String,
    },
    /// A standard was compiled.
    Written {
        /// The file, with `/` between its parts: relative to the folder in which the program was run, or absolute
        /// where it lies outside.
        path: String,
        /// The format, as `--format` names it.
        format: String,
    },
    /// The compilation has ended. This is the last line.
    Finished {
        /// Whether every standard was compiled.
        success: bool,
    },
}
