// From a compiled standard to the rows of the coverage: bases, clauses and controls, each with its state.
import type { Addition, Base, CompiledStandard, Provision, SourcePlace, State } from './compiled';

export interface Row {
  id: string;
  label: string;
  description: string;
  /** More of it, in plain words. */
  says: string;
  state: State | 'group';
  /** Whether nothing is said of the provision, or of some below it. */
  isOpen: boolean;
  /** Whether something is said of it, or of some below it. */
  isChanged: boolean;
  /** Where it stands in its base; a document alone is its beginning. */
  base?: { document: string; label?: string };
  /** Where the standard changes or adds it; those that name it before those that name one above it. */
  changes: SourcePlace[];
  /** How many of them name it. */
  named: number;
  children: Row[];
}

/** What the standard does to a provision, in words. */
export const WORDS: Record<State, string> = {
  unchanged: '',
  retained: 'looked at and retained',
  interpreted: 'interpreted',
  'guidance-added': 'guidance added',
  'added-to': 'added to',
  refined: 'refined',
  modified: 'modified',
  new: 'new',
};

export type Filter = 'all' | 'open' | 'changed';

/** The rows that a filter leaves. A row stays for the sake of those below it. */
export function filtered(all: Row[], filter: Filter): Row[] {
  if (filter === 'all') return all;
  const stays = (row: Row) => (filter === 'open' ? row.isOpen : row.isChanged);
  return all.filter(stays).map((row) => ({ ...row, children: filtered(row.children, filter) }));
}

/** The row of the declaration that a line belongs to: of those that name a provision at or before it, the last. */
export function rowAt(all: Row[], file: string, line: number): Row | undefined {
  let found: Row | undefined;
  let last = 0;
  const look = (row: Row): void => {
    for (const place of row.changes.slice(0, row.named)) {
      if (place.file === file && place.line <= line && place.line > last) [found, last] = [row, place.line];
    }
    row.children.forEach(look);
  };
  all.forEach(look);
  return found;
}

/** The rows of each standard; where there is one only, those of its bases stand at the top. */
export function rows(standards: CompiledStandard[]): Row[] {
  const all = standards.map((compiled) => group({
    id: compiled.standard.prefix,
    label: compiled.standard.prefix,
    description: compiled.standard.title,
    says: compiled.standard.title,
    children: compiled.bases.map((base) => baseRow(compiled, base)),
  }));
  return all.length === 1 ? all.flatMap((row) => row.children) : all;
}

/** A row that stands for those below it. */
function group(row: Pick<Row, 'id' | 'label' | 'description' | 'says' | 'base' | 'children'>): Row {
  return { ...row, state: 'group', changes: [], named: 0, isOpen: row.children.some((it) => it.isOpen), isChanged: row.children.some((it) => it.isChanged) };
}

function baseRow(compiled: CompiledStandard, base: Base): Row {
  const { prefix } = compiled.standard;
  const places = new Map([...compiled.changes, ...compiled.additions].map(({ id, source }) => [id, source]));
  const own = compiled.provisions.filter((it) => it.base === base.alias);
  const below = new Map<string, (Provision | Addition)[]>();
  for (const it of [...own, ...compiled.additions]) {
    // Provisions at the top of a base have none above them.
    const above = it.parent ?? (isProvision(it) ? base.id : '');
    below.set(above, [...(below.get(above) ?? []), it]);
  }
  const leaves = (id: string): Provision[] => (below.get(id) ?? []).filter(isProvision).flatMap((it) => (it.leaf ? [it] : leaves(it.id)));

  const row = (it: Provision | Addition): Row => {
    const children = (below.get(it.id) ?? []).map(row);
    const own = isProvision(it) ? ofProvision(it) : ofAddition(it);
    return {
      id: `${prefix} ${it.id}`, children, ...own,
      isOpen: children.some((child) => child.isOpen) || (isProvision(it) && it.leaf && it.state === 'unchanged'),
      isChanged: own.state !== 'unchanged' || children.some((child) => child.isChanged),
    };
  };
  const ofProvision = (it: Provision) => {
    const named = it.changes.filter(({ via }) => via === null);
    const all = [...named, ...it.changes.filter(({ via }) => via !== null)];
    const at = (changes: typeof all) => changes.flatMap(({ change }) => places.get(change) ?? []);
    return {
      label: `${it.label} ${it.title}`,
      description: [WORDS[it.state], it.leaf ? '' : share(leaves(it.id))].filter(Boolean).join(' · '),
      says: [`${it.reference}: ${it.title}`, it.summary].filter(Boolean).join('\n\n'),
      state: it.state,
      base: { document: it.document, label: it.label },
      changes: at(all),
      named: at(named).length,
    };
  };
  const ofAddition = (it: Addition) => ({
    label: `${it.number} ${it.title}`,
    description: `new ${it.kind}`,
    says: `${it.reference}: ${it.title}`,
    state: 'new' as const,
    changes: [it.source],
    named: 1,
  });

  return group({
    id: `${prefix} ${base.id}`,
    label: base.designation,
    description: share(leaves(base.id)),
    says: base.title,
    base: { document: base.designation },
    children: (below.get(base.id) ?? []).map(row),
  });
}

function isProvision(it: Provision | Addition): it is Provision {
  return 'leaf' in it;
}

/** How many provisions the standard says something of. */
function share(leaves: Provision[]): string {
  return `${leaves.filter(({ state }) => state !== 'unchanged').length} of ${leaves.length}`;
}
