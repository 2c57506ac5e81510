// A folder that is not trusted: all works, and what the folder says of the program does not count.
// Environment: as for workbench.test.mjs.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { start } from './driver/workbench.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'annexa-'));
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'annexa-home-'));
const trap = path.join(folder, 'trap');
let wb;

before(async () => {
  const head = 'standard SMX "Meters" {\n  sector "Metering"\n  edition 2026\n  base ISO/IEC 27001:2022 + Amd 1:2024\n}\n';
  fs.writeFileSync(path.join(folder, 'smx.annexa'), `${head}\ninterpret 27001 7.99 {\n  text """x"""\n}\n`);
  fs.writeFileSync(path.join(folder, 'trap.sh'), `#!/bin/sh\ntouch ${trap}\n`, { mode: 0o755 });
  fs.mkdirSync(path.join(folder, '.vscode'));
  fs.writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify({ 'annexa.server.path': path.join(folder, 'trap.sh') }));
  const settings = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.untrustedFiles': 'open' };
  const env = { XDG_CACHE_HOME: path.join(home, 'cache'), XDG_DATA_HOME: path.join(home, 'data') };
  wb = await start(folder, [process.env.ANNEXA_VSIX], { settings, env, artifacts: process.env.SHOTS });
});

after(async () => {
  await wb?.stop();
  for (const made of [folder, home]) fs.rmSync(made, { recursive: true, force: true });
});

test('the server of the extension runs, and that of the folder does not', async () => {
  await wb.until('restricted mode', async () => (await wb._texts('.statusbar-item')).some((text) => text.includes('Restricted Mode')));
  await wb.openFile('smx.annexa');
  await wb.waitForExtension('annexa.annexa', { timeout: 180_000 });
  await wb.waitForProblem(/\S/);
  assert.equal(fs.existsSync(trap), false);
});

test('the preview shows the standard, and runs nothing of the folder', async () => {
  await wb.run('annexa.preview');
  await wb.webview().locator('h1', { hasText: 'Meters' }).waitFor();
  await wb.webview().locator('#strays', { hasText: '27001 7.99' }).waitFor();
  assert.equal(fs.existsSync(trap), false);
  await wb.screenshot(path.join(process.env.SHOTS, '40-restricted.png'));
});
