//! Files, links and pipes in place of a source, the settings, a figure or a catalogue: measures the
//! time until `check`, `compile` and the server report the problem, and their memory.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use annexa_tests::client::{Client, Encoding, uri};
use serde_json::{Value, json};
use wait4::Wait4;

use xtask::Outcome;

use crate::program;

/// The maximal time, and the maximal memory in bytes.
const AIM: (Duration, u64) = (Duration::from_secs(1), 300_000_000);

/// In seconds; a run that takes longer is considered to hang.
const PATIENCE: u64 = 60;

/// A standard whose page shows a figure.
const STANDARD: &str = r#"standard SMX "Controls for meters" {
  sector "Smart metering"
  edition 2026
  base ISO/IEC 27001:2022
  scope """This document is about meters."""
}

interpret 27001 7.2 {
  text """
    Meters are read as shown.

    {figure "x.png" "Where"}
  """
}
"#;

/// The picture of the figure; the beginning of a PNG file is sufficient.
const FIGURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A problem.
struct Case {
    what: &'static str,
    put: Put,
    /// A part of the message that reports it.
    says: &'static str,
}

/// The place of the problem.
enum Put {
    /// At a path in the project. `check`, `compile` and the server report it.
    InProject(&'static str, Thing),
    /// In place of a built-in catalogue in the user's cache, which the server writes again.
    AsCatalogue(Thing),
    /// Only in the editor.
    Opened(fn() -> String),
}

/// The thing at this place.
enum Thing {
    Text(fn() -> String),
    Bytes(fn() -> Vec<u8>),
    /// A sparse file with this number of zeros, which takes no room on the disk.
    Zeros(u64),
    Pipe,
    Link(&'static str),
    /// A folder that only root can read.
    Locked,
}

use Put::{AsCatalogue, InProject, Opened};
use Thing::{Bytes, Link, Locked, Pipe, Text, Zeros};

const BINARY: &str = "is a binary file";
const LARGE: &str = "is larger than 16 MiB";

const CASES: &[Case] = &[
    Case {
        what: "source: 50 MB of zeros",
        put: InProject("n.annexa", Zeros(50 << 20)),
        says: BINARY,
    },
    Case {
        what: "source: 3 GB of zeros",
        put: InProject("n.annexa", Zeros(3 << 30)),
        says: BINARY,
    },
    Case {
        what: "source: 3 MB of random bytes",
        put: InProject("n.annexa", Bytes(random_bytes)),
        says: BINARY,
    },
    Case {
        what: "source: 3 MB of random characters",
        put: InProject("n.annexa", Text(random_characters)),
        says: "more findings of S0",
    },
    Case {
        what: "source: 17 MB of text",
        put: InProject("n.annexa", Text(long_text)),
        says: LARGE,
    },
    Case {
        what: "source: a pipe",
        put: InProject("n.annexa", Pipe),
        says: "is a pipe or a device",
    },
    Case {
        what: "source: a link to /dev/zero",
        put: InProject("n.annexa", Link("/dev/zero")),
        says: "is a link to",
    },
    Case {
        what: "source: a link to nothing",
        put: InProject("n.annexa", Link("nothing")),
        says: "leads to no file",
    },
    Case {
        what: "source: a link to itself",
        put: InProject("n.annexa", Link("n.annexa")),
        says: "leads to no file",
    },
    Case { what: "folder: a link to /usr", put: InProject("result", Link("/usr")), says: "" },
    Case { what: "folder: a link to its parent", put: InProject("again", Link(".")), says: "" },
    Case { what: "folder: locked", put: InProject("locked", Locked), says: "" },
    Case {
        what: ".gitignore: a link to /dev/zero",
        put: InProject(".gitignore", Link("/dev/zero")),
        says: "is ignored",
    },
    Case { what: ".gitignore: a pipe", put: InProject(".gitignore", Pipe), says: "is ignored" },
    Case {
        what: ".gitignore: 3 GB of zeros",
        put: InProject(".gitignore", Zeros(3 << 30)),
        says: "is ignored",
    },
    Case {
        what: "annexa.toml: a link to /dev/zero",
        put: InProject("annexa.toml", Link("/dev/zero")),
        says: "annexa.toml",
    },
    Case { what: "annexa.toml: a pipe", put: InProject("annexa.toml", Pipe), says: "annexa.toml" },
    Case {
        what: "annexa.toml: 3 GB of zeros",
        put: InProject("annexa.toml", Zeros(3 << 30)),
        says: "annexa.toml",
    },
    Case { what: "figure: a pipe", put: InProject("x.png", Pipe), says: "is a pipe or a device" },
    Case { what: "figure: 3 GB of zeros", put: InProject("x.png", Zeros(3 << 30)), says: LARGE },
    Case {
        what: "figure: a link to /dev/zero",
        put: InProject("x.png", Link("/dev/zero")),
        says: "leads out of the project",
    },
    Case { what: "catalogue: a pipe", put: AsCatalogue(Pipe), says: "" },
    Case { what: "catalogue: a link to /dev/zero", put: AsCatalogue(Link("/dev/zero")), says: "" },
    Case { what: "catalogue: 3 GB of zeros", put: AsCatalogue(Zeros(3 << 30)), says: "" },
    Case { what: "opened: 3 MB of zeros", put: Opened(|| "\0".repeat(3 << 20)), says: BINARY },
    Case { what: "opened: 17 MB of text", put: Opened(long_text), says: LARGE },
    Case {
        what: "opened: 3 MB of random characters",
        put: Opened(random_characters),
        says: "more findings of S0",
    },
];

/// The result of a run.
struct Taken {
    time: Duration,
    memory: u64,
    /// What went wrong, if anything.
    trouble: Option<&'static str>,
}

impl Taken {
    /// Returns what went wrong, or that the run exceeded a limit.
    fn missed(&self) -> Option<&'static str> {
        self.trouble
            .or((self.time > AIM.0).then_some("too slow"))
            .or((self.memory > AIM.1).then_some("too much memory"))
    }
}

impl fmt::Display for Taken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ms, {} MB", self.time.as_millis(), self.memory / 1_000_000)?;
        self.missed().iter().try_for_each(|missed| write!(out, " ({missed})"))
    }
}

/// Measures all cases and prints a table.
pub(super) fn run() -> Outcome {
    println!("\n| in the way (aim: 1 s, 300 MB) | check | compile | server |\n|---|---|---|---|");
    let cache = tempfile::tempdir()?;
    // The first run fills the cache.
    server(tempfile::tempdir()?.path(), cache.path(), None, "")?;
    let mut missed = Vec::new();
    for case in CASES {
        let folder = tempfile::tempdir()?;
        let path = folder.path().canonicalize()?;
        fs::write(path.join("annexa.toml"), "")?;
        fs::write(path.join("smx.annexa"), STANDARD)?;
        fs::write(path.join("x.png"), FIGURE)?;
        let mut opened = None;
        match &case.put {
            InProject(name, thing) => put(&path.join(name), thing)?,
            AsCatalogue(thing) => put(&catalogue(cache.path())?, thing)?,
            Opened(text) => opened = Some(text()),
        }
        let mut taken = Vec::new();
        if opened.is_none() {
            for command in ["check", "compile"] {
                taken.push(once(&path, command, case.says)?);
            }
        }
        taken.push(server(&path, cache.path(), opened.as_deref(), case.says)?);
        let cells = taken.iter().map(ToString::to_string);
        let none = std::iter::repeat_n("–".to_owned(), 3 - taken.len());
        println!("| {} | {} |", case.what, none.chain(cells).collect::<Vec<_>>().join(" | "));
        if taken.iter().any(|taken| taken.missed().is_some()) {
            missed.push(case.what);
        }
    }
    match missed.as_slice() {
        [] => Ok(()),
        missed => Err(format!("not as it should be: {}", missed.join("; ")).into()),
    }
}

/// Replaces what is at a path.
fn put(path: &Path, thing: &Thing) -> Outcome {
    if path.exists() {
        fs::remove_file(path)?;
    }
    match thing {
        Text(text) => fs::write(path, text())?,
        Bytes(bytes) => fs::write(path, bytes())?,
        Zeros(length) => File::create(path)?.set_len(*length)?,
        Pipe => xtask::run(Command::new("mkfifo").arg(path))?,
        Link(target) => symlink(target, path)?,
        Locked => {
            fs::create_dir(path)?;
            fs::set_permissions(path, fs::Permissions::from_mode(0o000))?;
        }
    }
    Ok(())
}

/// Returns the path of the first catalogue in a cache.
fn catalogue(cache: &Path) -> io::Result<PathBuf> {
    let mut path = cache.join("annexa/catalogues");
    while path.is_dir() {
        let entries = fs::read_dir(&path)?.map(|entry| Ok(entry?.path()));
        let first = entries.collect::<io::Result<Vec<_>>>()?.into_iter().min();
        path = first.ok_or(io::ErrorKind::NotFound)?;
    }
    Ok(path)
}

/// Measures one run of a command.
fn once(folder: &Path, command: &str, says: &str) -> Result<Taken, Box<dyn std::error::Error>> {
    let start = Instant::now();
    let mut child = Command::new("timeout")
        .arg(PATIENCE.to_string())
        .arg(program()?)
        .args([command, "--format", if command == "check" { "human" } else { "html" }])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut said = String::new();
    child.stderr.take().ok_or("it is piped")?.read_to_string(&mut said)?;
    let used = child.wait4()?;
    let trouble = match used.status.code() {
        Some(0..=2) => (!said.contains(says)).then_some("says nothing"),
        Some(124) => Some("hangs"),
        _ => Some("crashes"),
    };
    Ok(Taken { time: start.elapsed(), memory: used.rusage.maxrss, trouble })
}

/// Measures the server with the project as its workspace, until it has answered and reported the
/// problem.
fn server(
    folder: &Path,
    cache: &Path,
    opened: Option<&str>,
    says: &str,
) -> Result<Taken, Box<dyn std::error::Error>> {
    // Created before the clock starts, because this client, unlike the server, is built without
    // optimization.
    let opened = opened.map(|text| {
        let document =
            json!({ "uri": uri(&folder.join("n.annexa")), "languageId": "annexa", "version": 1, "text": text });
        let method = "textDocument/didOpen";
        let message =
            json!({ "jsonrpc": "2.0", "method": method, "params": { "textDocument": document } }).to_string();
        format!("Content-Length: {}\r\n\r\n{message}", message.len())
    });
    let start = Instant::now();
    let mut command = Command::new(program()?);
    command.arg("lsp").current_dir(folder).env("XDG_CACHE_HOME", cache);
    let mut client = Client::start_server(&mut command);
    client.patience = Duration::from_secs(PATIENCE);
    client.initialize(&[folder], json!({}), &[Encoding::Utf8]);
    let standard = uri(&folder.join("smx.annexa"));
    client.open(&standard, "annexa", STANDARD);
    if let Some(message) = opened {
        client.send_bytes(message);
    }
    // The base leads to its catalogue, and the answer shows what the server knows of the project.
    let at = json!({ "line": 3, "character": 12 });
    let params = json!({ "textDocument": { "uri": standard }, "position": at });
    client.request("textDocument/definition", params).map_err(|error| format!("{error:?}"))?;
    let is_said = |params: &Value| params.to_string().contains(says);
    let has_said = || client.log().iter().any(|it| !it.sent && is_said(it.params()));
    let mut trouble = None;
    while !has_said() {
        if start.elapsed() > Duration::from_secs(PATIENCE) {
            trouble = Some("says nothing");
            break;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let taken = Taken { time: start.elapsed(), memory: client.memory().most, trouble };
    Ok(taken)
}

/// Returns numbers that look random but are the same in each run.
fn random() -> impl Iterator<Item = u64> {
    std::iter::successors(Some(0x2545_F491_4F6C_DD1D_u64), |last| {
        let mut next = *last;
        next ^= next << 13;
        next ^= next >> 7;
        next ^= next << 17;
        Some(next)
    })
}

fn random_bytes() -> Vec<u8> {
    random().map(|number| number as u8).take(3 << 20).collect()
}

/// Returns one-byte characters, including line breaks but no zero.
fn random_characters() -> String {
    random().map(|number| char::from((number % 127) as u8 + 1)).take(3 << 20).collect()
}

fn long_text() -> String {
    format!("part of SMX\n{}", "// Meters are read.\n".repeat((17 << 20) / 20))
}
