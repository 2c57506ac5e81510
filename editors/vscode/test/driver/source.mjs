// Modules of the extension for tests that run without an editor.
import path from 'node:path';
import { build } from 'esbuild';

/** A module of src; `vscode` in it is what is given, and nothing otherwise. */
export async function load(name, vscode = 'export {}') {
  const source = path.join(import.meta.dirname, '../../src', `${name}.ts`);
  const editor = { name: 'editor', setup: (it) => { it.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'editor' })); it.onLoad({ filter: /.*/, namespace: 'editor' }, () => ({ contents: vscode })); } };
  const { outputFiles } = await build({ entryPoints: [source], bundle: true, platform: 'node', format: 'esm', write: false, plugins: [editor], logLevel: 'error' });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
