//! A keystroke as the language server follows it: the text, the model and the findings.

use annexa_model::{Analysis, FileId, Settings};
use annexa_syntax::Document;
use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};

fn benchmark(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("keystroke");
    for declarations in [100, 3_000, 30_000] {
        let text = annexa_tests::standard(declarations);
        let document = Document::new(&text);
        // An editor's document has had its rope made by the first edit.
        document.text();
        let file = FileId::Project(0);
        let analysis =
            Analysis::new([("smx.annexa".to_owned(), document.clone())], Settings::default());
        let at = text[..text.len() / 2].rfind("\"\"\"").unwrap_or_default() + 3;
        let mut edited = document.clone();
        edited.edit(at..at, "x");
        let after = analysis.edited(file, edited.clone());
        assert!(after.work().checked < 3, "an edit in a text costs one declaration");
        let id = BenchmarkId::from_parameter(format!("{} KB", text.len() / 1024));
        group.bench_function(id, |bencher| {
            bencher.iter_batched(
                || document.clone(),
                |mut document| {
                    document.edit(at..at, "x");
                    let analysis = analysis.edited(file, document);
                    analysis.findings(file).len()
                },
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
