// Runs in the preview: puts in the page that the language server makes, and follows the cursor both ways.
import type { FromPage, Place, ToPage } from './preview';

interface Host {
  postMessage(message: FromPage): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
}
/** What stays while the preview is out of sight. */
interface Kept { project: string; top: number }
declare function acquireVsCodeApi(): Host;

// What the editor has already, or what has no room beside a text.
const STYLE = `
  body { padding: 0; }
  #theme { display: none; }
  #says { position: sticky; top: 0; z-index: 1; grid-column: 1 / -1; margin: 0; padding: .5rem 1rem;
    background: var(--side); border-bottom: 2px solid var(--line); }
  #says:empty { display: none; }
  @media (max-width: 50rem) { nav { display: none; } }
`;

const host = acquireVsCodeApi();
const nonce = (document.currentScript as HTMLScriptElement).nonce;
const says = document.createElement('p');
says.id = 'says';
says.setAttribute('role', 'status');
/** What the cursor is in. */
let here: HTMLElement | undefined;
let project: string | undefined;

const main = () => document.getElementById('content');

function inline(kind: 'style' | 'script', text: string): HTMLElement {
  const element = document.createElement(kind);
  element.nonce = nonce;
  element.textContent = text;
  return element;
}

/** The first page: all of it. */
function begin(page: Document, style: string): void {
  document.head.append(inline('style', style), inline('style', STYLE));
  const parts = [...page.body.children].filter((it) => it.localName !== 'script');
  document.body.replaceChildren(says, ...parts, inline('script', page.querySelector('script')?.textContent ?? ''));
}

/** A newer one: what is another now, with the reader where he was. */
function renew(page: Document): void {
  const anchor = [...(main()?.querySelectorAll('[id]') ?? [])].find((it) => it.getBoundingClientRect().bottom > 0);
  const before = anchor?.getBoundingClientRect().top ?? 0;
  for (const below of ['.contents', '#content']) {
    const [old, now] = [document.querySelector(below), page.querySelector(below)];
    if (old === null || now === null) continue;
    const theirs = [...old.children];
    const ours = [...now.children];
    ours.forEach((child, index) => {
      const its = theirs[index];
      if (its === undefined) old.append(child);
      else if (!its.isEqualNode(child)) its.replaceWith(child);
    });
    for (const child of theirs.slice(ours.length)) child.remove();
  }
  document.dispatchEvent(new Event('replaced'));
  const after = anchor && document.getElementById(anchor.id);
  if (after) scrollBy(0, after.getBoundingClientRect().top - before);
}

function put({ page: text, project: of, images, place }: Extract<ToPage, { page: string }>): void {
  // The policy would refuse the style where it stands, for it has no nonce there.
  let style = '';
  const rest = text.replace(/<style>(.*?)<\/style>/s, (_, its: string) => { style = its; return ''; });
  const page = new DOMParser().parseFromString(rest, 'text/html');
  for (const image of page.images) image.src = new URL(image.getAttribute('src') ?? '', images).href;
  document.documentElement.lang = page.documentElement.lang;
  says.textContent = '';
  const was = here;
  mark(undefined);
  if (main() === null) begin(page, style);
  else renew(page);
  if (of !== project) {
    project = of;
    const kept = host.getState();
    scrollTo(0, kept?.project === of ? kept.top : 0);
  }
  if (place !== undefined) follow(place, was?.id);
}

function mark(element: HTMLElement | undefined): void {
  here?.classList.remove('here');
  if (here?.className === '') here.removeAttribute('class');
  here = element;
  here?.classList.add('here');
}

/** Where a part of the page is written. */
function source(element: HTMLElement): Place {
  const [, file = '', line = ''] = /^(.*):(\d+)$/.exec(element.dataset.source ?? '') ?? [];
  return { file, line: Number(line) };
}

/** What the line of a file has become: of that which begins at or before it, the last and innermost. */
function find({ file, line }: Place): HTMLElement | undefined {
  let found: HTMLElement | undefined;
  let last = 0;
  for (const element of document.querySelectorAll<HTMLElement>('[data-source]')) {
    const its = source(element);
    if (its.file !== file || its.line > line || its.line < last) continue;
    if (its.line === last && !found?.contains(element)) continue;
    [found, last] = [element, its.line];
  }
  return found;
}

/** Marks what the cursor is in, and brings it into sight if it is another than before. */
function follow(place: Place, before = here?.id): void {
  const found = find(place);
  mark(found);
  if (found === undefined || found.id === before) return;
  // With the heading above it, if there is room for both.
  const { top, bottom } = found.getBoundingClientRect();
  const section = found.closest('section');
  const heading = section?.getBoundingClientRect().top ?? top;
  const first = section !== null && bottom - heading < innerHeight * 0.9 ? section : found;
  if (first.getBoundingClientRect().top < 0 || top > innerHeight * 0.7) first.scrollIntoView({ block: 'start' });
}

addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if ('page' in data) put(data);
  else if ('place' in data) follow(data.place);
  else {
    says.textContent = data.says;
    if (!says.isConnected) document.body.append(says);
  }
});

document.addEventListener('click', ({ target, detail }) => {
  if (!(target instanceof Element) || target.closest('a, button, input, label') !== null) return;
  const selected = getSelection();
  // Words are marked to be copied; a double click marks one as well.
  if (detail < 2 && selected !== null && !selected.isCollapsed) return;
  const clicked = target.closest<HTMLElement>('[data-source]');
  if (clicked === null) return;
  mark(clicked);
  host.postMessage({ open: source(clicked), focus: detail > 1 });
});

addEventListener('scroll', () => {
  if (project !== undefined) host.setState({ project, top: scrollY });
});

// The editor's theme counts, and not that of the system.
function theme(): void {
  const { classList } = document.body;
  const isLight = classList.contains('vscode-light') || classList.contains('vscode-high-contrast-light');
  document.documentElement.dataset.theme = isLight ? 'light' : 'dark';
}
new MutationObserver(theme).observe(document.body, { attributes: true, attributeFilter: ['class'] });
theme();

host.postMessage({ ready: true });
