//! Compiles the generated parser and its scanner.

fn main() {
    let source = std::path::Path::new("src");
    cc::Build::new()
        .std("c11")
        .include(source)
        .file(source.join("parser.c"))
        .file(source.join("scanner.c"))
        .compile("tree-sitter-annexa");
    println!("cargo:rerun-if-changed=src");
}
