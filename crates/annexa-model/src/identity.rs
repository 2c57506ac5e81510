//! What a provision or a change is told by, however it is printed (LANGUAGE.md, section 4).

use std::borrow::Cow;

use annexa_base::DocumentEdition;
use annexa_syntax::{Declaration, DeclarationKind, Keyword, Reference, ReferenceTarget, SmolStr};
use uuid::Uuid;

use crate::{DeclarationId, DeclarationRef, Project, Resolved, Standard, term_key};

/// The namespace of all identities. It never changes, or every identity would.
pub const NAMESPACE: Uuid = Uuid::from_u128(0x6f1c_2b8e_4d5a_5e07_9a3b_7c2d_91e0_44f6);

/// The identity of a declaration.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Identity {
    /// What it is made of: `SMX|SMX.8.35`, `SMX|refine||ISO/IEC 27001|6.1.3|c)|`.
    pub key: String,
    /// The UUIDv5 of the key.
    pub uuid: Uuid,
}

impl Identity {
    /// The identity of a key.
    pub fn of(key: String) -> Identity {
        let uuid = Uuid::new_v5(&NAMESPACE, key.as_bytes());
        Identity { key, uuid }
    }

    // The first part of these keys is in small letters, and prefixes are in capitals: no key of a
    // standard, a document or a base provision is one of a declaration.

    /// The identity of a standard.
    pub fn of_standard(prefix: &str) -> Identity {
        Identity::of(joined(["standard", prefix]))
    }

    /// The identity of a document, by its designation as it is printed.
    pub fn of_document(designation: &str) -> Identity {
        Identity::of(joined(["document", designation]))
    }

    /// The identity of a provision of an edition of a document, or of a list item of it. It is the
    /// same in every standard that rests on that edition.
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
    /// The identity of what a declaration of a standard adds or changes, or of a term. Declarations
    /// that are neither have none. A reference that names nothing of the project counts as it is
    /// written: what is said of it is there, wherever it leads.
    pub fn identity(&self, declaration: DeclarationId) -> Option<Identity> {
        self.identity_of(&self.declaration(declaration)?)
    }

    /// [`Project::identity`] of a declaration that is at hand.
    pub fn identity_of(&self, at: &DeclarationRef<'_>) -> Option<Identity> {
        let standard = self.standard(at.standard?)?;
        key(self, standard, at.id, at.declaration).map(Identity::of)
    }
}

/// What a declaration is told by. Parts are parted by `|`, which is escaped where a part holds one.
pub(crate) fn key(
    project: &Project,
    standard: &Standard,
    id: DeclarationId,
    declaration: &Declaration,
) -> Option<String> {
    let prefix = standard.prefix.as_str();
    if let Some(key) = declaration.word(Keyword::Key).or(declaration.label.as_ref()) {
        return (!declaration.kind.is_file_head()).then(|| joined([prefix, &key.value]));
    }
    if declaration.kind == DeclarationKind::Term {
        let name = term_key(&declaration.title.as_ref()?.value);
        return Some(joined([prefix, "term", &name]));
    }
    let (kind, part) =
        declaration.kind.words().split_once(' ').unwrap_or((declaration.kind.words(), ""));
    let (document, number, items) = place(project, id, declaration)?;
    let mut audiences: Vec<&str> =
        declaration.audiences.iter().map(|audience| audience.value.as_str()).collect();
    audiences.sort_unstable();
    audiences.dedup();
    Some(joined([prefix, kind, part, &document, number, &items.join(" "), &audiences.join(",")]))
}

/// What a change is made to: the document without its edition, the number, the list items.
fn place<'a>(
    project: &'a Project,
    id: DeclarationId,
    declaration: &'a Declaration,
) -> Option<(Cow<'a, str>, &'a str, Vec<SmolStr>)> {
    Some(match project.target(id) {
        Some(Resolved::Base(target)) => {
            let catalogue = project.catalogue(target.catalogue)?;
            let number = target
                .provision
                .and_then(|provision| catalogue.provision(provision))
                .map_or("", |provision| &provision.number);
            let document = catalogue.document.document.as_str();
            (document.into(), number, target.items.clone())
        }
        Some(Resolved::Added { standard, added, items }) => {
            // The prefix stands for the document, the first label for the number: neither changes.
            let holder = project.standard(*standard)?;
            let added = holder.added(*added)?;
            let first = project.declaration(added.declaration)?.declaration.word(Keyword::Key);
            let label = first.map_or(added.label.as_str(), |key| key.value.as_str());
            (holder.prefix.as_str().into(), label, items.clone())
        }
        Some(Resolved::External { .. }) | None => {
            declaration.target.as_ref().map_or((Cow::default(), "", Vec::new()), as_written)
        }
    })
}

fn as_written(reference: &Reference) -> (Cow<'_, str>, &str, Vec<SmolStr>) {
    let (document, provision) = match &reference.target {
        ReferenceTarget::Label(label) => (Cow::default(), Some(label)),
        ReferenceTarget::Base { alias, provision, .. } => {
            (alias.value.as_str().into(), provision.as_ref())
        }
        ReferenceTarget::Document { document, provision } => {
            (document.printed().into(), provision.as_ref())
        }
    };
    let number = provision.map_or("", |provision| provision.value.as_str());
    (document, number, reference.items.iter().map(|item| item.value.clone()).collect())
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
        let count = project.standards()[0].declarations.len();
        (0..count)
            .map(|index| {
                project.identity(nth(&project, index)).map(|identity| identity.key).unwrap()
            })
            .collect()
    }

    #[test]
    fn key_or_label_or_what_is_changed() {
        let text = "x";
        assert_eq!(
            keys(&format!(
                "add clause SMX.9 \"x\" to 27002\n\nadd clause SMX.10 \"x\" to 27002 {{\n  key SMX.A.1\n}}\n\nrefine 27001 6.1.3 c) {{\n  text \"{text}\"\n}}\n\nadd guidance to 27002 5.23 for supplier, operator {{\n  text \"{text}\"\n}}\n\ninterpret 27001 {{\n  text \"{text}\"\n}}\n\nadd note to SMX.10 {{\n  text \"{text}\"\n}}\n\nterm \"Head-end  system\" {{\n  definition \"x\"\n}}\n"
            )),
            [
                "SMX|SMX.9",
                "SMX|SMX.A.1",
                "SMX|refine||ISO/IEC 27001|6.1.3|c)|",
                "SMX|add|guidance|ISO/IEC 27002|5.23||operator,supplier",
                "SMX|interpret||ISO/IEC 27001|||",
                "SMX|add|note|SMX|SMX.A.1||",
                "SMX|term|head-end system",
            ]
        );
    }

    #[test]
    fn a_reference_that_leads_nowhere_counts_as_it_is_written() {
        let text = "x";
        assert_eq!(
            keys(&format!(
                "retain 27002 5.99 b) {{\n}}\n\nadd note to SMX.99 {{\n  text \"{text}\"\n}}\n\nrefine nothing 4.1 {{\n}}\n\ninterpret ISO 9906:2012 4 {{\n}}\n\nretain {{\n}}\n"
            )),
            [
                "SMX|retain||27002|5.99|b)|",
                "SMX|add|note||SMX.99||",
                "SMX|refine||nothing|4.1||",
                "SMX|interpret||ISO 9906:2012|4||",
                "SMX|retain|||||",
            ]
        );
    }

    #[test]
    fn parts_cannot_be_taken_for_others() {
        assert_eq!(super::joined(["a|b", "", "\\"]), "a\\|b||\\\\");
    }

    #[test]
    fn an_identity_never_changes() {
        let project = with_head("add clause SMX.9 \"x\" to 27002\n");
        let identity = project.identity(nth(&project, 0)).unwrap();
        assert_eq!(identity.uuid.to_string(), "11866040-5fc6-5e05-92d0-c2a16d9dd913");
        assert_eq!(identity.uuid.get_version_num(), 5);
    }
}
