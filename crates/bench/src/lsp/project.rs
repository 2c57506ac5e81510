//! Measurements of `annexa lsp` alone: whole projects, long sessions, and the delay of
//! cancellation.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use annexa_tests::client::{Client, Encoding, Memory, Pending, change, position, uri};
use serde_json::{Value, json};

use super::session::{Mode, capabilities};
use super::times::{Budget, Times};
use super::{Result, folder_of, megabytes, shown};

/// Long enough for everything here.
const PATIENCE: Duration = Duration::from_secs(60);

const PUBLISH: &str = "textDocument/publishDiagnostics";

/// A request that editors send on their own.
const TOKENS: &str = "textDocument/semanticTokens/full";

/// A request that a user waits for.
const FORMATTING: &str = "textDocument/formatting";

/// The error code of a cancelled request.
const CANCELLED: i64 = -32800;

/// Returns the figures and their targets.
pub(super) fn table(program: &Path, quick: bool) -> Result<String> {
    let mut table = String::from("| `annexa lsp` alone | figure | aim |\n|---|---|---|\n");
    let mut row = |what: &str, figure: String, aim: &str| {
        table += &format!("| {what} | {figure} | {aim} |\n");
    };

    eprintln!("bench: a project of 20 files");
    let starts = Budget { samples: if quick { 5 } else { 50 }, time: Duration::from_secs(60) };
    let times = cold(program, starts)?;
    row("cold start to first diagnostics, 20 files", format!("{times} ms"), "p50 < 60 ms");

    eprintln!("bench: cancelling");
    for (busy, what) in [
        (&[TOKENS][..], "the workers for what editors show"),
        (&[TOKENS, FORMATTING], "all workers"),
    ] {
        let (times, echoes) = cancelled(program, busy, if quick { 10 } else { 100 })?;
        row(&format!("cancel answered, {what} busy"), format!("{times} ms"), "p99 < 5 ms");
        row(&format!("a line through `cat` and back, {what} busy"), format!("{echoes} ms"), "–");
    }

    eprintln!("bench: a long session");
    let many = if quick { 5_000 } else { 50_000 };
    let (after_few, after_many) = edits(program, 500, many)?;
    let growth = (after_many as f64 / after_few as f64 - 1.0) * 100.0;
    row(
        &format!("memory after 500 and after {many} edits of 45 KB"),
        format!(
            "{:.1} and {:.1} MB: {growth:+.1} %",
            after_few as f64 / 1e6,
            after_many as f64 / 1e6
        ),
        "< +10 %",
    );

    eprintln!("bench: a project of 2,000 files");
    let big = big(program)?;
    let size = format!("2,000 files, {:.0} MB", big.bytes as f64 / 1e6);
    row(&format!("{size}: start to the first hover"), shown(big.hover), "< 1 s");
    row(&format!("{size}: start to all diagnostics"), shown(big.all), "–");
    row(&format!("{size}: memory then, most of it"), megabytes(big.memory), "< 600 MB");
    row(&format!("{size}: progress shown"), if big.progress { "yes" } else { "no" }.into(), "yes");
    Ok(table)
}

/// Starts the server in a folder, for a client with these capabilities.
fn start(program: &Path, folder: &Path, mode: Mode) -> Client {
    let mut client = Client::start_server(Command::new(program).arg("lsp").current_dir(folder));
    client.patience = PATIENCE;
    client.initialize(&[folder], capabilities(mode), &[]);
    client
}

/// Measures from the start of the process to the first diagnostics of the opened file.
fn cold(program: &Path, budget: Budget) -> Result<Times> {
    let files = annexa_tests::project(650, 20);
    let (_folder, place) = folder_of(&files)?;
    Times::take(budget, || {
        let started = Instant::now();
        let client = start(program, &place, Mode::Push);
        let uri = uri(&place.join(&files[3].0));
        client.open(&uri, "annexa", &files[3].1);
        let message = client
            .try_wait_for(PUBLISH, PATIENCE, |params| {
                params["uri"] == uri.as_str() && params["version"] == 1
            })
            .ok_or("no diagnostics")?;
        Ok(message.at - started)
    })
}

/// Measures the time from `$/cancelRequest` to the answer of that request, while more long requests
/// are open than there are workers; and the time that a program that only echoes takes at the same
/// moments, which shows the share of the machine.
fn cancelled(program: &Path, busy: &[&str], samples: usize) -> Result<(Times, Times)> {
    let text = annexa_tests::standard(3_000);
    let (_folder, place) = folder_of(&[("sample.annexa".to_owned(), text.clone())])?;
    let client = start(program, &place, Mode::Push);
    let uri = uri(&place.join("sample.annexa"));
    client.open(&uri, "annexa", &text);
    client.diagnostics(&uri, 1);
    let whole = json!({
        "textDocument": { "uri": uri },
        "options": { "tabSize": 2, "insertSpaces": true },
    });
    let mut missed = 0;
    let budget = Budget { samples, time: Duration::from_secs(120) };
    let mut echo = Echo::start()?;
    let mut echoes = Vec::new();
    let times = Times::take(budget, || -> Result<Duration> {
        loop {
            client.forget();
            // A letter, so that no answer is cached.
            client.change(&uri, &[change(&text, text.len()..text.len(), " ", Encoding::Utf16)]);
            let busy: Vec<Pending> = (0..8)
                .flat_map(|_| busy.iter().map(|method| client.start(method, whole.clone())))
                .collect();
            let last = client.start(TOKENS, whole.clone());
            // Until the workers are busy.
            std::thread::sleep(Duration::from_millis(5));
            echoes.push(echo.time()?);
            client.cancel(&last);
            let answer = client.try_answer(&last, PATIENCE).ok_or("no answer")?;
            let log = client.log();
            let sent = log
                .iter()
                .rfind(|message| message.sent && message.method() == Some("$/cancelRequest"))
                .ok_or("nothing was cancelled")?
                .at;
            for pending in &busy {
                client.try_answer(pending, PATIENCE).ok_or("no answer")?;
            }
            client.change(
                &uri,
                &[json!({
                    "range": {
                        "start": position(&text, text.len(), Encoding::Utf16),
                        "end": end_after_blank(&text),
                    },
                    "text": "",
                })],
            );
            match answer.result {
                Err(error) if error.code == CANCELLED => {
                    return Ok(answer.at.saturating_duration_since(sent));
                }
                // The request ended before it could be cancelled.
                _ => missed += 1,
            }
            if missed > samples {
                return Err("requests are answered before they can be cancelled".into());
            }
        }
    })?;
    Ok((times, echoes.into()))
}

/// A program that echoes its input.
struct Echo {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Echo {
    fn start() -> Result<Echo> {
        let mut command = Command::new("cat");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let input = child.stdin.take().ok_or("it is piped")?;
        let output = BufReader::new(child.stdout.take().ok_or("it is piped")?);
        Ok(Echo { child, input, output })
    }

    /// Returns the time to echo a line.
    fn time(&mut self) -> Result<Duration> {
        let started = Instant::now();
        self.input.write_all(b"a line\n")?;
        self.output.read_line(&mut String::new())?;
        Ok(started.elapsed())
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        // If it cannot be killed, it has already ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the position of the end of the text after a blank is inserted.
fn end_after_blank(text: &str) -> Value {
    position(&format!("{text} "), text.len() + 1, Encoding::Utf16)
}

/// Returns the memory after a few and after many edits: letters in all places, each deleted again.
fn edits(program: &Path, few: usize, many: usize) -> Result<(u64, u64)> {
    let text = annexa_tests::standard(95);
    let (_folder, place) = folder_of(&[("sample.annexa".to_owned(), text.clone())])?;
    let client = start(program, &place, Mode::Push);
    let uri = uri(&place.join("sample.annexa"));
    client.open(&uri, "annexa", &text);
    client.diagnostics(&uri, 1);
    // Positions that are spread evenly and not in order.
    let places: Vec<_> = (0..997)
        .map(|index| position(&text, index * 7_919 % text.len(), Encoding::Utf16))
        .collect();
    let mut after_few = 0;
    for edit in 0..many {
        let place = &places[(edit / 2 * 31) % places.len()];
        let mut end = place.clone();
        let new = if edit % 2 == 0 { "x" } else { "" };
        if new.is_empty() {
            end["character"] = json!(end["character"].as_u64().unwrap_or_default() + 1);
        }
        let change = json!({ "range": { "start": place, "end": end }, "text": new });
        let version = client.change(&uri, &[change]);
        if edit % 50 == 49 {
            client.diagnostics(&uri, version);
            client.forget();
        }
        if edit + 1 == few {
            after_few = client.memory().resident;
        }
    }
    Ok((after_few, client.memory().resident))
}

struct Big {
    bytes: usize,
    hover: Duration,
    all: Duration,
    memory: Memory,
    progress: bool,
}

/// Measures a project of 2,000 files: the first hover, and the diagnostics of all files.
fn big(program: &Path) -> Result<Big> {
    let mut files = annexa_tests::project(65_000, 2_000);
    // Files without findings are not reported.
    files[1_999].1 += "\nretain 27001 7.9 {\n  reason \"\"\"There is no such clause.\"\"\"\n}\n";
    let bytes = files.iter().map(|(_, text)| text.len()).sum();
    let (_folder, place) = folder_of(&files)?;
    let (name, text) = &files[1_000];
    let hovered = text.find("27002 8.24").ok_or("the sample refers to no control")?;
    let started = Instant::now();
    let client = start(program, &place, Mode::Pull);
    let uri = uri(&place.join(name));
    client.open(&uri, "annexa", text);
    let hover = loop {
        let params = json!({
            "textDocument": { "uri": uri },
            "position": position(text, hovered, Encoding::Utf16),
        });
        let pending = client.start("textDocument/hover", params);
        let answer = client.try_answer(&pending, PATIENCE).ok_or("no hover")?;
        if answer.result.is_ok_and(|result| !result.is_null()) {
            break answer.at - started;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let pending = client.start("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let answer = client.try_answer(&pending, PATIENCE).ok_or("no diagnostics")?;
    let report = answer.result.map_err(|error| format!("{error:?}"))?;
    let last = annexa_tests::client::uri(&place.join(&files[1_999].0));
    let found = report["items"].as_array().into_iter().flatten();
    if !found.into_iter().any(|report| report["uri"] == last.as_str()) {
        return Err(format!("the last file is not among the diagnostics: {report}").into());
    }
    let progress = client.received("$/progress");
    let progress = ["begin", "end"]
        .iter()
        .all(|kind| progress.iter().any(|params| params["value"]["kind"] == **kind));
    Ok(Big { bytes, hover, all: answer.at - started, memory: client.memory(), progress })
}
