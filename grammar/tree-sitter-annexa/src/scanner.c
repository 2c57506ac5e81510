// What a context-free grammar of Annexa cannot say: where lines count, which words a name may not be, where a text
// ends and which structure it has (scan_text.h). The rules are those of `crates/annexa-syntax`.
#include "scan_text.h"

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
  if (length > 0 && length <= sizeof(Scanner)) memcpy(payload, buffer, length);
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
