//! Shapes of projects that once took more than linear time, at n, 2n, 4n and 8n, with the ratio of
//! the last to the first. `growth.rs` measures fixes.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use annexa_tests::client::{Client, Encoding, uri};
use serde_json::json;

use xtask::Outcome;

use crate::program;

/// The maximal ratio of the times for 8n and n; 8 is linear.
const AIM: f64 = 12.0;

/// The number of runs, of which the best counts: other processes can slow a run down but never
/// speed it up.
const RUNS: usize = 3;

/// A shape: its name, the smallest n, and what is done in a folder.
struct Shape {
    what: &'static str,
    smallest: usize,
    prepare: fn(&Path, usize) -> std::io::Result<()>,
    run: Run,
    /// The maximal ratio of the times for 8n and n.
    aim: f64,
}

/// What is measured.
enum Run {
    /// A command for the whole folder.
    Command(&'static [&'static str]),
    /// A command with each file of the folder as an argument.
    EachFile(&'static [&'static str]),
    /// A server in which all files are opened before the findings of the last one are requested.
    OpenedTogether,
    /// A server in which the files are opened one by one, each after the findings of the previous
    /// one.
    OpenedOneByOne,
    /// A server in which one edit replaces the whole text of a file, as editors send it for a paste
    /// over everything or for a formatter.
    Replaced,
}

const SHAPES: &[Shape] = &[
    Shape {
        what: "`check *.annexa`, files of one standard",
        smallest: 250,
        prepare: parts,
        run: Run::EachFile(&["check"]),
        aim: AIM,
    },
    Shape {
        what: "the same, with annexa.toml",
        smallest: 250,
        prepare: parts_with_settings,
        run: Run::EachFile(&["check"]),
        aim: AIM,
    },
    Shape {
        what: "`check .`, files of one standard",
        smallest: 250,
        prepare: parts,
        run: Run::Command(&["check", "."]),
        aim: AIM,
    },
    Shape {
        what: "`check`, `allow`s in one standard",
        smallest: 1000,
        prepare: allows,
        run: Run::Command(&["check", "."]),
        aim: AIM,
    },
    Shape {
        what: "`check`, audiences with guidance on one control",
        smallest: 1000,
        prepare: audiences,
        run: Run::Command(&["check", "."]),
        aim: AIM,
    },
    Shape {
        what: "`check`, declarations whose heads are misspelt, with comments",
        smallest: 1000,
        prepare: misspelt_heads,
        run: Run::Command(&["check", "."]),
        aim: AIM,
    },
    Shape {
        what: "`check`, characters of a title, in thousands",
        smallest: 50,
        prepare: long_titles,
        run: Run::Command(&["check", "."]),
        aim: AIM,
    },
    Shape {
        what: "loose files of one standard, opened together",
        smallest: 250,
        prepare: parts,
        run: Run::OpenedTogether,
        aim: AIM,
    },
    Shape {
        what: "loose standards, opened together",
        smallest: 250,
        prepare: standards,
        run: Run::OpenedTogether,
        aim: AIM,
    },
    Shape {
        what: "loose files of one standard, opened one by one",
        smallest: 32,
        prepare: parts,
        run: Run::OpenedOneByOne,
        aim: AIM,
    },
    Shape {
        what: "loose standards, opened one by one",
        smallest: 32,
        prepare: standards,
        run: Run::OpenedOneByOne,
        // Opening a file visits all open projects, which takes some 2 µs each.
        aim: 2.0 * AIM,
    },
    Shape {
        what: "one edit that replaces n declarations",
        smallest: 4000,
        prepare: declarations,
        run: Run::Replaced,
        aim: AIM,
    },
];

/// Measures all shapes and prints a table.
pub(crate) fn run() -> Outcome {
    println!(
        "\n| shape | n | n | 2n | 4n | 8n | 8n/n | aim: at most |\n|---|---|---|---|---|---|---|---|"
    );
    let mut missed = Vec::new();
    for shape in SHAPES {
        let mut times = Vec::new();
        for factor in [1, 2, 4, 8] {
            times.push(best(shape, shape.smallest * factor)?);
        }
        let ratio = times[3].as_secs_f64() / times[0].as_secs_f64();
        let mut row = format!("| {} | {} |", shape.what, shape.smallest);
        for time in &times {
            write!(row, " {:.0} ms |", time.as_secs_f64() * 1e3)?;
        }
        println!("{row} {ratio:.1} | {} |", shape.aim);
        if ratio > shape.aim {
            missed.push(shape.what);
        }
    }
    match missed.as_slice() {
        [] => Ok(()),
        missed => Err(format!("more than linear: {}", missed.join("; ")).into()),
    }
}

fn best(shape: &Shape, number: usize) -> Result<Duration, Box<dyn std::error::Error>> {
    let mut times = Vec::new();
    for _ in 0..RUNS {
        // Created for each run, because some runs change the files.
        let folder = tempfile::tempdir()?;
        (shape.prepare)(folder.path(), number)?;
        // Users open folders that existed before. One that has just changed is searched again each
        // time, because clocks of file systems are coarse.
        let before = SystemTime::now() - Duration::from_secs(60);
        fs::File::open(folder.path())?.set_modified(before)?;
        times.push(match shape.run {
            Run::Command(arguments) => command(folder.path(), arguments, &[])?,
            Run::EachFile(arguments) => command(folder.path(), arguments, &files(folder.path())?)?,
            Run::OpenedTogether => opened(folder.path(), false)?,
            Run::OpenedOneByOne => opened(folder.path(), true)?,
            Run::Replaced => replaced(folder.path())?,
        });
    }
    times.into_iter().min().ok_or_else(|| "no run".into())
}

/// Returns the time of one run of the program. Its exit code does not matter, because there are
/// many findings.
fn command(
    folder: &Path,
    arguments: &[&str],
    files: &[PathBuf],
) -> Result<Duration, Box<dyn std::error::Error>> {
    let mut command = Command::new(program()?);
    command.args(arguments).args(files).current_dir(folder);
    let start = Instant::now();
    command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    Ok(start.elapsed())
}

/// Returns the time from opening the first file until the findings of the last one are known.
fn opened(folder: &Path, one_by_one: bool) -> Result<Duration, Box<dyn std::error::Error>> {
    let client = server(folder)?;
    let texts = texts(folder)?;
    let start = Instant::now();
    for (index, (uri, text)) in texts.iter().enumerate() {
        client.open(uri, "annexa", text);
        if one_by_one || index + 1 == texts.len() {
            answered(&client, "textDocument/diagnostic", uri)?;
        }
    }
    let time = start.elapsed();
    client.shut_down();
    Ok(time)
}

/// Returns the time of an edit, up to an answer that waits for nothing else.
fn replaced(folder: &Path) -> Result<Duration, Box<dyn std::error::Error>> {
    let client = server(folder)?;
    let mut time = Duration::ZERO;
    for (uri, text) in &texts(folder)? {
        client.open(uri, "annexa", text);
        answered(&client, "textDocument/foldingRange", uri)?;
        let end = json!({ "line": text.lines().count(), "character": 0 });
        let whole = json!({ "start": { "line": 0, "character": 0 }, "end": end });
        let other = text.replace("Meters", "Gauges");
        let start = Instant::now();
        client.change(uri, &[json!({ "range": whole, "text": other })]);
        answered(&client, "textDocument/foldingRange", uri)?;
        time += start.elapsed();
    }
    client.shut_down();
    Ok(time)
}

fn server(folder: &Path) -> Result<Client, Box<dyn std::error::Error>> {
    let mut client = Client::start_server(Command::new(program()?).arg("lsp").current_dir(folder));
    client.patience = Duration::from_secs(600);
    client.initialize(&[], json!({ "textDocument": { "diagnostic": {} } }), &[Encoding::Utf8]);
    Ok(client)
}

fn answered(client: &Client, method: &str, uri: &str) -> Outcome {
    let params = json!({ "textDocument": { "uri": uri } });
    client.request(method, params).map_err(|error| format!("{error:?}"))?;
    Ok(())
}

/// Returns the files of a folder, by URI.
fn texts(folder: &Path) -> std::io::Result<Vec<(String, String)>> {
    files(folder)?.into_iter().map(|path| Ok((uri(&path), fs::read_to_string(&path)?))).collect()
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files: Vec<_> = fs::read_dir(folder.canonicalize()?)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|ending| ending == "annexa"));
    files.sort();
    Ok(files)
}

fn head(more: &str) -> String {
    format!(
        "standard SMX \"Controls for meters\" {{\n  sector \"Smart metering\"\n  edition 2026\n  \
         base ISO/IEC 27001:2022\n  base ISO/IEC 27002:2022\n  scope \"\"\"This document is about \
         meters.\"\"\"\n{more}}}\n"
    )
}

fn write(folder: &Path, text: String) -> std::io::Result<()> {
    fs::write(folder.join("smx.annexa"), text)
}

fn parts(folder: &Path, number: usize) -> std::io::Result<()> {
    write(folder, head(""))?;
    for index in 0..number {
        let text = format!(
            "part of SMX\n\nadd control SMX.{index} \"Meters of kind {index}\" {{\n  control \
             \"\"\"Meters of this kind should be protected.\"\"\"\n}}\n"
        );
        fs::write(folder.join(format!("part-{index:05}.annexa")), text)?;
    }
    Ok(())
}

fn parts_with_settings(folder: &Path, number: usize) -> std::io::Result<()> {
    fs::write(folder.join("annexa.toml"), "")?;
    parts(folder, number)
}

fn standards(folder: &Path, number: usize) -> std::io::Result<()> {
    for index in 0..number {
        let text = head("").replace("SMX", &format!("S{index:05}"));
        fs::write(folder.join(format!("s{index:05}.annexa")), text)?;
    }
    Ok(())
}

fn declarations(folder: &Path, number: usize) -> std::io::Result<()> {
    let declaration = |index| {
        format!(
            "\nadd note to 27002 5.1 {{\n  text \"\"\"Meters of kind {index} are meant.\"\"\"\n}}\n"
        )
    };
    write(folder, head("") + &(0..number).map(declaration).collect::<String>())
}

fn allows(folder: &Path, number: usize) -> std::io::Result<()> {
    write(folder, head(&"  allow R112 \"\"\"There is a reason.\"\"\"\n".repeat(number)))
}

fn audiences(folder: &Path, number: usize) -> std::io::Result<()> {
    let (mut heads, mut guidance) = (String::new(), String::new());
    for index in 0..number {
        heads += &format!("  audience a{index} \"Operators of kind {index}\"\n");
        guidance += &format!(
            "\nadd guidance to 27002 5.1 for a{index} {{\n  text \"\"\"Operators should look at \
             meter {index}.\"\"\"\n}}\n"
        );
    }
    write(folder, head(&heads) + &guidance)
}

/// The audience is in the wrong place, so that all declarations are one item.
fn misspelt_heads(folder: &Path, number: usize) -> std::io::Result<()> {
    let declaration = |index| {
        format!(
            "\nadd guidance for a{index} to 27002 5.1 {{\n  // to decide: whether it is\n  text \
             \"\"\"Operators should look at meter {index}.\"\"\"\n}}\n"
        )
    };
    write(folder, head("") + &(0..number).map(declaration).collect::<String>())
}

fn long_titles(folder: &Path, thousands: usize) -> std::io::Result<()> {
    let title = "Keys of meters and of their operators kept. ".repeat(thousands * 1000 / 44);
    let control = |number| {
        format!(
            "\nadd control SMX.5.{number} \"{title}\" to 27002 5 {{\n  control \"\"\"Keys should be \
             kept.\"\"\"\n}}\n"
        )
    };
    write(folder, head("").replace("Controls for meters", &title) + &control(38) + &control(39))
}
