// The URIs that the language server writes are those that VS Code's own library reads and writes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { URI } from 'vscode-uri';

const table = fs.readFileSync(path.join(import.meta.dirname, '../../../tests/fixtures/uris.tsv'), 'utf8');
const rows = table.trim().split('\n').filter((line) => !line.startsWith('#')).map((line) => line.split('\t'));

test('VS Code reads each URI as the path, and writes it so', () => {
  assert.ok(rows.length > 20);
  for (const [system, file, text] of rows) {
    const uri = URI.parse(text, true);
    assert.equal(uri.toString(), text);
    // `fsPath` follows the system that the test runs on.
    const own = uri.authority === '' ? uri.path : `//${uri.authority}${uri.path}`;
    const onWindows = own.replace(/^\/(?=[a-z]:)/, '').replaceAll('/', '\\');
    assert.equal(system === 'Windows' ? onWindows.replace(/^[a-z]:/, (drive) => drive.toUpperCase()) : own, file);
  }
});
