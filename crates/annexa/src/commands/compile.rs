//! `annexa compile`: writes the compiled forms of standards.

mod messages;

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annexa_emit::Options;
use annexa_model::{Project, StandardId};
use annexa_workspace::{Config, Root, stays_below};
use clap::{Args, ValueEnum};
use jiff::Timestamp;

use self::messages::Messages;
use super::analysis::{self, Checked, Counts};
use super::pictures::Pictures;
use rayon::prelude::*;

use crate::outcome::{Failure, Outcome};
use crate::target::{self, Kind};
use crate::terminal::{self, count};
use crate::write;

/// Compile standards: to JSON for other programs, to HTML for readers
///
/// Each standard becomes one file, named after its prefix, in the folder build/ of its project or
/// the folder that you give (build/smx.json). If a project has errors, they are shown and the
/// project is not compiled; other projects are. An existing file is replaced only if it has the
/// same format; sources, annexa.toml and files in hidden folders are never replaced.
///
/// The same text gives the same bytes on every machine. The output contains no time unless
/// --timestamp or SOURCE_DATE_EPOCH gives one.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  annexa compile                          the project in this folder, to build/
  annexa compile smx.annexa -o smx.json   one file
  annexa compile standards/ -o out        every project below a folder, to out/
  annexa compile --stdout                 to standard output
  annexa compile --format html            a page for readers, to build/smx.html
  annexa compile smx.annexa -o smx.html   the same; the extension selects the format
  annexa compile --message-format json    findings and written files for programs, on standard
                                          output (see `annexa schema compilation`)

In annexa.toml, `[compile] output = \"FOLDER\"` sets another folder, and `formats` the formats.")]
pub(crate) struct Compile {
    /// Files or folders; the current folder if none is given
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Where to write: a file that ends with .json or .html (for one standard), or a folder
    #[arg(short, long, value_name = "FILE|FOLDER", conflicts_with = "stdout")]
    output: Option<PathBuf>,

    /// Write to standard output instead of a file
    #[arg(long)]
    stdout: bool,

    /// The format [default: the extension of --output, the setting in annexa.toml, or json]
    #[arg(long, value_name = "FORMAT")]
    format: Vec<Format>,

    /// Include the licensed wording of your overlays in the output
    ///
    /// Use it only if everyone who gets the output has a licence for the base standards.
    #[arg(long)]
    include_base_text: bool,

    /// The time to write into the output, such as 2026-01-31T12:00:00Z
    #[arg(long, value_name = "TIME")]
    timestamp: Option<Timestamp>,

    /// Fail on warnings as on errors: do not compile a project with warnings
    #[arg(long)]
    deny_warnings: bool,

    /// The format of messages about findings and written files
    #[arg(long, value_name = "FORMAT", default_value = "human", conflicts_with = "stdout")]
    message_format: Messages,
}

/// A compiled format.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, ValueEnum)]
enum Format {
    /// The complete standard as one JSON document (see `annexa schema`)
    Json,
    /// A single-file page for readers: contents, search, light and dark, printable
    Html,
}

impl Format {
    fn ending(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Html => "html",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Format::Json => Kind { name: "compiled JSON", endings: &["json"] },
            Format::Html => Kind { name: "a page", endings: &["html"] },
        }
    }
}

/// The result for one project.
struct Compiled {
    name: String,
    /// The findings, in the message format.
    findings: String,
    counts: Counts,
    outcome: Outcome,
    outputs: Vec<Output>,
}

/// A compiled standard.
struct Output {
    path: PathBuf,
    /// The folder that the output must not leave, if the project rather than the user chooses its
    /// place.
    within: Option<PathBuf>,
    /// The folder of the project.
    folder: PathBuf,
    project: Arc<Project>,
    standard: StandardId,
    format: Format,
}

impl Output {
    /// Compiles the standard and writes it at the same time, because a large one would use much
    /// memory.
    fn write(&self, options: &Options, writer: &mut dyn Write) -> io::Result<()> {
        let Some(standard) = self.project.standard(self.standard) else { return Ok(()) };
        let mut writer = BufWriter::with_capacity(1 << 16, writer);
        match self.format {
            Format::Json => {
                annexa_emit::write_json(&self.project, standard, options, &mut writer)?;
            }
            Format::Html => {
                let document = annexa_emit::native(&self.project, standard, options);
                let pictures = Pictures::of(&self.folder);
                let page = annexa_emit::html(&document, &|path| pictures.url(path));
                pictures.all_found()?;
                writer.write_all(page.as_bytes())?;
            }
        }
        writer.flush()
    }
}

/// Runs the command.
pub(crate) fn run(compile: &Compile) -> Result<Outcome, Failure> {
    let outcome = compile_all(compile);
    compile.message_format.end(&outcome)?;
    outcome
}

fn compile_all(compile: &Compile) -> Result<Outcome, Failure> {
    let messages = compile.message_format;
    let options = Options {
        include_base_text: compile.include_base_text,
        timestamp: timestamp(compile.timestamp)?.map(|time| time.to_string()),
    };
    compile.output.iter().try_for_each(|path| target::check_place(path).map(|_| ()))?;
    let results =
        analysis::for_each_project(&compile.paths, |checked| compile_project(checked, compile));
    let mut outcome = Outcome::Clean;
    let mut total = Counts::default();
    let mut projects = 0;
    let mut outputs = Vec::new();
    for result in results {
        match result {
            Ok(compiled) => {
                projects += 1;
                total += compiled.counts;
                outcome = outcome.max(compiled.outcome);
                messages.show(&compiled.findings)?;
                say_not_compiled(&compiled);
                outputs.extend(compiled.outputs);
            }
            Err(failure) => {
                messages.failed(&failure)?;
                outcome = Outcome::Trouble;
            }
        }
    }
    if projects > 0 && total.standards == 0 && outcome == Outcome::Clean {
        return Err(Failure::new("there is no standard to compile")
            .help("a standard begins with a line such as: standard SMX \"Its title\" {"));
    }
    outcome = outcome.max(deliver(compile, &options, &outputs)?);
    // The program ends here, and freeing a large project takes as long as parsing it.
    std::mem::forget(outputs);
    if projects > 0 && !total.findings().is_empty() {
        terminal::say(&analysis::summary(&total, projects));
    }
    Ok(outcome)
}

fn say_not_compiled(compiled: &Compiled) {
    if compiled.outcome != Outcome::Clean {
        let not = terminal::styled(terminal::ERROR, "not compiled");
        let why = match compiled.outcome {
            Outcome::Trouble => "some of its files cannot be read".to_owned(),
            _ => compiled.counts.findings(),
        };
        terminal::say(&format!("{not}: {} ({why})\n", compiled.name));
    } else if compiled.counts.standards == 0 {
        terminal::say(&format!("nothing to compile: {} contains no standard\n", compiled.name));
    }
}

fn compile_project(checked: Checked, compile: &Compile) -> Result<Compiled, Failure> {
    let findings = compile.message_format.findings(&checked)?;
    let outcome = match checked.is_partial {
        true => Outcome::Trouble,
        false => checked.counts.outcome(compile.deny_warnings),
    };
    let Checked { root, project, counts, .. } = checked;
    let project = Arc::new(project);
    let formats = formats(compile, &root.config)?;
    let mut outputs = Vec::new();
    if outcome == Outcome::Clean {
        for standard in project.standards() {
            for format in &formats {
                let name = format!("{}.{}", standard.prefix.to_lowercase(), format.ending());
                let (path, within) = target(compile, &root, *format, &name);
                outputs.push(Output {
                    path,
                    within,
                    folder: root.folder.clone(),
                    project: Arc::clone(&project),
                    standard: standard.id,
                    format: *format,
                });
            }
        }
    }
    Ok(Compiled { name: root.name(), findings, counts, outcome, outputs })
}

/// Returns the path for a standard, and the folder that it must not leave.
fn target(
    compile: &Compile,
    root: &Root,
    format: Format,
    name: &str,
) -> (PathBuf, Option<PathBuf>) {
    match &compile.output {
        Some(output) if is_file(output, format) => (output.clone(), None),
        Some(folder) => (folder.join(name), None),
        None => {
            let folder = root.config.compile.output.as_ref().map_or("build", |path| path.get_ref());
            (root.folder.join(folder).join(name), Some(root.folder.clone()))
        }
    }
}

/// Whether `--output` names a file: it has the extension of the format and is not an existing
/// folder.
fn is_file(output: &Path, format: Format) -> bool {
    ends_as(output, format) && !output.is_dir() || output.exists() && !output.is_dir()
}

fn ends_as(output: &Path, format: Format) -> bool {
    target::ends_in(output, &[format.ending()])
}

fn formats(compile: &Compile, config: &Config) -> Result<Vec<Format>, Failure> {
    let mut formats = compile.format.clone();
    if formats.is_empty()
        && let Some(output) = &compile.output
    {
        formats.extend(Format::value_variants().iter().filter(|format| ends_as(output, **format)));
    }
    if formats.is_empty() {
        for name in config.compile.formats.iter().flatten() {
            formats.push(Format::from_str(name.get_ref(), false).map_err(|_| {
                let known: Vec<_> = Format::value_variants()
                    .iter()
                    .filter_map(ValueEnum::to_possible_value)
                    .map(|value| value.get_name().to_owned())
                    .collect();
                let known = known.join(", ");
                let message = format!("there is no format `{}`; write {known}", name.get_ref());
                config.error_at(name.span(), &message)
            })?);
        }
    }
    if formats.is_empty() {
        formats.push(Format::Json);
    }
    formats.sort_unstable();
    formats.dedup();
    Ok(formats)
}

/// Writes the compiled standards.
fn deliver(compile: &Compile, options: &Options, outputs: &[Output]) -> Result<Outcome, Failure> {
    if compile.stdout {
        return match outputs {
            [] => Ok(Outcome::Clean),
            [output] => {
                terminal::print_with(|stdout| output.write(options, stdout))?;
                Ok(Outcome::Clean)
            }
            _ => Err(Failure::new(format!(
                "--stdout prints one standard, but there are {}",
                outputs.len()
            ))
            .help("name the file or folder of one of them")),
        };
    }
    let mut outcome = Outcome::Clean;
    let mut first_with: BTreeMap<&Path, usize> = BTreeMap::new();
    for output in outputs {
        *first_with.entry(&output.path).or_default() += 1;
    }
    for (path, number) in &first_with {
        if *number > 1 {
            return Err(Failure::new(format!(
                "{} would be written to `{}`, one over the other",
                count(*number, "standard"),
                terminal::path(path)
            ))
            .help("give a folder with --output, or compile them one by one"));
        }
    }
    outputs.iter().try_for_each(may_be_written)?;
    let written: Vec<_> = outputs.par_iter().map(|output| write_output(output, options)).collect();
    for (output, written) in outputs.iter().zip(written) {
        match written {
            Ok(()) => compile.message_format.wrote(&output.path, output.format.ending())?,
            Err(failure) => {
                compile.message_format.failed(&failure)?;
                outcome = Outcome::Trouble;
            }
        }
    }
    Ok(outcome)
}

fn may_be_written(output: &Output) -> Result<(), Failure> {
    if let Some(root) = &output.within {
        // The folder need not exist yet; the existing part of the path must not lead out.
        if let Some(existing) = output.path.ancestors().find(|path| path.exists()) {
            stays_below(root, existing)?;
        }
        output.path.parent().map(target::check_place).transpose()?;
    }
    target::check(&output.path, output.format.kind())
}

fn write_output(output: &Output, options: &Options) -> Result<(), Failure> {
    let kind = output.format.kind();
    write::output(&output.path, kind, &|file| output.write(options, file))
}

/// Returns the time to write: that of the flag, or else that of the environment, which reproducible
/// builds set.
fn timestamp(flag: Option<Timestamp>) -> Result<Option<Timestamp>, Failure> {
    if flag.is_some() {
        return Ok(flag);
    }
    let Some(seconds) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let time = seconds
        .to_str()
        .and_then(|seconds| seconds.parse().ok())
        .and_then(|seconds| Timestamp::from_second(seconds).ok());
    match time {
        Some(time) => Ok(Some(time)),
        None => Err(Failure::new(format!(
            "SOURCE_DATE_EPOCH is `{}`, which is not a number of seconds since 1970",
            seconds.display()
        ))),
    }
}
