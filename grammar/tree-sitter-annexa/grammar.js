/**
 * @file The Annexa language for tree-sitter.
 *
 * It accepts what `crates/annexa-syntax` accepts; a test holds the two together. Keywords are contextual, lines
 * count in a few places, and a text ends before the head of a declaration: that is what `src/scanner.c` is for.
 * @license Apache-2.0 OR MIT
 */
/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

/** One or more, parted by commas. */
const list = (rule) => seq(rule, repeat(seq(',', rule)));

/** The name of a field and its value. */
const field_of = (names, value) =>
  seq(field('name', names.length > 1 ? choice(...names) : names[0]), value);

const TEXT_FIELDS = [
  'text', 'rationale', 'purpose', 'information', 'addition', 'reason', 'applies', 'definition', 'note', 'example',
  'source', 'scope', 'introduction', 'foreword', 'summary', 'control',
];

module.exports = grammar({
  name: 'annexa',

  word: ($) => $.word,

  extras: ($) => [
    /[\s\u000B\u00A0\u00AD\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\uFEFF]/,
    $.comment,
  ],

  // In the order of `enum Symbol` in src/scanner.c.
  externals: ($) => [
    $._text_open,
    $._text_close,
    $._string_open,
    $._string_close,
    $.string,
    $._paragraph_open,
    $._paragraph_close,
    $._list_open,
    $._list_close,
    $.list_mark,
    $._item_close,
    $.note_label,
    $.example_label,
    $._table_open,
    $._table_close,
    $._cell_open,
    $._row_close,
    // Of no width: the words go on in the next line.
    $._line_goes_on,
    // Of no width: it is known what comes next.
    $._planned,
    $.prose,
    $.escaped_brace,
    $._reference_open,
    $._term_open,
    $._figure_open,
    $.requirement,
    $.recommendation,
    $.permission,
    $.capability,
    $.constraint,
    $._small_word,
    $._line_word,
    $._line_start,
    $._unknown_name,
    $._no_block,
    // Never comes; where it is expected, a brace has just been read.
    $._after_brace,
    // Always an error: the head of a declaration where none can be.
    $._misplaced_head,
  ],

  supertypes: ($) => [$._piece],

  rules: {
    source_file: ($) => repeat($.declaration),

    declaration: ($) =>
      seq(
        field('head', choice(
          $.standard, $.part_of, $.catalogue, $.overlay, $.correspondence, $.term, $.addition, $.change,
          $.modification, $.catalogued, $.annex, $.amendment,
        )),
        choice(field('body', $.block), $._no_block),
      ),

    // Heads
    standard: ($) => seq('standard', field('prefix', $.prefix), field('title', $.title)),
    part_of: ($) => seq('part', 'of', field('prefix', $.prefix)),
    catalogue: ($) => seq('catalogue', $.designation, field('title', $.title)),
    overlay: ($) => seq('overlay', $.designation),
    correspondence: ($) => seq('correspondence', field('from', $.designation), 'to', field('to', $.designation)),
    term: ($) => seq('term', field('name', $.title)),
    addition: ($) =>
      seq('add', choice(
        seq(
          field('kind', choice('requirement', 'clause', 'objective', 'control')),
          field('label', $.label), field('title', $.title), 'to', field('target', $.reference),
          optional(seq('as', $.item_mark)),
          optional($.audiences),
        ),
        seq(
          field('kind', choice('guidance', 'information', 'note')),
          'to', field('target', $.reference), optional($.audiences),
        ),
      )),
    change: ($) =>
      seq(field('kind', choice('refine', 'interpret', 'retain')), field('target', $.reference), optional($.audiences)),
    modification: ($) =>
      seq(
        'modify', field('kind', choice('objective', 'control', 'purpose', 'guidance', 'information')),
        field('target', $.reference), optional($.audiences),
      ),
    catalogued: ($) =>
      seq(
        field('kind', choice('clause', 'objective', 'control')),
        field('label', $._provision), optional(field('title', $.title)),
      ),
    annex: ($) => seq('annex', field('label', $.prefix), field('title', $.title), 'of', $.designation),
    amendment: ($) => seq('amendment', field('name', $.title)),

    audiences: ($) => seq('for', list($.audience)),
    audience: ($) => $._line_word,
    title: ($) => $.string,

    // Blocks
    block: ($) =>
      seq(
        '{', optional($._after_brace),
        repeat(choice($.field, $.unknown_field, seq($._line_start, $._entry))),
        '}', optional($._after_brace),
      ),

    _entry: ($) => choice($.pair, $.new, $.rest_unchanged),
    pair: ($) => seq(field('from', $.place), '->', field('to', $.place)),
    new: ($) => seq('new', $.place),
    rest_unchanged: (_) => seq('rest', 'unchanged'),
    place: ($) => seq($._provision, repeat($.item_mark)),

    field: ($) => choice(
      field_of(TEXT_FIELDS, $.text),
      field_of(['guidance'], seq(optional($.audiences), $.text)),
      field_of(['sector'], $.string),
      field_of(['edition'], $.number),
      field_of(['status', 'numbering', 'language', 'layout'], $.value),
      field_of(['type', 'properties', 'concepts', 'capabilities', 'domains'], list($.value)),
      field_of(['base'], seq($.designation, repeat($.with_amendment), optional(seq('as', $.alias)))),
      field_of(['designation', 'supersedes'], $.designation),
      field_of(['audience'], seq($.audience, $.title)),
      field_of(['reference'], seq($.string, $.title)),
      field_of(['key'], $.label),
      field_of(['allow'], seq(alias($._line_word, $.rule_code), $.text)),
      field_of(['replace'], seq($.string, 'by', $.string)),
      field_of(['item'], seq($.item_mark, optional($.text), optional($.block))),
      field_of(['clause'], $._provision),
    ),

    value: ($) => $._line_word,

    // The rules of the language say what is wrong with it; its form is right.
    unknown_field: ($) =>
      prec.right(seq(field('name', alias($._unknown_name, $.unknown_name)), repeat($._anything))),
    _anything: ($) => choice(
      $._line_word, $.number, $.label, $.item_mark, $.string, $.text, ',', ':', '+', '/', '->', $._any_block,
    ),
    _any_block: ($) => seq('{', repeat(choice($._anything, $.word)), '}'),

    // References
    reference: ($) =>
      prec.right(seq(
        choice(
          $.label,
          seq(
            alias(choice($.number, $._small_word), $.alias),
            optional($._year), optional($._provision),
          ),
          seq($.designation, optional($._provision)),
        ),
        repeat($.item_mark),
      )),
    alias: ($) => $._small_word,
    designation: ($) => prec.right(choice(
      seq($.prefix, repeat(seq(optional('/'), $.prefix)), $.number, optional($._year)),
      $.string,
    )),
    with_amendment: ($) => seq('+', $.word, $.number, $._year),
    _year: ($) => seq(':', alias($.number, $.edition)),
    _provision: ($) => choice($.number, $.label),

    // Texts

    text: ($) => choice(
      seq(alias($._text_open, '"""'), repeat($._part), alias($._text_close, '"""')),
      seq(alias($._string_open, '"'), repeat($._part), alias($._string_close, '"')),
    ),
    _part: ($) => choice($.paragraph, $.note, $.example, $.list, $.table, $._planned),
    _words: ($) => choice($._piece, $._line_goes_on),
    paragraph: ($) => seq($._paragraph_open, repeat($._words), $._paragraph_close),
    note: ($) => seq($.note_label, repeat($._words), $._paragraph_close),
    example: ($) => seq($.example_label, repeat($._words), $._paragraph_close),
    list: ($) => seq($._list_open, repeat1($.list_item), $._list_close),
    list_item: ($) => seq($.list_mark, repeat(choice($._words, $._part)), $._item_close),
    table: ($) => seq($._table_open, repeat1(seq($.row, optional($._planned))), $._table_close),
    row: ($) => seq(repeat1($.cell), $._row_close),
    cell: ($) => seq(alias($._cell_open, '|'), repeat($._words)),
    _piece: ($) => choice(
      $.prose, $.escaped_brace, $.text_reference, $.term_reference, $.figure,
      $.requirement, $.recommendation, $.permission, $.capability, $.constraint,
    ),
    text_reference: ($) => seq(alias($._reference_open, '{'), $.reference, '}'),
    term_reference: ($) =>
      seq(alias($._term_open, '{'), 'term', field('name', $.term_name), optional(field('shown', $.string)), '}'),
    figure: ($) => seq(alias($._figure_open, '{'), 'figure', field('path', $.string), field('title', $.string), '}'),
    term_name: (_) => /[^\s"}]([^"}\r\n]*[^\s"}])?/,

    // Tokens
    comment: (_) => token(seq('//', /[^\r\n]*/)),
    word: (_) => /\p{L}([\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_])?/u,
    prefix: (_) => /[A-Z]([A-Z0-9-]*[A-Z0-9])?/,
    number: (_) => /[0-9]+([.-][0-9]+)*/,
    label: (_) => /[A-Z][A-Z0-9]*\.([A-Z]|[0-9]+)(\.[0-9]+)*/,
    item_mark: (_) => /([a-z]|x{0,3}(i|ii|iii|iv|v|vi|vii|viii|ix)|x{1,3}|[0-9]+)\)/,
  },
});
