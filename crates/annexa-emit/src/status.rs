//! How far standards are from complete, as data.

use annexa_model::{Project, Standard, Status, Template as ModelTemplate};

use crate::{
    findings::Places,
    schema::{FORMAT_VERSION, STATUS_SCHEMA_ID},
    types::{
        BaseCoverage, ClauseCoverage, Generator, StandardStatus, StatusReport, Step, Template,
    },
};

/// The status of standards as a document.
pub fn status_report(standards: Vec<StandardStatus>, failures: Vec<String>) -> StatusReport {
    StatusReport {
        schema: STATUS_SCHEMA_ID.to_owned(),
        annexa: FORMAT_VERSION.to_owned(),
        generator: Generator::this(),
        standards,
        failures,
    }
}

/// The status of one standard. `shown` is the path to tell for a file of the project.
pub fn standard_status(
    project: &Project,
    standard: &Standard,
    status: &Status,
    shown: impl Fn(&str) -> String,
) -> StandardStatus {
    let places = Places { project, shown: &shown };
    let head = standard.head.and_then(|head| project.declaration(head));
    let title = head.and_then(|head| head.declaration.title.as_ref());
    let step = |step: &annexa_model::Step| Step {
        title: step.title.clone(),
        done: step.missing.is_none(),
        missing: step.missing.clone(),
        place: step.location.map(|location| places.of(location)),
    };
    let coverage = status.coverage.iter().filter_map(|covered| {
        let base = standard.base(covered.base)?;
        let document = &project.catalogue(base.catalogue?)?.document;
        let clauses = covered.clauses.iter().map(|clause| ClauseCoverage {
            label: clause.number.to_string(),
            title: clause.title.clone(),
            changed: clause.changed,
            via: clause.via,
            retained: clause.retained,
            open: clause.open.iter().map(ToString::to_string).collect(),
            added: clause.added,
        });
        Some(BaseCoverage { document: document.printed(), clauses: clauses.collect() })
    });
    StandardStatus {
        prefix: standard.prefix.to_string(),
        title: title.map(|title| title.value.to_string()).unwrap_or_default(),
        template: match status.template {
            ModelTemplate::A => Template::AnnexA,
            ModelTemplate::B => Template::AnnexB,
        },
        complete: status.next().is_none(),
        steps: status.steps.iter().map(step).collect(),
        coverage: coverage.collect(),
    }
}
