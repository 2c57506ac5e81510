//! From source texts to JSON, as `annexa compile` does it.

use annexa_model::{Project, Settings};
use annexa_syntax::Document;
use criterion::{Criterion, criterion_group, criterion_main};

fn compile(criterion: &mut Criterion) {
    let sources = annexa_tests::project(5_000, 100);
    let mut group = criterion.benchmark_group("compile");
    group.sample_size(20);
    group.bench_function("5000 declarations in 100 files", |bencher| {
        bencher.iter(|| {
            let files = sources.iter().map(|(path, text)| (path.clone(), Document::new(text)));
            let project = Project::new(files, Settings::default());
            annexa_model::check(&project)
        });
    });
    group.finish();
}

criterion_group!(benches, compile);
criterion_main!(benches);
