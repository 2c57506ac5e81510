//! Measures `annexa check --fix` on n, 2n, 4n and 8n findings in one declaration: the time should
//! grow linearly, not quadratically.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The smallest number of findings, n.
const FEW: usize = 1_000;
/// The maximal ratio of the times for 8n and n findings.
pub(crate) const AIM: f64 = 12.0;

/// A text with many findings of one kind in one declaration.
struct Shape {
    name: &'static str,
    text: fn(usize) -> String,
}

const SHAPES: &[Shape] = &[
    Shape {
        name: "unknown bases",
        text: |count| head(&lines(count, |at| format!("  base ISO/IEC 9{at}:2022 as b{at}\n"))),
    },
    Shape {
        name: "undated bases",
        text: |count| {
            head(&lines(count, |at| format!("  base ISO/IEC 27002 as b{at}\n")))
                + "retain b1 5.1 {\n  reason \"No need was seen.\"\n}\n"
        },
    },
    Shape {
        name: "allows in the head",
        text: |count| head(&lines(count, |_| "  allow C606 \"No need was seen.\"\n".to_owned())),
    },
    Shape {
        name: "allows and findings",
        text: |count| {
            let allows = lines(count, |_| "  allow C606 \"No need was seen.\"\n".to_owned());
            let words = lines(count, |_| "It shall be so.\n\n".to_owned());
            head("")
                + &format!("add guidance to 27002 5.1 {{\n{allows}  text \"\"\"{words}\"\"\"\n}}\n")
        },
    },
    Shape {
        name: "a repeated field",
        text: |count| {
            let fields = lines(count, |_| "  rationale \"x\"\n".to_owned());
            head("") + &format!("retain 27002 5.1 {{\n{fields}}}\n")
        },
    },
    Shape {
        name: "soft hyphens",
        text: |count| {
            let words = lines(count, |_| "se\u{AD}cure ".to_owned());
            head("") + &format!("add guidance to 27002 5.1 {{\n  text \"\"\"{words}\"\"\"\n}}\n")
        },
    },
    Shape {
        name: "soft hyphens, one after the other",
        text: |count| {
            let hyphens = "\u{AD}".repeat(count);
            head("") + &format!("add guidance to 27002 5.1 {{\n  text \"\"\"x{hyphens}\"\"\"\n}}\n")
        },
    },
    Shape {
        name: "typographic strings",
        text: |count| {
            let notes = lines(count, |_| "  note “x”\n".to_owned());
            head("") + &format!("term “x” {{\n{notes}}}\n")
        },
    },
    Shape {
        name: "definitions with an article",
        text: |count| {
            head("")
                + &lines(count, |at| {
                    format!("term \"x{at}\" {{\n  definition \"the thing\"\n}}\n\n")
                })
        },
    },
    Shape {
        name: "unknown provisions",
        text: |count| {
            let words = lines(count, |_| "{27002 5.99} ".to_owned());
            head("") + &format!("add guidance to 27002 5.1 {{\n  text \"\"\"{words}\"\"\"\n}}\n")
        },
    },
    Shape {
        name: "unknown audiences",
        text: |count| {
            let fields = lines(count, |at| format!("  guidance for a{at} \"It should be so.\"\n"));
            head("") + &format!("add control SMX.5.38 \"Keys\" to 27002 5 {{\n{fields}}}\n")
        },
    },
];

fn head(fields: &str) -> String {
    format!(
        "standard SMX \"x\" {{\n  sector \"x\"\n  edition 2026\n  base ISO/IEC 27002:2022\n  scope \"x\"\n{fields}}}\n\n"
    )
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// The times of a shape.
pub(crate) struct Growth {
    pub(crate) name: &'static str,
    /// The times for n, 2n, 4n and 8n findings.
    pub(crate) times: [Duration; 4],
}

impl Growth {
    /// Returns the ratio of the last time to the first.
    pub(crate) fn ratio(&self) -> f64 {
        let [first, .., last] = self.times;
        last.as_secs_f64() / first.as_secs_f64()
    }
}

/// Measures each shape.
pub(crate) fn measured(program: &Path) -> Result<Vec<Growth>, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("smx.annexa");
    let mut growths = Vec::new();
    for shape in SHAPES {
        let mut times = [Duration::MAX; 4];
        for (power, time) in times.iter_mut().enumerate() {
            let text = (shape.text)(FEW << power);
            for _ in 0..3 {
                std::fs::write(&file, &text)?;
                *time = (*time).min(once(program, &file)?);
            }
        }
        growths.push(Growth { name: shape.name, times });
    }
    Ok(growths)
}

/// Returns the time of one run, which must report findings.
fn once(program: &Path, file: &Path) -> Result<Duration, Box<dyn std::error::Error>> {
    let start = Instant::now();
    let status = Command::new(program)
        .args(["check", "--fix"])
        .arg(file)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    match status.code() {
        Some(0 | 1) => Ok(start.elapsed()),
        _ => Err(format!("`annexa check --fix` failed: {status}").into()),
    }
}
