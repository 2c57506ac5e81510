//! Tests of `annexa lsp` over its standard input and output, as an editor speaks to it.

mod completion;
mod memory;
mod navigation;
mod nonsense;
mod probes;
mod random;
mod support;
mod views;
