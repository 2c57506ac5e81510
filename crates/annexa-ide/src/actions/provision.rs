//! Something to be done to a base provision, from where it stands in its catalogue or is named in a
//! standard: the skeleton of the declaration.

use annexa_model::{
    BaseTarget, Mention, Point, Project, ProvisionKind, Resolved, Standard, Symbol,
};
use annexa_syntax::{DeclarationKind, Keyword, TextSize, empty_field};

use super::{Action, ActionContext, ActionKind, FileChange, Group, apart, pieces};

pub(super) const GROUP: Group =
    Group { name: "change", kind: ActionKind::Refactor, offer, changes };

/// What can be done to a provision, in the order in which it is offered, and how it is called.
const VERBS: [(DeclarationKind, &str); 5] = [
    (DeclarationKind::Refine, "Refine"),
    (DeclarationKind::Interpret, "Interpret"),
    (DeclarationKind::ModifyControl, "Modify"),
    (DeclarationKind::ModifyObjective, "Modify"),
    (DeclarationKind::Retain, "Retain"),
];

fn offer<'a>(context: &ActionContext<'a>) -> Vec<Action<'a>> {
    let project = context.project();
    let Some(mention) = mention(context) else { return Vec::new() };
    let standards = standards(context);
    let mut actions = Vec::new();
    for standard in &standards {
        let Some((target, written)) = target(project, standard, &mention) else { continue };
        let fitting = VERBS.iter().filter(|(kind, _)| project.fits(standard, *kind, &target));
        actions.extend(fitting.map(|&(kind, verb)| {
            let place = match standards.len() {
                1 => String::new(),
                _ => format!(" in {}", standard.prefix),
            };
            let title = format!("{verb} {written}{place}");
            let wanted = apart::Wanted { kind, target: &target, audiences: &[], instead_of: None };
            Action {
                disabled: wanted.refusal(project, standard),
                ..Action::new(title, format!("{} {}", standard.prefix, kind.words()))
            }
        }));
    }
    actions
}

fn changes(context: &ActionContext<'_>, choice: &str) -> Option<Vec<FileChange>> {
    let project = context.project();
    let (prefix, words) = choice.split_once(' ')?;
    let (kind, _) = *VERBS.iter().find(|(kind, _)| kind.words() == words)?;
    let standard = project.standard_by_prefix(prefix)?;
    let (_, written) = target(project, standard, &mention(context)?)?;
    let wording = kind.is_modification().then_some(Keyword::Addition);
    let fields = wording.into_iter().chain(kind.required_fields());
    let fields: String = fields.map(|field| format!("  {}\n", empty_field(field))).collect();
    let skeleton = format!("{words} {written} {{\n{fields}}}");
    let change = match project.declaration_at(context.file, context.range.start()) {
        Some(at) if at.standard == Some(standard.id) => {
            pieces::insert_behind(project, &at, &skeleton)
        }
        _ => pieces::append(project, *standard.files.first()?, &skeleton),
    };
    Some(vec![change?])
}

/// The provision under the cursor. In a catalogue, the words and the title around its number do as well.
fn mention(context: &ActionContext<'_>) -> Option<Mention> {
    let project = context.project();
    let offset = context.range.start();
    let is_provision = |it: &Mention| matches!(it.symbol, Symbol::Provision(..));
    let named = project.mention_at(context.file, offset).filter(is_provision);
    named.or_else(|| {
        let (start, item) = project.document(context.file)?.item_at(offset.into())?;
        let start = TextSize::new(start.offset as u32);
        let at = item.declarations().iter().find(|it| {
            it.kind.is_catalogue_entry() && (it.head + start).contains_inclusive(offset)
        })?;
        let number = at.label.as_ref()?.range + start;
        project.mention_at(context.file, number.start()).filter(is_provision)
    })
}

/// The standard that the file belongs to; for a catalogue all of the project.
fn standards<'a>(context: &ActionContext<'a>) -> Vec<&'a Standard> {
    let project = context.project();
    let own = project.declaration_at(context.file, context.range.start());
    match own.and_then(|at| at.standard) {
        Some(standard) => project.standard(standard).into_iter().collect(),
        None => project.standards().iter().filter(|it| it.head.is_some()).collect(),
    }
}

/// The provision as a standard names it in a head, if it rests on that edition.
fn target(project: &Project, standard: &Standard, mention: &Mention) -> Option<(Resolved, String)> {
    let Symbol::Provision(catalogue, provision) = mention.symbol else { return None };
    let mut bases = standard.bases_with_ids();
    let (base, found) = bases.find(|(_, base)| base.catalogue == Some(catalogue))?;
    let named = project.catalogue(catalogue)?.provision(provision)?;
    let point = Point { number: named.number.clone(), items: mention.items.clone() };
    let written = format!("{} {}", found.alias.as_deref()?, point.printed());
    let target = BaseTarget {
        base: Some(base),
        catalogue,
        provision: Some(provision),
        items: mention.items.clone(),
        annex: None,
        is_front: named.kind == ProvisionKind::Front,
    };
    Some((Resolved::Base(target), written))
}

#[cfg(test)]
mod tests {
    use annexa_model::FileId;
    use annexa_syntax::{TextRange, TextSize};

    use crate::actions::testing::Offered;

    #[test]
    fn what_fits_a_requirement_behind_the_declaration_that_names_it() {
        let text =
            "term \"x\" {\n  definition \"{27001 6.1.3 $0c)}\"\n} // x\n\nretain 27002 5.2\n";
        let offered = Offered::with_head(text);
        assert_eq!(
            offered.titles("change"),
            ["Refine 27001 6.1.3 c)", "Interpret 27001 6.1.3 c)", "Retain 27001 6.1.3 c)"]
        );
        assert_eq!(
            offered.applied("Refine 27001 6.1.3 c)"),
            "term \"x\" {\n  definition \"{27001 6.1.3 c)}\"\n} // x\n\nrefine 27001 6.1.3 c) {\n  text \"\"\"\"\"\"\n}\n\nretain 27002 5.2\n"
        );
    }

    #[test]
    fn what_fits_a_control_seen_through_the_annex_too() {
        let text = "term \"x\" {\n  definition \"{27001 A.5.2$03}\"\n}";
        let offered = Offered::with_head(text);
        assert_eq!(offered.titles("change"), ["Modify 27002 5.23", "Retain 27002 5.23"]);
        assert!(offered.applied("Modify 27002 5.23").ends_with(
            "}\n\nmodify control 27002 5.23 {\n  addition \"\"\"\"\"\"\n  reason \"\"\"\"\"\"\n}"
        ));
        let other = Offered::with_head("term \"x\" {\n  definition \"{27002:2013 5.1$0.1}\"\n}\n");
        assert!(other.of("change").is_empty(), "that edition is no base");
    }

    #[test]
    fn what_is_done_already_says_so() {
        let text = "interpret 27001 $07.2 {\n  text \"x\"\n}\n";
        let offered = Offered::with_head(text);
        let actions = offered.of("change");
        let disabled: Vec<_> = actions.iter().map(|it| it.disabled.is_some()).collect();
        assert_eq!(disabled, [false, true, true]);
    }

    #[test]
    fn from_a_catalogue_at_the_end_of_each_standard_that_rests_on_it() {
        let other = "standard OTH \"x\" {\n  base ISO/IEC 27002:2022 as controls\n}\n";
        let none = "standard NON \"x\" {\n  base ISO/IEC 27001:2022 + Amd 1:2024\n}\n";
        let mut offered = Offered::new(&format!(
            "//- a.annexa\n{}$0\n\n// The end\n//- b.annexa\n{other}//- c.annexa\n{none}",
            crate::testing::HEAD.trim_end()
        ));
        offered.file = FileId::BuiltIn(3);
        let catalogue =
            offered.analysis.project().document(offered.file).unwrap().text().to_string();
        let at = catalogue.find("\ncontrol 5.1 ").unwrap() + 3;
        offered.range = TextRange::empty(TextSize::new(at as u32));
        assert_eq!(
            offered.titles("change"),
            [
                "Modify controls 5.1 in OTH",
                "Retain controls 5.1 in OTH",
                "Modify 27002 5.1 in SMX",
                "Retain 27002 5.1 in SMX"
            ]
        );
        let files = offered.files("Retain 27002 5.1 in SMX");
        assert!(
            files[0]
                .1
                .ends_with("}\n\n// The end\n\nretain 27002 5.1 {\n  reason \"\"\"\"\"\"\n}\n")
        );
        let files = offered.files("Retain controls 5.1 in OTH");
        assert!(files[1].1.ends_with("}\n\nretain controls 5.1 {\n  reason \"\"\"\"\"\"\n}\n"));
    }
}
