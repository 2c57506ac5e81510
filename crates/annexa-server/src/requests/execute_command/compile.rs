//! `annexa.compile`: standards as they are in the editor, for previews and views of coverage.

use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use annexa_model::{FileId, Level, Project, Standard};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::ExecuteCommandParams;

use super::{COMPILE, Running, Subject, about_file};
use crate::pool;
use crate::requests::{Written, refused};
use crate::session::Session;
use crate::snapshot::{FilePlace, View};

/// How many errors are listed: more do not help the author of a text.
const MOST_ERRORS: usize = 100;

/// What is to be compiled, and how.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Wanted {
    #[serde(default)]
    format: Format,
    /// Whether to give what can be known of a project with errors, as a preview shows it.
    #[serde(default)]
    despite_errors: bool,
    /// All standards of the project, or that of the file alone.
    #[serde(default)]
    of: Extent,
    /// The prefix of the standard to give where the file belongs to none; otherwise the first one.
    otherwise: Option<String>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    #[default]
    Json,
    Html,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Extent {
    #[default]
    Project,
    File,
}

#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    subject: Subject,
    standards: Vec<Compiled>,
    /// Errors, in the order of the files: the texts lack what they concern. The first of them, if
    /// there are many.
    errors: Vec<Problem>,
}

/// A compiled standard.
#[derive(Serialize)]
struct Compiled {
    prefix: String,
    /// The name of the file that `annexa compile` would write.
    name: String,
    /// What it would hold.
    text: String,
}

/// An error in a file.
#[derive(Serialize)]
struct Problem {
    /// The file, named from the root.
    file: String,
    /// The line, counted from 1.
    line: u32,
    message: String,
}

pub(super) async fn compile(
    session: Arc<Session>,
    params: ExecuteCommandParams,
) -> Result<Written> {
    about_file(session, params, "Compiling", |place, arguments, running| {
        compiled(place, &wanted(arguments)?, &running)
    })
    .await
}

fn wanted(arguments: &[Value]) -> Result<Wanted> {
    let Some(wanted) = arguments.first() else { return Ok(Wanted::default()) };
    Wanted::deserialize(wanted).map_err(|error| {
        Error::invalid_params(format!("the second argument of `{COMPILE}`: {error}"))
    })
}

fn compiled(place: &FilePlace<'_>, wanted: &Wanted, running: &Running<'_>) -> Result<Answer> {
    let project = place.project();
    match number_of_errors(place.view) {
        _ if wanted.despite_errors => {}
        0 => {}
        1 => return Err(refused("the project has an error; fix it first".to_owned())),
        some => return Err(refused(format!("the project has {some} errors; fix them first"))),
    }
    let all: Vec<&Standard> = match wanted.of {
        Extent::Project => project.standards().iter().collect(),
        Extent::File => standard(place, wanted.otherwise.as_deref()).into_iter().collect(),
    };
    let mut standards = Vec::new();
    for (index, standard) in all.iter().enumerate() {
        running.work.reach(index, all.len(), &standard.prefix);
        // Without licensed wording: who gets an answer of this server may have no licence.
        let options = annexa_emit::Options::default();
        let (text, ending) = match wanted.format {
            Format::Json => (json(project, standard, &options, running.cancel)?, "json"),
            Format::Html => {
                // The client finds pictures where the texts are.
                let document = annexa_emit::native(project, standard, &options);
                (annexa_emit::html(&document, &|_| None), "html")
            }
        };
        let prefix = standard.prefix.to_string();
        let name = format!("{}.{ending}", prefix.to_lowercase());
        standards.push(Compiled { prefix, name, text });
    }
    let errors = errors(place, &all);
    Ok(Answer { subject: Subject::of(place), standards, errors })
}

/// The standard that a file belongs to; for a file of catalogues that of a prefix, or the first one.
pub(super) fn standard<'a>(place: &FilePlace<'a>, otherwise: Option<&str>) -> Option<&'a Standard> {
    let project = place.project();
    let named = || project.standard_by_prefix(otherwise?);
    project.standard_of(place.file).or_else(named).or_else(|| project.standards().first())
}

fn json(
    project: &Project,
    standard: &Standard,
    options: &annexa_emit::Options,
    cancel: &CancellationToken,
) -> Result<String> {
    let mut writer = BufWriter::new(Stoppable { bytes: Vec::new(), cancel });
    annexa_emit::write_json(project, standard, options, &mut writer)
        .and_then(|()| writer.into_inner().map_err(io::IntoInnerError::into_error))
        .and_then(|written| String::from_utf8(written.bytes).map_err(io::Error::other))
        .map_err(|_| Error::request_cancelled())
}

fn files(view: &View) -> impl Iterator<Item = FileId> {
    (0..view.files.paths.len() as u32).map(FileId::Project)
}

/// How many errors keep a project from being compiled.
fn number_of_errors(view: &View) -> usize {
    let findings = files(view).flat_map(|file| view.analysis.findings(file));
    findings.filter(|finding| finding.level == Level::Error).count() + view.troubles.len()
}

/// The errors in files of some standards, and in those of catalogues.
fn errors(place: &FilePlace<'_>, standards: &[&Standard]) -> Vec<Problem> {
    let project = place.project();
    let is_meant = |file: &FileId| {
        let standard = project.standard_of(*file);
        standard.is_none_or(|standard| standards.iter().any(|it| it.id == standard.id))
    };
    let findings = files(place.view).filter(is_meant).flat_map(|file| {
        let findings = place.view.analysis.findings(file).into_iter();
        findings.filter(|finding| finding.level == Level::Error)
    });
    let problems = findings.filter_map(|finding| {
        let at = place.location(annexa_ide::Span::of(project, finding.location))?;
        Some(Problem {
            file: project.path(finding.location.file).to_owned(),
            line: at.range.start.line + 1,
            message: finding.message.clone(),
        })
    });
    problems.take(MOST_ERRORS).collect()
}

/// A text that stops growing when its request is cancelled.
struct Stoppable<'a> {
    bytes: Vec<u8>,
    cancel: &'a CancellationToken,
}

impl Write for Stoppable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        pool::give_way();
        match self.cancel.is_cancelled() {
            true => Err(io::Error::other("cancelled")),
            false => self.bytes.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
