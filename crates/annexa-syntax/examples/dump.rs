fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let t = std::time::Instant::now();
    let doc = annexa_syntax::Document::new(&text);
    let el = t.elapsed();
    if std::env::args().nth(2).is_some() { println!("{doc:?}"); }
    for e in doc.errors() { println!("{:?} {:?} {}", e.kind, &text[e.range], e.message); }
    let big = text.repeat(1_400_000 / text.len() + 1);
    for _ in 0..5 {
    let t = std::time::Instant::now();
    let mut doc = annexa_syntax::Document::new(&big);
    let el = t.elapsed();
    let t = std::time::Instant::now();
    for i in 0..100 { doc.edit(700_000+i..700_000+i, "x"); }
    println!("items {} bytes {} parse {el:?}; edit {:?}", doc.item_count(), big.len(), t.elapsed()/100);
    }
    println!("{el:?}");
}
