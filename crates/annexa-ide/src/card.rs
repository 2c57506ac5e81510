//! The card of a base provision: what it is, what it is about, what the project changes in it, and
//! what corresponds to it in the other edition. Hover and completion show the same one.

use std::fmt::Write as _;

use annexa_base::{ATTRIBUTES, OverlayItem};
use annexa_model::{
    Catalogue, CatalogueId, Change, DeclarationRef, LinkRole, Point, Project, Provision,
    ProvisionId, ProvisionKind, StandardId, Symbol,
};
use annexa_syntax::Keyword;

use crate::reader;

/// More changes than these are counted and not listed.
const LISTED: usize = 12;

/// What there is to say of a provision, in Markdown. With a standard, its changes alone are told;
/// without one, those of all standards of the project. Empty where there is no such provision.
pub fn provision_card(
    project: &Project,
    standard: Option<StandardId>,
    catalogue: CatalogueId,
    provision: ProvisionId,
) -> String {
    let Some(read) = project.catalogue(catalogue) else { return String::new() };
    let Some(found) = read.provision(provision) else { return String::new() };
    let mut card = String::new();
    heading(read, provision, found, &mut card);
    if found.kind == ProvisionKind::Front {
        card.push_str(" · it can be cited, not changed");
    }
    attributes(found, &mut card);
    wording(project, catalogue, found, &mut card);
    amendments(project, read, found, &mut card);
    changes(project, standard, (catalogue, provision), &mut card);
    // Correspondences name what standards change.
    if found.kind != ProvisionKind::Front {
        editions(project, catalogue, found, &mut card);
    }
    card
}

fn heading(catalogue: &Catalogue, id: ProvisionId, provision: &Provision, card: &mut String) {
    let name = format!("{} {}", provision.number, escaped(&provision.title));
    let _ = write!(card, "**{}**", name.trim_end());
    let _ = write!(card, "\n\n{}, {}", catalogue.document.printed(), provision.kind.as_str());
    for (_, above) in catalogue.ancestors(id) {
        let _ = write!(card, " · {} {}", above.number, escaped(&above.title));
    }
    if let (Some(first), Some(last)) = (provision.items.first(), provision.items.last()) {
        let _ = match provision.items.len() {
            1 => write!(card, " · item {}", first.mark),
            _ => write!(card, " · items {} to {}", first.mark, last.mark),
        };
    }
}

fn attributes(provision: &Provision, card: &mut String) {
    let mut between = "\n\n";
    for attribute in ATTRIBUTES {
        let values = provision.attributes.values(*attribute);
        if !values.is_empty() {
            let _ = write!(card, "{between}- {}: {}", attribute.name(), values.join(", "));
            between = "\n";
        }
    }
}

/// Licensed wording where an overlay has it, or else the summary.
fn wording(project: &Project, catalogue: CatalogueId, provision: &Provision, card: &mut String) {
    let start = card.len();
    for overlay in project.overlays(catalogue) {
        let Some(entry) = overlay.entry(&provision.number) else { continue };
        for text in &entry.texts {
            match text.part {
                Keyword::Text | Keyword::Control => card.push('\n'),
                part => {
                    let _ = write!(card, "\n\n*{}*", part.as_str());
                }
            }
            for line in text.value.lines() {
                let _ = write!(card, "\n> {line}");
            }
        }
        if !entry.items.is_empty() {
            card.push('\n');
            items(&entry.items, 0, card);
        }
    }
    if card.len() == start
        && let Some(summary) = &provision.summary
    {
        let _ = write!(card, "\n\n{summary}");
    }
}

fn items(list: &[OverlayItem], depth: usize, card: &mut String) {
    for item in list {
        let text = item.value.as_deref().unwrap_or_default().replace('\n', " ");
        let _ = write!(card, "\n> {:depth$}- {} {text}", "", item.mark, depth = depth * 2);
        items(&item.items, depth + 1, card);
    }
}

fn amendments(project: &Project, catalogue: &Catalogue, provision: &Provision, card: &mut String) {
    for (name, amendment) in project.amendments_of(catalogue, &provision.number) {
        let summary = amendment.summary.as_deref().unwrap_or("changes this clause.");
        let _ = write!(card, "\n\n**{name}**: {summary}");
    }
}

/// What is done to the provision, and to the clauses above it where that reaches down.
fn changes(
    project: &Project,
    standard: Option<StandardId>,
    (catalogue, provision): (CatalogueId, ProvisionId),
    card: &mut String,
) {
    let own = changes_of(project, standard, Symbol::Provision(catalogue, provision));
    let mut lines: Vec<String> = own.iter().map(|at| change_line(project, at, "")).collect();
    if let Some(read) = project.catalogue(catalogue) {
        let above = read.ancestors(provision).map(|(id, above)| {
            (Symbol::Provision(catalogue, id), format!(" through {}", above.number))
        });
        let document = (
            Symbol::Document(catalogue),
            format!(" through {} as a whole", read.document.printed()),
        );
        for (symbol, through) in above.chain([document]) {
            let reaching = changes_of(project, standard, symbol).into_iter().filter(|at| {
                Change::of(at.declaration.kind).is_some_and(Change::reaches_down)
                    && at.declaration.target.as_ref().is_some_and(|it| it.items.is_empty())
            });
            lines.extend(reaching.map(|at| change_line(project, &at, &through)));
        }
    }
    if lines.is_empty() {
        return;
    }
    card.push_str("\n\n---\n");
    for line in lines.iter().take(LISTED) {
        let _ = write!(card, "\n- {line}");
    }
    if lines.len() > LISTED {
        let _ = write!(card, "\n- and {} more", lines.len() - LISTED);
    }
}

/// The declarations whose head names a provision or a document and that change it, in order.
fn changes_of(
    project: &Project,
    standard: Option<StandardId>,
    symbol: Symbol,
) -> Vec<DeclarationRef<'_>> {
    let uses = project.uses(symbol).into_iter().filter(|it| it.role == LinkRole::Target);
    uses.filter_map(|it| project.declaration(it.declaration))
        .filter(|at| standard.is_none() || at.standard == standard)
        .filter(|at| Change::of(at.declaration.kind).is_some())
        .collect()
}

/// `SMX: refined c) for operator — The organization shall …`
fn change_line(project: &Project, at: &DeclarationRef<'_>, through: &str) -> String {
    let declaration = at.declaration;
    let mut line = String::new();
    if let Some(standard) = at.standard.and_then(|id| project.standard(id)) {
        let _ = write!(line, "{}: ", standard.prefix);
    }
    match (&declaration.label, Change::of(declaration.kind)) {
        (Some(label), _) => {
            let title = declaration.title.as_ref().map_or("", |title| &title.value);
            let _ = write!(line, "added {} {}", label.value, escaped(title));
        }
        (None, Some(change)) => line.push_str(&change.as_str().replace('-', " ")),
        (None, None) => {}
    }
    for item in declaration.target.iter().flat_map(|target| &target.items) {
        let _ = write!(line, " {}", item.value);
    }
    let audiences: Vec<&str> = declaration.audiences.iter().map(|it| it.value.as_str()).collect();
    if !audiences.is_empty() {
        let _ = write!(line, " for {}", audiences.join(", "));
    }
    line.push_str(through);
    if declaration.label.is_none()
        && let Some((_, text)) = declaration.texts().next()
    {
        let _ = write!(line, " — {}", escaped(&beginning(&reader::words(project, at, text))));
    }
    line
}

/// The first words of a text, on one line.
pub(crate) fn beginning(text: &str) -> String {
    const LENGTH: usize = 120;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LENGTH) {
        None => line,
        Some((end, _)) => {
            let cut = line.get(..end).unwrap_or_default();
            format!("{} …", cut.rsplit_once(' ').map_or(cut, |(words, _)| words))
        }
    }
}

/// What corresponds to a provision in the edition before and in the one after.
fn editions(project: &Project, id: CatalogueId, provision: &Provision, card: &mut String) {
    let Some(here) = project.catalogue(id) else { return };
    let point = Point::of(&provision.number);
    let before = here
        .supersedes
        .as_ref()
        .and_then(|before| project.find_catalogue(&before.document, before.edition.as_deref()));
    let earlier = before.and_then(|other| {
        let read = project.catalogue(other)?;
        let correspondence = project.correspondence(other, id)?;
        Some((read, correspondence.backward(&point, read), "new in this edition"))
    });
    let later = project.newer(id).and_then(|other| {
        let read = project.catalogue(other)?;
        let correspondence = project.correspondence(id, other)?;
        Some((read, correspondence.forward(&point, read), "not carried over"))
    });
    for (read, points, none) in earlier.into_iter().chain(later) {
        let _ = write!(card, "\n\n{}: ", read.document.printed());
        let named = points.iter().map(|point| {
            let found = read.find(&point.number).and_then(|id| read.provision(id));
            format!("{} {}", point.printed(), escaped(found.map_or("", |found| &found.title)))
        });
        let named: Vec<String> = named.collect();
        card.push_str(if named.is_empty() { none } else { "" });
        card.push_str(&named.join("; "));
    }
}

/// A title with no markup in it.
pub(crate) fn escaped(title: &str) -> String {
    let mut escaped = String::with_capacity(title.len());
    for character in title.chars() {
        if matches!(character, '*' | '_' | '`' | '[' | ']' | '<' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::provision_card;
    use crate::testing::Fixture;
    use annexa_model::StandardId;
    use expect_test::{Expect, expect};

    fn card(fixture: &Fixture, document: &str, number: &str) -> String {
        let id = fixture.project.find_catalogue(document, None).unwrap();
        let provision = fixture.project.catalogue(id).unwrap().find(number).unwrap();
        let card = provision_card(&fixture.project, Some(StandardId(0)), id, provision);
        // The summary is the catalogue's own affair.
        let summary = fixture.project.catalogue(id).unwrap().provision(provision).unwrap();
        card.replace(summary.summary.as_deref().unwrap_or("-"), "(summary)")
    }

    fn check(declarations: &str, document: &str, number: &str, expected: Expect) {
        expected.assert_eq(&card(&Fixture::with_head(declarations), document, number));
    }

    #[test]
    fn of_a_control_that_is_changed() {
        check(
            "add guidance to 27002 5.23 for operator {\n  text \"The operator should know it.\"\n}\n\nmodify control 27002 5.23 {\n  addition \"x\"\n  reason \"y\"\n}\n\nadd note to 27002 5.24 {\n  text \"z\"\n}\n",
            "ISO/IEC 27002",
            "5.23",
            expect![[r#"
                **5.23 Information security for use of cloud services**

                ISO/IEC 27002:2022, control · 5 Organizational controls

                - control type: preventive
                - information security properties: confidentiality, integrity, availability
                - cybersecurity concepts: protect
                - operational capabilities: supplier_relationships_security
                - security domains: governance_and_ecosystem, protection

                (summary)

                ---

                - SMX: guidance added for operator — The operator should know it.
                - SMX: modified — x

                ISO/IEC 27002:2013: new in this edition"#]],
        );
    }

    #[test]
    fn of_a_clause_that_is_changed_from_above() {
        check(
            "refine 27001 4.1 {\n  text \"It shall.\"\n}\n\nretain 27001 4 {\n  reason \"No need.\"\n}\n\nadd requirement SMX.4.1.1 \"Flood\" to 27001 4.1 {\n  text \"It shall.\"\n}\n\nadd requirement SMX.4.4 \"Not reached\" to 27001 4 {\n  text \"It shall.\"\n}\n",
            "ISO/IEC 27001",
            "4.1",
            expect![[r#"
                **4.1 Understanding the organization and its context**

                ISO/IEC 27001:2022, clause · 4 Context of the organization

                (summary)

                **Amd 1:2024**: Climate change joins the circumstances that the organization examines: it decides whether the matter is relevant to its ISMS.
                Heat or flooding at a data centre is an example.

                ---

                - SMX: refined — It shall.
                - SMX: added SMX.4.1.1 Flood
                - SMX: retained through 4 — No need.

                ISO/IEC 27001:2013: 4.1 Understanding the organization and its context"#]],
        );
    }

    #[test]
    fn of_an_item_and_what_is_merged() {
        check(
            "refine 27001 6.1.3 c) for supplier {\n  text \"It shall.\"\n}\n",
            "ISO/IEC 27001",
            "6.1.3",
            expect![[r#"
                **6.1.3 Information security risk treatment**

                ISO/IEC 27001:2022, clause · 6.1 Actions to address risks and opportunities · 6 Planning · items a) to f)

                (summary)

                ---

                - SMX: refined c) for supplier — It shall.

                ISO/IEC 27001:2013: 6.1.3 Information security risk treatment"#]],
        );
    }

    #[test]
    fn licensed_wording_stands_before_the_summary() {
        let fixture = Fixture::new(
            "//- o.annexa\noverlay ISO/IEC 27002:2022\n\ncontrol 5.7 {\n  control \"\"\"\n    Wording one.\n    Wording two.\n  \"\"\"\n  purpose \"Wording three.\"\n}\n//- smx.annexa\nstandard SMX \"Meters\" {\n  sector \"Metering\"\n  edition 2026\n  base ISO/IEC 27002:2022\n}\n",
        );
        let card = card(&fixture, "ISO/IEC 27002", "5.7");
        assert!(
            card.contains("\n> Wording one.\n> Wording two.\n\n*purpose*\n> Wording three."),
            "{card}"
        );
        assert!(!card.contains("(summary)"), "{card}");
        assert!(card.ends_with("ISO/IEC 27002:2013: new in this edition"), "{card}");
    }
}
