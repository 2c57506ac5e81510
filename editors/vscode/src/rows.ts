// From a compiled standard to the rows of the coverage: bases, clauses and controls, each with its state.
import type { Addition, Base, Compiled, Provision, SourcePlace, State } from './compiled';

export interface Row {
  id: string;
  label: string;
  description: string;
  /** More of it, in plain words. */
  says: string;
  state: State | 'group';
  /** Where it stands in its base; a document alone is its beginning. */
  base?: { document: string; label?: string };
  /** Where the standard changes or adds it. */
  changes: SourcePlace[];
  children: Row[];
}

const WORDS: Record<State, string> = {
  unchanged: '',
  retained: 'looked at and retained',
  interpreted: 'interpreted',
  'guidance-added': 'guidance added',
  'added-to': 'added to',
  refined: 'refined',
  modified: 'modified',
  new: 'new',
};

/** The rows of each standard; where there is one only, those of its bases stand at the top. */
export function rows(standards: Compiled[]): Row[] {
  const all = standards.map((compiled) => ({
    id: compiled.standard.prefix,
    label: compiled.standard.prefix,
    description: compiled.standard.title,
    says: compiled.standard.title,
    state: 'group' as const,
    changes: [],
    children: compiled.bases.map((base) => baseRow(compiled, base)),
  }));
  return all.length === 1 ? all.flatMap((row) => row.children) : all;
}

function baseRow(compiled: Compiled, base: Base): Row {
  const places = new Map([...compiled.changes, ...compiled.additions].map(({ id, source }) => [id, source]));
  const below = new Map<string, (Provision | Addition)[]>();
  const own = compiled.provisions.filter((it) => it.base === base.alias);
  for (const it of [...own, ...compiled.additions]) {
    const above = it.parent ?? ('leaf' in it ? base.id : undefined);
    if (above !== undefined) below.set(above, [...(below.get(above) ?? []), it]);
  }
  const row = (it: Provision | Addition): Row => {
    const children = (below.get(it.id) ?? []).map(row);
    if ('leaf' in it) return provisionRow(compiled.standard.prefix, it, places, children);
    const id = `${compiled.standard.prefix} ${it.id}`;
    const says = `${it.reference}: ${it.title}`;
    return { id, label: `${it.number} ${it.title}`, description: `new ${it.kind}`, says, state: 'new', changes: [it.source], children };
  };
  const leaves = own.filter((it) => it.leaf);
  return {
    id: `${compiled.standard.prefix} ${base.id}`,
    label: base.designation,
    description: share(leaves),
    says: base.title,
    state: 'group',
    base: { document: base.designation },
    changes: [],
    children: (below.get(base.id) ?? []).map(row),
  };
}

function provisionRow(prefix: string, it: Provision, places: Map<string, SourcePlace>, children: Row[]): Row {
  const changes = it.changes.flatMap(({ change }) => places.get(change) ?? []);
  return {
    id: `${prefix} ${it.id}`,
    label: `${it.label} ${it.title}`,
    description: WORDS[it.state],
    says: [`${it.reference}: ${it.title}`, it.summary].filter(Boolean).join('\n\n'),
    state: it.state,
    base: { document: it.document, label: it.label },
    changes,
    children,
  };
}

function share(leaves: Provision[]): string {
  return `${leaves.filter(({ state }) => state !== 'unchanged').length} of ${leaves.length} named`;
}
