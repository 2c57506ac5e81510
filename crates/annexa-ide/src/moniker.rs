//! What a provision is told apart by in every project and every edition of a tool.

use annexa_model::{FileId, Identity, Project, Symbol};
use annexa_syntax::TextSize;

/// The name of a thing that holds beyond the project. Its scheme is `annexa`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moniker {
    /// What the compiled output tells it apart by.
    pub identity: Identity,
    /// Whether the project rests on it, and does not hold it itself.
    pub is_import: bool,
}

/// The moniker of what is named at a place of a file; of the declaration whose first words stand there.
/// Audiences and the aliases of bases mean nothing outside of their standard and have none.
pub fn moniker(project: &Project, file: FileId, offset: TextSize) -> Option<Moniker> {
    let Some(mention) = project.mention_at(file, offset) else {
        let at = project.declaration_at(file, offset)?;
        let words = at.declaration.words + at.offset;
        let identity = project.identity(at.id).filter(|_| words.contains_inclusive(offset))?;
        return Some(Moniker { identity, is_import: false });
    };
    let (identity, is_import) = match mention.symbol {
        Symbol::Document(catalogue) => {
            let document = project.catalogue(catalogue)?.document.printed();
            (Identity::of_document(&document), true)
        }
        Symbol::Provision(catalogue, provision) => {
            let catalogue = project.catalogue(catalogue)?;
            let number = &catalogue.provision(provision)?.number;
            (Identity::of_provision(&catalogue.document, number, &mention.items), true)
        }
        Symbol::Added(standard, added) => {
            let added = project.standard(standard)?.added(added)?;
            (project.identity(added.declaration)?, false)
        }
        Symbol::Term(standard, index) => {
            let term = project.standard(standard)?.term_of(index)?;
            (project.identity(term.declaration)?, false)
        }
        Symbol::Standard(standard) => {
            (Identity::of_standard(&project.standard(standard)?.prefix), false)
        }
        Symbol::Audience(..) | Symbol::Base(..) => return None,
    };
    Some(Moniker { identity, is_import })
}

#[cfg(test)]
mod tests {
    use super::moniker;
    use crate::testing::Fixture;

    fn key(declarations: &str) -> Option<(String, bool)> {
        let fixture = Fixture::with_head(declarations);
        let (file, offset) = fixture.cursor();
        let found = moniker(&fixture.project, file, offset)?;
        Some((found.identity.key, found.is_import))
    }

    #[test]
    fn each_thing_has_a_key_of_its_own() {
        for (text, expected) in [
            (
                "refine 27001 6.1.3 c$0) {\n  text \"x\"\n}\n",
                "provision|ISO/IEC 27001:2022|6.1.3|c)",
            ),
            ("retain 27002 5.1 {\n  reason \"{2700$01}\"\n}\n", "document|ISO/IEC 27001:2022"),
        ] {
            assert_eq!(key(text), Some((expected.to_owned(), true)));
        }
        for (text, expected) in [
            ("add clause SMX.$0A \"x\" to 27002 {\n  key SMX.B\n}\n", "SMX.B"),
            (
                "ref$0ine 27001 6.1.3 c) {\n  text \"x\"\n}\n",
                "SMX|refine||ISO/IEC 27001:2022|6.1.3|c)|",
            ),
            ("term \"ki$0osk\" {\n  definition \"x\"\n}\n", "SMX|term|kiosk"),
        ] {
            assert_eq!(key(text), Some((expected.to_owned(), false)));
        }
        assert_eq!(
            key("retain 27002 5.1 for oper$0ator {\n  reason \"No sector need.\"\n}\n"),
            None
        );
        assert_eq!(key("refine 27001 6.1.3 c) {\n  te$0xt \"x\"\n}\n"), None);
    }
}
