//! Tests of `annexa lsp` over its standard input and output, as an editor speaks to it. Some make requests that only a
//! debug build of the server has.
#![cfg(debug_assertions)]

// Only on Linux a variable of the environment names the folder of the cache.
#[cfg(target_os = "linux")]
mod cache;
mod code_actions;
mod commands;
mod completion;
mod diagnostics;
mod encodings;
mod file_operations;
mod formatting;
mod hostile;
#[cfg(unix)]
mod links;
// The memory of a process is read as Linux shows it.
#[cfg(target_os = "linux")]
mod memory;
mod navigation;
mod nonsense;
mod on_type;
mod probes;
mod projects;
mod random;
mod rows;
mod session;
mod support;
mod views;
