//! Tests of `annexa lsp` over its standard input and output, as an editor speaks to it.

mod code_actions;
mod commands;
mod completion;
mod diagnostics;
mod encodings;
mod file_operations;
mod formatting;
mod hostile;
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
