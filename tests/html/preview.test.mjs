// `:AnnexaPreview` of the plugin for Neovim, in a real browser: the page follows the file, and the reader's place stays.
// Environment: NVIM (the program), and that of page.test.mjs.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const root = path.join(import.meta.dirname, '../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'annexa-preview-'));
const socket = path.join(folder, 'nvim.sock');
const inPath = () => (process.env.PATH ?? '').split(path.delimiter).map((at) => path.join(at, 'chromium')).find((file) => fs.existsSync(file));
const skip = process.env.NVIM === undefined && 'no Neovim';
let browser;
let nvim;

/** The value of an expression in Neovim, as soon as it is not empty. */
async function value(expression) {
  for (let tries = 0; tries < 600; tries += 1) {
    try {
      const found = execFileSync(process.env.NVIM, ['--server', socket, '--remote-expr', expression], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      if (found.trim() !== '') return found.trim();
    } catch {
      // It has not started yet.
    }
    await new Promise((done) => { setTimeout(done, 100); });
  }
  throw new Error(`${expression} stays empty`);
}

const type = (keys) => execFileSync(process.env.NVIM, ['--server', socket, '--remote-send', keys]);

before(async () => {
  if (skip) return;
  fs.cpSync(path.join(root, 'examples/energy'), folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'init.lua'), `
    vim.opt.runtimepath:append(${JSON.stringify(path.join(root, 'editors/nvim'))})
    vim.lsp.config('annexa', { cmd = { ${JSON.stringify(process.env.ANNEXA)}, 'lsp' } })
    vim.g.annexa_server = false
    vim.g.opened = ''
    vim.ui.open = function(address) vim.g.opened = address end
  `);
  nvim = spawn(process.env.NVIM, ['--headless', '-n', '-u', 'init.lua', '--listen', socket, 'energy.annexa'], { cwd: folder, stdio: 'ignore' });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? inPath(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
});

after(async () => {
  await browser?.close();
  nvim?.kill();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('the preview of Neovim follows the file', { skip }, async () => {
  await value('&filetype');
  type(':AnnexaPreview<CR>');
  const address = await value('g:opened');
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('favicon')) errors.push(message.text()); });
  await page.goto(address);
  const standard = page.frame({ url: `${address}page` });
  const state = page.locator('#state');
  await standard.locator('h1').waitFor();
  assert.match(await page.title(), / \(preview\)$/);
  assert.equal(await state.isVisible(), false);

  // The reader is far below, and searches.
  await standard.locator('#theme').click();
  await standard.evaluate(() => scrollTo(0, 3000));
  const place = await standard.evaluate(() => scrollY);
  type(':%s/sector "/sector "Previewed /<CR>:silent write<CR>');
  await standard.getByText('Previewed', { exact: false }).first().waitFor({ state: 'attached' });
  assert.ok(Math.abs(await standard.evaluate(() => scrollY) - place) < 50);
  assert.ok(await standard.evaluate(() => document.documentElement.dataset.theme));
  if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, 'nvim-preview.png') });

  type(':%s/27002 5.23/27002 5.99/<CR>:silent write<CR>');
  await state.getByText('Not up to date').waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, 'nvim-preview-stale.png') });
  type('u:silent write<CR>');
  await state.waitFor({ state: 'hidden' });
  assert.deepEqual(errors, []);
  nvim.kill();
  await state.getByText('Neovim has ended').waitFor();
});
