//! The identity of provisions and changes, which is stable and independent of printed numbers.

use annexa_base::DocumentEdition;
use annexa_syntax::{Declaration, DeclarationKind, Reference, ReferenceTarget, SmolStr, Spanned};
use rayon::prelude::*;
use uuid::Uuid;

use crate::{
    Base, DeclarationId, DeclarationRef, LinkRole, Project, ResolveError, Resolved, Standard,
    groups::Groups, term_key,
};

/// The namespace of all IDs. Changing it would change every ID.
pub const NAMESPACE: Uuid = Uuid::from_u128(0x6f1c_2b8e_4d5a_5e07_9a3b_7c2d_91e0_44f6);

/// The identity of a declaration.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Identity {
    /// The source of the ID: `SMX.8.35`, `SMX|refine||ISO/IEC 27001:2022|6.1.3|c)|`.
    pub key: String,
    /// The UUIDv5 of the key in [`NAMESPACE`].
    pub uuid: Uuid,
}

impl Identity {
    /// Returns the identity for a key.
    pub fn of(key: String) -> Identity {
        let uuid = Uuid::new_v5(&NAMESPACE, key.as_bytes());
        Identity { key, uuid }
    }

    // The key of a labelled provision is its label and has no `|`. The first part of any other key
    // is a prefix in capital letters, or one of the words below in small letters. The key of a term
    // has three parts, that of a change seven. So things of different kinds never have the same
    // key.

    /// Returns the identity of a standard.
    pub fn of_standard(prefix: &str) -> Identity {
        Identity::of(joined(["standard", prefix]))
    }

    /// Returns the identity of a document, given its printed designation.
    pub fn of_document(designation: &str) -> Identity {
        Identity::of(joined(["document", designation]))
    }

    /// Returns the identity of a provision of an edition, or of a list item of it. It is the same
    /// in every standard that uses that edition as a base.
    pub fn of_provision<M: AsRef<str>>(
        document: &DocumentEdition,
        number: &str,
        items: &[M],
    ) -> Identity {
        let document = document.printed();
        if items.is_empty() {
            return Identity::of(joined(["provision", &document, number]));
        }
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        Identity::of(joined(["provision", &document, number, &items.join(" ")]))
    }
}

impl Project {
    /// Returns the identity of what a declaration adds, changes or defines. Heads have none, and
    /// neither have declarations without a label, name or reference. A reference that cannot be
    /// resolved counts as written.
    pub fn identity(&self, declaration: DeclarationId) -> Option<Identity> {
        self.identity_of(&self.declaration(declaration)?)
    }

    /// Same as [`Project::identity`], for a declaration that was already looked up.
    pub fn identity_of(&self, at: &DeclarationRef<'_>) -> Option<Identity> {
        key(self, at).map(Identity::of)
    }
}

/// The declarations of a project by label and by key.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Identities {
    labels: Groups<SmolStr, DeclarationId>,
    keys: Groups<SmolStr, DeclarationId>,
}

impl Identities {
    pub(crate) fn insert(&mut self, project: &Project, at: &DeclarationRef<'_>) {
        if let Some(label) = label(at) {
            self.labels.insert(label.clone(), at.id);
        }
        if let Some(key) = key(project, at) {
            self.keys.insert(key.into(), at.id);
        }
    }

    pub(crate) fn remove(&mut self, project: &Project, at: &DeclarationRef<'_>) {
        if let Some(label) = label(at) {
            self.labels.remove(label.clone(), at.id);
        }
        if let Some(key) = key(project, at) {
            self.keys.remove(key.into(), at.id);
        }
    }

    /// Returns the declarations with a label, in order.
    pub(crate) fn of_label(&self, label: &str) -> impl Iterator<Item = DeclarationId> {
        self.labels.of(label.into()).copied()
    }

    /// Returns the declarations with a key, in order.
    pub(crate) fn of_key(&self, key: &str) -> impl Iterator<Item = DeclarationId> {
        self.keys.of(key.into()).copied()
    }
}

/// Returns the label that a declaration of a standard defines.
fn label<'a>(at: &DeclarationRef<'a>) -> Option<&'a SmolStr> {
    at.standard?;
    let label = at.declaration.label.as_ref().filter(|_| !at.declaration.kind.is_file_head())?;
    Some(&label.value)
}

/// Collects the labels and keys of a project whose links are resolved.
pub(crate) fn build(project: &Project) -> Identities {
    let found = project
        .all_side_by_side()
        .map(|at| (at.id, label(&at).cloned(), key(project, &at).map(SmolStr::from)));
    let (mut labels, mut keys) = (Vec::new(), Vec::new());
    for (id, label, key) in found.collect::<Vec<_>>() {
        labels.extend(label.map(|label| (label, id)));
        keys.extend(key.map(|key| (key, id)));
    }
    Identities { labels: Groups::new(labels), keys: Groups::new(keys) }
}

/// Returns the key of a declaration. `|` separates its parts and is escaped within a part.
pub(crate) fn key(project: &Project, at: &DeclarationRef<'_>) -> Option<String> {
    let declaration = at.declaration;
    let standard = project.standard(at.standard?)?;
    if declaration.kind.is_file_head() || declaration.kind.is_catalogue_entry() {
        return None;
    }
    if declaration.kind.added().is_some() {
        return own_label(declaration).map(ToString::to_string);
    }
    let prefix = standard.prefix.as_str();
    if declaration.kind == DeclarationKind::Term {
        let name = term_key(&declaration.title.as_ref()?.value);
        return Some(joined([prefix, "term", &name]));
    }
    let (kind, part) = words(declaration.kind);
    let (document, number, items) = place(project, standard, at)?;
    let audiences = match declaration.key() {
        Some(key) => in_order(standard, &key.audiences),
        None => audiences(standard, declaration),
    };
    Some(joined([prefix, kind, part, &document, &number, &items.join(" "), &audiences.join(",")]))
}

/// Returns the label that an added provision was first published under.
fn own_label(declaration: &Declaration) -> Option<&SmolStr> {
    declaration.kind.added()?;
    let label = declaration.key_label().or(declaration.label.as_ref())?;
    Some(&label.value)
}

/// Returns the kind of a change, and the part that it changes. Purpose and objective are one part:
/// a control has a purpose in the 2022 layout and an objective in that of 2013.
fn words(kind: DeclarationKind) -> (&'static str, &'static str) {
    let kind = kind.as_identified();
    kind.words().split_once(' ').unwrap_or((kind.words(), ""))
}

/// Returns the audiences in the order in which the standard declares them, without duplicates.
pub(crate) fn audiences<'a>(standard: &Standard, declaration: &'a Declaration) -> Vec<&'a str> {
    in_order(standard, &declaration.audiences)
}

fn in_order<'a>(standard: &Standard, audiences: &'a [Spanned<SmolStr>]) -> Vec<&'a str> {
    let names = audiences.iter().map(|audience| audience.value.as_str());
    let mut names: Vec<&str> = names.collect();
    names.sort_by_key(|&name| (standard.audience(name).unwrap_or(usize::MAX), name));
    names.dedup();
    names
}

/// A document with its edition, a number and list items.
type PublishedPlace = (String, SmolStr, Vec<SmolStr>);

/// Returns the provision that a change was first published for: that of its `key`, or else of its
/// head.
fn place(
    project: &Project,
    standard: &Standard,
    at: &DeclarationRef<'_>,
) -> Option<PublishedPlace> {
    let (reference, role) = match at.declaration.key() {
        Some(key) => (&key.reference, LinkRole::Key),
        None => (at.declaration.target.as_ref()?, LinkRole::Target),
    };
    let link = project.links(at.id).iter().find(|link| link.role == role);
    let known = match link.map(|link| &link.resolved) {
        Some(Ok(resolved)) => Some((resolved, resolved.items())),
        // The provision exists, but the list item does not.
        Some(Err(ResolveError::UnknownItem { within, items, .. })) => {
            Some((&**within, items.as_slice()))
        }
        _ => None,
    };
    // A key is a historical record, while the standards of the project change.
    let is_added = |resolved| matches!(resolved, &Resolved::Added { .. });
    let known = known.filter(|(resolved, _)| role == LinkRole::Target || !is_added(*resolved));
    match known {
        Some((resolved, items)) => of_resolved(project, resolved, items),
        None => Some(as_written(project, standard, reference)),
    }
}

/// Returns the place of a resolved reference. For an added provision, its key replaces document,
/// edition and number.
fn of_resolved(
    project: &Project,
    resolved: &Resolved,
    items: &[SmolStr],
) -> Option<PublishedPlace> {
    let (document, number) = match resolved {
        Resolved::Base(target) => {
            let catalogue = project.catalogue(target.catalogue)?;
            let provision = target.provision.and_then(|id| catalogue.provision(id));
            let number = provision.map_or_else(SmolStr::default, |it| it.number.clone());
            (catalogue.document.printed(), number)
        }
        Resolved::Added { added, .. } => {
            let added = project.declaration(*added)?;
            (own_label(added.declaration)?.to_string(), SmolStr::default())
        }
        Resolved::External { document, provision } => {
            (document.to_string(), provision.clone().unwrap_or_default())
        }
    };
    Some((document, number, items.to_vec()))
}

/// Returns the place of an unresolved reference. The alias of a base stands for its document and
/// edition.
fn as_written(project: &Project, standard: &Standard, reference: &Reference) -> PublishedPlace {
    let (document, provision) = match &reference.target {
        ReferenceTarget::Label(label) | ReferenceTarget::Misspelt(label) => {
            (label.value.to_string(), None)
        }
        ReferenceTarget::Base { alias, edition, provision } => {
            let document = match (standard.alias_in(reference), edition) {
                (_, Some(edition)) => {
                    let base = standard.base_by_alias(&alias.value);
                    let document = base
                        .map(|(_, base)| &base.designation.document)
                        .or_else(|| project.bases.document_of_number(&alias.value));
                    format!("{}:{}", document.unwrap_or(&alias.value), edition.value)
                }
                (Some((base, _)), None) => standard.base(base).map_or_else(String::new, meant),
                (None, None) => alias.value.to_string(),
            };
            (document, provision.as_ref())
        }
        ReferenceTarget::Document { document, provision } => {
            (document.printed(), provision.as_ref())
        }
    };
    let number = provision.map_or_else(SmolStr::default, |provision| provision.value.clone());
    (document, number, reference.items.iter().map(|item| item.value.clone()).collect())
}

/// Returns the document of a base with the edition that it means.
fn meant(base: &Base) -> String {
    DocumentEdition { edition: base.edition.clone(), ..base.designation.clone() }.printed()
}

fn joined<const N: usize>(parts: [&str; N]) -> String {
    let mut key = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for (index, mut rest) in parts.into_iter().enumerate() {
        if index > 0 {
            key.push('|');
        }
        while let Some(at) = rest.find(['\\', '|']) {
            key.push_str(&rest[..at]);
            key.push('\\');
            key.push_str(&rest[at..=at]);
            rest = &rest[at + 1..];
        }
        key.push_str(rest);
    }
    key
}

#[cfg(test)]
mod tests {
    use crate::testing::{nth, with_head};

    fn keys(declarations: &str) -> Vec<String> {
        let project = with_head(declarations);
        let count = project.kinds_of(&project.standards()[0]).count();
        (0..count)
            .map(|index| {
                project.identity(nth(&project, index)).map(|identity| identity.key).unwrap()
            })
            .collect()
    }

    const TEXT: &str = "{\n  text \"x\"\n}\n\n";

    #[test]
    fn a_key_is_a_label_or_names_what_is_changed() {
        let declarations = [
            "add clause SMX.9 \"x\" to 27002\n\n".to_owned(),
            "add clause SMX.10 \"x\" to 27002 {\n  key SMX.A.1\n}\n\n".to_owned(),
            format!("refine 27001 6.1.3 c) {TEXT}"),
            format!("refine 27001 6.1.3 c) for supplier {TEXT}"),
            format!("add guidance to 27002 5.23 for supplier, operator, supplier {TEXT}"),
            format!("interpret 27001 {TEXT}"),
            format!("add note to SMX.10 a) {TEXT}"),
            "term \"Head-end  system\" {\n  definition \"x\"\n}\n\n".to_owned(),
            format!("modify purpose 27002 5.1 {TEXT}"),
            format!("modify objective 27002 5.2 {TEXT}"),
        ];
        assert_eq!(
            keys(&declarations.concat()),
            [
                "SMX.9",
                "SMX.A.1",
                "SMX|refine||ISO/IEC 27001:2022|6.1.3|c)|",
                "SMX|refine||ISO/IEC 27001:2022|6.1.3|c)|supplier",
                "SMX|add|guidance|ISO/IEC 27002:2022|5.23||operator,supplier",
                "SMX|interpret||ISO/IEC 27001:2022|||",
                "SMX|add|note|SMX.A.1||a)|",
                "SMX|term|head-end system",
                "SMX|modify|purpose|ISO/IEC 27002:2022|5.1||",
                "SMX|modify|purpose|ISO/IEC 27002:2022|5.2||",
            ]
        );
    }

    #[test]
    fn an_edition_is_in_the_key_whether_it_is_written_or_meant() {
        let key = |base: &str| {
            let text = format!(
                "standard SMX \"x\" {{\n  sector \"x\"\n  edition 1\n  {base}\n}}\n\nrefine 27001 10.1 {TEXT}"
            );
            let project = crate::testing::project(&[("s.annexa", &text)]);
            project.identity(nth(&project, 0)).unwrap().key
        };
        assert_eq!(key("base ISO/IEC 27001:2013"), "SMX|refine||ISO/IEC 27001:2013|10.1||");
        let latest = "SMX|refine||ISO/IEC 27001:2022|10.1||";
        assert_eq!(key("base ISO/IEC 27001:2022"), latest);
        assert_eq!(key("base ISO/IEC 27001"), latest);
        assert_eq!(key("base ISO/IEC 27001:2022 + Amd 1:2024"), latest);
    }

    #[test]
    fn audiences_go_as_they_are_declared_and_not_as_they_are_written() {
        let key = |declared: [&str; 2], written: &str| {
            let audiences = declared.map(|name| format!("  audience {name} \"{name}\"\n")).concat();
            let text = format!(
                "standard SMX \"x\" {{\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27002:2022\n{audiences}}}\n\nadd note to 27002 5.1 for {written} {TEXT}"
            );
            let project = crate::testing::project(&[("s.annexa", &text)]);
            let key = project.identity(nth(&project, 0)).unwrap().key;
            key.rsplit('|').next().unwrap().to_owned()
        };
        assert_eq!(key(["op", "sup"], "sup, op"), "op,sup");
        assert_eq!(key(["op", "sup"], "op, sup"), "op,sup");
        assert_eq!(key(["sup", "op"], "op, sup"), "sup,op");
        // Undeclared audiences (R114) come last, by name.
        assert_eq!(key(["op", "sup"], "zoo, sup, bus"), "sup,bus,zoo");
    }

    #[test]
    fn a_change_to_another_standard_has_the_key_of_the_provision() {
        let head = |prefix: &str| {
            format!(
                "standard {prefix} \"x\" {{\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27002:2022\n}}\n\n"
            )
        };
        let energy = format!(
            "{}add clause ENR.5.38 \"x\" to 27002 5 {{\n  key ENR.5.40\n  text \"\"\"\n    x:\n\n    a) x;\n    b) y.\n  \"\"\"\n}}\n",
            head("ENR")
        );
        let meters = format!("{}add note to ENR.5.38 a) {TEXT}", head("SMX"));
        let project = crate::testing::project(&[("e.annexa", &energy), ("s.annexa", &meters)]);
        let (change, _) = project.kinds_of(&project.standards()[1]).next().unwrap();
        assert_eq!(project.identity(change).unwrap().key, "SMX|add|note|ENR.5.40||a)|");
    }

    #[test]
    fn a_reference_that_leads_nowhere_counts_as_it_is_written() {
        assert_eq!(
            keys(&format!(
                "retain 27002 5.99 b) {{\n}}\n\nadd note to SMX.99 {TEXT}refine nothing 4.1 {{\n}}\n\nrefine 27002:2013 5.99 {{\n}}\n\ninterpret ISO 9906:2012 4 {{\n}}\n\n"
            )),
            [
                "SMX|retain||ISO/IEC 27002:2022|5.99|b)|",
                "SMX|add|note|SMX.99|||",
                "SMX|refine||nothing|4.1||",
                "SMX|refine||ISO/IEC 27002:2013|5.99||",
                "SMX|interpret||ISO 9906:2012|4||",
            ]
        );
    }

    #[test]
    fn a_key_says_what_a_change_was_first_published_as() {
        let cases = [
            ("refine 27001 10.2", "27001:2013 10.1", "SMX|refine||ISO/IEC 27001:2013|10.1||"),
            (
                "refine 27001 10.2 for operator",
                "27001:2013 10.1",
                "SMX|refine||ISO/IEC 27001:2013|10.1||",
            ),
            (
                "interpret 27001 6.1.3",
                "ISO/IEC 27001:2013 6.1.3 c) for supplier, operator",
                "SMX|interpret||ISO/IEC 27001:2013|6.1.3|c)|operator,supplier",
            ),
            // Through Annex A, this is the control.
            ("retain 27002 8.32", "27001:2013 A.12.1.2", "SMX|retain||ISO/IEC 27002:2013|12.1.2||"),
            (
                "modify objective 27002 5.1",
                "27002:2013 5.1",
                "SMX|modify|purpose|ISO/IEC 27002:2013|5.1||",
            ),
            ("add note to 27002 5.1", "27002 5.2", "SMX|add|note|ISO/IEC 27002:2022|5.2||"),
            // Unknown provisions, and audiences and labels that no longer exist, count as written.
            (
                "add note to 27002 5.1",
                "27002:2005 5.1 for diver",
                "SMX|add|note|ISO/IEC 27002:2005|5.1||diver",
            ),
            ("add guidance to 27002 5.1", "\"X 12:2015\" 5.1", "SMX|add|guidance|X 12:2015|5.1||"),
            ("add information to 27002 5.1", "ENR.5.38 a)", "SMX|add|information|ENR.5.38||a)|"),
        ];
        for (head, key, expected) in cases {
            let written = format!("{head} {{\n  text \"x\"\n  key {key}\n}}\n");
            assert_eq!(keys(&written), [expected], "{written}");
        }
    }

    /// A label in a key stands for itself, whatever provision has it now.
    #[test]
    fn a_label_in_the_key_of_a_change_is_history() {
        let added = "add clause SMX.10 \"x\" to 27002 {\n  key SMX.A.1\n}\n\n";
        let note = "add note to SMX.10 {\n  text \"x\"\n";
        assert_eq!(keys(&format!("{added}{note}}}\n"))[1], "SMX|add|note|SMX.A.1|||");
        assert_eq!(keys(&format!("{added}{note}  key SMX.10\n}}\n"))[1], "SMX|add|note|SMX.10|||");
    }

    #[test]
    fn what_names_nothing_has_no_identity() {
        let project = with_head("retain {\n}\n\nadd clause \"x\" to 27002\n");
        for (declaration, _) in project.kinds_of(&project.standards()[0]) {
            assert_eq!(project.identity(declaration), None);
        }
    }

    #[test]
    fn parts_cannot_be_taken_for_others() {
        assert_eq!(super::joined(["a|b", "", "\\"]), "a\\|b||\\\\");
    }

    #[test]
    fn an_identity_never_changes() {
        let project = with_head("add clause SMX.9 \"x\" to 27002\n");
        let identity = project.identity(nth(&project, 0)).unwrap();
        assert_eq!(identity.uuid.to_string(), "aa42cd78-3cce-5069-bdf6-5b9154cf1cdb");
        assert_eq!(identity.uuid.get_version_num(), 5);
    }
}
