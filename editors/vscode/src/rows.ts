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

  const row = (it: Provision | Addition): Row => ({
    id: `${prefix} ${it.id}`,
    children: (below.get(it.id) ?? []).map(row),
    ...(isProvision(it) ? ofProvision(it) : ofAddition(it)),
  });
  const ofProvision = (it: Provision) => ({
    label: `${it.label} ${it.title}`,
    description: [WORDS[it.state], it.leaf ? '' : share(leaves(it.id))].filter(Boolean).join(' · '),
    says: [`${it.reference}: ${it.title}`, it.summary].filter(Boolean).join('\n\n'),
    state: it.state,
    base: { document: it.document, label: it.label },
    changes: it.changes.flatMap(({ change }) => places.get(change) ?? []),
  });
  const ofAddition = (it: Addition) => ({
    label: `${it.number} ${it.title}`,
    description: `new ${it.kind}`,
    says: `${it.reference}: ${it.title}`,
    state: 'new' as const,
    changes: [it.source],
  });

  return {
    id: `${prefix} ${base.id}`,
    label: base.designation,
    description: share(leaves(base.id)),
    says: base.title,
    state: 'group',
    base: { document: base.designation },
    changes: [],
    children: (below.get(base.id) ?? []).map(row),
  };
}

function isProvision(it: Provision | Addition): it is Provision {
  return 'leaf' in it;
}

/** How many provisions the standard says something of. */
function share(leaves: Provision[]): string {
  return `${leaves.filter(({ state }) => state !== 'unchanged').length} of ${leaves.length}`;
}
