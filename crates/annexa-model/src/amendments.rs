//! The amendments and corrigenda that change a provision.

use crate::{Amendment, Catalogue, Project};

impl Project {
    /// Returns the amendments that change a provision of a catalogue, each with its printed name:
    /// those of its own document (`Amd 1:2024`), and those of a document that holds the provision
    /// in an annex (`ISO/IEC 27001:2013, Cor 1:2014`).
    pub fn amendments_of<'a>(
        &'a self,
        catalogue: &'a Catalogue,
        number: &str,
    ) -> Vec<(String, &'a Amendment)> {
        let own = catalogue.amendments_of(number).map(|it| (it.name.to_string(), it));
        let mut found: Vec<_> = own.collect();
        for holder in self.catalogue_ids().filter_map(|id| self.catalogue(id)) {
            let annexes = holder.annexes.iter();
            for annex in annexes.filter(|annex| annex.document.is(&catalogue.document)) {
                let number = format!("{}.{number}", annex.letter);
                let document = holder.document.printed();
                let named = |it: &'a Amendment| (format!("{document}, {}", it.name), it);
                found.extend(holder.amendments_of(&number).map(named));
            }
        }
        found
    }
}
