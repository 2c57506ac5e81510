//! `workspace/executeCommand`: what a user can ask for in any editor. The level of the log is a setting,
//! and no command.

use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use annexa_model::{FileId, Level, Project, Standard, rules};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    ExecuteCommandOptions, ExecuteCommandParams, ShowDocumentParams, Uri, WorkDoneProgressOptions,
    request::ShowDocument,
};

use super::{Written, refused, written};
use crate::client::ClientInfo;
use crate::event::Event;
use crate::pool::{self, For};
use crate::progress::Work;
use crate::session::{Session, wait_for};
use crate::snapshot::{Place, Snapshot, View};

/// Compiles the standards of the project that the file of a URI belongs to, and gives their texts. A
/// second argument may say more (see [`Wanted`]). Nothing is written to disk.
const COMPILE: &str = "annexa.compile";

/// Shows the page of a rule, by its code or its name, and gives its text.
pub(crate) const EXPLAIN: &str = "annexa.explain";

/// Reads all projects from disk again.
const RELOAD: &str = "annexa.reload";

/// What is said of them at the beginning.
pub(crate) fn options(client: &ClientInfo) -> ExecuteCommandOptions {
    // Two commands of one name keep a client from starting.
    let is_ours = |command: &&str| !client.has_command(command);
    ExecuteCommandOptions {
        commands: [COMPILE, EXPLAIN, RELOAD]
            .into_iter()
            .filter(is_ours)
            .map(str::to_owned)
            .collect(),
        work_done_progress_options: WorkDoneProgressOptions { work_done_progress: Some(true) },
    }
}

pub(crate) async fn execute_command(
    session: Arc<Session>,
    params: ExecuteCommandParams,
) -> Result<Written> {
    match params.command.as_str() {
        COMPILE => written(compile(session, params).await?),
        EXPLAIN => written(explain(&session, &params)?),
        RELOAD => reload(&session).await,
        other => Err(Error::invalid_params(format!(
            "there is no command `{other}`; there are `{COMPILE}`, `{EXPLAIN}` and `{RELOAD}`"
        ))),
    }
}

/// The page of a rule.
#[derive(Serialize)]
struct RulePage {
    /// The file that holds it, where one can be written.
    uri: Option<Uri>,
    /// The page, in Markdown.
    text: String,
}

fn explain(session: &Session, params: &ExecuteCommandParams) -> Result<RulePage> {
    let Some(code) = params.arguments.first().and_then(Value::as_str) else {
        return Err(Error::invalid_params(format!("`{EXPLAIN}` takes the code of a rule")));
    };
    let Some(rule) = rules::find(code) else {
        return Err(Error::invalid_params(format!("there is no rule `{code}`")));
    };
    let snapshot = Arc::clone(&session.snapshots().borrow());
    let uri = snapshot.page_of(rule);
    if let Some(uri) = uri.clone().filter(|_| session.client().can("window.showDocument.support")) {
        let params =
            ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: None };
        // A client that shows nothing still has the text.
        session.outbox.request::<ShowDocument>(params, |_| {});
    }
    Ok(RulePage { uri, text: rule.page() })
}

async fn reload(session: &Session) -> Result<Written> {
    let mut snapshots = session.snapshots();
    session.post(Event::Reload);
    let generation = session.generation();
    wait_for(&mut snapshots, |it| it.generation >= generation).await?;
    written(())
}

/// How a standard is to be compiled.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Wanted {
    #[serde(default)]
    format: Format,
    /// Whether to give what can be known of a project with errors, as a preview shows it.
    #[serde(default)]
    despite_errors: bool,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    #[default]
    Json,
    Html,
}

/// A compiled standard.
#[derive(Serialize)]
struct Compiled {
    /// The name of the file that `annexa compile` would write.
    name: String,
    /// What it would hold.
    text: String,
}

async fn compile(session: Arc<Session>, params: ExecuteCommandParams) -> Result<Vec<Compiled>> {
    let mut arguments = params.arguments.into_iter();
    let uri = arguments.next().and_then(|uri| uri.as_str()?.parse::<Uri>().ok());
    let Some(uri) = uri else {
        let message = format!("`{COMPILE}` takes the URI of a file of the project");
        return Err(Error::invalid_params(message));
    };
    let wanted = match arguments.next() {
        Some(wanted) => Wanted::deserialize(wanted).map_err(|error| {
            Error::invalid_params(format!("the second argument of `{COMPILE}`: {error}"))
        })?,
        None => Wanted::default(),
    };
    // Dropped with the request, if that is cancelled.
    let cancel = CancellationToken::new();
    let _guard = cancel.clone().drop_guard();
    let generation = session.generation();
    let is_ready = |snapshot: &Arc<Snapshot>| {
        // Of a project that is still being read, files are missing.
        snapshot.generation >= generation
            && snapshot.place(&uri).is_none_or(|place| place.view.is_checked())
    };
    let snapshot = wait_for(&mut session.snapshots(), is_ready).await?;
    let token = params.work_done_progress_params.work_done_token;
    let outbox = session.outbox.clone();
    let compiled = session.pool.compute(For::Editor, move || {
        let Some(place) = snapshot.place(&uri) else {
            return Err(refused(format!("`{}` belongs to no project", uri.as_str())));
        };
        let work = Work::begin(&outbox, token, "Compiling");
        compile_project(&place, wanted, &work, &cancel)
    });
    compiled.await?
}

fn compile_project(
    place: &Place<'_>,
    wanted: Wanted,
    work: &Work,
    cancel: &CancellationToken,
) -> Result<Vec<Compiled>> {
    let (view, project) = (place.view, place.project());
    match errors(view) {
        _ if wanted.despite_errors => {}
        0 => {}
        1 => return Err(refused("the project has an error; fix it first".to_owned())),
        some => return Err(refused(format!("the project has {some} errors; fix them first"))),
    }
    let standards = project.standards();
    let mut compiled = Vec::new();
    for (index, standard) in standards.iter().enumerate() {
        work.reach(index, standards.len(), &standard.prefix);
        // Without licensed wording: who gets an answer of this server may have no licence.
        let options = annexa_emit::Options::default();
        let (text, ending) = match wanted.format {
            Format::Json => (json(project, standard, &options, cancel)?, "json"),
            Format::Html => {
                // The client finds pictures where the texts are.
                let document = annexa_emit::native(project, standard, &options);
                (annexa_emit::html(&document, &|_| None), "html")
            }
        };
        let name = format!("{}.{ending}", standard.prefix.to_lowercase());
        compiled.push(Compiled { name, text });
    }
    Ok(compiled)
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

/// How many errors keep a project from being compiled.
fn errors(view: &View) -> usize {
    let files = (0..view.files.paths.len() as u32).map(FileId::Project);
    let findings = files.flat_map(|file| view.analysis.findings(file));
    findings.filter(|finding| finding.level == Level::Error).count() + view.troubles.len()
}

/// A text that is not written to its end where nobody wants it any more.
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
