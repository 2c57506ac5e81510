// What package.json promises is there: commands that buttons and links name, and files.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.join(import.meta.dirname, '..');
const text = fs.readFileSync(path.join(root, 'package.json'), 'utf8');
const { contributes } = JSON.parse(text);
const commands = contributes.commands.map(({ command }) => command);

test('buttons and links lead to commands of the extension', () => {
  const views = Object.values(contributes.views).flat().map(({ id }) => `${id}.focus`);
  const named = [...text.matchAll(/(?:command:|onCommand:|"command": ")(annexa\.[\w.]+)/g)].map(([, id]) => id);
  assert.ok(named.length > 20);
  assert.deepEqual(named.filter((id) => ![...commands, ...views].includes(id)), []);
});

test('every command is registered', () => {
  const source = fs.readdirSync(path.join(root, 'src')).map((file) => fs.readFileSync(path.join(root, 'src', file), 'utf8')).join('\n');
  const registered = [...source.matchAll(/(?:register(?:TextEditor)?Command\(|^ +)'(annexa\.[\w.]+)'/gm)].map(([, id]) => id);
  assert.deepEqual(commands.filter((id) => !registered.includes(id)), []);
});

test('every file is there', () => {
  const named = [...text.matchAll(/"((?:images|walkthrough)\/[^"]+|\.\/[^"]+\.json)"/g)].map(([, file]) => file);
  // Some are made when the package is.
  const kept = named.filter((file) => !file.startsWith('./dist/'));
  assert.ok(kept.length > 8);
  assert.deepEqual(kept.filter((file) => !fs.existsSync(path.join(root, file))), []);
});
