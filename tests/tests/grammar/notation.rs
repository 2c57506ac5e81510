//! EBNF as in the XML recommendation of W3C: how it is read, and what a grammar written in it accepts.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;

use regex::Regex;

/// What stands on the right of `::=`.
pub(crate) enum Expression {
    Literal(String),
    /// One character of a set.
    Class(Regex),
    Name(String),
    Sequence(Vec<Expression>),
    Choice(Vec<Expression>),
    Repeated {
        what: Box<Expression>,
        least: usize,
        most: usize,
    },
    Except(Box<Expression>, Box<Expression>),
}

/// What a grammar is applied to: the characters of a token, or the tokens of a file.
#[derive(Clone, Copy)]
pub(crate) enum Input<'a> {
    Characters(&'a [char]),
    Tokens(&'a [&'a str]),
}

pub(crate) struct Grammar {
    pub(crate) rules: BTreeMap<String, Expression>,
}

impl Grammar {
    /// Reads a grammar; panics where it is not well-formed.
    pub(crate) fn read(text: &str) -> Grammar {
        let pattern = concat!(
            r"(?s)(?<comment>/\*.*?\*/)|(?<name>[A-Za-z]+(?:-[A-Za-z]+)*)(?<defines>\s*::=)?",
            r#"|'(?<single>[^']*)'|"(?<double>[^"]*)"|(?<class>\[[^\]]*\]|#x[0-9A-F]+)"#,
            r"|(?<mark>[()?*+|-])|(?<blank>\s+)|(?<wrong>.)",
        );
        let mut tokens = Vec::new();
        for found in Regex::new(pattern).expect("a pattern").captures_iter(text) {
            let get = |name| found.name(name).map(|it| it.as_str().to_owned());
            if let Some(name) = get("name") {
                tokens.push(if get("defines").is_some() {
                    Token::Defines(name)
                } else {
                    Token::Name(name)
                });
            } else if let Some(literal) = get("single").or(get("double")) {
                tokens.push(Token::Literal(literal));
            } else if let Some(class) = get("class") {
                tokens.push(Token::Class(class));
            } else if let Some(mark) = get("mark") {
                tokens.push(Token::Mark(mark));
            } else if let Some(wrong) = get("wrong") {
                panic!("`{wrong}` means nothing in this notation");
            }
        }
        let mut tokens = tokens.into_iter().peekable();
        let mut rules = BTreeMap::new();
        while let Some(token) = tokens.next() {
            let Token::Defines(name) = token else {
                panic!("{token:?} stands where a rule begins")
            };
            let known = rules.insert(name.clone(), choice(&mut tokens)).is_some();
            assert!(!known, "{name} is defined twice");
        }
        Grammar { rules }
    }

    /// Whether the rule of a name describes the whole of what it is applied to.
    pub(crate) fn accepts(&self, name: &str, input: Input<'_>) -> bool {
        let length = match input {
            Input::Characters(characters) => characters.len(),
            Input::Tokens(tokens) => tokens.len(),
        };
        self.ends(&self.rules[name], 0, input).contains(&length)
    }

    /// Whether a token is one of those that a name stands for.
    pub(crate) fn is_token(&self, name: &str, text: &str) -> bool {
        let characters: Vec<_> = text.chars().collect();
        self.accepts(name, Input::Characters(&characters))
    }

    /// Where what begins at a place can end.
    fn ends(&self, expression: &Expression, at: usize, input: Input<'_>) -> BTreeSet<usize> {
        match (expression, input) {
            (Expression::Literal(literal), Input::Tokens(tokens)) => {
                tokens.get(at).filter(|it| *it == literal).map(|_| at + 1).into_iter().collect()
            }
            (Expression::Literal(literal), Input::Characters(characters)) => {
                let wanted: Vec<_> = literal.chars().collect();
                let matches = characters[at..].starts_with(&wanted);
                matches.then_some(at + wanted.len()).into_iter().collect()
            }
            (Expression::Class(class), Input::Characters(characters)) => {
                let fits = |it: &&char| class.is_match(it.encode_utf8(&mut [0; 4]));
                characters.get(at).filter(fits).map(|_| at + 1).into_iter().collect()
            }
            (Expression::Class(_), Input::Tokens(_)) => BTreeSet::new(),
            (Expression::Name(name), Input::Tokens(tokens)) if is_token_name(name) => tokens
                .get(at)
                .filter(|it| self.is_token(name, it))
                .map(|_| at + 1)
                .into_iter()
                .collect(),
            (Expression::Name(name), _) => self.ends(&self.rules[name], at, input),
            (Expression::Choice(choices), _) => {
                choices.iter().flat_map(|it| self.ends(it, at, input)).collect()
            }
            (Expression::Sequence(parts), _) => parts.iter().fold([at].into(), |ends, part| {
                ends.into_iter().flat_map(|end| self.ends(part, end, input)).collect()
            }),
            (Expression::Repeated { what, least, most }, _) => {
                let mut ends = BTreeSet::new();
                let mut frontier = BTreeSet::from([at]);
                for times in 0..=*most {
                    if times >= *least {
                        ends.extend(frontier.iter().copied());
                    }
                    let next = frontier.iter().flat_map(|end| self.ends(what, *end, input));
                    frontier = next.filter(|end| !ends.contains(end)).collect();
                    if frontier.is_empty() {
                        break;
                    }
                }
                ends
            }
            (Expression::Except(one, other), _) => {
                let without = self.ends(other, at, input);
                self.ends(one, at, input).into_iter().filter(|it| !without.contains(it)).collect()
            }
        }
    }

    /// The names and the literals that are reached from a rule. Literals within tokens are characters
    /// and no words, and are left out.
    pub(crate) fn reached(&self, root: &str) -> (BTreeSet<&str>, BTreeSet<&str>) {
        let (mut names, mut literals) = (BTreeSet::new(), BTreeSet::new());
        let mut waiting =
            vec![self.rules.get_key_value(root).expect("the root is defined").0.as_str()];
        while let Some(name) = waiting.pop() {
            if !names.insert(name) {
                continue;
            }
            let rule = self.rules.get(name).unwrap_or_else(|| panic!("{name} is not defined"));
            rule.visit(&mut |it| match it {
                Expression::Name(name) => waiting.push(name),
                Expression::Literal(literal) if !is_token_name(name) => {
                    literals.insert(literal.as_str());
                }
                _ => {}
            });
        }
        (names, literals)
    }
}

impl Expression {
    fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Expression)) {
        see(self);
        match self {
            Expression::Sequence(parts) | Expression::Choice(parts) => {
                parts.iter().for_each(|it| it.visit(see));
            }
            Expression::Repeated { what, .. } => what.visit(see),
            Expression::Except(one, other) => {
                one.visit(see);
                other.visit(see);
            }
            Expression::Literal(_) | Expression::Class(_) | Expression::Name(_) => {}
        }
    }
}

/// Names of tokens are written in capitals.
fn is_token_name(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

#[derive(Debug)]
enum Token {
    Defines(String),
    Name(String),
    Literal(String),
    Class(String),
    Mark(String),
}

type Tokens = Peekable<std::vec::IntoIter<Token>>;

fn next_is(tokens: &mut Tokens, mark: &str) -> bool {
    tokens.next_if(|it| matches!(it, Token::Mark(found) if found == mark)).is_some()
}

fn choice(tokens: &mut Tokens) -> Expression {
    let mut choices = vec![sequence(tokens)];
    while next_is(tokens, "|") {
        choices.push(sequence(tokens));
    }
    Expression::Choice(choices)
}

fn sequence(tokens: &mut Tokens) -> Expression {
    let mut parts = Vec::new();
    loop {
        match tokens.peek() {
            None | Some(Token::Defines(_)) => break,
            Some(Token::Mark(mark)) if mark != "(" => break,
            Some(_) => parts.push(difference(tokens)),
        }
    }
    assert!(!parts.is_empty(), "nothing stands where something should, before {:?}", tokens.peek());
    Expression::Sequence(parts)
}

fn difference(tokens: &mut Tokens) -> Expression {
    let one = repeated(tokens);
    match next_is(tokens, "-") {
        true => Expression::Except(Box::new(one), Box::new(repeated(tokens))),
        false => one,
    }
}

fn repeated(tokens: &mut Tokens) -> Expression {
    let what = single(tokens);
    for (mark, least, most) in [("?", 0, 1), ("*", 0, usize::MAX), ("+", 1, usize::MAX)] {
        if next_is(tokens, mark) {
            return Expression::Repeated { what: Box::new(what), least, most };
        }
    }
    what
}

fn single(tokens: &mut Tokens) -> Expression {
    match tokens.next() {
        Some(Token::Name(name)) => Expression::Name(name),
        Some(Token::Literal(literal)) => Expression::Literal(literal),
        Some(Token::Class(class)) => {
            // `#x41` is the character of a number; all else in brackets is as in patterns.
            let number = Regex::new("#x([0-9A-F]+)").expect("a pattern");
            let numbers = number.replace_all(&class, r"\x{$1}");
            Expression::Class(Regex::new(&format!("^(?s:{numbers})$")).expect("a class"))
        }
        Some(Token::Mark(mark)) if mark == "(" => {
            let inner = choice(tokens);
            assert!(next_is(tokens, ")"), "a bracket is not closed, before {:?}", tokens.peek());
            inner
        }
        other => panic!("{other:?} stands where an expression should"),
    }
}
