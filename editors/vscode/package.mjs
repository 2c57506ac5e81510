// Makes the package: node package.mjs PROGRAM OUTPUT [TARGET]
// PROGRAM is the `annexa` that it carries, OUTPUT a file or a folder, TARGET the platform that this one runs on (as in `vsce --target`).
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';

const [program, packagePath, target = `${process.platform}-${process.arch}`] = process.argv.slice(2);
if (!program || !packagePath) throw new Error('node package.mjs PROGRAM OUTPUT [TARGET]');
const output = path.resolve(packagePath);
const binary = path.resolve(program);
const here = import.meta.dirname;
const root = path.join(here, '../..');
process.chdir(here);

for (const made of ['dist', 'bin']) fs.rmSync(made, { recursive: true, force: true });
await build({
  entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', bundle: true, minify: true, platform: 'node', target: 'node20',
  format: 'cjs', external: ['vscode'], mainFields: ['module', 'main'], logLevel: 'warning',
});
// What runs in the page of the preview.
await build({ entryPoints: ['src/page.ts'], outfile: 'dist/page.js', bundle: true, minify: true, platform: 'browser', target: 'es2022', format: 'iife', logLevel: 'warning' });
fs.cpSync(path.join(root, 'grammar/annexa.tmLanguage.json'), 'dist/annexa.tmLanguage.json');
// Compiled standards lie in a folder of their own beside the texts.
fs.cpSync(path.join(root, 'examples'), 'dist/examples', { recursive: true, filter: (file) => path.basename(file) !== 'build' });
fs.cpSync(path.join(root, 'LICENSE'), 'LICENSE');
fs.mkdirSync('bin');
fs.copyFileSync(binary, path.join('bin', target.startsWith('win32') ? 'annexa.exe' : 'annexa'));

const { version } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
const workspace = /^version = "(.*)"/m.exec(fs.readFileSync(path.join(root, 'Cargo.toml'), 'utf8'))?.[1];
if (version !== workspace) throw new Error(`the extension has version ${version}, and the program ${workspace}`);

const files = 'https://github.com/annexa/annexa/raw/main/editors/vscode';
await createVSIX({ packagePath: output, target, dependencies: false, baseContentUrl: files, baseImagesUrl: files });
