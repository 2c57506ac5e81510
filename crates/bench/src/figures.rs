//! Runs the benchmarks, measures whole processes, and prints one table of figures and their
//! targets.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

use xtask::{Outcome, cargo, root, target};

use crate::lsp::peers;
use crate::{growth, hostile, program, trlc};

/// A row of the table.
struct Row {
    what: String,
    figure: String,
    aim: &'static str,
}

/// Runs everything, or only `growth`, `hostile` or `trlc`: how the time of fixes grows, the cost of
/// hostile shapes and files, the comparison with TRLC.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    cargo(&["build", "--release", "--package", "annexa", "--quiet"])?;
    if arguments.iter().any(|argument| argument == "growth") {
        let rows = growth()?;
        print(&rows);
        let is_missed = rows.iter().any(|row| row.aim.ends_with("(missed)"));
        return match is_missed {
            true => Err("a fix takes more than linear time".into()),
            false => Ok(()),
        };
    }
    if arguments.iter().any(|argument| argument == "trlc") {
        print(&beside_trlc()?);
        return Ok(());
    }
    if arguments.iter().any(|argument| argument == "hostile") {
        return hostile::run(arguments);
    }
    cargo(&["bench", "--package", "annexa-tests", "--quiet"])?;

    let mut rows = Vec::new();
    for (what, name) in [
        ("lex and parse 1.4 MB, on one thread", "parse/1.4MB"),
        ("the same, with the threads of the pool", "parse/1.4MB/side by side"),
    ] {
        let figure = shown(median(name)?);
        rows.push(Row { what: what.into(), figure, aim: "< 40 ms" });
    }
    for place in ["start", "middle", "end"] {
        let small = median(&format!("edit/45KB/{place}"))?;
        for size in ["45KB", "1.4MB", "14MB"] {
            let time = median(&format!("edit/{size}/{place}"))?;
            let ratio = time.as_secs_f64() / small.as_secs_f64();
            rows.push(Row {
                what: format!("one character at the {place} of {size}"),
                figure: format!("{} ({ratio:.2} × 45KB)", shown(time)),
                aim: "< 50 µs, < 2 ×",
            });
        }
    }
    for (size, declarations) in [("45 KB", 100), ("1.4 MB", 3_000), ("14 MB", 30_000)] {
        let length = annexa_tests::standard(declarations).len() / 1024;
        rows.push(Row {
            what: format!("text, model and findings after a character in about {size}"),
            figure: shown(median(&format!("keystroke/{length} KB"))?),
            aim: "< 500 µs to 1.4 MB",
        });
    }
    rows.push(Row {
        what: "compile 5,000 declarations in 100 files, in memory".into(),
        figure: shown(median("compile/5000 declarations in 100 files")?),
        aim: "< 150 ms",
    });
    rows.extend(processes()?);
    rows.extend(growth()?);
    rows.extend(beside_trlc()?);
    print(&rows);
    hostile::run(arguments)
}

/// Measures `annexa check --fix` with an increasing number of findings.
fn growth() -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    let row = |it: growth::Growth| Row {
        what: format!("`check --fix`, {}: 1,000 to 8,000", it.name),
        figure: format!("{} ({:.1} ×)", it.times.map(shown).join(", "), it.ratio()),
        aim: if it.ratio() <= growth::AIM { "≤ 12 ×" } else { "≤ 12 × (missed)" },
    };
    Ok(growth::measured(&program()?)?.into_iter().map(row).collect())
}

/// Returns the median that criterion found.
fn median(name: &str) -> Result<Duration, Box<dyn std::error::Error>> {
    let path = target()
        .join("criterion")
        .join(name.replacen('/', "\u{0}", 1).replace('/', "_").replace('\u{0}', "/"));
    let path = path.join("new/estimates.json");
    let text =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let estimates: serde_json::Value = serde_json::from_str(&text)?;
    let nanoseconds = estimates["median"]["point_estimate"].as_f64().ok_or("no median")?;
    Ok(Duration::from_nanos(nanoseconds as u64))
}

/// Measures whole processes: the time from a cold start to the exit, and the maximal memory.
fn processes() -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    let folder = temporary_folder()?;
    let bytes = write_project(folder.path())?;
    let output = folder.path().join("out.json");
    let output = output.to_string_lossy();
    let project = folder.path().to_string_lossy();
    let (time, _) = measured(&["check", "examples/energy/energy.annexa"])?;
    let (compile_time, memory) = measured(&["compile", &project, "-o", &output])?;
    let allowed = 20_000_000 + 10 * bytes;
    Ok(vec![
        Row {
            what: "`annexa check` of an example, whole process".into(),
            figure: shown(time),
            aim: "< 30 ms",
        },
        Row {
            what: "`annexa compile` of the same 100 files, whole process".into(),
            figure: shown(compile_time),
            aim: "< 150 ms",
        },
        Row {
            what: format!("its memory ({:.1} MB of source)", bytes as f64 / 1e6),
            figure: format!("{:.1} MB of {:.1} MB", memory as f64 / 1e6, allowed as f64 / 1e6),
            aim: "< 20 MB + 10 × source",
        },
    ])
}

/// Returns a temporary folder that is not hidden, because the program writes nothing to a hidden
/// one.
fn temporary_folder() -> std::io::Result<tempfile::TempDir> {
    tempfile::Builder::new().prefix("annexa-").tempdir()
}

/// Writes the sample of 5,000 declarations in 100 files. Returns its size in bytes.
fn write_project(folder: &Path) -> std::io::Result<u64> {
    let mut bytes = 0;
    for (name, text) in annexa_tests::project(5_000, 100) {
        bytes += text.len() as u64;
        std::fs::write(folder.join(name), text)?;
    }
    Ok(bytes)
}

/// Measures `annexa check` and `trlc` alternately, each on 5,000 objects in 100 files with all
/// rules and checks on.
fn beside_trlc() -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    let peers = target().join("peers");
    if let Err(error) = peers::install_python(&peers) {
        eprintln!("bench: {error}");
        return Ok(vec![Row {
            what: "`annexa check` beside `trlc`".into(),
            figure: "not measured: trlc cannot be installed".into(),
            aim: "≥ 20 ×",
        }]);
    }
    let folder = temporary_folder()?;
    let (ours, theirs) = (folder.path().join("annexa"), folder.path().join("trlc"));
    std::fs::create_dir(&ours)?;
    std::fs::create_dir(&theirs)?;
    write_project(&ours)?;
    trlc::write(&theirs, 5_000, 100)?;
    let (annexa, trlc) = (program()?, std::path::absolute(peers.join("python/bin/trlc"))?);
    let (ours, theirs) = (ours.to_string_lossy(), theirs.to_string_lossy());
    let (mut annexa_times, mut trlc_times) = (Vec::new(), Vec::new());
    for _ in 0..7 {
        annexa_times.push(once(&annexa, &["check", &ours])?.0);
        trlc_times.push(once(&trlc, &["--brief", &theirs])?.0);
    }
    let (annexa, trlc) = (middle(annexa_times), middle(trlc_times));
    let ratio = trlc.as_secs_f64() / annexa.as_secs_f64();
    Ok(vec![
        Row {
            what: "`annexa check` of 5,000 declarations in 100 files, whole process".into(),
            figure: format!("{} (1/{ratio:.0} of TRLC)", shown(annexa)),
            aim: "≤ 1/20 of TRLC",
        },
        Row {
            what: "`trlc` 3.1.1 of as many objects, by turns with it".into(),
            figure: shown(trlc),
            aim: "",
        },
    ])
}

/// Returns the median time of a few runs of the program, and their maximal memory in bytes.
fn measured(arguments: &[&str]) -> Result<(Duration, u64), Box<dyn std::error::Error>> {
    let mut times = Vec::new();
    let mut most = 0;
    for _ in 0..21 {
        let (time, memory) = once(&program()?, arguments)?;
        times.push(time);
        most = most.max(memory);
    }
    Ok((middle(times), most))
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Returns the time and the memory in bytes of one run of a program, which must succeed.
fn once(program: &Path, arguments: &[&str]) -> Result<(Duration, u64), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let used = child.wait4()?;
    let time = start.elapsed();
    if !used.status.success() {
        let name = program.file_stem().unwrap_or_default().to_string_lossy();
        return Err(format!("`{name} {}` failed: {}", arguments.join(" "), used.status).into());
    }
    Ok((time, used.rusage.maxrss))
}

fn shown(time: Duration) -> String {
    let microseconds = time.as_secs_f64() * 1e6;
    if microseconds < 1_000.0 {
        format!("{microseconds:.1} µs")
    } else {
        format!("{:.1} ms", microseconds / 1_000.0)
    }
}

fn print(rows: &[Row]) {
    let width =
        |of: fn(&Row) -> &str| rows.iter().map(|row| of(row).chars().count()).max().unwrap_or(0);
    let (what, figure) = (width(|row| &row.what), width(|row| &row.figure));
    println!("\n| {:what$} | {:figure$} | aim", "measured", "median");
    println!("|{:-<1$}|{2:-<3$}|---", "", what + 2, "", figure + 2);
    for row in rows {
        println!("| {:what$} | {:figure$} | {}", row.what, row.figure, row.aim);
    }
}
