// Inside a text: references, the ends of lines, and the marks of list items. The rules are those of marks.rs and
// markup/lists.rs in `crates/annexa-syntax`.
#pragma once

#include "scan_words.h"

// Inside a text ------------------------------------------------------------------------------------------------------

#define FORM(text, symbol) \
  if (!strcmp(word, text)) return symbol;

static enum Symbol verbal_form(const char *word) {
  VERBAL_WORDS(FORM)
  return PROSE;
}

static enum Symbol contracted_form(const char *word) {
  CONTRACTED_WORDS(FORM)
  return PROSE;
}

#undef FORM

// What parts words in a text, as in `is_blank` of markup.rs.
static inline bool is_text_blank(int32_t c) { return c == ' ' || c == '\t' || c == 0xA0; }

// Takes `not` into the verbal form where it follows, in the next line at the latest. Whether it does is the answer.
static bool read_not(TSLexer *lexer, bool in_row) {
  char word[WORD_SIZE];
  bool in_next_line = false;
  if (!is_blank(lexer->lookahead) && !is_line_end(lexer->lookahead)) return false;
  while (is_blank(lexer->lookahead) || is_line_end(lexer->lookahead)) {
    if (!is_line_end(lexer->lookahead)) {
      advance(lexer);
      continue;
    }
    if (in_next_line || in_row) return false;
    in_next_line = true;
    read_line_end(lexer);
  }
  read_word(lexer, word, false);
  if (strcmp(word, "not") != 0) return false;
  lexer->mark_end(lexer);
  return true;
}

// A `{` has been read: what kind of reference it opens, or PROSE where it does not close on its line.
static enum Symbol reference_kind(TSLexer *lexer, bool in_string, bool in_row) {
  char word[WORD_SIZE];
  unsigned length = 0, quotes = 0;
  while (is_blank(lexer->lookahead)) advance(lexer);
  while (is_letter(lexer->lookahead)) {
    if (length < WORD_SIZE - 1) word[length++] = (char)lexer->lookahead;
    advance(lexer);
  }
  word[length] = 0;
  for (;; advance(lexer)) {
    int32_t c = lexer->lookahead;
    if (c == '}') break;
    quotes = c == '"' ? quotes + 1 : 0;
    if (lexer->eof(lexer) || is_line_end(c) || quotes == (in_string ? 1 : 3) || (in_row && c == '|')) return PROSE;
  }
  return !strcmp(word, "term") ? TERM_OPEN : !strcmp(word, "figure") ? FIGURE_OPEN : REFERENCE_OPEN;
}

// Whether the line ends here but for blanks, with the text or not.
static bool line_ends(TSLexer *lexer, bool in_string) {
  while (is_text_blank(lexer->lookahead)) advance(lexer);
  if (lexer->eof(lexer) || is_line_end(lexer->lookahead)) return true;
  if (in_string) return lexer->lookahead == '"';
  unsigned quotes = 0;
  for (; lexer->lookahead == '"' && quotes < 4; quotes++) advance(lexer);
  return quotes == 3;
}

// The three quotes of a text have been read: how far in the line of it stands that is indented least, where the first
// line says something.
static uint16_t common_indent(TSLexer *lexer) {
  unsigned least = UINT16_MAX, indent = 0, quotes = 0;
  bool first = true, any = false;
  for (;;) {
    int32_t c = lexer->lookahead;
    bool ends = lexer->eof(lexer) || quotes == 3;
    if (ends || is_line_end(c)) {
      if (first && (ends || !any)) return 0;
      if (!first && any && indent < least) least = indent;
      if (ends) return least == UINT16_MAX ? 0 : (uint16_t)least;
      first = any = false;
      indent = quotes = 0;
      read_line_end(lexer);
      continue;
    }
    quotes = c == '"' ? quotes + 1 : 0;
    if (is_text_blank(c) && !any) indent++;
    else if (c != '"') any = true;
    advance(lexer);
  }
}

// Marks of items: the rules are those of marks.rs -------------------------------------------------------------------

typedef struct {
  // The place in the order of each style; 0 where the mark has another style.
  uint16_t positions[4];
} Mark;

static uint16_t roman(const char *word) {
  static const char *const ONES[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
  unsigned tens = 0;
  for (; *word == 'x'; word++) tens++;
  for (unsigned ones = 0; ones < 10; ones++) {
    if (!strcmp(word, ONES[ones])) return tens > 3 ? 0 : (uint16_t)(10 * tens + ones);
  }
  return 0;
}

static inline bool is_dash(int32_t c) { return c == '-' || c == 0x2013 || c == 0x2014 || c == 0x2022; }

// Reads a mark at the beginning of a line. Where there is none, a word that has been read is in `word`.
static bool read_mark(TSLexer *lexer, bool in_string, Mark *mark, char word[WORD_SIZE]) {
  int32_t c = lexer->lookahead;
  memset(mark, 0, sizeof *mark);
  word[0] = 0;
  if (is_dash(c)) {
    mark->positions[DASHES] = 1;
  } else if (is_digit(c)) {
    unsigned digits = 0, number = 0;
    for (; is_digit(lexer->lookahead) && digits < 5; digits++) {
      number = 10 * number + (unsigned)(lexer->lookahead - '0');
      advance(lexer);
    }
    if (digits > 4 || lexer->lookahead != ')') return false;
    // No list begins with 0), but it is a mark.
    mark->positions[NUMBERS] = (uint16_t)(number + 1);
  } else if (is_small(c)) {
    read_word(lexer, word, false);
    if (lexer->lookahead != ')') return false;
    if (!word[1]) mark->positions[LETTERS] = (uint16_t)(word[0] - 'a' + 1);
    mark->positions[ROMAN] = roman(word);
    if (!mark->positions[LETTERS] && !mark->positions[ROMAN]) return false;
  } else {
    return false;
  }
  advance(lexer);
  return is_text_blank(lexer->lookahead) || line_ends(lexer, in_string);
}

static bool follows(const List *list, const Mark *mark) {
  uint16_t position = mark->positions[list->style];
  return position && (list->style == DASHES || position == list->last + 1);
}

// The next mark at an indentation behind the line that is being read, past what stands further in.
static bool next_mark(TSLexer *lexer, unsigned indent, Mark *mark) {
  char word[WORD_SIZE];
  for (bool after_blank = false;;) {
    for (unsigned quotes = 0; !is_line_end(lexer->lookahead); advance(lexer)) {
      quotes = lexer->lookahead == '"' ? quotes + 1 : 0;
      if (lexer->eof(lexer) || quotes == 3) return false;
    }
    read_line_end(lexer);
    unsigned found = 0;
    for (; is_text_blank(lexer->lookahead); found++) advance(lexer);
    if (is_line_end(lexer->lookahead)) {
      after_blank = true;
    } else if (read_mark(lexer, false, mark, word)) {
      if (found <= indent) return found == indent;
      after_blank = false;
    } else {
      if (after_blank && found <= indent) return false;
      after_blank = false;
    }
  }
}

// Plans an item: into which list it goes, of those that stand no further in. See markup/lists.rs.
static void plan_item(Scanner *scanner, TSLexer *lexer, const Mark *mark, unsigned indent) {
  unsigned from = 0, to = 0;
  for (unsigned i = 0; i < scanner->depth; i++) {
    if (scanner->lists[i].indent < indent) from = i + 1;
    if (scanner->lists[i].indent <= indent) to = i + 1;
  }
  scanner->indent = (uint16_t)indent;
  scanner->plan = NEW_ITEM;
  for (unsigned i = to; i-- > from;) {
    if (!follows(&scanner->lists[i], mark)) continue;
    scanner->keep = (uint8_t)(i + 1);
    scanner->position = mark->positions[scanner->lists[i].style];
    return;
  }
  unsigned without_dashes = from;
  while (without_dashes < to && scanner->lists[without_dashes].style != DASHES) without_dashes++;
  int innermost = without_dashes > from ? scanner->lists[without_dashes - 1].style : -1;
  scanner->plan = NEW_LIST;
  scanner->keep = (uint8_t)without_dashes;
  Mark next;
  List roman_list = {0, mark->positions[ROMAN], ROMAN, false};
  if (innermost != ROMAN && mark->positions[ROMAN] && mark->positions[LETTERS] && scanner->depth < MAX_DEPTH &&
      next_mark(lexer, indent, &next) && follows(&roman_list, &next)) {
    scanner->style = ROMAN;
  } else if (mark->positions[NUMBERS] == 2 && (innermost == LETTERS || innermost == ROMAN)) {
    scanner->style = NUMBERS;
  } else {
    for (unsigned i = to; i-- > from;) {
      uint16_t position = mark->positions[scanner->lists[i].style];
      if (!position) continue;
      scanner->plan = NEW_ITEM;
      scanner->keep = (uint8_t)(i + 1);
      scanner->position = position;
      return;
    }
    scanner->style = 0;
    while (!mark->positions[scanner->style]) scanner->style++;
    if (scanner->style == LETTERS) scanner->keep = (uint8_t)from;
    if (scanner->style == DASHES) scanner->keep = (uint8_t)to;
  }
  scanner->position = mark->positions[scanner->style];
}
