//! Asks on the terminal for what the command line does not give.

use annexa_model::Project;
use dialoguer::{Input, MultiSelect, Select};

use super::{New, Numbering, check_prefix, designations};
use crate::outcome::Failure;

/// Asks for everything that is missing.
pub(super) fn missing(new: &mut New, known: &Project) -> Result<(), Failure> {
    if new.prefix.is_none() {
        let prefix = Input::new()
            .with_prompt("Prefix of the standard (such as SMX)")
            .validate_with(|prefix: &String| check_prefix(prefix))
            .interact_text();
        new.prefix = Some(prefix.map_err(stopped)?);
    }
    if new.sector.is_none() {
        new.sector = Some(text("Sector (such as Smart metering)")?);
    }
    if new.title.is_none() {
        new.title = Some(text("Title of the standard")?);
    }
    if new.base.is_empty() {
        new.base = bases(known)?;
    }
    if new.numbering.is_none() {
        new.numbering = Some(numbering()?);
    }
    Ok(())
}

fn text(prompt: &str) -> Result<String, Failure> {
    Input::new().with_prompt(prompt).interact_text().map_err(stopped)
}

fn bases(known: &Project) -> Result<Vec<String>, Failure> {
    let names = designations(known);
    let latest: Vec<bool> = known.catalogue_ids().map(|id| known.newer(id).is_none()).collect();
    loop {
        let chosen = MultiSelect::new()
            .with_prompt("Base standards (blank to choose, Enter to continue)")
            .items(&names)
            .defaults(&latest)
            .interact()
            .map_err(stopped)?;
        if !chosen.is_empty() {
            return Ok(chosen.into_iter().filter_map(|index| names.get(index).cloned()).collect());
        }
    }
}

fn numbering() -> Result<Numbering, Failure> {
    let choices = [
        (Numbering::Annex, "SMX.8.35, in an annex of their own"),
        (Numbering::Inline, "8.35 SMX, among the provisions of the base"),
        (Numbering::Plain, "8.35, without the prefix"),
    ];
    let chosen = Select::new()
        .with_prompt("Numbers of added provisions")
        .items(choices.map(|(_, words)| words))
        .default(0)
        .interact()
        .map_err(stopped)?;
    Ok(choices.get(chosen).map_or(Numbering::Annex, |(numbering, _)| *numbering))
}

fn stopped(_: dialoguer::Error) -> Failure {
    Failure::new("stopped; nothing was written")
}
