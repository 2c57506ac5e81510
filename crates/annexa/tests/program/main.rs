//! The program as its users meet it: each test runs it in a folder of its own and looks at the
//! streams, the exit code and the files.
//!
//! Links, pipes, full disks and terminals are made by the means of Unix, and so the tests run there.
#![cfg(unix)]

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
mod hostile;
mod killed;
mod migrate;
mod new;
mod projects;
mod status;
mod streams;
mod support;
