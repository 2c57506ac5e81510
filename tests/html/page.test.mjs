// The page of each example in a real browser: accessible in both schemes, whole in one file, printed with each clause on
// a page of its own, and searchable.
// Environment: ANNEXA (the program), CHROMIUM (the browser; the one in PATH without it), SHOTS (a folder for screenshots).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { chromium } from 'playwright-core';

const examples = path.join(import.meta.dirname, '../../examples');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'annexa-page-'));
const inPath = () => (process.env.PATH ?? '').split(path.delimiter).map((at) => path.join(at, 'chromium')).find((file) => fs.existsSync(file));
let browser;

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? inPath(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
});

after(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Opens a page as a reader does, from its file; `requests` are all that it asks for, itself included. */
async function open(file, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
  const requests = [];
  const errors = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  await page.goto(pathToFileURL(file).href);
  return { page, requests, errors };
}

/** The words of each printed page, blanks as one. */
async function printed(page) {
  const data = new Uint8Array(await page.pdf({ preferCSSPageSize: true }));
  const pdf = await getDocument({ data, verbosity: 0 }).promise;
  const texts = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    texts.push(words(items.map(({ str, hasEOL }) => str + (hasEOL ? ' ' : '')).join('')));
  }
  return texts;
}

const words = (text) => text.replace(/\s+/g, ' ').trim();

for (const name of ['energy/energy', 'cloud/cloud', 'company/profile']) {
  describe(name, () => {
    const file = path.join(folder, `${path.basename(name)}.html`);

    before(() => {
      execFileSync(process.env.ANNEXA, ['compile', '--format', 'html', '--output', file, path.join(examples, `${name}.annexa`)]);
    });

    for (const colorScheme of ['light', 'dark']) {
      test(`is accessible in the ${colorScheme} scheme, and loads nothing`, async () => {
        const { page, requests, errors } = await open(file, { colorScheme });
        await page.evaluate(axe.source);
        const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document));
        const said = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.slice(0, 3).map(({ html }) => html).join('\n  ')}`);
        assert.deepEqual(said, []);
        assert.ok(passes.some(({ id }) => id === 'color-contrast'));
        assert.deepEqual(requests, [pathToFileURL(file).href]);
        assert.deepEqual(errors, []);
        if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, `page-${path.basename(name)}-${colorScheme}.png`) });
        await page.close();
      });
    }

    test('is printed with each clause on a page of its own', async () => {
      // Dark on the screen, and in what a search leaves: all of it is on paper all the same.
      const { page } = await open(file, { colorScheme: 'dark' });
      await page.locator('#search').fill('nothing has these words');
      const clauses = (await page.locator('h2').allTextContents()).map(words);
      const pages = await printed(page);
      const begin = clauses.map((clause) => pages.findIndex((text) => text.startsWith(clause)));
      assert.ok(clauses.length >= 7);
      assert.deepEqual(clauses.filter((_, index) => begin[index] < 0), [], pages.map((text) => text.slice(0, 60)).join('\n'));
      assert.deepEqual(begin, [...new Set(begin)].sort((a, b) => a - b));
      // What is for the screen alone stays there.
      assert.ok(pages.every((text) => !text.includes('Hide what is unchanged')));
      await page.close();
    });

    test('is searched, and shows what is changed alone', async () => {
      const { page } = await open(file);
      const title = words(await page.locator('section.clause h3').first().textContent());
      const shown = () => page.locator('main section:visible, main p.unchanged:visible').count();
      const all = await shown();
      await page.getByLabel('Search').fill(title);
      await page.getByRole('status').filter({ hasText: /^Found in \d+ places?$/ }).waitFor();
      assert.ok((await shown()) < all);
      assert.ok(await page.getByRole('heading', { name: title }).first().isVisible());
      await page.getByLabel('Search').fill('');
      assert.equal(await shown(), all);
      const button = page.getByRole('button', { name: 'Hide what is unchanged', pressed: false });
      await button.click();
      assert.equal(await page.locator('main p.unchanged:visible').count(), 0);
      assert.equal(await page.getByRole('button', { name: 'Hide what is unchanged', pressed: true }).count(), 1);
      // The other scheme, by hand.
      const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const before = await paper();
      await page.getByRole('button', { name: 'Light or dark' }).click();
      assert.notEqual(await paper(), before);
      await page.close();
    });
  });
}
