// What the key for comments takes out together.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './driver/source.mjs';

const { withWholeFields } = await load('comments');

const TEXT = `retain 27002 5.1 {
  reason """
    Looked at; see

    // the minutes.
  """
  note """One line."""
  // guidance """
  //   Out.
  // """
}
// A comment with """ in it
retain 27002 5.2`.split('\n');

test('a text of several lines is taken out as a whole, and put back as a whole', () => {
  for (const [first, last, expected] of [
    [0, 0, [0, 0]],
    [1, 1, [1, 5]],
    [2, 2, [1, 5]],
    [4, 4, [1, 5]],
    [5, 6, [1, 6]],
    [6, 6, [6, 6]],
    [7, 7, [7, 9]],
    [8, 8, [7, 9]],
    [9, 10, [7, 10]],
    [11, 11, [11, 11]],
    [12, 12, [12, 12]],
    [0, 12, [0, 12]],
  ]) assert.deepEqual(withWholeFields(TEXT, first, last), expected, `${first} to ${last}`);
});

test('what is taken out is found again as it was', () => {
  for (let line = 0; line < TEXT.length; line++) {
    const [first, last] = withWholeFields(TEXT, line, line);
    if (TEXT[first].trimStart().startsWith('//')) continue;
    const out = TEXT.map((text, index) => (index < first || index > last ? text : text && text.replace(/^ {0,2}/, '$&// ')));
    for (let at = first; at <= last; at++) assert.deepEqual(withWholeFields(out, at, at), [first, last], `${line}: ${at}`);
  }
});
