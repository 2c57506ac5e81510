//! Lexing, parsing and editing: what an author waits for.

use std::hint::black_box;

use annexa_syntax::Document;
use annexa_tests::standard;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

/// Declarations in a document of 45 KB, 1.4 MB and 14 MB.
const SIZES: [(&str, usize); 3] = [("45KB", 95), ("1.4MB", 3_000), ("14MB", 30_000)];

fn parse(criterion: &mut Criterion) {
    let text = standard(3_000);
    let mut group = criterion.benchmark_group("parse");
    group.sample_size(30);
    group.bench_function("1.4MB", |bencher| bencher.iter(|| Document::new(black_box(&text))));
    group.bench_function("1.4MB/side by side", |bencher| {
        bencher.iter(|| Document::new_side_by_side(black_box(&text)));
    });
    group.finish();
}

fn edit(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("edit");
    for (size, declarations) in SIZES {
        let document = Document::new(&standard(declarations));
        let text = document.text().to_string();
        for (place, share) in [("start", 0.02), ("middle", 0.5), ("end", 0.98)] {
            // A word of a guidance, so that the same kind of declaration is edited everywhere.
            let near = (text.len() as f64 * share) as usize;
            let words = "Keys should be unique";
            let at = text[near..].find(words).or_else(|| text.rfind(words).map(|at| at - near));
            let at = near.wrapping_add(at.unwrap_or_default()) + "Keys".len();
            group.bench_function(format!("{size}/{place}"), |bencher| {
                bencher.iter_batched_ref(
                    || document.clone(),
                    |document| document.edit(at..at, "x"),
                    BatchSize::SmallInput,
                );
            });
        }
    }
    group.finish();
}

criterion_group!(benches, parse, edit);
criterion_main!(benches);
