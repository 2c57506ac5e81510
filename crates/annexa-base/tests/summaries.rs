//! Tests the style of the summaries in the built-in catalogues: plain sentences, few and short.

use annexa_base::{BUILT_IN, built_in};

/// The maximal numbers of characters and sentences of a summary.
const LONGEST: (usize, usize) = (330, 3);

/// Wording that the summaries avoid, and its replacement.
const AVOIDED: [(&str, &str); 22] = [
    ("able to", "can"),
    ("goal", "objective"),
    ("stick", "USB drive"),
    ("a thought", "deserves attention"),
    ("hang on", "depend on"),
    ("hangs on", "depends on"),
    ("rest on", "depend on"),
    ("rests on", "depends on"),
    ("lays weight", "stresses"),
    ("written traces", "records"),
    ("lives on", "depends on"),
    ("hook in", "connect"),
    ("nobody", "no one, or the passive"),
    ("somebody", "someone"),
    ("whoever", "the role"),
    ("tell", "show, say"),
    ("tells", "shows, says"),
    ("mend", "correct"),
    ("speaks", "communicates"),
    ("shall", "a summary is no provision"),
    ("should", "a summary is no provision"),
    ("must", "a summary is no provision"),
];

/// Returns the wording to avoid in a summary.
fn avoided(summary: &str) -> Option<String> {
    let words: Vec<String> = summary
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let text = format!(" {} ", words.join(" "));
    let form = |phrase: &str| [format!(" {phrase} "), format!(" {phrase}s ")];
    let listed = AVOIDED
        .iter()
        .find(|(phrase, _)| form(phrase).iter().any(|form| text.contains(form)))
        .map(|(phrase, instead)| format!("`{phrase}`; write: {instead}"));
    let without_antecedent =
        summary.starts_with("It ").then(|| "`It` refers to nothing; name the subject".to_owned());
    listed.or(without_antecedent)
}

/// Counts the sentences of a text: full stops and question marks before a space or the end.
fn sentences(summary: &str) -> usize {
    summary.split_whitespace().filter(|word| word.ends_with(['.', '?'])).count()
}

#[test]
fn summaries_are_short_and_plain() {
    let mut faults = Vec::new();
    let mut read = 0;
    for number in 0..BUILT_IN.len() {
        for catalogue in &built_in(number).unwrap().1.catalogues {
            let provisions = catalogue.provisions.iter().map(|it| (&it.number, &it.summary));
            let amendments = catalogue.amendments.iter().map(|it| (&it.name, &it.summary));
            for (name, summary) in provisions.chain(amendments) {
                let Some(summary) = summary else { continue };
                let summary = summary.split_whitespace().collect::<Vec<_>>().join(" ");
                let (length, count) = (summary.chars().count(), sentences(&summary));
                read += 1;
                let fault = avoided(&summary).or_else(|| {
                    let fits = length <= LONGEST.0 && (1..=LONGEST.1).contains(&count);
                    (!fits).then(|| format!("{length} characters, {count} sentences"))
                });
                if let Some(fault) = fault {
                    faults.push(format!("{} {name}: {fault}", catalogue.document.printed()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(read, 340);
}

#[test]
fn the_wording_to_avoid_is_found() {
    for (summary, found) in [
        ("An intruder is able to edit a log.", true),
        ("Sticks, tapes and disks are lost.", true),
        ("It asks for a plan.", true),
        ("Security goals are set.", true),
        ("Nobody knows.", true),
        ("Tests show what people have learned.", false),
        ("The label sticky is fine, and a mustard field too.", false),
        ("The plan names its owner. Protection depends on it.", false),
    ] {
        assert_eq!(avoided(summary).is_some(), found, "{summary}");
    }
}
