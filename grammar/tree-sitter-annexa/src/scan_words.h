// Words, the beginnings of declarations, and the state of the scanner. The rules are those of token.rs and head.rs in
// `crates/annexa-syntax`.
#pragma once

#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

#include <stddef.h>
#include <string.h>

#include "language.h"

// In the order of `externals` in grammar.js.
enum Symbol {
  TEXT_OPEN,
  TEXT_CLOSE,
  STRING_OPEN,
  STRING_CLOSE,
  STRING,
  PARAGRAPH_OPEN,
  PARAGRAPH_CLOSE,
  LIST_OPEN,
  LIST_CLOSE,
  LIST_MARK,
  ITEM_CLOSE,
  NOTE_LABEL,
  EXAMPLE_LABEL,
  TABLE_OPEN,
  TABLE_CLOSE,
  CELL_OPEN,
  ROW_CLOSE,
  LINE_GOES_ON,
  PLANNED,
  PROSE,
  ESCAPED_BRACE,
  REFERENCE_OPEN,
  TERM_OPEN,
  FIGURE_OPEN,
  REQUIREMENT,
  RECOMMENDATION,
  PERMISSION,
  CAPABILITY,
  CONSTRAINT,
  SMALL_WORD,
  LINE_WORD,
  LINE_START,
  UNKNOWN_NAME,
  NO_BLOCK,
  AFTER_BRACE,
  MISPLACED_HEAD,
};

// Words longer than this are no keywords.
#define WORD_SIZE 32

// Lists nest no deeper.
#define MAX_DEPTH 32

typedef enum { LETTERS, NUMBERS, ROMAN, DASHES } Style;

// A list that can still get items.
typedef struct {
  uint16_t indent;
  // The place of its last mark in the order of the style.
  uint16_t last;
  uint8_t style;
  bool in_item;
} List;

// What is open and has no items: the words of an item, a paragraph (or note or example), a table.
typedef enum { NOTHING, ITEM_WORDS, PARAGRAPH, TABLE } Open;

// What comes as soon as all that ends before it is closed.
typedef enum { NO_PLAN, NEW_PARAGRAPH, NEW_NOTE, NEW_EXAMPLE, NEW_LIST, NEW_ITEM, NEW_TABLE, NEXT_ROW, TEXT_END } Plan;

// All of it but `head_ahead` is about the text that is being read.
typedef struct {
  // The indentation of the line that directly follows the quotes.
  uint16_t first_indent;
  uint16_t open_indent;
  // The indentation of what is planned, and the place of its mark.
  uint16_t indent, position;
  uint8_t open, plan;
  // So many lists stay open, and the style of a list that is planned.
  uint8_t keep, style;
  // The next line of the text begins a declaration: the text is not closed.
  bool head_ahead;
  bool in_string, begins, in_line, in_row, after_colon;
  // The words go on in the next line, or with a quote.
  bool resumes, begins_with_quote;
  uint8_t depth;
  List lists[MAX_DEPTH];
} Scanner;

typedef enum { END, WORD, NUMBER, LABEL, QUOTED, OPEN_BRACE, SLASH, OTHER } Kind;

static inline bool is_line_end(int32_t c) { return c == '\n' || c == '\r'; }

static inline bool is_blank(int32_t c) {
  return c == ' ' || c == '\t' || c == 0x0B || c == 0x0C || c == 0xA0 || c == 0xAD || (c >= 0x2000 && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF;
}

static inline bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }
static inline bool is_capital(int32_t c) { return c >= 'A' && c <= 'Z'; }
static inline bool is_small(int32_t c) { return c >= 'a' && c <= 'z'; }

// Beyond ASCII: whatever is neither a blank nor punctuation. Tables of Unicode would be longer than all of this.
static inline bool is_letter(int32_t c) {
  return is_small(c) || is_capital(c) || (c > 0xBF && !is_blank(c) && !(c >= 0x2010 && c <= 0x2BFF));
}

static inline void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

// Reads a word into `word`, in ASCII; other letters become '?'. The token ends where the word does if `mark` is set.
static void read_word(TSLexer *lexer, char word[WORD_SIZE], bool mark) {
  unsigned length = 0, end = 0;
  for (;;) {
    int32_t c = lexer->lookahead;
    if (!is_letter(c) && !is_digit(c) && c != '_' && c != '-') break;
    if (length < WORD_SIZE - 1) word[length++] = c < 128 ? (char)c : '?';
    advance(lexer);
    // A word does not end with a hyphen.
    if (c != '-') {
      end = length;
      if (mark) lexer->mark_end(lexer);
    }
  }
  word[end] = 0;
}

static bool is_prefix(const char *word) {
  for (; *word; word++) {
    if (!is_capital(*word) && !is_digit(*word)) return false;
  }
  return true;
}

static bool is_one_of(const char *word, const char *const *words) {
  for (; *words; words++) {
    if (!strcmp(word, *words)) return true;
  }
  return false;
}

// The next token of the line. The word, where it is one, is in `word`.
static Kind next_token(TSLexer *lexer, char word[WORD_SIZE]) {
  while (is_blank(lexer->lookahead)) advance(lexer);
  int32_t c = lexer->lookahead;
  if (lexer->eof(lexer) || is_line_end(c)) return END;
  if (is_letter(c)) {
    read_word(lexer, word, false);
    if (is_prefix(word) && lexer->lookahead == '.') {
      advance(lexer);
      if (is_capital(lexer->lookahead) || is_digit(lexer->lookahead)) return LABEL;
      return OTHER;
    }
    if (!word[1] && is_small(word[0]) && lexer->lookahead == ')') return OTHER;
    return WORD;
  }
  if (is_digit(c)) {
    bool plain = true;
    while (is_digit(lexer->lookahead) || lexer->lookahead == '.' || lexer->lookahead == '-') {
      plain = plain && is_digit(lexer->lookahead);
      advance(lexer);
    }
    return plain && lexer->lookahead == ')' ? OTHER : NUMBER;
  }
  advance(lexer);
  switch (c) {
    case '{': return OPEN_BRACE;
    case '/': return lexer->lookahead == '/' ? END : SLASH;
    case 0x201C: case 0x201D: case 0x201E: return QUOTED;
    case '"':
      if (lexer->lookahead != '"') return QUOTED;
      advance(lexer);
      return lexer->lookahead == '"' ? OTHER : QUOTED;
    default: return OTHER;
  }
}

static bool is_reference(TSLexer *lexer, char word[WORD_SIZE]) {
  Kind kind = next_token(lexer, word);
  if (kind == NUMBER || kind == LABEL) return true;
  if (kind != WORD) return false;
  bool prefix = is_prefix(word), small = is_small(word[0]);
  kind = next_token(lexer, word);
  if (prefix) return kind == SLASH || kind == NUMBER;
  return small && (kind == NUMBER || kind == LABEL || kind == OPEN_BRACE);
}

static bool word_follows(TSLexer *lexer, char word[WORD_SIZE]) { return next_token(lexer, word) == WORD; }

// Whether `word`, which has been read, and what follows it on its line begin a declaration.
static bool is_head(TSLexer *lexer, char word[WORD_SIZE]) {
#define IS(x) (!strcmp(word, x))
  if (IS("standard")) return word_follows(lexer, word) && is_prefix(word);
  if (IS("part")) {
    return word_follows(lexer, word) && IS("of") && word_follows(lexer, word) && is_prefix(word);
  }
  if (IS("catalogue") || IS("overlay") || IS("correspondence")) {
    Kind kind = next_token(lexer, word);
    return kind == QUOTED || (kind == WORD && is_prefix(word));
  }
  if (IS("term") || IS("amendment")) return next_token(lexer, word) == QUOTED;
  if (IS("refine") || IS("interpret") || IS("retain")) return is_reference(lexer, word);
  if (IS("modify")) {
    return word_follows(lexer, word) &&
           (IS("objective") || IS("control") || IS("purpose") || IS("guidance") || IS("information")) &&
           is_reference(lexer, word);
  }
  if (IS("add")) {
    if (!word_follows(lexer, word)) return false;
    if (IS("requirement") || IS("clause") || IS("objective") || IS("control")) {
      return next_token(lexer, word) == LABEL;
    }
    return (IS("guidance") || IS("information") || IS("note")) && word_follows(lexer, word) && IS("to") &&
           is_reference(lexer, word);
  }
  if (IS("clause") || IS("objective") || IS("control")) {
    Kind kind = next_token(lexer, word);
    if (kind == LABEL) {
      while (is_capital(lexer->lookahead) || is_digit(lexer->lookahead) || lexer->lookahead == '.') advance(lexer);
    }
    if (kind != NUMBER && kind != LABEL) return false;
    kind = next_token(lexer, word);
    return kind == END || kind == QUOTED || kind == OPEN_BRACE;
  }
  if (IS("annex")) {
    return word_follows(lexer, word) && is_prefix(word) && next_token(lexer, word) == QUOTED;
  }
  return false;
#undef IS
}

// Reads a word and says whether it begins a declaration.
static bool head_follows(TSLexer *lexer) {
  char word[WORD_SIZE];
  if (!is_small(lexer->lookahead)) return false;
  return next_token(lexer, word) == WORD && is_head(lexer, word);
}

static void read_line_end(TSLexer *lexer) {
  bool carriage_return = lexer->lookahead == '\r';
  advance(lexer);
  if (carriage_return && lexer->lookahead == '\n') advance(lexer);
}
