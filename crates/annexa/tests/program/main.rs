//! The program from the user's point of view: each test runs it in a folder of its own and checks
//! the streams, the exit code and the files.
//!
//! Tests of links, pipes, signals, full disks and terminals use functions of Unix and run only
//! there.

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
