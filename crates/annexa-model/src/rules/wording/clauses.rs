//! The clauses of a sentence: which words make a statement, and which only give a condition, a
//! restriction or a reason. This is a heuristic, not a grammar: it uses the words that open a
//! clause, punctuation, and the position of the verb.

use annexa_syntax::{VerbalForm, Word};

use super::words::*;

/// The role of a clause in its sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::rules) enum Role {
    /// It makes a statement of its own.
    Main,
    /// `where …`, `if …`, `unless …`.
    Condition,
    /// `devices that …`: it restricts a noun.
    Restriction,
    /// `…, which …`: it adds to a noun.
    Aside,
    /// `says that …`, `who … is decided`: an object or a subject.
    Content,
    /// A reason, a purpose, a time or a comparison.
    Other,
}

/// A clause.
#[derive(Clone, Copy, Debug)]
pub(in crate::rules) struct Clause {
    pub(in crate::rules) role: Role,
    /// The clause that contains it.
    parent: Option<usize>,
    /// The index of its first word.
    pub(in crate::rules) start: usize,
    /// The index of its first finite verb.
    pub(in crate::rules) verb: Option<usize>,
    form: Option<VerbalForm>,
    /// The opening word can also be a preposition, so this may not be a clause.
    is_doubtful: bool,
    /// It is in brackets.
    is_bracketed: bool,
}

/// The clauses of a sentence.
#[derive(Debug)]
pub(in crate::rules) struct Clauses {
    /// The clause of each word.
    of: Vec<usize>,
    clauses: Vec<Clause>,
}

impl Clauses {
    pub(in crate::rules) fn of(words: &[Word<'_>]) -> Clauses {
        let main = Clause {
            role: Role::Main,
            parent: None,
            start: 0,
            verb: None,
            form: None,
            is_doubtful: false,
            is_bracketed: false,
        };
        let mut reader = Reader {
            words,
            of: Vec::with_capacity(words.len()),
            clauses: vec![main],
            stack: vec![0],
        };
        reader.read();
        Clauses { of: reader.of, clauses: reader.clauses }
    }

    /// Whether a word is in an indirect question: `says when …`, `states why …`.
    pub(in crate::rules) fn is_asked(&self, words: &[Word<'_>], word: usize) -> bool {
        self.around(word).any(|clause| {
            let opener = words.get(clause.start).map_or("", |it| it.text);
            clause.role == Role::Content && !is_among(opener, &["that"])
        })
    }

    /// Returns the index of the clause of a word.
    pub(in crate::rules) fn index(&self, word: usize) -> usize {
        self.of.get(word).copied().unwrap_or_default()
    }

    /// Returns the clause of a word.
    pub(in crate::rules) fn at(&self, word: usize) -> &Clause {
        self.clauses.get(self.index(word)).unwrap_or(&self.clauses[0])
    }

    /// Returns the clause of a word and those that contain it, innermost first.
    pub(in crate::rules) fn around(&self, word: usize) -> impl Iterator<Item = &Clause> {
        let first = self.clauses.get(self.index(word));
        std::iter::successors(first, |clause| self.clauses.get(clause.parent?))
    }

    /// Whether a word is in a clause with this role, or in one nested in it.
    pub(in crate::rules) fn is_within(&self, word: usize, role: Role) -> bool {
        self.around(word).any(|clause| clause.role == role)
    }

    /// Whether a verbal form makes a statement and is not in a condition: `where a customer should
    /// ask`.
    pub(in crate::rules) fn states(&self, word: usize) -> bool {
        !self.is_within(word, Role::Condition)
    }

    /// Whether a word only gives a condition or restricts a noun.
    pub(in crate::rules) fn only_describes(&self, word: usize) -> bool {
        self.is_within(word, Role::Condition) || self.is_within(word, Role::Restriction)
    }

    /// Returns the words of a word's clause that precede it, without those of nested clauses.
    pub(in crate::rules) fn before(&self, word: usize) -> impl DoubleEndedIterator<Item = usize> {
        let index = self.index(word);
        let start = self.clauses.get(index).map_or(0, |clause| clause.start);
        (start..word).filter(move |&other| self.index(other) == index)
    }
}

pub(super) struct Reader<'a> {
    pub(super) words: &'a [Word<'a>],
    of: Vec<usize>,
    pub(super) clauses: Vec<Clause>,
    /// The open clauses, innermost last.
    stack: Vec<usize>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut at = 0;
        while let Some(word) = self.words.get(at) {
            let mut taken = 1;
            match word.text {
                ";" | ":" | "!" | "?" => {
                    self.of.push(self.top());
                    self.stack.clear();
                    self.open(Role::Main, at + 1, false);
                    at += 1;
                    continue;
                }
                "(" | "[" => {
                    self.open(Role::Main, at + 1, false);
                    let top = self.top();
                    self.clauses[top].is_bracketed = true;
                }
                ")" | "]" => self.close_bracket(),
                "," | "–" | "—" => self.comma(at),
                // `so` without `that` begins a main clause.
                "so" if self.before(at) == "," && !is_among(self.text(at + 1), &["that"]) => {
                    self.of.push(self.top());
                    self.stack.clear();
                    self.open(Role::Main, at + 1, false);
                    at += 1;
                    continue;
                }
                _ => {
                    if let Some((role, length, is_doubtful)) = self.subordinator(at) {
                        self.close_before_sibling(at);
                        self.open(role, at, is_doubtful);
                        taken = length;
                    } else if self.is_finite(at) {
                        self.verb(at);
                    }
                }
            }
            let top = self.top();
            self.of.extend(std::iter::repeat_n(top, taken.min(self.words.len() - at)));
            at += taken;
        }
    }

    pub(super) fn text(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.text)
    }

    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.text(at))
    }

    fn top(&self) -> usize {
        self.stack.last().copied().unwrap_or_default()
    }

    fn is_main(&self, clause: usize) -> bool {
        self.clauses[clause].role == Role::Main
    }

    /// Returns the innermost open main clause.
    fn main(&self) -> usize {
        self.stack.iter().rev().copied().find(|&it| self.is_main(it)).unwrap_or_default()
    }

    fn open(&mut self, role: Role, start: usize, is_doubtful: bool) {
        let parent = self.stack.last().copied();
        let clause = Clause {
            role,
            parent,
            start,
            verb: None,
            form: None,
            is_doubtful,
            is_bracketed: false,
        };
        self.stack.push(self.clauses.len());
        self.clauses.push(clause);
    }

    fn close_bracket(&mut self) {
        let bracket = self.stack.iter().rposition(|&it| self.clauses[it].is_bracketed);
        if let Some(at) = bracket.filter(|&at| at > 0) {
            self.stack.truncate(at);
        }
    }

    /// `that … and that …`: the first clause ends where the second begins.
    fn close_before_sibling(&mut self, at: usize) {
        let top = self.top();
        let follows = COORDINATORS.contains(&self.before(at));
        if follows && !self.is_main(top) && self.clauses[top].verb.is_some() && self.stack.len() > 1
        {
            self.stack.pop();
        }
    }

    /// A clause that has its verb ends at the comma.
    fn comma(&mut self, at: usize) {
        while self.stack.len() > 1 {
            let top = self.top();
            let clause = self.clauses[top];
            if clause.role == Role::Main {
                break;
            }
            let verb = clause.verb.or_else(|| self.lexical_verb(clause.start, at, true));
            if verb.is_none() && !clause.is_doubtful && !self.is_verbless(clause.start, at) {
                break;
            }
            self.clauses[top].verb = verb;
            self.stack.pop();
        }
    }

    /// `where necessary,`, `if in doubt,`.
    fn is_verbless(&self, start: usize, end: usize) -> bool {
        let inner = self.words.get(start + 1..end).unwrap_or_default();
        let first = inner.first().map_or("", |word| word.text);
        let is_adjective = |word: &str| {
            is_participle(word)
                || ["able", "ible", "ary", "ate", "ful", "ant"].iter().any(|it| word.ends_with(it))
        };
        inner.len() <= 4
            && (is_adjective(first)
                || is_among(first, PREPOSITIONS)
                || is_adverb(first)
                || is_among(first, &["not"]))
    }

    /// Whether a word is certainly a finite verb.
    fn is_finite(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        if word.form.is_some() {
            return true;
        }
        let before = (0..at).rev().find(|&it| !is_adverb(self.text(it)));
        let is_helped = before.is_some_and(|it| {
            self.words[it].form.is_some()
                || is_among(self.text(it), &["to", "will", "would", "might", "could", "not"])
        });
        if is_among(word.text, AUXILIARIES) {
            return !is_helped && !is_among(word.text, &["be", "been", "being"]);
        }
        let before = self.before(at);
        let has_particle = is_among(self.text(at + 1), PARTICLES) && self.is_saying(at);
        ends_in_s(word.text)
            && (is_verb_of(word.text, VERBS) || has_particle)
            && !is_among(before, PREPOSITIONS)
            && !is_among(before, DETERMINERS)
            && at > 0
            && (is_open(&self.words[at - 1])
                || is_adverb(before)
                || self.words[at - 1].text.is_empty()
                || is_among(before, PRONOUNS)
                || is_among(before, &["that", "which", "who", ",", "so", "and", "or", "but"]))
    }

    /// Returns a lexical verb between two words, if one can be recognized. At the end of a clause,
    /// weaker signs suffice.
    fn lexical_verb(&self, start: usize, end: usize, is_end: bool) -> Option<usize> {
        let inner = start + 1..end;
        inner.clone().find(|&at| self.is_lexical_verb(at, start, is_end))
    }

    fn is_lexical_verb(&self, at: usize, start: usize, is_end: bool) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        if self.is_finite(at) {
            return true;
        }
        if !is_open(word) || at == 0 {
            return false;
        }
        let before = &self.words[at - 1];
        let opens = at - 1 == start;
        let opener = self.text(start);
        // `who passes`, `that holds`: the opening word is the subject.
        if opens && is_among(opener, &["who", "which", "that", "what"]) {
            return is_verb_of(word.text, VERBS)
                || is_verb_of(word.text, NOUN_VERBS)
                || ends_in_s(word.text) && is_end;
        }
        let is_known = is_verb_of(word.text, VERBS) || is_verb_of(word.text, NOUN_VERBS);
        if is_among(before.text, NOMINATIVE) {
            return true;
        }
        if !is_open(before) || opens {
            return false;
        }
        let determiner = (start + 1..at).rev().find(|&it| !is_open(&self.words[it]));
        let is_singular = determiner.is_some_and(|it| is_among(self.text(it), SINGULAR));
        match (ends_in_s(before.text), ends_in_s(word.text)) {
            // `a link fails`.
            (false, true) => is_singular || is_verb_of(word.text, VERBS) || is_end,
            // `links fail`.
            (true, false) => is_known || is_end && !is_participle(word.text),
            (false, false) => is_end && is_verb_of(word.text, VERBS),
            (true, true) => false,
        }
    }

    /// Assigns a finite verb to its clause.
    fn verb(&mut self, at: usize) {
        if self.is_bare(at) {
            let clause = self.clause_of_bare(at);
            return self.give(at, clause);
        }
        loop {
            let top = self.top();
            if self.is_main(top) {
                return self.verb_of_main(at, top);
            }
            // `the period that the law says must`.
            let is_reported =
                at > 0 && self.clauses[top].verb == Some(at - 1) && self.is_saying(at - 1);
            if is_reported || self.stays(at, top) {
                return self.give(at, top);
            }
            self.stack.pop();
        }
    }

    fn verb_of_main(&mut self, at: usize, main: usize) {
        let clause = self.clauses[main];
        if clause.verb.is_some() {
            // Another main clause, with a subject of its own.
            let start = (clause.start..at)
                .rev()
                .find(|&it| is_mark(&self.words[it]) || is_among(self.text(it), COORDINATORS))
                .map_or(at, |it| it + 1);
            self.stack.pop();
            self.open(Role::Main, start, false);
            let new = self.top();
            self.clauses[new].is_bracketed = clause.is_bracketed;
            self.clauses[new].parent = clause.parent;
            for of in self.of.iter_mut().skip(start).filter(|of| **of == main) {
                *of = new;
            }
            return self.give(at, new);
        }
        if let Some(start) = self.contact_clause(at, clause.start) {
            self.open(Role::Restriction, start, false);
            let new = self.top();
            for of in self.of.iter_mut().skip(start).filter(|of| **of == main) {
                *of = new;
            }
            return self.give(at, new);
        }
        self.give(at, main);
    }

    /// `the keys a guard may carry should …`: returns the start of a clause without an opening
    /// word.
    fn contact_clause(&self, at: usize, start: usize) -> Option<usize> {
        let first = self.text(start);
        if is_among(first, PREPOSITIONS) || !self.has_later_verb(at) {
            return None;
        }
        (start + 1..at).find(|&it| {
            let opens = is_among(self.text(it), &["the", "a", "an", "its", "their"])
                || is_among(self.text(it), NOMINATIVE);
            opens && is_open(&self.words[it - 1]) && !is_adverb(self.text(it - 1))
        })
    }

    /// Whether the innermost clause keeps a verb rather than ending before it.
    fn stays(&mut self, at: usize, top: usize) -> bool {
        let clause = self.clauses[top];
        let main_has_verb = self.has_verb(self.main(), clause.start);
        if clause.verb.is_none() {
            if let Some(verb) = self.lexical_verb(clause.start, at, false) {
                self.clauses[top].verb = Some(verb);
            } else {
                let is_needed = !main_has_verb
                    && !self.opens_with(top, at)
                    && !self.has_later_verb(at)
                    && !self.comes_first(top, at);
                let is_preposition = clause.is_doubtful
                    && !main_has_verb
                    && !self.comes_first(top, at)
                    && !self.has_later_verb(at);
                let is_joined = clause.is_doubtful && self.is_joined(at, clause.start);
                return !is_needed && !is_preposition && !is_joined;
            }
        }
        if !self.is_joined(at, self.clauses[top].verb.unwrap_or(clause.start)) {
            return false;
        }
        if main_has_verb {
            let form = self.words[at].form.map(force);
            let main = self.clauses[self.main()].form.map(force);
            return form != main;
        }
        self.has_later_verb(at) || self.comes_first(top, at)
    }

    /// Whether a clause has a verb before a word, even one whose form is ambiguous.
    fn has_verb(&self, clause: usize, before: usize) -> bool {
        let it = self.clauses[clause];
        let start = it.start;
        let own = (start + 1..before).filter(|&at| self.of.get(at) == Some(&clause));
        it.verb.is_some() || own.into_iter().any(|at| self.is_lexical_verb(at, start, false))
    }

    /// `who may`, `which then must`: the verb follows the opening word.
    fn opens_with(&self, clause: usize, at: usize) -> bool {
        let start = self.clauses[clause].start;
        is_among(self.text(start), &["who", "which", "that"])
            && (start + 1..at).all(|it| is_adverb(self.text(it)))
    }

    /// Whether a clause begins the sentence and a comma behind the word ends it.
    fn comes_first(&self, clause: usize, at: usize) -> bool {
        let main = self.clauses[self.main()].start;
        let is_first = (main..self.clauses[clause].start).all(|it| {
            is_among(self.text(it), COORDINATORS)
                || is_mark(&self.words[it])
                || is_adverb(self.text(it))
        });
        is_first && self.words.iter().skip(at).any(|word| word.text == ",")
    }

    /// Whether a coordinator is between two words.
    fn is_joined(&self, at: usize, from: usize) -> bool {
        (from..at).any(|it| is_among(self.text(it), &["and", "or", "but", "yet"]))
    }

    /// `and should`: a verb without a subject of its own; an insertion may be between them.
    fn is_bare(&self, at: usize) -> bool {
        let mut before = at;
        while let Some(it) = before.checked_sub(1) {
            let word = self.text(it);
            if word == ","
                && let Some(opening) = self.insertion(it)
            {
                before = opening;
                continue;
            }
            if is_adverb(word) {
                before = it;
                continue;
            }
            return is_among(word, &["and", "or", "but", "yet", "then"]);
        }
        false
    }

    /// `and, on request, shall`: returns the start of the insertion that a comma ends.
    fn insertion(&self, closing: usize) -> Option<usize> {
        let opening =
            (closing.saturating_sub(8)..closing).rev().find(|&it| self.text(it) == ",")?;
        is_among(self.before(opening), COORDINATORS).then_some(opening)
    }

    fn clause_of_bare(&self, at: usize) -> usize {
        let (top, main) = (self.top(), self.main());
        let form = self.words[at].form.map(force);
        let has = |clause: usize| self.clauses[clause].form.map(force) == form;
        if self.is_main(top) {
            let last = self.clauses.len() - 1;
            let is_open = self.clauses[main].verb.is_some() || last == main;
            return if is_open || self.clauses[last].parent != Some(main) { main } else { last };
        }
        if self.clauses[main].verb.is_some()
            && (has(main) || !has(top) && self.clauses[main].form.is_some())
        {
            return main;
        }
        top
    }

    fn give(&mut self, at: usize, clause: usize) {
        if let Some(open) = self.stack.iter().position(|&it| it == clause) {
            self.stack.truncate(open + 1);
        }
        let form = self.words[at].form;
        let it = &mut self.clauses[clause];
        it.verb = it.verb.or(Some(at));
        it.form = it.form.or(form);
        if self.top() != clause {
            // The clause was already closed; only this word is in it.
            self.stack.push(clause);
        }
    }

    /// Whether another finite verb follows that no coordinator connects to this one.
    fn has_later_verb(&self, at: usize) -> bool {
        let mut opened = 0;
        let mut joined = false;
        for later in at + 1..self.words.len() {
            let word = self.text(later);
            if matches!(word, ";" | ":" | "?") {
                return false;
            }
            if is_among(word, &["and", "or", "but", "nor", "yet", "so"]) {
                joined = true;
            } else if self.subordinator(later).is_some_and(|(.., is_doubtful)| !is_doubtful) {
                opened += 1;
                joined = false;
            } else if self.is_finite(later) {
                if opened == 0 && !joined {
                    return true;
                }
                if joined {
                    joined = false;
                } else {
                    opened -= 1;
                }
            }
        }
        false
    }
}

/// The force of a form, negated or not.
fn force(form: VerbalForm) -> u8 {
    use VerbalForm::*;
    match form {
        Shall | ShallNot => 0,
        Should | ShouldNot => 1,
        May | MayNot => 2,
        Can | Cannot => 3,
        NeedNot => 4,
        _ => 5,
    }
}
