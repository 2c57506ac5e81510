//! `cargo xtask bench-lsp`: types into language servers and measures what users wait for, in ours
//! and in others, on documents of equal size.

pub(crate) mod peers;
mod project;
mod sample;
mod session;
mod times;

use std::path::PathBuf;
use std::time::Duration;

use annexa_tests::client::Memory;
use tempfile::TempDir;

use xtask::{Outcome, cargo, root, target};

use peers::Peer;
use sample::Sample;
use session::{Mode, Session};
use times::{Budget, Times, milliseconds};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const HELP: &str = "\
Measures language servers and prints one table

Usage: cargo xtask bench-lsp [OPTIONS]

Options:
  --only NAMES  Only these servers, by their first words, with commas between
  --quick       A tenth of the samples, to try things out
  --write       Put the table into crates/annexa-server/README.md
";

/// The file into which `--write` inserts the table, between these lines.
const README: &str = "crates/annexa-server/README.md";
const BEGIN: &str = "<!-- bench-lsp begins -->\n";
const END: &str = "<!-- bench-lsp ends -->";

/// The size of a document, and the number of samples.
const SIZES: [(&str, usize, usize); 2] = [("45 KB", 45_000, 200), ("1.4 MB", 1_400_000, 100)];

/// The maximal time to measure one figure.
const TIME: Duration = Duration::from_secs(60);

/// The targets of annexa's figures, in the columns of the table.
const AIMS: &str = "p50 < 1, p99 < 5 | p50 < 1, p99 < 5 | p99 < 5 | p99 < 5 | – | – | –";

/// The figures of a server at one size. Unsupported features are missing.
struct Row {
    push: Option<Times>,
    pull: Option<Times>,
    completion: Option<Times>,
    definition: Option<Times>,
    symbols: Option<Times>,
    cold: Option<Times>,
    memory: Memory,
}

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let mut only = None;
    let (mut quick, mut write) = (false, false);
    let mut words = arguments.iter().map(String::as_str);
    while let Some(argument) = words.next() {
        match argument {
            "--only" => only = words.next(),
            "--quick" => quick = true,
            "--write" => write = true,
            "--help" => {
                print!("{HELP}");
                return Ok(());
            }
            unknown => return Err(format!("`{unknown}` is no option of bench-lsp").into()),
        }
    }
    let wanted = |name: &str| {
        let word = name.split(' ').next().unwrap_or_default();
        only.is_none_or(|only| only.split(',').any(|only| only == word))
    };
    let folder = std::path::absolute(target().join("peers"))?;
    if wanted("annexa") {
        cargo(&["build", "--release", "--package", "annexa", "--quiet"])?;
    }
    let annexa = std::path::absolute(target().join("release/annexa"))?;
    let mut peers = peers::all(&folder, annexa.clone());
    peers.retain(|peer| wanted(peer.name));
    if !peers.iter().all(Peer::is_installed) {
        peers::install(&folder)?;
    }
    peers.retain(Peer::is_installed);

    let mut text = table(&peers, quick)?;
    if wanted("annexa") {
        text += "\n";
        text += &project::table(&annexa, quick)
            .unwrap_or_else(|error| format!("`annexa lsp` alone: {error}\n"));
    }
    text += &format!("\nMeasured on {}.\n", machine());
    println!("\n{text}");
    if write { put(&text) } else { Ok(()) }
}

/// Returns the table of all servers, and the notes below it.
fn table(peers: &[Peer], quick: bool) -> Result<String> {
    let mut table = String::from(
        "| server | document | keystroke to diagnostics, pushed | the same, pulled | completion | \
         definition | symbols | cold start to first diagnostics | memory, most of it |\n\
         |---|---|---|---|---|---|---|---|---|\n",
    );
    let mut ahead = Vec::new();
    for (size, bytes, samples) in SIZES {
        let budget = if quick {
            Budget { samples: samples / 10, time: TIME / 10 }
        } else {
            Budget { samples, time: TIME }
        };
        let mut ours: Option<Row> = None;
        let settings =
            peers.iter().map(|peer| Setting::new(peer, bytes)).collect::<Result<Vec<_>>>()?;
        eprintln!("bench: starts at {size}");
        let starts = Budget { samples: budget.samples / 5, time: budget.time / 2 };
        let cold = Times::by_turns(starts, &settings, Setting::start);
        for (setting, cold) in settings.iter().zip(cold) {
            let peer = setting.peer;
            eprintln!("bench: {} at {size}", peer.name);
            let row = match cold.and_then(|cold| measured(setting, cold, budget)) {
                Ok(row) => row,
                Err(error) => {
                    let dashes = "– | ".repeat(6);
                    table += &format!(
                        "| `{}` {} | {size} | {dashes}{error} |\n",
                        peer.name, peer.version
                    );
                    continue;
                }
            };
            table += &format!("| `{}` {} | {size} | {row} |\n", peer.name, peer.version);
            if peer.name.starts_with("annexa") {
                table += &format!("| *aims* | | {AIMS} |\n");
                ours = Some(row);
            } else if let Some(ours) = &ours {
                ahead.extend(
                    behind(ours, &row)
                        .map(|what| format!("{what} at {size}: `{}` is ahead", peer.name)),
                );
            }
        }
    }
    table += "\nMilliseconds: p50 / p95 / p99, and in brackets the number of samples where they are fewer \
              than 100. Memory: resident at the end / at most.\n";
    for peer in peers.iter().filter(|peer| !peer.note.is_empty()) {
        table += &format!("`{}` {}.\n", peer.name, peer.note);
    }
    for line in ahead {
        table += &format!("{line}.\n");
    }
    Ok(table)
}

/// Returns the columns in which the other row has a lower median.
fn behind<'rows>(
    ours: &'rows Row,
    other: &'rows Row,
) -> impl Iterator<Item = &'static str> + 'rows {
    [
        ("Keystroke to diagnostics, pushed,", &ours.push, &other.push),
        ("Keystroke to diagnostics, pulled,", &ours.pull, &other.pull),
        ("Completion", &ours.completion, &other.completion),
        ("Definition", &ours.definition, &other.definition),
        ("Symbols", &ours.symbols, &other.symbols),
        ("Cold start", &ours.cold, &other.cold),
    ]
    .into_iter()
    .filter_map(|(what, ours, other)| {
        let (ours, other) = (ours.as_ref()?, other.as_ref()?);
        (other.percentile(50) < ours.percentile(50)).then_some(what)
    })
}

/// A server and the folder with its document.
struct Setting<'a> {
    peer: &'a Peer,
    sample: Sample,
    place: PathBuf,
    _folder: TempDir,
}

impl Setting<'_> {
    fn new(peer: &Peer, bytes: usize) -> Result<Setting<'_>> {
        let sample = peer.language.sample(bytes);
        let folder = tempfile::tempdir()?;
        // Servers look files up by their canonical names.
        let place = folder.path().canonicalize()?;
        std::fs::write(place.join(sample.file), &sample.text)?;
        for (name, text) in &sample.beside {
            std::fs::write(place.join(name), text)?;
        }
        Ok(Setting { peer, sample, place, _folder: folder })
    }

    fn open(&self, mode: Mode) -> Result<Session<'_>> {
        Session::open(self.peer, &self.place, &self.sample, mode)
    }

    /// Returns the time from the start of the process to the first diagnostics.
    fn start(&self) -> Result<Duration> {
        let session = self.open(Mode::Push)?;
        Ok(session.first - session.started)
    }
}

/// Returns all figures of a server on one document.
fn measured(setting: &Setting<'_>, cold: Times, budget: Budget) -> Result<Row> {
    let Setting { peer, sample, .. } = setting;
    let mut session = setting.open(Mode::Push)?.with_keyboard(sample);
    let push = Times::take(budget, || session.keystroke())?;
    let can = |session: &Session<'_>, what: &str| {
        session.capabilities[what].as_object().is_some() || session.capabilities[what] == true
    };

    let mut completion = None;
    if can(&session, "completionProvider") {
        let (offset, trigger) = sample.complete;
        let mut params = session.at(sample, offset);
        params["context"] = match trigger {
            Some(character) => {
                serde_json::json!({ "triggerKind": 2, "triggerCharacter": character })
            }
            None => serde_json::json!({ "triggerKind": 1 }),
        };
        completion = answers(budget, || {
            session.ask_while_typing("textDocument/completion", params.clone())
        })?;
    }
    let mut definition = None;
    let provider = peer.definition.trim_start_matches("textDocument/").to_owned() + "Provider";
    if can(&session, &provider) {
        let params = session.at(sample, sample.defined);
        definition = answers(budget, || session.ask_after_typing(peer.definition, params.clone()))?;
    }
    let mut symbols = None;
    if can(&session, "documentSymbolProvider") {
        let params = session.whole();
        symbols = answers(budget, || {
            session.ask_after_typing("textDocument/documentSymbol", params.clone())
        })?;
    }
    let memory = session.client.memory();
    drop(session);

    let mut pulling = setting.open(Mode::Pull)?.with_keyboard(sample);
    let pull =
        if pulling.can_pull() { Some(Times::take(budget, || pulling.keystroke())?) } else { None };
    Ok(Row { push: Some(push), pull, completion, definition, symbols, cold: Some(cold), memory })
}

/// Returns the times of requests; `None` if the server never answers. An empty answer is not a
/// sample, as when the last letter made the position invalid.
fn answers(
    budget: Budget,
    mut ask: impl FnMut() -> Result<Option<Duration>>,
) -> Result<Option<Times>> {
    let mut tell = || -> Result<Option<Duration>> {
        // A round has four keystrokes.
        for _ in 0..4 {
            if let Some(time) = ask()? {
                return Ok(Some(time));
            }
        }
        Ok(None)
    };
    if tell()?.is_none() {
        return Ok(None);
    }
    Times::take(budget, || tell()?.ok_or_else(|| "it has no answer any more".into())).map(Some)
}

impl std::fmt::Display for Row {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let figures =
            [&self.push, &self.pull, &self.completion, &self.definition, &self.symbols, &self.cold];
        for times in figures {
            match times {
                Some(times) => write!(out, "{times} | ")?,
                None => out.write_str("– | ")?,
            }
        }
        write!(out, "{}", megabytes(self.memory))
    }
}

/// Returns the present and the maximal memory, in megabytes.
fn megabytes(memory: Memory) -> String {
    format!("{} / {} MB", memory.resident / 1_000_000, memory.most / 1_000_000)
}

/// Returns the machine and its load, on which figures depend.
fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cpu = read("/proc/cpuinfo");
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or(std::env::consts::ARCH, |(_, model)| model)
        .to_owned();
    let load = read("/proc/loadavg");
    let load = load.split(' ').nth(2).unwrap_or("an unknown number");
    format!("{cores} cores ({model}), with a mean load of {load} processes in the last 15 minutes")
}

/// Inserts the text into the README.
fn put(text: &str) -> Outcome {
    let path = root().join(README);
    let page = std::fs::read_to_string(&path)?;
    let (before, rest) = page.split_once(BEGIN).ok_or("the README has no place for the table")?;
    let (_, after) = rest.split_once(END).ok_or("the README has no end of the table")?;
    std::fs::write(&path, format!("{before}{BEGIN}\n{text}\n{END}{after}"))?;
    Ok(())
}

/// Returns a time in seconds or milliseconds.
fn shown(time: Duration) -> String {
    if time < Duration::from_secs(1) {
        format!("{} ms", milliseconds(time))
    } else {
        format!("{:.2} s", time.as_secs_f64())
    }
}

/// Creates a folder with these files.
fn folder_of(files: &[(String, String)]) -> Result<(tempfile::TempDir, PathBuf)> {
    let folder = tempfile::tempdir()?;
    let place = folder.path().canonicalize()?;
    for (name, text) in files {
        std::fs::write(place.join(name), text)?;
    }
    Ok((folder, place))
}
