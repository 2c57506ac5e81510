//! The page holds together: ids, links, headings, and all that the standard says.

use std::collections::HashSet;

use annexa_model::{Project, Settings};
use annexa_syntax::Document as Source;
use scraper::{Html, Selector};

use crate::{Options, html, native};

const HEAD: &str = "standard SMX \"Meters <b>& more\" {\n  sector \"Metering\"\n  edition 2026\n  \
                    base ISO/IEC 27001:2022 + Amd 1:2024\n  base ISO/IEC 27002:2022\n";

const BODY: &str = r#"
term "head-end system" {
  definition """system that collects the readings of meters"""
}

add requirement SMX.6.1.4 "Readings" to 27001 6.1 {
  text """
    The organization shall keep readings, see {SMX.8.35}, {27002 5.23} and the {term head-end system}:

    a) for <script>alert(1)</script> a year;
    b) in two places.

    NOTE A note.
  """
}

refine 27001 6.1.3 c) {
  text """The organization shall also compare them with those of this document."""
}

add guidance to 27002 5.23 for customer {
  text """The operator should know the country."""
}

retain 27002 5.1 {
  reason """It says what is needed."""
}

add control SMX.8.35 "Remote disconnection" to 27002 8 {
  type preventive
  properties integrity
  concepts protect
  capabilities "Application security"
  domains protection
  control """The power to disconnect should be given by two persons."""
  purpose """To keep one error from cutting off many."""
  guidance """A limit can be set for each hour."""
}
"#;

fn source(head: &str, body: &str) -> String {
    format!("{HEAD}{head}  audience customer \"Customer\"\n}}\n{body}")
}

fn page(head: &str, body: &str) -> String {
    page_of(&source(head, body))
}

fn page_of(text: &str) -> String {
    let project = Project::new([("smx.annexa".to_owned(), Source::new(text))], Settings::default());
    let standard = project.standards().first().expect("there is a standard");
    html(&native(&project, standard, &Options::default()), &|_| None)
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("the selector is right");
    page.select(&selector).collect()
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    let words = |it: &scraper::ElementRef<'_>| it.text().collect::<String>();
    let words = select(page, selector).iter().map(words).collect::<Vec<_>>();
    words.iter().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn clauses_follow_the_template_for_requirements_and_controls() {
    let page = Html::parse_document(&page("", BODY));
    assert_eq!(
        texts(&page, "h2"),
        [
            "1 Scope",
            "2 Normative references",
            "3 Terms and definitions",
            "4 General",
            "5 Requirements related to ISO/IEC 27001:2022 + Amd 1:2024",
            "6 Controls and guidance related to ISO/IEC 27002:2022",
            "Annex A Additional controls of the sector (normative)",
            "Annex B Reference controls of this document (normative)",
            "Annex C What becomes of each provision of the bases (informative)",
        ]
    );
}

#[test]
fn a_standard_of_controls_alone_keeps_the_clause_numbers_of_its_base() {
    let head = HEAD.replace("  base ISO/IEC 27001:2022 + Amd 1:2024\n", "");
    let text = format!("{head}}}\n\nretain 27002 5.1 {{\n  reason \"\"\"As is.\"\"\"\n}}\n");
    let project =
        Project::new([("smx.annexa".to_owned(), Source::new(&text))], Settings::default());
    let standard = project.standards().first().expect("there is a standard");
    let page =
        Html::parse_document(&html(&native(&project, standard, &Options::default()), &|_| None));
    let headings = texts(&page, "h2");
    assert!(headings.iter().any(|it| it.starts_with("5 Organizational controls")), "{headings:?}");
    assert_eq!(select(&page, "h2").len(), headings.iter().collect::<HashSet<_>>().len());
}

#[test]
fn added_controls_stand_in_an_annex_where_they_are_numbered_apart() {
    let page = Html::parse_document(&page("  numbering annex\n", BODY));
    let annex = texts(&page, "#extended-controls h3");
    assert_eq!(annex, ["SMX.8.35 Remote disconnection new"]);
    assert_eq!(texts(&page, "h3, h4, h5").iter().filter(|it| it.contains("SMX.8.35")).count(), 1);
}

#[test]
fn every_id_is_there_once_and_every_link_leads_to_one() {
    let page = Html::parse_document(&page("", BODY));
    let mut ids = HashSet::new();
    for element in select(&page, "[id]") {
        let id = element.value().id().unwrap_or_default();
        assert!(ids.insert(id), "{id} twice");
    }
    let links = select(&page, "a[href^='#']");
    assert!(links.len() > 100, "{}", links.len());
    for link in links {
        let to = link.value().attr("href").unwrap_or_default().trim_start_matches('#');
        assert!(ids.contains(to), "{to}");
    }
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    let page = Html::parse_document(&page("", BODY));
    let mut above = 0;
    for heading in select(&page, "h1, h2, h3, h4, h5, h6") {
        let level: usize = heading.value().name()[1..].parse().expect("a level");
        assert!(level <= above + 1, "{:?} after h{above}", heading.text().collect::<String>());
        above = level;
    }
}

#[test]
fn what_a_standard_says_is_escaped_and_nothing_is_lost() {
    let text = page("", BODY);
    assert!(!text.contains("<script>alert"), "{text}");
    assert!(text.contains("&lt;script&gt;alert(1)"), "{text}");
    assert!(text.contains("Meters &lt;b&gt;&amp; more"), "{text}");
    let page = Html::parse_document(&text);
    let main = texts(&page, "main").concat();
    for said in [
        "shall also compare them",
        "The operator should know the country.",
        "It says what is needed.",
        "should be given by two persons",
        "shall be given by two persons",
        "To keep one error from cutting off many.",
        "A limit can be set for each hour.",
        "system that collects the readings",
        "NOTE A note.",
        "Refinement to c) ISO/IEC 27009:2020, 5.3",
        "Additional guidance for: Customer",
    ] {
        assert!(main.contains(said), "{said}");
    }
}

#[test]
fn added_controls_stand_in_their_clause_where_they_are_numbered_inline() {
    let page = Html::parse_document(&page("  numbering inline\n", BODY));
    assert_eq!(texts(&page, "#extended-controls"), <[String; 0]>::default());
    let clause = "8 Technological controls added to";
    let of_clause = select(&page, "section")
        .into_iter()
        .find(|it| it.text().collect::<String>().starts_with(clause))
        .expect("the clause is there");
    assert!(of_clause.text().collect::<String>().contains("8.35 SMX Remote disconnection new"));
}

#[test]
fn places_say_where_they_are_written() {
    let text = source("", BODY);
    let line = |words: &str| {
        let line = text.lines().position(|line| line.starts_with(words)).expect("it is there");
        format!("smx.annexa:{}", line + 1)
    };
    let page = Html::parse_document(&page("", BODY));
    let places: Vec<_> =
        select(&page, ".change").iter().filter_map(|it| it.value().attr("data-source")).collect();
    assert_eq!(places, [line("refine 27001"), line("retain 27002"), line("add guidance")]);
    let added = select(&page, &format!("section[data-source='{}']", line("add control")));
    assert_eq!(added.len(), 1);
}

#[test]
fn what_leads_nowhere_is_shown_too() {
    let body = r#"
add guidance to 27002 5.99 { text """Ask the operator.""" }
retain 27001:2013 6.1 { reason """It is enough.""" }
modify control SMX.9 { text """Meters should be sealed.""" reason """None.""" }
add control SMX.8.35 "Keys" to 27002 99 { control """Keys should be counted.""" }
"#;
    for numbering in ["inline", "annex", "plain"] {
        let page = Html::parse_document(&page(&format!("  numbering {numbering}\n"), body));
        let main = texts(&page, "main").concat();
        for said in ["27002 5.99", "Ask the operator", "It is enough", "SMX.9", "Meters should"] {
            assert!(main.contains(said), "{numbering}: {said}");
        }
        // Apart from the reference control, where it stands with `shall`.
        assert_eq!(main.matches("Keys should be counted").count(), 1, "{numbering}");
        let places = select(&page, "#strays .change").len();
        assert_eq!(places, 3, "{numbering}");
    }
    assert!(select(&Html::parse_document(&self::page("", BODY)), "#strays").is_empty());
}

#[test]
fn a_base_is_named_with_its_amendments() {
    let text = "standard SMX \"x\" {\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27001:2022 + Amd 1:2024\n  base ISO/IEC 27002:2022\n}\n";
    let page = Html::parse_document(&page_of(text));
    let base = "ISO/IEC 27001:2022 + Amd 1:2024";
    for place in ["#normative-references li", "#general p", "h2", "#states h3", "caption"] {
        let found = texts(&page, place);
        assert!(found.iter().any(|it| it.contains(base)), "{place}: {found:?}");
        let bare = found.iter().filter(|it| it.contains("27001:2022") && !it.contains(base));
        assert_eq!(bare.count(), 0, "{place}: {found:?}");
    }
}

#[test]
fn parts_are_printed_in_their_order_and_for_all_audiences_first() {
    let changes = "\nadd information to 27002 5.1 {\n  text \"I all\"\n}\n\nadd guidance to 27002 5.1 for operator {\n  text \"G op\"\n}\n\nadd guidance to 27002 5.1 {\n  text \"G all\"\n}\n\nadd information to 27002 5.1 for operator {\n  text \"I op\"\n}\n\nmodify control 27002 5.1 for operator {\n  addition \"C op\"\n  reason \"x\"\n}\n";
    let text = format!(
        "standard SMX \"x\" {{\n  sector \"x\"\n  edition 1\n  base ISO/IEC 27002:2022\n  audience operator \"Operator\"\n}}\n{changes}"
    );
    let said = texts(&Html::parse_document(&page_of(&text)), ".change p:not(.label)");
    let said: Vec<_> = said.iter().map(|it| it.trim()).filter(|it| !it.contains('x')).collect();
    assert_eq!(said, ["C op", "G all", "G op", "I all", "I op"]);
}
