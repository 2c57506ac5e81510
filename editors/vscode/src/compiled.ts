// The compiled form of a standard (`annexa schema`), as far as the coverage shows it.

export interface SourcePlace { file: string; line: number; column: number }

export type State = 'unchanged' | 'retained' | 'interpreted' | 'guidance-added' | 'added-to' | 'refined' | 'modified' | 'new';

interface Applied { change: string; via: string | null }

export interface Provision {
  id: string;
  base: string;
  document: string;
  label: string;
  reference: string;
  title: string;
  parent: string | null;
  leaf: boolean;
  summary: string | null;
  state: State;
  changes: Applied[];
}

export interface Addition {
  id: string;
  number: string;
  reference: string;
  kind: string;
  title: string;
  parent: string | null;
  source: SourcePlace;
}

export interface Base { id: string; alias: string; designation: string; title: string }

export interface Compiled {
  standard: { prefix: string; title: string };
  bases: Base[];
  provisions: Provision[];
  additions: Addition[];
  changes: { id: string; source: SourcePlace }[];
}
