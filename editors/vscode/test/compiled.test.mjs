// src/compiled.ts is what the schemas make of it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { generated, output } from '../codegen.mjs';

test('the types are those of the schemas', async () => {
  assert.equal(fs.readFileSync(output, 'utf8'), await generated(), 'stale: run `npm run codegen`');
});
