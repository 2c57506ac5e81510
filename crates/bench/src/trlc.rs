//! Writes a project in TRLC, to compare `annexa check` with TRLC's own checker: as many objects in
//! as many files as the sample of `annexa_tests`, three controls for every two terms, with the same
//! texts, references and closed vocabularies, and with user-defined checks.

use std::fmt::Write as _;
use std::path::Path;

use xtask::Outcome;

/// The types, and checks like those of Annexa's rules.
const TYPES: &str = r#"package sample

enum Kind { preventive detective corrective }

enum Property { confidentiality integrity availability }

type Term {
  name String
  definition String
  source String
}

type Control {
  number String
  title String
  kind Kind
  properties Property[1 .. *]
  control String
  purpose String
  guidance Markup_String
  see Term[1 .. *]
}

checks Term {
  len(name) >= 3, error "a term needs a name", name
  not matches(definition, "^(a|an|the) "), warning "a definition begins with no article", definition
  not endswith(definition, "."), warning "a definition ends with no full stop", definition
  len(source) >= 3, warning "a source says who", source
}

checks Control {
  matches(number, "^SMP\.[5-8]\.[0-9]+$"), error "the number does not fit", number
  len(title) >= 3, error "a control needs a title", title
  matches(control, ".*\bshould\b"), error "a control holds a should", control
  not matches(control, ".*\bshall\b"), error "no shall in a control", control
  not matches(control, ".*\bmust\b"), warning "no must in a control", control
  not matches(purpose, ".*\b(shall|should|may)\b"), warning "a purpose holds no provision", purpose
  not matches(purpose, ".*\b(and/or|etc|as appropriate|might|could)\b"), warning "ambiguous", purpose
}
"#;

/// Writes a project with this number of objects and files.
pub(crate) fn write(folder: &Path, objects: usize, files: usize) -> Outcome {
    std::fs::write(folder.join("types.rsl"), TYPES)?;
    let of_a_file = objects.div_ceil(files);
    for file in 0..files {
        let mut text = "package sample\n".to_owned();
        for index in file * of_a_file..objects.min((file + 1) * of_a_file) {
            object(index, &mut text)?;
        }
        std::fs::write(folder.join(format!("part-{file:03}.trlc")), text)?;
    }
    Ok(())
}

fn object(index: usize, text: &mut String) -> std::fmt::Result {
    if index % 5 >= 3 {
        return write!(
            text,
            r#"
Term term_{index} {{
  name = "sample device {index}"
  definition = "device of kind {index} that reads samples and sends them to the head-end system of its operator"
  source = "Sample working group"
}}
"#
        );
    }
    let term = index / 5 * 5 + 3;
    let other = term + 1;
    write!(
        text,
        r#"
// Sample {index}
Control control_{index} {{
  number = "SMP.{clause}.{index}"
  title = "Custody of the keys of sample {index}"
  kind = Kind.preventive
  properties = [Property.confidentiality, Property.integrity]
  control = "Keys of samples of kind {index} should be held in a hardware security module."
  purpose = "To keep one stolen sample from opening the others."
  guidance = '''Keys should be unique to a [[term_{term}]] or a [[term_{other}]].
    See also another control, and before that:

    a) who may hold a key;
    b) where it is kept.

    NOTE Samples of kind {index} are described elsewhere.'''
  see = [term_{term}, term_{other}]
}}
"#,
        clause = index % 4 + 5,
    )
}
