//! How much is known of a project.
//!
//! ```text
//! file opened ──▶ Provisional ──▶ Unchecked ──▶ Checked
//!                      │                          ▲
//!                      └──────────────────────────┘
//! ```
//!
//! An open file always has a project: a provisional one until its own is read. Large projects are
//! unchecked in between, first with their heads, then with all their files. A checked project stays until
//! a reading pass does not find it again, or until it is not needed any more.

/// How much of a project is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum ProjectState {
    /// An open file by itself, while its project is being read.
    Provisional,
    /// Its heads, or all its files, without findings: no rule has run yet.
    Unchecked,
    /// All its files, with their findings. Requests may rely on what it shows of other files.
    Checked,
}
