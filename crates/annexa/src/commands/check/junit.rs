//! Findings as a test report: one suite per file, one case per finding. A finding that makes the
//! command fail is a failure; other findings pass and contain the message; a file without findings
//! is one case that passes.

use std::collections::BTreeMap;

use annexa_emit::types::{Finding, FindingLevel, Report};
use quick_junit::{NonSuccessKind, SerializeError, TestCase, TestCaseStatus, TestSuite};

/// Returns the report.
pub(super) fn xml(report: &Report, deny_warnings: bool) -> Result<String, SerializeError> {
    let mut suites: BTreeMap<&str, Vec<TestCase>> =
        report.files.iter().map(|file| (file.as_str(), Vec::new())).collect();
    for finding in &report.findings {
        let cases = suites.entry(&finding.place.file).or_default();
        cases.push(case(report, finding, deny_warnings));
    }
    let mut tests = quick_junit::Report::new("annexa check");
    for (file, mut cases) in suites {
        if cases.is_empty() {
            let mut clean = TestCase::new("no findings", TestCaseStatus::success());
            clean.set_classname(file);
            cases.push(clean);
        }
        let mut suite = TestSuite::new(file);
        suite.add_test_cases(cases);
        tests.add_test_suite(suite);
    }
    if !report.failures.is_empty() {
        let mut suite = TestSuite::new("annexa");
        for failure in &report.failures {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(failure.as_str());
            let mut case = TestCase::new("can be read", status);
            case.set_classname("annexa");
            suite.add_test_case(case);
        }
        tests.add_test_suite(suite);
    }
    tests.to_string()
}

fn case(report: &Report, finding: &Finding, deny_warnings: bool) -> TestCase {
    let place = &finding.place;
    let at = format!("{}:{}:{}", place.file, place.start.line, place.start.column);
    let (level, fails) = match finding.level {
        FindingLevel::Error => ("error", true),
        FindingLevel::Warning => ("warning", deny_warnings),
        FindingLevel::Info => ("info", false),
    };
    let details = format!("{at}: {level}: {}", finding.message);
    let status = if fails {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(finding.message.as_str()).set_type(level).set_description(&*details);
        status
    } else {
        TestCaseStatus::success()
    };
    let name = report.rules.iter().find(|rule| rule.code == finding.code);
    let name = name.map_or("", |rule| rule.name.as_str());
    // Readers merge cases with the same name.
    let short: String = finding.fingerprint.chars().take(8).collect();
    let mut case = TestCase::new(format!("{} {name} ({short})", finding.code), status);
    case.set_classname(place.file.as_str());
    if !fails {
        case.set_system_out(details);
    }
    case
}
