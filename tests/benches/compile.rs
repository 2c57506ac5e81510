//! From source texts to JSON, as `annexa compile` does it: files side by side, then the model.

use annexa_emit::{Options, native, to_json};
use annexa_model::{Project, Settings, check};
use annexa_syntax::Document;
use criterion::{Criterion, criterion_group, criterion_main};
use rayon::prelude::*;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn compile(sources: &[(String, String)]) -> usize {
    let files = sources.par_iter().map(|(path, text)| {
        let document = Document::new(text);
        document.items().for_each(|(_, item)| {
            item.declarations();
        });
        (path.clone(), document)
    });
    let project = Project::new(files.collect::<Vec<_>>(), Settings::default());
    assert!(check(&project).diagnostics.is_empty(), "the samples are valid");
    let outputs = project.standards().iter().map(|standard| {
        to_json(&native(&project, standard, &Options::default())).map_or(0, |json| json.len())
    });
    outputs.sum()
}

fn benchmark(criterion: &mut Criterion) {
    let sources = annexa_tests::project(5_000, 100);
    let mut group = criterion.benchmark_group("compile");
    group.sample_size(20);
    group.bench_function("5000 declarations in 100 files", |bencher| {
        bencher.iter(|| compile(&sources));
    });
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
