//! The program as its users meet it: each test runs it in a folder of its own and looks at the
//! streams, the exit code and the files.
//!
//! What is about links, pipes, signals, full disks and terminals is made by the means of Unix, and runs there
//! alone.

#[cfg(unix)]
mod asked;
mod bad_input;
mod base;
mod check;
mod combine;
mod compile;
mod diff;
mod explain;
mod fixes;
mod fmt;
mod formats;
#[cfg(unix)]
mod hostile;
#[cfg(unix)]
mod killed;
mod language;
mod migrate;
mod new;
mod projects;
mod status;
mod streams;
mod support;
