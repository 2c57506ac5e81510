//! The status of standards as data.

use annexa_emit::{standard_status, status_report, to_json};

use crate::{schema::validator, support};

#[test]
fn the_status_of_the_examples_and_of_wrong_standards_meets_the_schema() {
    let validator = validator("status");
    let fixtures =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/rules");
    let files = support::files(&fixtures).into_iter().map(|file| vec![file]);
    let examples = ["energy", "cloud", "company"].map(|it| support::files(&support::example(it)));
    for files in files.chain(examples) {
        let project = support::project(&files);
        let standards = project.standards().iter().map(|standard| {
            let status = project.status(standard, &|| false).expect("nothing is cancelled");
            standard_status(&project, standard, &status, str::to_owned)
        });
        let report = status_report(standards.collect(), Vec::new());
        for standard in &report.standards {
            let done = standard.steps.iter().all(|step| step.done);
            assert_eq!(standard.complete, done);
        }
        let json = to_json(&report).expect("it is JSON");
        let value = serde_json::from_slice(&json).expect("the JSON can be read");
        if let Err(error) = validator.validate(&value) {
            panic!("{}: {}: {error}", files[0].0, error.instance_path());
        }
    }
}
