//! R106: equal identities. In a project, labels and keys are unique, and a part of a provision is
//! changed at most once per audience, unless Q506 or C608 reports it.

use annexa_syntax::{DeclarationKind, SmolStr, Spanned};

use super::{Check, DeclarationContext, Findings, find, names, repeated};
use crate::{Allow, DeclarationRef, Project, changes, identity};

/// The checks of R106.
pub(super) const DEFINED_TWICE: Check = Check::Each(&[
    Check::Heads(names::defined_twice),
    Check::Declaration(defined_before),
    Check::Declaration(allowed_twice),
]);

/// Reports terms, labels and identities that an earlier declaration has, unless another rule does.
fn defined_before(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let (project, at, declaration) = (context.project, &context.at, context.at.declaration);
    if context.standard.is_none() || declaration.kind.is_file_head() {
        return;
    }
    if declaration.kind == DeclarationKind::Term {
        return names::term_twice(context, findings);
    }
    let label = declaration.label.as_ref();
    let first = label.and_then(|label| project.identities.of_label(&label.value).next());
    let first = first.filter(|first| *first < at.id).and_then(|first| project.declaration(first));
    let label_is_taken = first.is_some();
    if let (Some(label), Some(first)) = (label, first) {
        let message =
            format!("the label {} occurs twice; labels are unique in a project", label.value);
        let range = first.declaration.label.as_ref().map_or(first.declaration.head, |it| it.range);
        let finding = findings.report(at.location(label.range), message);
        finding.related(first.location(range), "the first one is here");
    }
    let Some(key) = identity::key(project, at) else { return };
    let first = project.identities.of_key(&key).next().filter(|first| *first < at.id);
    let Some(first) = first.and_then(|first| project.declaration(first)) else { return };
    let own_key = key_label(at);
    match own_key.or(label) {
        Some(_) if own_key.is_none() && label_is_taken => {}
        Some(identity) => {
            let message = format!(
                "{} is already the label or the key of another provision; write the key under \
                 which this provision was first published",
                identity.value
            );
            let other = key_label(&first).or(first.declaration.label.as_ref());
            let range = other.map_or(first.declaration.head, |other| other.range);
            let finding = findings.report(at.location(identity.range), message);
            finding.related(first.location(range), "the other one is here");
        }
        None if !are_reported(project, &first, at) => {
            let head = at.source(declaration.head);
            let other = first.source(first.declaration.head);
            let has_key = [&first, at].iter().any(|it| it.declaration.key().is_some());
            let message = match has_key {
                true => format!(
                    "`{head}` and `{other}` have the same identity; write the `key` of what each \
                     was first published as"
                ),
                false => format!(
                    "`{head}` is already declared, and both would have the same identity; \
                     combine them into one declaration"
                ),
            };
            report(&first, at, message, findings);
        }
        None => {}
    }
}

/// Returns the label in the key of an added provision.
fn key_label<'a>(at: &DeclarationRef<'a>) -> Option<&'a Spanned<SmolStr>> {
    at.declaration.key_label().filter(|_| at.declaration.kind.added().is_some())
}

/// Whether Q506 or C608 covers both declarations, or [`allowed_twice`] if those are allowed.
fn are_reported(project: &Project, first: &DeclarationRef<'_>, at: &DeclarationRef<'_>) -> bool {
    rule_on(project, at).is_some() && changes::overlap(project, first, at)
}

/// Reports changes with the same identity if Q506 or C608 is allowed or switched off.
fn allowed_twice(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let (project, at) = (context.project, &context.at);
    let Some(code) = rule_on(project, at) else { return };
    let is_reported = find(code).is_some_and(|rule| project.level(rule).is_some());
    if is_reported && !is_allowed(context, code) {
        return;
    }
    let Some((standard, symbol, part, _)) = changes::changed(project, at) else { return };
    let Some(key) = identity::key(project, at) else { return };
    let all = project.changed_by(standard, symbol, part);
    let before = all.take_while(|id| *id != at.id);
    let first = before
        .filter_map(|id| project.declaration(id))
        .filter(|other| changes::overlap(project, other, at))
        .find(|other| identity::key(project, other).as_ref() == Some(&key));
    if let Some(first) = first {
        let head = at.source(at.declaration.head);
        let message = format!(
            "`{head}` is already declared, and both would have the same identity, even if {code} \
             is allowed; combine them into one declaration, name different audiences, or give \
             one of them a `key` of its own"
        );
        report(&first, at, message, findings);
    }
}

/// Returns the rule that reports two changes of one part.
fn rule_on(project: &Project, at: &DeclarationRef<'_>) -> Option<&'static str> {
    let (_, _, part, _) = changes::changed(project, at)?;
    match part {
        part if repeated::is_of_requirement(part) => Some("Q506"),
        part if repeated::is_of_control(part) => Some("C608"),
        _ => None,
    }
}

/// Whether an `allow` in the declaration or in the head of its standard silences a rule.
fn is_allowed(context: &DeclarationContext<'_>, code: &str) -> bool {
    let head = context.standard.and_then(|standard| standard.head);
    let head = head.and_then(|head| context.project.declaration(head));
    let mut allows = [Some(context.at), head].into_iter().flatten().flat_map(Allow::of);
    allows.any(|allow| allow.code == code)
}

fn report(
    first: &DeclarationRef<'_>,
    at: &DeclarationRef<'_>,
    message: String,
    findings: &mut Findings<'_>,
) {
    let key = at.declaration.key().map(|key| &key.reference);
    let named = key.or(at.declaration.target.as_ref());
    let range = named.map_or(at.declaration.head, |reference| reference.range);
    let first = first.location(first.declaration.head);
    findings.report(at.location(range), message).related(first, "the first one is here");
}

#[cfg(test)]
mod tests {
    use crate::Project;
    use crate::testing::{found, nth, with_head};

    /// Tests all ways in which two things can have equal identities, and which rule reports each.
    #[test]
    fn where_two_things_share_an_identity_one_rule_reports_it() {
        let text = "{\n  text \"shall x\"\n}\n\n";
        let other = "{\n  text \"shall y\"\n  allow Q506 \"It has to be so.\"\n}\n\n";
        let keyed = |key: &str| format!("{{\n  text \"shall y\"\n  key {key}\n}}\n\n");
        let cases = [
            (format!("refine 27001 4.3 {text}refine 27001 4.3 {text}"), "Q506 27001 4.3"),
            (format!("refine 27001 4.3 {text}refine 27001 4.3 {other}"), "R106 27001 4.3"),
            (
                format!("interpret 27001 4.3 {text}interpret ISO/IEC 27001:2022 4.3 {other}"),
                "R106 ISO/IEC 27001:2022 4.3",
            ),
            (format!("add note to 27002 5.1 {text}add note to 27002 5.1 {text}"), "C608 27002 5.1"),
            (
                format!(
                    "add note to 27002 5.1 {text}add note to 27002 5.1 {}",
                    other.replace("Q506", "C608")
                ),
                "R106 27002 5.1",
            ),
            (
                format!(
                    "add note to 27002 5.1 for supplier, operator {text}add note to 27002 5.1 for operator, supplier {}",
                    other.replace("Q506", "C608")
                ),
                "R106 27002 5.1",
            ),
            (format!("retain 27002 5.1 {text}retain 27002 5.1 {text}"), "R106 27002 5.1"),
            // The second has the key of the first, or both have the key of something else.
            (
                format!("refine 27001 4.3 {text}refine 27001 4.4 {}", keyed("27001 4.3")),
                "R106 27001 4.3",
            ),
            (
                format!(
                    "retain 27002 5.1 {}retain 27002 5.2 {}",
                    keyed("27002:2013 5.1.1"),
                    keyed("27001:2013 A.5.1.1")
                ),
                "R106 27001:2013 A.5.1.1",
            ),
            (
                format!(
                    "add note to 27002 5.1 for operator {text}add note to 27002 5.1 for supplier {}",
                    keyed("27002 5.1 for operator")
                ),
                "R106 27002 5.1",
            ),
            (
                format!(
                    "refine 27001 6.1.3 c) {text}refine 27001 6.1.3 d) {}",
                    keyed("27001 6.1.3 c)")
                ),
                "R106 27001 6.1.3 c)",
            ),
            (format!("refine 27001 4.99 {text}refine 27001 4.99 {text}"), "R106 27001 4.99"),
            (format!("refine 27001 4.3 d) {text}refine 27001 4.3 d) {text}"), "R106 27001 4.3 d)"),
        ];
        for (declarations, expected) in cases {
            let project = with_head(&declarations);
            let rules = ["R106", "Q506", "C608"];
            let found: Vec<String> = found(&project)
                .into_iter()
                .filter(|it| rules.iter().any(|rule| it.starts_with(rule)))
                .collect();
            assert_eq!(found, [expected], "{declarations}");
            let ids: Vec<_> = (0..2).map(|index| project.identity(nth(&project, index))).collect();
            assert_eq!(ids[0], ids[1], "{declarations}");
        }
    }

    #[test]
    fn a_key_of_its_own_sets_a_second_change_apart() {
        let text = "{\n  text \"shall x\"\n}\n\n";
        for (declarations, rule) in [
            (format!("refine 27001 4.3 {text}refine 27001 4.3 "), "Q506"),
            (format!("add note to 27002 5.1 {text}add note to 27002 5.1 "), "C608"),
        ] {
            let second = |key: &str| {
                let project = with_head(&format!(
                    "{declarations}{{\n  text \"shall y\"\n  allow {rule} \"It has to be so.\"\n{key}}}\n"
                ));
                let mut found = found(&project);
                found.retain(|it| ["R106", rule].iter().any(|rule| it.starts_with(rule)));
                found.len()
            };
            assert_eq!((second(""), second("  key 27001:2013 4.3\n")), (1, 0), "{rule}");
        }
    }

    #[test]
    fn a_key_is_unique_among_all_standards_of_a_project() {
        let standard = |prefix: &str, declarations: &str| {
            format!(
                "standard {prefix} \"x\" {{\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27002:2022\n}}\n\n{declarations}"
            )
        };
        let first = standard("ENR", "add clause ENR.5.38 \"x\" to 27002 5\n");
        let second = standard("SMX", "add clause SMX.5.38 \"y\" to 27002 5 {\n  key ENR.5.38\n}\n");
        let project = crate::testing::project(&[("a.annexa", &first), ("b.annexa", &second)]);
        let found: Vec<_> =
            found(&project).into_iter().filter(|it| it.starts_with("R106")).collect();
        assert_eq!(found, ["R106 ENR.5.38"]);
    }

    #[test]
    fn a_rule_that_is_off_leaves_equal_identities_to_r106() {
        let text = "{\n  text \"shall x\"\n}\n\n";
        let with_level = |level| {
            let mut settings = crate::Settings::default();
            settings.levels.insert("Q506".into(), level);
            let source = format!(
                "standard SMX \"x\" {{\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022\n}}\n\nrefine 27001 4.3 {text}refine 27001 4.3 {text}"
            );
            let files = [("a.annexa".to_owned(), annexa_syntax::Document::new(&source))];
            let report = crate::check(&Project::new(files, settings));
            report.diagnostics.iter().filter(|it| it.code() == "R106").count()
        };
        assert_eq!(with_level(None), 1);
        assert_eq!(with_level(Some(crate::Level::Info)), 0);
    }
}
