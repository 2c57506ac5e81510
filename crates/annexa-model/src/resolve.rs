//! Resolves references.

use annexa_base::{DocumentEdition, ProvisionId, ProvisionKind};
use annexa_syntax::{
    Block, Declaration, Designation, Keyword, ListItem, Reference, ReferenceTarget, SmolStr,
    Spanned, Text, TextRange, read_loosely,
};

use crate::{
    BaseId, CatalogueId, DeclarationId, Project, Standard, StandardId, Symbol, added::prefix_of,
};

/// The target of a reference.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Resolved {
    /// A document with a catalogue, or a provision of it.
    Base(BaseTarget),
    /// A provision that this or another standard of the project adds.
    Added {
        /// The standard that adds it.
        standard: StandardId,
        /// The declaration that adds it.
        added: DeclarationId,
        /// The path of list items within its text.
        items: Vec<SmolStr>,
    },
    /// A document that is not a base and has no catalogue; it is listed in the bibliography.
    External {
        /// The designation: `ISO/IEC 27036-2:2022`.
        document: String,
        /// The number of a clause in it.
        provision: Option<SmolStr>,
    },
}

/// A document with a catalogue, or a place in it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct BaseTarget {
    /// The base through which it is named; `None` if the edition is cited but not a base.
    pub base: Option<BaseId>,
    /// The catalogue that holds the provision. For `27001 A.5.23` this is the catalogue of the
    /// document in the annex.
    pub catalogue: CatalogueId,
    /// The provision; `None` for the whole document.
    pub provision: Option<ProvisionId>,
    /// The path of list items within the provision.
    pub items: Vec<SmolStr>,
    /// The catalogue with the annex through which the provision is named, and the letter of the
    /// annex.
    pub annex: Option<Box<(CatalogueId, SmolStr)>>,
    /// Whether the provision is a front clause, which can be cited but not changed.
    pub is_front: bool,
}

/// Why a reference cannot be resolved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ResolveError {
    /// No base has this alias, and no known document this number.
    UnknownAlias {
        /// The range of the alias, relative to the item.
        range: TextRange,
        /// The unknown alias.
        alias: SmolStr,
    },
    /// No catalogue of this edition is known.
    UnknownEdition {
        /// The range of the alias and the edition, relative to the item.
        range: TextRange,
        /// The designation of the document.
        document: SmolStr,
        /// The unknown edition.
        edition: SmolStr,
    },
    /// The edition does not have this provision.
    UnknownProvision {
        /// The edition that was searched.
        catalogue: CatalogueId,
        /// The base through which it is named.
        base: Option<BaseId>,
        /// The unknown number.
        number: SmolStr,
        /// The range of the reference, relative to the item.
        range: TextRange,
    },
    /// The language does not have a reference of this form; see [`crate::readings`].
    Misspelt {
        /// The range of the reference, relative to the item.
        range: TextRange,
    },
    /// A known document under another name (`ISO 27001` for `ISO/IEC 27001`), or a place that looks
    /// like a document (`A 5.10`, `SMX 8.35`).
    Misnamed {
        /// The range of the name, relative to the item.
        range: TextRange,
        /// The name of the document in references.
        document: Option<SmolStr>,
    },
    /// The provision does not have this list item.
    UnknownItem {
        /// The target of the reference without its list items.
        within: Box<Resolved>,
        /// The unknown path of list items.
        items: Vec<SmolStr>,
        /// The range of the reference, relative to the item.
        range: TextRange,
    },
    /// No standard of the project adds a provision with this label.
    UnknownLabel {
        /// The unknown label.
        label: SmolStr,
        /// The range of the reference, relative to the item.
        range: TextRange,
    },
    /// The document is a base without a catalogue, which is reported at the base.
    NoCatalogue,
}

impl Resolved {
    /// Returns the target, unless it is an added provision or an external document.
    pub fn base_target(&self) -> Option<&BaseTarget> {
        match self {
            Resolved::Base(target) => Some(target),
            _ => None,
        }
    }

    /// Returns the symbol of the target, without its list items.
    pub fn symbol(&self) -> Option<Symbol> {
        match self {
            Resolved::Base(target) => Some(match target.provision {
                Some(provision) => Symbol::Provision(target.catalogue, provision),
                None => Symbol::Document(target.catalogue),
            }),
            Resolved::Added { standard, added, .. } => Some(Symbol::Added(*standard, *added)),
            Resolved::External { .. } => None,
        }
    }

    /// Returns the path of list items.
    pub fn items(&self) -> &[SmolStr] {
        match self {
            Resolved::Base(BaseTarget { items, .. }) | Resolved::Added { items, .. } => items,
            Resolved::External { .. } => &[],
        }
    }
}

impl Project {
    /// Returns the title of a target: that in the annex if it is named through one, or that of the
    /// document if no provision is named.
    pub fn title_of(&self, target: &BaseTarget) -> Option<&SmolStr> {
        let catalogue = self.catalogue(target.catalogue)?;
        let Some(provision) = target.provision else { return Some(&catalogue.title) };
        let provision = catalogue.provision(provision)?;
        let annex = target.annex.as_deref();
        let annex = annex.and_then(|(seen, letter)| self.catalogue(*seen)?.annex(letter));
        Some(annex.map_or(&provision.title, |annex| annex.title_of(provision)))
    }

    /// Resolves a reference of a standard.
    ///
    /// # Errors
    ///
    /// Fails if the document, edition, provision, list item or label does not exist, or if the
    /// reference has a form that the language does not have.
    pub fn resolve(
        &self,
        standard: StandardId,
        reference: &Reference,
    ) -> Result<Resolved, ResolveError> {
        match self.standard(standard) {
            Some(standard) => resolve(self, standard, reference),
            None => Err(ResolveError::NoCatalogue),
        }
    }
}

pub(crate) fn resolve(
    project: &Project,
    standard: &Standard,
    reference: &Reference,
) -> Result<Resolved, ResolveError> {
    match &reference.target {
        ReferenceTarget::Base { alias, edition, provision } => {
            let (base, catalogue) = document(project, standard, alias, edition.as_deref())?;
            within(project, catalogue, base, provision.as_ref(), reference)
        }
        ReferenceTarget::Label(label) => labelled(project, standard, label, reference),
        ReferenceTarget::Document { document, provision } => {
            match outright(project, standard, document) {
                Some((base, Some(catalogue))) => {
                    within(project, catalogue, base, provision.as_ref(), reference)
                }
                Some((_, None)) => Err(ResolveError::NoCatalogue),
                None => match misnamed(project, standard, document) {
                    Some(error) => Err(error),
                    None => designated(project, standard, document, provision.as_ref(), reference),
                },
            }
        }
        ReferenceTarget::Misspelt(written) => Err(ResolveError::Misspelt { range: written.range }),
    }
}

/// Returns the base and the catalogue for an alias, with or without another edition.
fn document(
    project: &Project,
    standard: &Standard,
    alias: &Spanned<SmolStr>,
    edition: Option<&Spanned<SmolStr>>,
) -> Result<(Option<BaseId>, CatalogueId), ResolveError> {
    let base = standard.base_by_alias(&alias.value);
    let unknown = || ResolveError::UnknownAlias { range: alias.range, alias: alias.value.clone() };
    let Some(edition) = edition else {
        let (id, base) = base.ok_or_else(unknown)?;
        return Ok((Some(id), base.catalogue.ok_or(ResolveError::NoCatalogue)?));
    };
    let name = base
        .map(|(_, base)| &base.designation.document)
        .or_else(|| project.bases.document_of_number(&alias.value))
        .ok_or_else(unknown)?;
    let same = |base: &crate::Base| {
        base.dated
            && base.designation.document == *name
            && base.edition.as_ref() == Some(&edition.value)
    };
    let own = standard.bases_with_ids().find(|(_, base)| same(base));
    match (own, project.find_catalogue(name, Some(&edition.value))) {
        (own, Some(catalogue)) => Ok((own.map(|(id, _)| id), catalogue)),
        (Some(_), None) => Err(ResolveError::NoCatalogue),
        (None, None) => Err(ResolveError::UnknownEdition {
            range: alias.range.cover(edition.range),
            document: name.clone(),
            edition: edition.value.clone(),
        }),
    }
}

/// Returns the base or the known catalogue for a designation; `None` for any other document.
fn outright(
    project: &Project,
    standard: &Standard,
    designation: &Designation,
) -> Option<(Option<BaseId>, Option<CatalogueId>)> {
    let named = DocumentEdition::from(designation);
    let base = standard.bases_with_ids().find(|(_, base)| {
        base.designation.document == named.document
            && (named.edition.is_none() || base.dated && base.edition == named.edition)
    });
    match base {
        Some((id, base)) => Some((Some(id), base.catalogue)),
        None => project
            .find_catalogue(&named.document, named.edition.as_deref())
            .map(|catalogue| (None, Some(catalogue))),
    }
}

/// Returns another standard of the project with this designation, or else an external document.
fn designated(
    project: &Project,
    standard: &Standard,
    document: &Designation,
    provision: Option<&Spanned<SmolStr>>,
    reference: &Reference,
) -> Result<Resolved, ResolveError> {
    let external = || Resolved::External {
        document: document.printed(),
        provision: provision.map(|provision| provision.value.clone()),
    };
    let edition = document.edition.as_ref().map(|edition| edition.value.as_str());
    let mut standards = project.standards().iter();
    let holder = standards.find(|it| it.is_called(&document.document, edition));
    let (Some(holder), Some(number)) = (holder, provision) else { return Ok(external()) };
    let value = match prefix_of(&number.value) == holder.prefix {
        true => number.value.clone(),
        false => SmolStr::from(format!("{}.{}", holder.prefix, number.value)),
    };
    // It also prints the clauses of its bases, under their numbers.
    let is_of_base = |base: &crate::Base| {
        let catalogue = base.catalogue.and_then(|id| project.catalogue(id));
        catalogue.is_some_and(|catalogue| catalogue.find(&number.value).is_some())
    };
    if holder.added_by_label(&value).is_none() && holder.bases.iter().any(is_of_base) {
        return Ok(external());
    }
    labelled(project, standard, &Spanned { value, range: number.range }, reference)
}

/// Returns the error for a designation that omits a publisher or a blank of a known document, or
/// that is the number of an annex or a label without its full stop.
fn misnamed(
    project: &Project,
    standard: &Standard,
    designation: &Designation,
) -> Option<ResolveError> {
    designation.number.as_ref()?;
    let loose = read_loosely(&designation.printed())?;
    let has_annex = |letter: &SmolStr| {
        let mut catalogues = standard.bases.iter().filter_map(|base| base.catalogue);
        catalogues.any(|id| project.catalogue(id).is_some_and(|it| it.annex(letter).is_some()))
    };
    let document = match &loose.document {
        Some(number) => {
            let known = project.bases.document_of_number(number)?;
            (*known != designation.document).then(|| Some(known.clone()))?
        }
        None => {
            let is_annex = loose.annex.as_ref().is_some_and(has_annex);
            let is_label =
                loose.prefix.as_ref().is_some_and(|it| project.standard_by_prefix(it).is_some());
            (is_annex || is_label).then_some(None)?
        }
    };
    Some(ResolveError::Misnamed { range: designation.range, document })
}

/// Returns a document, or a place in it.
fn within(
    project: &Project,
    catalogue: CatalogueId,
    base: Option<BaseId>,
    provision: Option<&Spanned<SmolStr>>,
    reference: &Reference,
) -> Result<Resolved, ResolveError> {
    let whole = BaseTarget {
        base,
        catalogue,
        provision: None,
        items: Vec::new(),
        annex: None,
        is_front: false,
    };
    let Some(number) = provision else { return items(project, whole, reference) };
    let unknown = || ResolveError::UnknownProvision {
        catalogue,
        base,
        number: number.value.clone(),
        range: reference.range,
    };
    let read = project.catalogue(catalogue).ok_or(ResolveError::NoCatalogue)?;
    if let Some(found) = read.find(&number.value) {
        let kind = read.provision(found).map(|provision| provision.kind);
        let is_front = kind == Some(ProvisionKind::Front);
        return items(project, BaseTarget { provision: Some(found), is_front, ..whole }, reference);
    }
    let Some((letter, rest)) = number.value.split_once('.') else { return Err(unknown()) };
    let annex = read.annex(letter).ok_or_else(unknown)?;
    let annexed = project
        .find_catalogue(&annex.document.document, annex.document.edition.as_deref())
        .ok_or(ResolveError::NoCatalogue)?;
    let found = project
        .catalogue(annexed)
        .and_then(|catalogue| catalogue.find(rest))
        .ok_or_else(unknown)?;
    let seen = BaseTarget {
        catalogue: annexed,
        provision: Some(found),
        annex: Some(Box::new((catalogue, annex.letter.clone()))),
        ..whole
    };
    items(project, seen, reference)
}

/// Adds the list items of a reference to its provision.
fn items(
    project: &Project,
    target: BaseTarget,
    reference: &Reference,
) -> Result<Resolved, ResolveError> {
    if reference.items.is_empty() {
        return Ok(Resolved::Base(target));
    }
    let path: Vec<SmolStr> = reference.items.iter().map(|item| item.value.clone()).collect();
    let provision = target
        .provision
        .and_then(|provision| project.catalogue(target.catalogue)?.provision(provision));
    if provision.is_some_and(|provision| provision.item(&path).is_some()) {
        return Ok(Resolved::Base(BaseTarget { items: path, ..target }));
    }
    Err(ResolveError::UnknownItem {
        within: Box::new(Resolved::Base(target)),
        items: path,
        range: reference.range,
    })
}

/// Resolves a label of this standard or of another one of the project.
fn labelled(
    project: &Project,
    standard: &Standard,
    label: &Spanned<SmolStr>,
    reference: &Reference,
) -> Result<Resolved, ResolveError> {
    let own = standard.added_by_label(&label.value).map(|added| (standard, added));
    let found = own.or_else(|| {
        let other = project.standard_by_prefix(prefix_of(&label.value))?;
        Some((other, other.added_by_label(&label.value)?))
    });
    let Some((holder, added)) = found else {
        return Err(ResolveError::UnknownLabel {
            label: label.value.clone(),
            range: reference.range,
        });
    };
    let path: Vec<SmolStr> = reference.items.iter().map(|item| item.value.clone()).collect();
    let named = |items| Resolved::Added { standard: holder.id, added, items };
    let declaration = project.declaration(added).map(|at| at.declaration);
    if path.is_empty()
        || declaration.is_some_and(|declaration| lettered(declaration, &path).is_some())
    {
        return Ok(named(path));
    }
    Err(ResolveError::UnknownItem {
        within: Box::new(named(Vec::new())),
        items: path,
        range: reference.range,
    })
}

/// Returns the list item at a path of marks in the texts of a declaration: first in its main text,
/// then in the others in order.
pub fn lettered<'a>(declaration: &'a Declaration, path: &[SmolStr]) -> Option<&'a ListItem> {
    let is_main = |name| matches!(name, Keyword::Text | Keyword::Control);
    let texts =
        |main: bool| declaration.fields.iter().filter(move |field| is_main(field.name) == main);
    texts(true)
        .chain(texts(false))
        .filter_map(|field| field.text())
        .find_map(|text: &Text| item_in(&text.blocks, path))
}

fn item_in<'a>(blocks: &'a [Block], path: &[SmolStr]) -> Option<&'a ListItem> {
    let (first, rest) = path.split_first()?;
    let lists = blocks.iter().filter_map(|block| match block {
        Block::List(items) => Some(items),
        _ => None,
    });
    lists
        .flatten()
        .filter(|item| item.mark.value == *first)
        .find_map(|item| if rest.is_empty() { Some(item) } else { item_in(&item.blocks, rest) })
}

#[cfg(test)]
mod tests {
    use crate::testing::{project, with_head};
    use crate::{Project, ResolveError, Resolved};

    /// Returns the targets of the last declaration's references, as text.
    fn named(project: &Project) -> Vec<String> {
        let last = project.declarations().last().unwrap();
        project.links(last.id).iter().map(|link| described(project, &link.resolved)).collect()
    }

    fn described(project: &Project, resolved: &Result<Resolved, ResolveError>) -> String {
        match resolved {
            Ok(Resolved::Base(target)) => {
                let catalogue = project.catalogue(target.catalogue).unwrap();
                let number =
                    target.provision.map_or("*", |id| &catalogue.provision(id).unwrap().number);
                let through = target.annex.as_deref().map_or(String::new(), |(seen, letter)| {
                    format!(
                        " through {letter} of {}",
                        project.catalogue(*seen).unwrap().document.printed()
                    )
                });
                let base = if target.base.is_some() { "" } else { ", no base" };
                format!(
                    "{} {number} {:?}{through}{base}",
                    catalogue.document.printed(),
                    target.items
                )
            }
            Ok(Resolved::Added { standard, added, items }) => {
                let added = project.standard(*standard).unwrap().added(*added).unwrap();
                format!("{} {items:?}", added.label)
            }
            Ok(Resolved::External { document, provision }) => format!("{document} {provision:?}"),
            Err(error) => format!("{error:?}").split([' ', '{']).next().unwrap().to_owned(),
        }
    }

    fn cited(references: &str) -> Vec<String> {
        let project = with_head(&format!(
            "add requirement SMX.4.3.1 \"x\" to 27001 4.3 {{\n  text \"\"\"\n    It shall:\n\n    a) one:\n    1) deeper;\n    b) two.\n  \"\"\"\n}}\n\ninterpret 27001 {{\n  text \"\"\"{references}\"\"\"\n}}\n"
        ));
        named(&project).split_off(1)
    }

    #[test]
    fn every_form_of_reference() {
        assert_eq!(
            cited("{27002 5.23} {27001 6.1.3 c)} {27001 9.3.2 d) 2)} {27001} {27001 6}"),
            [
                "ISO/IEC 27002:2022 5.23 []",
                "ISO/IEC 27001:2022 6.1.3 [\"c)\"]",
                "ISO/IEC 27001:2022 9.3.2 [\"d)\", \"2)\"]",
                "ISO/IEC 27001:2022 * []",
                "ISO/IEC 27001:2022 6 []",
            ]
        );
        assert_eq!(
            cited("{27001 A.5.23} {27002:2013 12.1.2} {27002:2022 5.1} {27001:2013 A.5.1.1}"),
            [
                "ISO/IEC 27002:2022 5.23 [] through A of ISO/IEC 27001:2022",
                "ISO/IEC 27002:2013 12.1.2 [], no base",
                "ISO/IEC 27002:2022 5.1 []",
                "ISO/IEC 27002:2013 5.1.1 [] through A of ISO/IEC 27001:2013, no base",
            ]
        );
        assert_eq!(
            cited(
                "{SMX.4.3.1} {SMX.4.3.1 b)} {SMX.4.3.1 a) 1)} {ISO/IEC 27036-2:2022 6.1} {ISO/IEC 27002:2022 5.1}"
            ),
            [
                "SMX.4.3.1 []",
                "SMX.4.3.1 [\"b)\"]",
                "SMX.4.3.1 [\"a)\", \"1)\"]",
                "ISO/IEC 27036-2:2022 Some(\"6.1\")",
                "ISO/IEC 27002:2022 5.1 []",
            ]
        );
    }

    #[test]
    fn what_names_nothing() {
        assert_eq!(
            cited(
                "{27005 6} {27002:1999 5.1} {27002 5.99} {27001 6.1.3 z)} {27001 a)} {SMX.9.9} {SMX.4.3.1 z)} {27001 A.9.99} {27001 B.1}"
            ),
            [
                "UnknownAlias",
                "UnknownEdition",
                "UnknownProvision",
                "UnknownItem",
                "UnknownItem",
                "UnknownLabel",
                "UnknownItem",
                "UnknownProvision",
                "UnknownProvision",
            ]
        );
    }

    #[test]
    fn undated_is_the_latest_and_an_own_catalogue_can_be_later() {
        let head = "standard S \"x\" {\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001\n}\n\n";
        let text = format!("{head}interpret 27001 4.1 {{\n  text \"x\"\n}}\n");
        let built_in = project(&[("s.annexa", &text)]);
        assert_eq!(named(&built_in), ["ISO/IEC 27001:2022 4.1 []"]);
        assert_eq!(built_in.standards()[0].bases[0].amendments, ["Amd 1:2024"]);
        let later = "catalogue ISO/IEC 27001:2031 \"x\" {\n  supersedes ISO/IEC 27001:2022\n}\n\nclause 4.1 \"x\"\n";
        let with_own = project(&[("s.annexa", &text), ("c.annexa", later)]);
        let last = crate::testing::nth(&with_own, 0);
        assert_eq!(
            described(&with_own, &with_own.links(last)[0].resolved),
            "ISO/IEC 27001:2031 4.1 []"
        );
    }

    #[test]
    fn of_editions_that_supersede_none_the_greatest_is_the_latest() {
        let catalogues = "catalogue ISO 99009:2024 \"x\"\n\nclause 4 \"x\"\n\ncatalogue ISO 99009:2009 \"x\"\n\nclause 4 \"x\"\n";
        let text = "standard S \"x\" {\n  sector \"x\"\n  edition 1\n  base ISO 99009\n}\n\nretain 99009 4 {\n  reason \"No sector need.\"\n}\n";
        let project = project(&[("s.annexa", text), ("c.annexa", catalogues)]);
        let first = crate::testing::nth(&project, 0);
        assert_eq!(described(&project, &project.links(first)[0].resolved), "ISO 99009:2024 4 []");
    }

    #[test]
    fn labels_of_another_standard_and_an_alias_of_ones_own() {
        let other = "standard OTH \"x\" {\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022 + Amd 1:2024 as isms\n}\n\nadd requirement OTH.4.3.1 \"x\" to isms 4.3 {\n  text \"\"\"\n    It shall:\n\n    a) one;\n    b) two.\n  \"\"\"\n}\n";
        let own = "standard SMX \"x\" {\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022 + Amd 1:2024\n}\n\ninterpret 27001 4.1 {\n  text \"{OTH.4.3.1 b)}\"\n  rationale \"\"\"{OTH.4.3.1 b)}\"\"\"\n}\n";
        let project = project(&[("z.annexa", own), ("o.annexa", other)]);
        assert_eq!(named(&project).last().unwrap(), "OTH.4.3.1 [\"b)\"]");
        let requirement = crate::testing::nth(&project, 0);
        assert!(project.target(requirement).is_some());
    }
}
