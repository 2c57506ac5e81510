//! From source texts to JSON, as `annexa compile` does it: files side by side, then the model.

use std::time::Instant;

use annexa_emit::{Options, write_json};
use annexa_model::{Project, Settings, check};
use annexa_syntax::Document;
use criterion::{Criterion, criterion_group, criterion_main};
use rayon::prelude::*;

fn compile(sources: &[(String, String)]) -> (Project, Vec<u8>) {
    let files = sources.par_iter().with_max_len(1).map(|(path, text)| {
        let document = Document::new(text);
        document.lower();
        (path.clone(), document)
    });
    let project = Project::new(files.collect::<Vec<_>>(), Settings::default());
    assert!(check(&project).diagnostics.is_empty(), "the samples are valid");
    let mut json = Vec::new();
    for standard in project.standards() {
        let written = write_json(&project, standard, &Options::default(), &mut json);
        written.expect("a vector takes all");
    }
    (project, json)
}

fn benchmark(criterion: &mut Criterion) {
    let sources = annexa_tests::project(5_000, 100);
    let mut group = criterion.benchmark_group("compile");
    group.sample_size(20);
    group.bench_function("5000 declarations in 100 files", |bencher| {
        bencher.iter_custom(|iterations| {
            let once = |_| {
                let start = Instant::now();
                // On a thread of the pool, as the program does, which ends without giving the project back.
                let made = rayon::scope(|_| compile(&sources));
                let time = start.elapsed();
                drop(made);
                time
            };
            (0..iterations).map(once).sum()
        });
    });
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
