// Inside a text, line by line: what each line begins or goes on with. The rules are those of markup.rs and prose.rs
// in `crates/annexa-syntax`.
#pragma once

#include "scan_marks.h"

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
  enum Symbol form = contracted_form(word);
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
