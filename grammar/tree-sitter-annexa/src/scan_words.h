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

typedef enum { END, WORD, NUMBER, LABEL, ITEM, QUOTED, OPEN_BRACE, SLASH, COLON, COMMA, OTHER } Kind;

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

// Reads a string up to the end of its line.
static void read_string(TSLexer *lexer) {
  while (!lexer->eof(lexer) && !is_line_end(lexer->lookahead)) {
    int32_t c = lexer->lookahead;
    advance(lexer);
    if (c == '"' || c == 0x201C || c == 0x201D) return;
    if (c == '\\' && !is_line_end(lexer->lookahead)) advance(lexer);
  }
}

// The next token of the line. The word, where it is one, is in `word`.
static Kind next_token(TSLexer *lexer, char word[WORD_SIZE]) {
  word[0] = 0;
  while (is_blank(lexer->lookahead)) advance(lexer);
  int32_t c = lexer->lookahead;
  if (lexer->eof(lexer) || is_line_end(c)) return END;
  if (is_letter(c)) {
    read_word(lexer, word, false);
    if (is_prefix(word) && lexer->lookahead == '.') {
      advance(lexer);
      if (!is_capital(lexer->lookahead) && !is_digit(lexer->lookahead)) return OTHER;
      while (is_capital(lexer->lookahead) || is_digit(lexer->lookahead) || lexer->lookahead == '.') advance(lexer);
      return LABEL;
    }
    bool roman = strspn(word, "ivx") == strlen(word);
    if ((!word[1] || roman) && is_small(word[0]) && lexer->lookahead == ')') {
      advance(lexer);
      return ITEM;
    }
    return WORD;
  }
  if (is_digit(c)) {
    bool plain = true;
    while (is_digit(lexer->lookahead) || lexer->lookahead == '.' || lexer->lookahead == '-') {
      plain = plain && is_digit(lexer->lookahead);
      advance(lexer);
    }
    if (!plain || lexer->lookahead != ')') return NUMBER;
    advance(lexer);
    return ITEM;
  }
  advance(lexer);
  switch (c) {
    case '{': return OPEN_BRACE;
    case ':': return COLON;
    case ',': return COMMA;
    case '/': return lexer->lookahead == '/' ? END : SLASH;
    case 0x201C: case 0x201D: case 0x201E: read_string(lexer); return QUOTED;
    case '"':
      if (lexer->lookahead == '"') {
        advance(lexer);
        return lexer->lookahead == '"' ? OTHER : QUOTED;
      }
      read_string(lexer);
      return QUOTED;
    default: return OTHER;
  }
}

// Whether a head ends here: at the end of the line or at its block.
static bool ends(Kind kind) { return kind == END || kind == OPEN_BRACE; }

// What stands behind `:2022`, if that stands here.
static Kind after_year(TSLexer *lexer, char word[WORD_SIZE]) {
  Kind kind = next_token(lexer, word);
  if (kind != COLON) return kind;
  return next_token(lexer, word) == NUMBER ? next_token(lexer, word) : OTHER;
}

// Passes over the rest of a designation behind its first word; gives what stands behind it.
static Kind after_publisher(TSLexer *lexer, char word[WORD_SIZE]) {
  for (;;) {
    Kind kind = next_token(lexer, word);
    if (kind == NUMBER) return after_year(lexer, word);
    if (kind != SLASH && !(kind == WORD && is_prefix(word))) return OTHER;
  }
}

// Whether what stands behind a whole reference belongs to a head.
static bool goes_on(TSLexer *lexer, char word[WORD_SIZE]) {
  Kind kind = next_token(lexer, word);
  if (ends(kind) || kind == ITEM) return true;
  if (kind != WORD) return false;
  if (!strcmp(word, "as")) return next_token(lexer, word) == ITEM;
  if (strcmp(word, "for") != 0 || next_token(lexer, word) != WORD) return false;
  kind = next_token(lexer, word);
  return ends(kind) || kind == COMMA;
}

// `operator, supplier {`
static bool is_for_audiences(TSLexer *lexer, char word[WORD_SIZE]) {
  for (;;) {
    if (next_token(lexer, word) != WORD) return false;
    Kind kind = next_token(lexer, word);
    if (kind == OPEN_BRACE) return true;
    if (kind != COMMA) return false;
  }
}

static bool is_reference(TSLexer *lexer, char word[WORD_SIZE]) {
  Kind kind = next_token(lexer, word);
  if (kind == LABEL) return goes_on(lexer, word);
  if (kind == NUMBER || (kind == WORD && is_small(word[0]) && !is_one_of(word, KEYWORDS))) {
    kind = after_year(lexer, word);
  } else if (kind == WORD && is_prefix(word)) {
    kind = after_publisher(lexer, word);
  } else {
    return false;
  }
  if (kind == NUMBER || kind == LABEL) return goes_on(lexer, word);
  if (kind == OPEN_BRACE) return true;
  if (kind != WORD) return false;
  if (!strcmp(word, "for")) return is_for_audiences(lexer, word);
  return is_prefix(word) && ends(next_token(lexer, word));
}

static bool word_follows(TSLexer *lexer, char word[WORD_SIZE], const char *expected) {
  return next_token(lexer, word) == WORD && !strcmp(word, expected);
}

// Whether the rest of the line is made of the parts of a head.
static bool begins(const Head *head, TSLexer *lexer, char word[WORD_SIZE]) {
  switch (head->parts[0]) {
    case PREFIX_PART:
      if (next_token(lexer, word) != WORD || !is_prefix(word)) return false;
      return head->parts[1] == TITLE_PART ? next_token(lexer, word) == QUOTED : ends(next_token(lexer, word));
    case DOCUMENT_PART: {
      Kind kind = next_token(lexer, word);
      if (kind == QUOTED) {
        kind = next_token(lexer, word);
      } else if (kind == WORD && is_prefix(word)) {
        kind = after_publisher(lexer, word);
      } else {
        return false;
      }
      if (head->parts[1] == TITLE_PART) return kind == QUOTED;
      if (head->parts[1] == TO_PART) return kind == WORD && !strcmp(word, "to");
      return ends(kind);
    }
    case NAME_PART: return next_token(lexer, word) == QUOTED;
    case LABEL_PART: {
      if (next_token(lexer, word) != LABEL) return false;
      Kind kind = next_token(lexer, word);
      return kind == QUOTED || (kind == WORD && !strcmp(word, "to"));
    }
    case REFERENCE_PART: return is_reference(lexer, word);
    case TO_PART: return word_follows(lexer, word, "to") && is_reference(lexer, word);
    case NUMBER_PART: {
      Kind kind = next_token(lexer, word);
      if (kind != NUMBER && kind != LABEL) return false;
      kind = next_token(lexer, word);
      return kind == QUOTED || kind == OPEN_BRACE;
    }
    case LETTER_PART:
      return next_token(lexer, word) == WORD && is_prefix(word) && next_token(lexer, word) == QUOTED &&
             word_follows(lexer, word, "of");
    default: return false;
  }
}

// Whether `word`, which has been read, and what follows it on its line begin a declaration.
static bool is_head(TSLexer *lexer, char word[WORD_SIZE]) {
  bool second_read = false, is_word = false;
  char first[WORD_SIZE];
  memcpy(first, word, WORD_SIZE);
  for (const Head *head = HEADS; head->first; head++) {
    if (strcmp(first, head->first) != 0) continue;
    if (head->second) {
      if (!second_read) is_word = next_token(lexer, word) == WORD;
      second_read = true;
      if (!is_word || strcmp(word, head->second) != 0) continue;
    }
    return begins(head, lexer, word);
  }
  return false;
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
