// What a context-free grammar of Annexa cannot say: where lines count, which words a name may not be, where a text
// ends. The rules are those of `crates/annexa-syntax` (token.rs, head.rs, markup.rs).
#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

#include <stddef.h>
#include <string.h>

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

// The fields of fields.rs; any other word where a field is expected is an unknown one.
static const char *const FIELDS[] = {
    "addition", "allow",      "applies",   "audience",    "base",       "capabilities", "clause",
    "concepts", "control",    "definition", "designation", "domains",    "edition",      "example",
    "foreword", "guidance",   "information", "introduction", "item",     "key",          "language",
    "layout",   "note",       "numbering", "properties",  "purpose",    "rationale",    "reason",
    "reference", "replace",   "scope",     "sector",      "source",     "status",       "summary",
    "supersedes", "text",     "type",      NULL,
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

// Inside a text ------------------------------------------------------------------------------------------------------

static enum Symbol verbal_form(const char *word) {
  if (!strcmp(word, "shall")) return REQUIREMENT;
  if (!strcmp(word, "should")) return RECOMMENDATION;
  if (!strcmp(word, "may") || !strcmp(word, "need")) return PERMISSION;
  if (!strcmp(word, "can") || !strcmp(word, "cannot")) return CAPABILITY;
  if (!strcmp(word, "must")) return CONSTRAINT;
  return PROSE;
}

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

// Lines: the rules are those of markup.rs ---------------------------------------------------------------------------

typedef enum { WORDS_LINE, FIGURE_LINE, MARK_LINE, ROW_LINE, NOTE_LINE, EXAMPLE_LINE, LAST_LINE, NO_LINE } Line;

// What begins where the lexer is, behind the indentation of a line.
static Line read_line_start(const Scanner *scanner, TSLexer *lexer, bool first_column, Mark *mark) {
  char word[WORD_SIZE];
  int32_t c = lexer->lookahead;
  if (lexer->eof(lexer)) return NO_LINE;
  if (c == '"') return line_ends(lexer, scanner->in_string) ? LAST_LINE : WORDS_LINE;
  if (c == '|') return ROW_LINE;
  if (c == 'N' || c == 'E') {
    read_word(lexer, word, false);
    Line line = !strcmp(word, "NOTE") ? NOTE_LINE : !strcmp(word, "EXAMPLE") ? EXAMPLE_LINE : WORDS_LINE;
    bool ends = lexer->lookahead == ':' || is_blank(lexer->lookahead) || line_ends(lexer, scanner->in_string);
    return ends ? line : WORDS_LINE;
  }
  if (c == '{') {
    advance(lexer);
    while (is_text_blank(lexer->lookahead)) advance(lexer);
    read_word(lexer, word, false);
    if (strcmp(word, "figure") != 0 || (lexer->lookahead != '"' && !is_text_blank(lexer->lookahead))) return WORDS_LINE;
    while (!lexer->eof(lexer) && !is_line_end(lexer->lookahead) && lexer->lookahead != '}') advance(lexer);
    if (lexer->lookahead != '}') return WORDS_LINE;
    advance(lexer);
    return line_ends(lexer, scanner->in_string) ? FIGURE_LINE : WORDS_LINE;
  }
  if (read_mark(lexer, scanner->in_string, mark, word)) return MARK_LINE;
  return first_column && word[0] && is_head(lexer, word) ? NO_LINE : WORDS_LINE;
}

// Whether a mark begins an item. A dash inside running prose does not.
static bool counts(const Scanner *scanner, const Mark *mark, unsigned indent) {
  if (!mark->positions[DASHES] || scanner->after_colon || scanner->open != PARAGRAPH) return true;
  for (unsigned i = 0; i < scanner->depth; i++) {
    if (scanner->lists[i].indent == indent && scanner->lists[i].style == DASHES) return true;
  }
  return scanner->depth > 0 && indent < scanner->open_indent;
}

// How many lists stay open around a paragraph, a note, an example or a table.
static uint8_t around(const Scanner *scanner, unsigned indent, bool after_blank) {
  unsigned keep = 0;
  while (keep < scanner->depth && scanner->lists[keep].indent < indent + (after_blank ? 0 : 1)) keep++;
  if (!after_blank && keep == 0 && scanner->depth > 0) keep = 1;
  return (uint8_t)keep;
}

static inline bool emit(TSLexer *lexer, enum Symbol symbol) {
  lexer->result_symbol = symbol;
  return true;
}

static void skip_blanks(TSLexer *lexer, bool in_string) {
  while (is_text_blank(lexer->lookahead) || (is_line_end(lexer->lookahead) && !in_string)) lexer->advance(lexer, true);
  lexer->mark_end(lexer);
}

// Reads `NOTE 1 to entry:`, as `Remark::read` of remark.rs does. Whether a colon ends it is the answer.
static bool read_label(TSLexer *lexer) {
  char word[WORD_SIZE];
  read_word(lexer, word, true);
  bool numbered = false;
  for (bool after_to = false;;) {
    bool parted = is_text_blank(lexer->lookahead);
    while (is_text_blank(lexer->lookahead)) advance(lexer);
    int32_t c = lexer->lookahead;
    if (c == ':' && !after_to) {
      advance(lexer);
      lexer->mark_end(lexer);
      return true;
    }
    if (!parted || (!is_letter(c) && !is_digit(c))) return false;
    bool digits = true;
    if (is_digit(c)) {
      while (is_digit(lexer->lookahead)) advance(lexer);
    } else {
      digits = false;
      read_word(lexer, word, false);
    }
    c = lexer->lookahead;
    bool ends = c == ':' || is_blank(c) || is_line_end(c) || lexer->eof(lexer) || c == '"';
    bool is_entry = after_to && !digits && !strcmp(word, "entry");
    if (!ends || (digits && (numbered || after_to)) || (!digits && !is_entry && (after_to || strcmp(word, "to") != 0))) return false;
    numbered = true;
    after_to = !digits && !is_entry;
    if (!after_to) lexer->mark_end(lexer);
  }
}

// Closes one of the things that end before what is planned, at the place that is marked.
static bool close_next(Scanner *scanner, TSLexer *lexer) {
  if (scanner->in_row) {
    scanner->in_row = false;
    return emit(lexer, ROW_CLOSE);
  }
  if (scanner->open == PARAGRAPH || (scanner->open == TABLE && scanner->plan != NEXT_ROW)) {
    enum Symbol symbol = scanner->open == TABLE ? TABLE_CLOSE : PARAGRAPH_CLOSE;
    scanner->open = NOTHING;
    return emit(lexer, symbol);
  }
  if (scanner->depth == 0) return false;
  List *last = &scanner->lists[scanner->depth - 1];
  bool ends = scanner->depth > scanner->keep;
  if (last->in_item && (ends || scanner->plan == NEW_ITEM)) {
    last->in_item = false;
    return emit(lexer, ITEM_CLOSE);
  }
  if (!ends) return false;
  scanner->depth--;
  return emit(lexer, LIST_CLOSE);
}

// Opens what is planned.
static bool open_planned(Scanner *scanner, TSLexer *lexer) {
  skip_blanks(lexer, scanner->in_string);
  Plan plan = scanner->plan;
  scanner->plan = NO_PLAN;
  scanner->in_line = true;
  scanner->after_colon = false;
  scanner->open_indent = scanner->indent;
  switch (plan) {
    case NEW_LIST: {
      List *list = &scanner->lists[scanner->depth++];
      list->indent = scanner->indent;
      list->style = scanner->style;
      list->last = 0;
      list->in_item = false;
      scanner->keep = scanner->depth;
      scanner->plan = NEW_ITEM;
      return emit(lexer, LIST_OPEN);
    }
    case NEW_ITEM:
      while (!lexer->eof(lexer) && !is_text_blank(lexer->lookahead) && !is_line_end(lexer->lookahead) &&
             lexer->lookahead != '"') {
        advance(lexer);
      }
      lexer->mark_end(lexer);
      if (scanner->depth == 0) return false;
      scanner->lists[scanner->depth - 1].last = scanner->position;
      scanner->lists[scanner->depth - 1].in_item = true;
      scanner->open = ITEM_WORDS;
      return emit(lexer, LIST_MARK);
    case NEW_NOTE:
    case NEW_EXAMPLE:
      scanner->open = PARAGRAPH;
      scanner->after_colon = read_label(lexer);
      return emit(lexer, plan == NEW_NOTE ? NOTE_LABEL : EXAMPLE_LABEL);
    case NEW_TABLE:
      scanner->open = TABLE;
      scanner->plan = NEXT_ROW;
      return emit(lexer, TABLE_OPEN);
    case NEXT_ROW:
      scanner->in_row = true;
      advance(lexer);
      lexer->mark_end(lexer);
      return emit(lexer, CELL_OPEN);
    case TEXT_END:
      for (unsigned quotes = scanner->in_string ? 1 : 3; quotes > 0; quotes--) advance(lexer);
      lexer->mark_end(lexer);
      return emit(lexer, scanner->in_string ? STRING_CLOSE : TEXT_CLOSE);
    default:
      scanner->open = PARAGRAPH;
      return emit(lexer, PARAGRAPH_OPEN);
  }
}

// Between two lines: says that the words go on in the next one, or plans what comes instead.
static bool scan_line_start(Scanner *scanner, TSLexer *lexer) {
  bool in_string = scanner->in_string;
  unsigned ends = 0, indent = 0;
  lexer->mark_end(lexer);
  for (;;) {
    if (is_line_end(lexer->lookahead) && !in_string) {
      read_line_end(lexer);
      ends++;
      indent = 0;
    } else if (is_text_blank(lexer->lookahead)) {
      advance(lexer);
      indent++;
    } else {
      break;
    }
  }
  bool after_blank = scanner->begins || ends > 1;
  bool first_column = ends > 0 && indent == 0;
  if (ends == 0 && scanner->begins) indent = scanner->first_indent;
  scanner->begins = scanner->in_line = false;
  Mark mark;
  Line line = read_line_start(scanner, lexer, first_column, &mark);
  if (line == NO_LINE) {
    scanner->head_ahead = true;
    return false;
  }
  if (line == MARK_LINE && !after_blank && !counts(scanner, &mark, indent)) line = WORDS_LINE;
  bool has_words = scanner->open == ITEM_WORDS || scanner->open == PARAGRAPH;
  bool is_words = line == WORDS_LINE || (line == FIGURE_LINE && scanner->open != ITEM_WORDS);
  bool goes_on = is_words && has_words && !after_blank;
  scanner->keep = around(scanner, indent, after_blank);
  scanner->indent = (uint16_t)indent;
  scanner->plan = NEW_PARAGRAPH;
  if (line == NOTE_LINE) scanner->plan = NEW_NOTE;
  if (line == EXAMPLE_LINE) scanner->plan = NEW_EXAMPLE;
  if (line == ROW_LINE) {
    scanner->plan = NEW_TABLE;
    if (scanner->open == TABLE && !after_blank) {
      scanner->plan = NEXT_ROW;
      scanner->keep = scanner->depth;
    }
  }
  if (line == LAST_LINE) {
    scanner->plan = TEXT_END;
    scanner->keep = 0;
  }
  if (line == MARK_LINE) {
    plan_item(scanner, lexer, &mark, indent);
    // Too deep: its words go on with the item that it stands under.
    goes_on = scanner->plan == NEW_LIST && scanner->keep >= MAX_DEPTH;
  }
  if (!goes_on) return close_next(scanner, lexer) || emit(lexer, PLANNED);
  scanner->plan = NO_PLAN;
  scanner->in_line = scanner->resumes = true;
  return emit(lexer, LINE_GOES_ON);
}

static bool is_apostrophe(int32_t c) { return c == '\'' || c == 0x2019 || c == 0x02BC; }

// A word has been read, and an apostrophe follows: takes `'t` into it. The verbal form that it is then, or PROSE.
static enum Symbol contraction(TSLexer *lexer, const char *word, bool mark) {
  advance(lexer);
  if (lexer->lookahead != 't') return PROSE;
  advance(lexer);
  if (is_letter(lexer->lookahead) || is_digit(lexer->lookahead) || lexer->lookahead == '_') return PROSE;
  enum Symbol form = !strcmp(word, "shan")                               ? REQUIREMENT
                     : !strcmp(word, "shouldn")                          ? RECOMMENDATION
                     : !strcmp(word, "mayn") || !strcmp(word, "needn") ? PERMISSION
                     : !strcmp(word, "can")                              ? CAPABILITY
                     : !strcmp(word, "mustn")                            ? CONSTRAINT
                                                                         : PROSE;
  if (mark && form != PROSE) lexer->mark_end(lexer);
  return form;
}

// The words that have been read. What they end with decides whether a dash can follow in the next line.
static bool emit_prose(Scanner *scanner, TSLexer *lexer, int32_t last) {
  if (last) scanner->after_colon = last == ':';
  return emit(lexer, PROSE);
}

// In a line: the next piece of its words, or what ends them.
static bool scan_pieces(Scanner *scanner, TSLexer *lexer) {
  bool any = false, in_word = false, in_string = scanner->in_string, in_row = scanner->in_row;
  // The last character that is no blank.
  int32_t last = 0;
  if (scanner->resumes) {
    scanner->resumes = false;
    skip_blanks(lexer, in_string);
  }
  if (scanner->begins_with_quote) {
    scanner->begins_with_quote = false;
    advance(lexer);
    lexer->mark_end(lexer);
    return emit_prose(scanner, lexer, '"');
  }
  for (;;) {
    int32_t c = lexer->lookahead;
    lexer->mark_end(lexer);
    if (lexer->eof(lexer)) return false;
    if (c == '"') {
      unsigned quotes = 0;
      while (lexer->lookahead == '"' && quotes < (in_string ? 1 : 4)) {
        advance(lexer);
        quotes++;
      }
      if (!in_string && quotes < 3) {
        any = true;
        in_word = false;
        last = c;
        continue;
      }
      if (any) return emit_prose(scanner, lexer, last);
      if (quotes == 4) {
        // The text closes at the last three of a run; the first of a longer one belongs to it.
        scanner->begins_with_quote = true;
        return emit(lexer, LINE_GOES_ON);
      }
      scanner->in_line = false;
      scanner->plan = TEXT_END;
      scanner->keep = 0;
      return close_next(scanner, lexer);
    }
    if (c == '{') {
      if (any) return emit_prose(scanner, lexer, last);
      scanner->after_colon = false;
      advance(lexer);
      lexer->mark_end(lexer);
      if (lexer->lookahead == '{') {
        advance(lexer);
        lexer->mark_end(lexer);
        return emit(lexer, ESCAPED_BRACE);
      }
      lexer->result_symbol = reference_kind(lexer, in_string, in_row);
      return lexer->result_symbol != PROSE;
    }
    if (c == '|' && in_row) {
      if (any) return emit_prose(scanner, lexer, last);
      advance(lexer);
      lexer->mark_end(lexer);
      if (!line_ends(lexer, in_string)) return emit(lexer, CELL_OPEN);
      scanner->in_row = scanner->in_line = false;
      return emit(lexer, ROW_CLOSE);
    }
    if (is_line_end(c)) {
      if (in_string) return false;
      if (any) return emit_prose(scanner, lexer, last);
      if (!in_row) return scan_line_start(scanner, lexer);
      scanner->in_row = scanner->in_line = false;
      return emit(lexer, ROW_CLOSE);
    }
    if (!in_word && is_small(c)) {
      char word[WORD_SIZE];
      read_word(lexer, word, false);
      enum Symbol form = verbal_form(word);
      if (form == PROSE && !is_apostrophe(lexer->lookahead)) {
        any = true;
        last = c;
        continue;
      }
      bool full = form != PROSE;
      if (!any && full) lexer->mark_end(lexer);
      if (is_apostrophe(lexer->lookahead)) {
        enum Symbol short_form = contraction(lexer, word, !any);
        full = full && short_form == PROSE;
        form = short_form == PROSE ? form : short_form;
      }
      if (form == PROSE) {
        any = in_word = true;
        last = c;
        continue;
      }
      if (any) return emit_prose(scanner, lexer, last);
      scanner->after_colon = false;
      bool negated = full && strcmp(word, "cannot") != 0 && read_not(lexer, in_row);
      lexer->result_symbol = strcmp(word, "need") != 0 || negated ? form : PROSE;
      return true;
    }
    in_word = is_letter(c) || is_digit(c) || c == '_' || (in_word && (c == '-' || is_apostrophe(c)));
    if (!is_text_blank(c)) last = c;
    advance(lexer);
    bool escapes = c == '\\' && ((in_row && lexer->lookahead == '|') || (in_string && !is_line_end(lexer->lookahead)));
    if (escapes) advance(lexer);
    any = true;
  }
}

static bool scan_text(Scanner *scanner, TSLexer *lexer) {
  if (scanner->head_ahead) return false;
  if (scanner->plan != NO_PLAN) {
    lexer->mark_end(lexer);
    return close_next(scanner, lexer) || open_planned(scanner, lexer);
  }
  return scanner->in_line ? scan_pieces(scanner, lexer) : scan_line_start(scanner, lexer);
}

// A text or a string in its place opens.
static void begin_text(Scanner *scanner, TSLexer *lexer, bool in_string) {
  memset(scanner, 0, sizeof *scanner);
  scanner->in_string = in_string;
  scanner->begins = true;
  if (!in_string) scanner->first_indent = common_indent(lexer);
}

// Elsewhere ----------------------------------------------------------------------------------------------------------

// A `"` stands here.
static bool scan_quotes(Scanner *scanner, TSLexer *lexer, const bool *valid) {
  advance(lexer);
  lexer->mark_end(lexer);
  bool empty = lexer->lookahead == '"';
  if (empty) {
    advance(lexer);
    if (lexer->lookahead == '"') {
      if (!valid[TEXT_OPEN]) return false;
      advance(lexer);
      lexer->mark_end(lexer);
      begin_text(scanner, lexer, false);
      lexer->result_symbol = TEXT_OPEN;
      return true;
    }
  }
  while (!empty && lexer->lookahead != '"') {
    if (lexer->lookahead == '\\') advance(lexer);
    if (lexer->eof(lexer) || is_line_end(lexer->lookahead)) return false;
    advance(lexer);
  }
  if (valid[STRING_OPEN]) {
    begin_text(scanner, lexer, true);
    lexer->result_symbol = STRING_OPEN;
    return true;
  }
  if (!valid[STRING]) return false;
  if (!empty) advance(lexer);
  lexer->mark_end(lexer);
  lexer->result_symbol = STRING;
  return true;
}

// Whether the head that has been read stands without a block: the text ends, or another declaration begins.
static bool scan_no_block(TSLexer *lexer) {
  bool new_line = false;
  lexer->mark_end(lexer);
  lexer->result_symbol = NO_BLOCK;
  for (;;) {
    int32_t c = lexer->lookahead;
    if (lexer->eof(lexer)) return true;
    if (is_line_end(c)) {
      new_line = true;
      advance(lexer);
    } else if (is_blank(c)) {
      advance(lexer);
    } else if (c == '/') {
      advance(lexer);
      if (lexer->lookahead != '/') return false;
      while (!lexer->eof(lexer) && !is_line_end(lexer->lookahead)) advance(lexer);
    } else {
      return new_line && head_follows(lexer);
    }
  }
}

static bool scan_words(TSLexer *lexer, const bool *valid, bool new_line) {
  char word[WORD_SIZE];
  bool starts_entry = new_line || valid[AFTER_BRACE];
  bool first_column = lexer->get_column(lexer) == 0;
  // The value of an unknown field goes on up to a line that begins with a word.
  bool in_unknown = valid[LINE_START] && valid[LINE_WORD];
  lexer->mark_end(lexer);
  if (is_digit(lexer->lookahead)) {
    lexer->result_symbol = LINE_START;
    return valid[LINE_START] && starts_entry && !in_unknown;
  }
  if (!is_letter(lexer->lookahead)) return false;
  bool named = valid[SMALL_WORD] || (valid[LINE_WORD] && !new_line);
  int32_t first = lexer->lookahead;
  read_word(lexer, word, named);
  bool item_mark = !word[1] && is_small(first) && lexer->lookahead == ')';
  bool label = false;
  if (is_prefix(word) && lexer->lookahead == '.') {
    advance(lexer);
    label = is_capital(lexer->lookahead) || is_digit(lexer->lookahead);
  }
  if (item_mark) return false;
  if (valid[LINE_WORD] && !new_line) {
    lexer->result_symbol = LINE_WORD;
    return !label;
  }
  if (valid[SMALL_WORD]) {
    lexer->result_symbol = first_column && is_head(lexer, word) ? MISPLACED_HEAD : SMALL_WORD;
    bool small = is_small(first) || first > 127;
    return small && strcmp(word, "for") != 0 && strcmp(word, "as") != 0;
  }
  if (valid[LINE_START] && starts_entry && ((label && !in_unknown) || !strcmp(word, "new") || !strcmp(word, "rest"))) {
    lexer->result_symbol = LINE_START;
    return true;
  }
  if (!valid[UNKNOWN_NAME] || !starts_entry || label) return false;
  bool is_field = is_one_of(word, FIELDS);
  if (is_field && !first_column) return false;
  if (!is_field) lexer->mark_end(lexer);
  bool head = is_head(lexer, word);
  if (is_field && !head) return false;
  lexer->result_symbol = head ? MISPLACED_HEAD : UNKNOWN_NAME;
  return true;
}

void *tree_sitter_annexa_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }

void tree_sitter_annexa_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_annexa_external_scanner_serialize(void *payload, char *buffer) {
  const Scanner *scanner = payload;
  unsigned length = offsetof(Scanner, lists) + scanner->depth * sizeof(List);
  memcpy(buffer, scanner, length);
  return length;
}

void tree_sitter_annexa_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  memset(payload, 0, sizeof(Scanner));
  if (length <= sizeof(Scanner)) memcpy(payload, buffer, length);
}

bool tree_sitter_annexa_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Scanner *scanner = payload;
  // After an error everything is valid; then the words are told by the grammar alone.
  bool recovering = valid[MISPLACED_HEAD];
  bool in_text = valid[PROSE] || valid[PARAGRAPH_OPEN] || valid[LIST_MARK] || valid[CELL_OPEN] || valid[TEXT_CLOSE] ||
                 valid[STRING_CLOSE];
  if (!recovering && in_text) return scan_text(scanner, lexer);
  scanner->head_ahead = false;
  if (!recovering && valid[NO_BLOCK] && !valid[SMALL_WORD] && scan_no_block(lexer)) return true;
  bool new_line = false;
  while (is_blank(lexer->lookahead) || is_line_end(lexer->lookahead)) {
    new_line = new_line || is_line_end(lexer->lookahead);
    lexer->advance(lexer, true);
  }
  if (lexer->lookahead == '"' && (valid[STRING] || valid[TEXT_OPEN])) return scan_quotes(scanner, lexer, valid);
  return !recovering && scan_words(lexer, valid, new_line);
}
