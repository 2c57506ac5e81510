//! The tests of the compiled output, in one program.

mod combination;
mod findings;
mod native;
mod schema;
mod shuffled;
mod snapshot;
mod status;
mod support;
mod text;
