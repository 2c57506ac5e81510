//! Tests of `annexa lsp` over its standard input and output, as an editor speaks to it.

mod memory;
mod nonsense;
mod probes;
mod random;
mod support;
