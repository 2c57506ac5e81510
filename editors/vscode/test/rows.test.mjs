// The rows of the coverage: what filters leave, and which row the cursor is in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './driver/source.mjs';

const { filtered, rowAt, rows } = await load('rows');

const at = (line, file = 'a.annexa') => ({ file, line, column: 1, length: 1 });
const provision = (label, parent, state, changes = []) => ({
  id: `b ${label}`, base: '27002', document: 'ISO/IEC 27002:2022', label, reference: `27002:2022, ${label}`, title: `T${label}`,
  parent: parent && `b ${parent}`, leaf: parent !== null, summary: null, state, changes,
});
const STANDARD = {
  standard: { prefix: 'ENX', title: 'Energy' },
  bases: [{ id: 'b', alias: '27002', designation: 'ISO/IEC 27002:2022', title: 'Controls' }],
  provisions: [
    provision('5', null, 'unchanged'),
    provision('5.1', '5', 'modified', [{ change: 'c1', via: null }, { change: 'c0', via: 'b' }]),
    provision('5.2', '5', 'unchanged'),
    provision('6', null, 'unchanged'),
    provision('6.1', '6', 'retained', [{ change: 'c0', via: 'b' }]),
  ],
  additions: [{ id: 'a1', number: 'ENX.6.9', reference: 'ENX.6.9', kind: 'control', title: 'New', parent: 'b 6', source: at(30) }],
  changes: [{ id: 'c1', source: at(10) }, { id: 'c0', source: at(20) }],
};

const labels = (all) => all.flatMap((row) => [row.label, ...labels(row.children)]);

test('filters leave what is open or changed, with what stands above', () => {
  const all = rows([STANDARD]);
  assert.deepEqual(labels(filtered(all, 'all')), ['ISO/IEC 27002:2022', '5 T5', '5.1 T5.1', '5.2 T5.2', '6 T6', '6.1 T6.1', 'ENX.6.9 New']);
  assert.deepEqual(labels(filtered(all, 'open')), ['ISO/IEC 27002:2022', '5 T5', '5.2 T5.2']);
  assert.deepEqual(labels(filtered(all, 'changed')), ['ISO/IEC 27002:2022', '5 T5', '5.1 T5.1', '6 T6', '6.1 T6.1', 'ENX.6.9 New']);
});

test('the row of the cursor is that of the declaration before it that names a provision', () => {
  const all = rows([STANDARD]);
  for (const [line, label] of [[9, undefined], [10, '5.1 T5.1'], [25, '5.1 T5.1'], [30, 'ENX.6.9 New'], [99, 'ENX.6.9 New']]) {
    assert.equal(rowAt(all, 'a.annexa', line)?.label, label, line);
  }
  assert.equal(rowAt(all, 'b.annexa', 30), undefined);
});

test('several standards stand each in a row of its own', () => {
  const other = { ...STANDARD, standard: { prefix: 'CLD', title: 'Cloud' } };
  assert.deepEqual(rows([STANDARD, other]).map(({ label }) => label), ['ENX', 'CLD']);
});
