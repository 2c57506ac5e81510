// Which line a paragraph of the preview comes from, and the other way round.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './driver/source.mjs';

const { lineOf, paragraphOf } = await load('words');

const SOURCE = `add control ENX.8.35 "Remote switching" to 27002 8 {
  control """Remote switching should be {term authorised} by two people."""
  guidance """
    The operator should keep a list of the
    people who may switch.

    Before a command is sent:
    a) the state of the grid is looked at; and
    b) the field staff are told.

    | Voltage | People |
    | high | two |

    NOTE Some commands cannot be taken back.
  """
}`.split('\n');

const PAGE = [
  'ENX.8.35 Remote switching new',
  'Control',
  'Remote switching should be authorised by two people.',
  'Guidance',
  'The operator should keep a list of the people who may switch.',
  'Before a command is sent:',
  'a) the state of the grid is looked at; and',
  'b) the field staff are told.',
  'Voltage People',
  'high two',
  'NOTE Some commands cannot be taken back.',
];

test('a paragraph leads to the line with which it begins', () => {
  for (const [paragraph, line] of [[0, 0], [2, 1], [4, 3], [5, 6], [6, 7], [7, 8], [8, 10], [9, 11], [10, 13]]) {
    assert.equal(lineOf(SOURCE, PAGE[paragraph]), line, PAGE[paragraph]);
  }
  for (const words of ['', 'Nothing of this is written there']) assert.equal(lineOf(SOURCE, words), undefined);
});

test('a line leads to its paragraph', () => {
  for (const [line, paragraph] of [[1, 2], [3, 4], [4, 4], [6, 5], [7, 6], [8, 7], [10, 8], [11, 9], [13, 10]]) {
    assert.equal(paragraphOf(PAGE, SOURCE[line]), paragraph, SOURCE[line]);
  }
  for (const line of ['', '  """', '    Nobody has printed this yet']) assert.equal(paragraphOf(PAGE, line), undefined, line);
});
