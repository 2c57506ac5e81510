// What a context-free grammar of Annexa cannot say: where lines count, which words a name may not be, where a text
// ends. The rules are those of `crates/annexa-syntax` (token.rs, head.rs, markup.rs).
#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

#include <string.h>

// In the order of `externals` in grammar.js.
enum Symbol {
  TEXT_OPEN,
  TEXT_CLOSE,
  STRING_OPEN,
  STRING_CLOSE,
  STRING,
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

typedef struct {
  // The next line of the text that is being read begins a declaration: the text is not closed.
  bool head_ahead;
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

// Takes `not` into the verbal form where it follows. Whether it does is the answer.
static bool read_not(TSLexer *lexer) {
  char word[WORD_SIZE];
  if (!is_blank(lexer->lookahead) && !is_line_end(lexer->lookahead)) return false;
  while (is_blank(lexer->lookahead) || is_line_end(lexer->lookahead)) advance(lexer);
  read_word(lexer, word, false);
  if (strcmp(word, "not") != 0) return false;
  lexer->mark_end(lexer);
  return true;
}

// A `{` has been read: what kind of reference it opens, or PROSE where it does not close on its line.
static enum Symbol reference_kind(TSLexer *lexer, bool in_string) {
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
    if (lexer->eof(lexer) || is_line_end(c) || quotes == (in_string ? 1 : 3)) return PROSE;
  }
  return !strcmp(word, "term") ? TERM_OPEN : !strcmp(word, "figure") ? FIGURE_OPEN : REFERENCE_OPEN;
}

static bool scan_text(Scanner *scanner, TSLexer *lexer, bool in_string) {
  if (scanner->head_ahead) return false;
  bool any = false, in_word = false;
  for (;;) {
    int32_t c = lexer->lookahead;
    lexer->mark_end(lexer);
    if (lexer->eof(lexer)) return false;
    if (c == '"') {
      if (in_string) {
        if (!any) {
          advance(lexer);
          lexer->mark_end(lexer);
        }
        lexer->result_symbol = any ? PROSE : STRING_CLOSE;
        return true;
      }
      unsigned quotes = 0;
      for (; lexer->lookahead == '"' && quotes < 4; quotes++) {
        advance(lexer);
        if (!any && quotes == 2 && lexer->lookahead != '"') lexer->mark_end(lexer);
        if (!any && quotes == 0) lexer->mark_end(lexer);
      }
      if (quotes >= 3) {
        // The text closes at the last three of a run; the first of a longer one belongs to it.
        lexer->result_symbol = any || quotes == 4 ? PROSE : TEXT_CLOSE;
        return true;
      }
      any = true;
      in_word = false;
      continue;
    }
    if (c == '{') {
      if (any) {
        lexer->result_symbol = PROSE;
        return true;
      }
      advance(lexer);
      lexer->mark_end(lexer);
      if (lexer->lookahead == '{') {
        advance(lexer);
        lexer->mark_end(lexer);
        lexer->result_symbol = ESCAPED_BRACE;
        return true;
      }
      lexer->result_symbol = reference_kind(lexer, in_string);
      return lexer->result_symbol != PROSE;
    }
    if (is_line_end(c)) {
      if (in_string) return false;
      read_line_end(lexer);
      lexer->mark_end(lexer);
      lexer->result_symbol = PROSE;
      // Only looked at: the token ends before it.
      scanner->head_ahead = head_follows(lexer);
      return true;
    }
    if (!in_word && is_small(c)) {
      char word[WORD_SIZE];
      read_word(lexer, word, false);
      enum Symbol form = verbal_form(word);
      if (form == PROSE) {
        any = true;
        continue;
      }
      if (any) {
        lexer->result_symbol = PROSE;
        return true;
      }
      lexer->mark_end(lexer);
      bool negated = strcmp(word, "cannot") != 0 && read_not(lexer);
      lexer->result_symbol = strcmp(word, "need") != 0 || negated ? form : PROSE;
      return true;
    }
    in_word = is_letter(c) || is_digit(c) || c == '_' || (in_word && (c == '-' || c == '\'' || c == 0x2019));
    advance(lexer);
    if (in_string && c == '\\' && !is_line_end(lexer->lookahead)) advance(lexer);
    any = true;
  }
}

// Elsewhere ----------------------------------------------------------------------------------------------------------

// A `"` stands here.
static bool scan_quotes(TSLexer *lexer, const bool *valid) {
  advance(lexer);
  lexer->mark_end(lexer);
  bool empty = lexer->lookahead == '"';
  if (empty) {
    advance(lexer);
    if (lexer->lookahead == '"') {
      if (!valid[TEXT_OPEN]) return false;
      advance(lexer);
      lexer->mark_end(lexer);
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
  buffer[0] = ((Scanner *)payload)->head_ahead;
  return 1;
}

void tree_sitter_annexa_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  ((Scanner *)payload)->head_ahead = length > 0 && buffer[0];
}

bool tree_sitter_annexa_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Scanner *scanner = payload;
  // After an error everything is valid; then the words are told by the grammar alone.
  bool recovering = valid[TEXT_CLOSE] && valid[STRING_CLOSE];
  if (!recovering && (valid[TEXT_CLOSE] || valid[STRING_CLOSE])) {
    return scan_text(scanner, lexer, valid[STRING_CLOSE]);
  }
  scanner->head_ahead = false;
  if (!recovering && valid[NO_BLOCK] && !valid[SMALL_WORD] && scan_no_block(lexer)) return true;
  bool new_line = false;
  while (is_blank(lexer->lookahead) || is_line_end(lexer->lookahead)) {
    new_line = new_line || is_line_end(lexer->lookahead);
    lexer->advance(lexer, true);
  }
  if (lexer->lookahead == '"' && (valid[STRING] || valid[TEXT_OPEN])) return scan_quotes(lexer, valid);
  return !recovering && scan_words(lexer, valid, new_line);
}
