/**
 * @file The Annexa language for tree-sitter.
 *
 * It accepts what `crates/annexa-syntax` accepts; a test compares the two. The declarations and fields come from its table
 * of the language. Keywords are contextual, lines count in a few places, and a text ends before the head of a
 * declaration: `src/scanner.c` sees to that.
 * @license Apache-2.0 OR MIT
 */
/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

const { declarations, fields } = require('./language.json');

/** One or more, parted by commas. */
const list = (rule) => seq(rule, repeat(seq(',', rule)));

/** The name of a field and its value. */
const field_of = (names, value) =>
  seq(field('name', names.length > 1 ? choice(...names) : names[0]), value);

/** A part of a head, by its name in `language/parts.rs` of the crate `annexa-syntax`. */
const part = ($, name) => ({
  Prefix: () => field('prefix', $.prefix),
  Label: () => field('label', $.label),
  Title: () => field('title', $.title),
  TitleIfAny: () => field('title', $.title),
  Name: () => field('name', $.title),
  To: () => 'to',
  Of: () => 'of',
  // As in the parser, any reference takes what follows one somewhere; rule S010 reports what does not belong.
  Reference: () => seq(field('target', $.reference), optional(seq('as', $.item_mark)), optional($.audiences)),
  AsItem: blank,
  For: blank,
  Document: () => field('document', $.designation),
  Number: () => field('label', $._provision),
  Letter: () => field('label', $.prefix),
})[name]();

/** The head of a declaration of the table. */
const head_of = ($, { words, head }) =>
  seq(...words.map((word) => field('words', word)), ...head.map((name) => part($, name)));

/** The value of a field, by the name of its shape in `language/fields.rs`. */
const value_of = ($, shape) => ({
  Text: () => $.text,
  TextForAudiences: () => seq(optional($.audiences), $.text),
  String: () => $.string,
  Number: () => $.number,
  Word: () => $.value,
  Words: () => list($.value),
  Strings: () => list($.string),
  Base: () => seq($.designation, repeat($.with_amendment), optional(seq('as', $.alias))),
  Designation: () => $.designation,
  Audience: () => seq($.audience, $.title),
  BibliographicReference: () => seq($.string, $.title),
  Key: () => seq($.reference, optional($.audiences)),
  Allow: () => seq(alias($._line_word, $.rule_code), $.text),
  Replace: () => seq($.string, 'by', $.string),
  Item: () => seq($.item_mark, optional($.text), optional($.block)),
  Clause: () => $._provision,
  TitleOfProvision: () => seq($._provision, $.title),
})[shape]();

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

    declaration: ($) => choice(
      seq(field('head', $.head), choice(field('body', $.block), $._no_block)),
      // Without a title there is a block, or this is the number of something in prose.
      seq(field('head', alias($._untitled_head, $.head)), field('body', $.block)),
    ),

    head: ($) => choice(...declarations.map((it) => head_of($, it))),
    _untitled_head: ($) => choice(
      ...declarations
        .filter(({ head }) => head.includes('TitleIfAny'))
        .map(({ words, head }) => head_of($, { words, head: head.filter((name) => name !== 'TitleIfAny') })),
    ),

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
      ...Object.entries(fields).map(([shape, names]) => field_of(names, value_of($, shape))),
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
