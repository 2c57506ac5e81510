// What the program writes, as types: made from its JSON Schemas by `npm run codegen`.

/**
 * A part of a text.
 */
export type Block =
  | {
      /**
       * Its words.
       */
      content: Inline[];
      type: 'paragraph';
    }
  | {
      /**
       * Its words.
       */
      content: Inline[];
      /**
       * Its number, if it has one.
       */
      number: string | null;
      type: 'note';
    }
  | {
      /**
       * Its words.
       */
      content: Inline[];
      /**
       * Its number, if it has one.
       */
      number: string | null;
      type: 'example';
    }
  | {
      /**
       * Its items.
       */
      items: ListItem[];
      type: 'list';
    }
  | {
      /**
       * The cells of its first row.
       */
      header: Inline[][];
      /**
       * The other rows, each with its cells.
       */
      rows: Inline[][][];
      type: 'table';
    }
  | {
      /**
       * The path of the picture, as the source has it.
       */
      path: string;
      /**
       * Its title.
       */
      title: string;
      type: 'figure';
    };
/**
 * A piece of a paragraph. The `text` of all pieces, one behind the other, is the paragraph.
 */
export type Inline =
  | {
      /**
       * The words.
       */
      text: string;
      type: 'text';
    }
  | {
      form: VerbalForm;
      /**
       * As it is written.
       */
      text: string;
      type: 'verbal-form';
    }
  | {
      /**
       * The id of what it refers to: of a provision of a base, of an addition, of a standard of the
       * project, or of a document in `references`. `null` where the reference could not be resolved.
       */
      id: Id | null;
      /**
       * The list item of it that is meant: `b)`, `d) 2)`.
       */
      item: string | null;
      target: TargetKind;
      /**
       * In its printed form.
       */
      text: string;
      type: 'reference';
    }
  | {
      /**
       * The id of the term; `null` where there is no such term.
       */
      id: Id | null;
      /**
       * In the form that is shown.
       */
      text: string;
      type: 'term';
    };
/**
 * A verbal form in the running text, in lower case (ISO/IEC Directives, Part 2:2021, clause 7).
 */
export type VerbalForm = 'shall' | 'shall not' | 'should' | 'should not' | 'may' | 'may not' | 'need not' | 'can' | 'cannot' | 'must' | 'must not';
/**
 * A stable id: a UUID of version 5, in lower case.
 */
export type Id = string;
/**
 * What a reference leads to.
 */
export type TargetKind = 'provision' | 'other-edition' | 'addition' | 'other-standard' | 'document' | 'term';
/**
 * What is added.
 */
export type AdditionKind = 'clause' | 'objective' | 'control' | 'requirement';
/**
 * What a standard does to a provision.
 */
export type State = 'unchanged' | 'retained' | 'interpreted' | 'guidance-added' | 'added-to' | 'refined' | 'modified' | 'new';
/**
 * What a verbal form makes of its sentence (ISO/IEC Directives, Part 2:2021, clause 7).
 */
export type VerbalCategory = 'requirement' | 'recommendation' | 'permission' | 'possibility' | 'constraint' | 'fact';
/**
 * Who says it.
 */
export type Origin = 'base' | 'sector';
/**
 * A part of a provision.
 */
export type Part = 'text' | 'objective' | 'control' | 'purpose' | 'guidance' | 'information' | 'note';
/**
 * How the controls of a document are laid out.
 */
export type Layout = 'attributes' | 'objectives' | 'plain';
/**
 * What kind of change it is.
 */
export type ChangeKind = 'refinement' | 'interpretation' | 'guidance-addition' | 'information-addition' | 'note-addition' | 'modification' | 'retention';
/**
 * What a provision of a base is.
 */
export type ProvisionKind = 'clause' | 'objective' | 'control';
/**
 * What a standard needs a document for (ISO/IEC Directives, Part 2:2021, clauses 15 and 21).
 */
export type ReferenceRole = 'normative' | 'bibliographic';
/**
 * What kind of reference it is.
 */
export type RelationKind = 'cites' | 'uses-term';
/**
 * How the numbers of added controls are printed (ISO/IEC 27009:2020, Annex C).
 */
export type Numbering = 'inline' | 'annex' | 'plain';
/**
 * How far a standard has come.
 */
export type Status = 'draft' | 'committee' | 'enquiry' | 'published' | 'withdrawn';
/**
 * Whether a control is implemented.
 */
export type ImplementationStatus = 'implemented' | 'partly-implemented' | 'planned' | 'not-implemented';
/**
 * A template of ISO/IEC 27009.
 */
export type Template = 'annex-a' | 'annex-b';

export interface Written {
  compiled: CompiledStandard;
  status: StatusReport;
}
/**
 * A sector-specific standard, compiled: what it says, and the state of every provision of its
 * bases.
 *
 * All ids in a document are stable. They are made of labels and keys, never of printed numbers, so
 * a provision keeps its id when it is renumbered and when another edition of the standard comes out.
 *
 * All lists stand in one order: bases as the standard lists them, provisions by the natural order of
 * their numbers, added ones after those of the base, then audiences as declared; terms by name.
 */
export interface CompiledStandard {
  /**
   * The address of the schema that the document meets. It names the major version of the format.
   */
  $schema: 'https://annexa.github.io/schema/annexa-1.json';
  /**
   * What the standard adds: clauses, objectives, controls and requirements. A flat list, as a
   * parent may be a provision of a base as well as another addition; `parent` gives the tree.
   */
  additions: Addition[];
  /**
   * The rules of validation that the authors have silenced, with their reasons.
   */
  allowances: Allowance[];
  /**
   * The version of the format, by semantic versioning: a patch changes descriptions, a minor
   * version adds fields or values, a major version changes or removes them. A reader takes any
   * document of the major version that it knows, and passes over what it does not know. The schema
   * is closed, so a document is checked against the schema of its own minor version or a later one.
   */
  annexa: string;
  /**
   * The documents that it extends, in the order in which it lists them.
   */
  bases: Base[];
  /**
   * What the standard changes or says of provisions that are there already.
   */
  changes: Change[];
  generator: Generator;
  /**
   * Whether the licensed wording of the bases is in the document, so that it must not be passed
   * on to those without a licence.
   */
  includesBaseText: boolean;
  /**
   * Every clause, objective and control of the bases, changed or not. A flat list in the order of
   * the documents; `parent` gives the tree.
   */
  provisions: Provision[];
  /**
   * The documents that it refers to: the bases, those it declares, and those cited in its texts.
   */
  references: ReferencedDocument[];
  /**
   * Who cites whom.
   */
  relations: Relation[];
  standard: Standard;
  /**
   * The skeleton of a Statement of Applicability (ISO/IEC 27001:2022, 6.1.3 d)): one entry for each
   * reference control of the bases and for each added control, in the order of the documents.
   */
  statementOfApplicability: ApplicabilityEntry[];
  /**
   * Its terms, by name.
   */
  terms: Term[];
  /**
   * When it was written, as the caller gave it (RFC 3339); `null` unless one was given, so that the
   * same standard gives the same bytes.
   */
  timestamp: string | null;
}
/**
 * An added clause, objective, control or requirement.
 */
export interface Addition {
  /**
   * The condition under which it applies.
   */
  applies: Text | null;
  /**
   * The mark under which it is printed as the next item of the base's list: `h)`.
   */
  asItem: string | null;
  /**
   * The attributes of a control (2022 layout).
   */
  attributes: Attributes | null;
  /**
   * The audiences that it is addressed to, by name; empty for all.
   */
  audiences: string[];
  /**
   * The alias of the base that it belongs to in the end.
   */
  base: string | null;
  /**
   * The subclause of ISO/IEC 27009 that allows it: `5.2`, `6.2`.
   */
  basis: string;
  /**
   * What a control says.
   */
  control: ControlStatement | null;
  /**
   * The document that adds it: the designation of the standard, or else prefix and edition.
   */
  document: string;
  /**
   * Examples.
   */
  examples: Text[];
  /**
   * The guidance of a control, by audience.
   */
  guidance: AudienceText[];
  id: Id;
  /**
   * Other information of a control.
   */
  information: Text | null;
  /**
   * The label that it was first published under; the same as `label` until it is renumbered.
   */
  key: string;
  kind: AdditionKind;
  /**
   * Its label: `SMX.8.35`.
   */
  label: string;
  /**
   * Notes.
   */
  notes: Text[];
  /**
   * Its number as it is printed: `8.35 SMX`, `SMX.8.35` or `8.35`, by the standard's numbering.
   */
  number: string;
  /**
   * The provision, addition or whole document that it is added to, by id.
   */
  parent: Id | null;
  /**
   * The purpose of a control (2022 layout).
   */
  purpose: Text | null;
  /**
   * Why it is there.
   */
  rationale: Text | null;
  /**
   * As a reader cites it: document and number.
   */
  reference: string;
  source: SourcePlace;
  state: State;
  /**
   * What it says, sentence by sentence.
   */
  statements: Statement[];
  /**
   * What a clause, objective or requirement says.
   */
  text: Text | null;
  /**
   * Its title.
   */
  title: string;
}
/**
 * A text of the standard, twice: as a plain string for search and display, and as structure for
 * those who print it.
 */
export interface Text {
  /**
   * Its paragraphs, lists, notes, examples, tables and figures.
   */
  blocks: Block[];
  /**
   * The text as plain prose. Paragraphs are parted by an empty line, list items stand on lines of
   * their own behind their marks, references and terms in their printed form.
   */
  plain: string;
  /**
   * The verbal forms in it, in order, those of notes and examples excepted, which hold no
   * provisions (ISO/IEC Directives, Part 2:2021, clause 7).
   */
  verbalForms: VerbalForm[];
}
/**
 * An item of a list.
 */
export interface ListItem {
  /**
   * What is nested in it.
   */
  blocks: Block[];
  /**
   * Its words.
   */
  content: Inline[];
  /**
   * `a)`, `1)` or `-`. Items with letters can be referred to.
   */
  mark: string;
}
/**
 * The five attributes of a control (ISO/IEC 27002:2022, 4.2).
 */
export interface Attributes {
  /**
   * Operational capabilities.
   */
  capabilities: string[];
  /**
   * Cybersecurity concepts.
   */
  concepts: string[];
  /**
   * Security domains.
   */
  domains: string[];
  /**
   * Information security properties.
   */
  properties: string[];
  /**
   * Control type: when and how it modifies a risk.
   */
  type: string[];
}
/**
 * The statement of a control in its two printed forms.
 */
export interface ControlStatement {
  control: Text;
  referenceControl: Text;
}
/**
 * A text for some of the audiences.
 */
export interface AudienceText {
  /**
   * The audiences that it is addressed to, by name; empty for all. Guidance that names none is
   * addressed to the audiences of its control.
   */
  audiences: string[];
  text: Text;
}
/**
 * Where something is written in the sources.
 */
export interface SourcePlace {
  /**
   * The column in characters (Unicode scalar values), counted from 1.
   */
  column: number;
  /**
   * The file, as a path from the root of the project, parted by `/`.
   */
  file: string;
  /**
   * The line, counted from 1.
   */
  line: number;
}
/**
 * One sentence of a provision, apart from notes and examples: what an assessor ticks off.
 *
 * A sentence that ends in a colon takes the list below it with it; an item of such a list is a
 * statement of its own where it has a verbal form of its own.
 */
export interface Statement {
  /**
   * The audiences that it is addressed to, by name; empty for all.
   */
  audiences: string[];
  /**
   * What its strongest verbal form makes of it; null where the standard is written in a language
   * whose verbal forms are not known (rule T307).
   */
  category: VerbalCategory | null;
  /**
   * The list item that it stands in, if it is one: `b)`.
   */
  item: string | null;
  origin: Origin;
  part: Part;
  /**
   * The sentence.
   */
  text: string;
  /**
   * The verbal forms in it, in order.
   */
  verbalForms: VerbalForm[];
}
/**
 * A rule of validation that is silent in one place, with the authors' reason.
 */
export interface Allowance {
  /**
   * The code of the rule: `Q502`.
   */
  code: string;
  on: Id;
  reason: Text;
  source: SourcePlace;
}
/**
 * A document that the standard extends, as it was used.
 */
export interface Base {
  /**
   * The name by which the standard calls it: the number of its designation, or one of its own.
   */
  alias: string;
  /**
   * The amendments that were taken into account.
   */
  amendments: Amendment[];
  /**
   * Its annexes that carry the controls of another document, such as Annex A of ISO/IEC 27001.
   */
  annexes: Annex[];
  /**
   * Whether the standard names the edition. Otherwise it means the latest, with its amendments
   * (ISO/IEC Directives, Part 2:2021, 10.5), and `edition` says which one that was.
   */
  dated: boolean;
  /**
   * The document with the edition that was used: `ISO/IEC 27002:2022`.
   */
  designation: string;
  /**
   * The document without its edition: `ISO/IEC 27002`.
   */
  document: string;
  /**
   * The edition that was used; `null` for a document that has none.
   */
  edition: string | null;
  id: Id;
  layout: Layout;
  /**
   * The SHA-256 of the catalogue that was used, in its canonical form: the same catalogue gives the
   * same digest, however it is laid out and commented.
   */
  sha256: string;
  /**
   * The edition that supersedes the one used, where a catalogue knows of one.
   */
  supersededBy: string | null;
  /**
   * Its title.
   */
  title: string;
}
/**
 * An amendment of a base.
 */
export interface Amendment {
  /**
   * `Amd 1:2024`
   */
  name: string;
  /**
   * The provisions that it changes, by id.
   */
  provisions: Id[];
}
/**
 * An annex that carries the controls of another document.
 */
export interface Annex {
  /**
   * The document whose controls it carries: `ISO/IEC 27002:2022`.
   */
  document: string;
  /**
   * Its letter.
   */
  letter: string;
  /**
   * Its title.
   */
  title: string;
}
/**
 * A change to a provision of a base: a refinement, an interpretation, added guidance, a modification,
 * or the decision to leave it as it is.
 */
export interface Change {
  /**
   * Of a modification: what stands behind the base's wording.
   */
  addition: Text | null;
  /**
   * The condition under which it applies.
   */
  applies: Text | null;
  /**
   * The audiences that it is addressed to, by name; empty for all.
   */
  audiences: string[];
  /**
   * The subclause of ISO/IEC 27009 that it rests on: `5.3`, `5.4`, `6.2`, `6.3`; `4` for a
   * retention.
   */
  basis: string;
  id: Id;
  /**
   * What the id is made of, with `|` between the parts: the prefix of the standard, kind, part, document
   * with edition, number, item and audiences in the order in which the standard declares them. In the
   * place of document, edition and number stands the key of an added provision; in the place of a
   * reference to nothing stands what is written.
   */
  key: string;
  kind: ChangeKind;
  /**
   * Why the sector needs it.
   */
  rationale: Text | null;
  /**
   * Why it is made. A modification and a retention always have one (ISO/IEC 27009:2020, 6.3: nothing is
   * removed, invalidated or reduced).
   */
  reason: Text | null;
  /**
   * Of a modified control statement: `text` or `addition` as it stands in the annex of reference
   * controls, its one `should` as `shall`; as it is written in a language whose verbal forms are
   * not known.
   */
  referenceControl: Text | null;
  /**
   * Of a modification: some words of the base and those in their place.
   */
  replacement: Replacement | null;
  source: SourcePlace;
  /**
   * What it says, sentence by sentence.
   */
  statements: Statement[];
  target: ChangeTarget;
  /**
   * What it says: a refinement, an interpretation, added guidance, information or a note; of a
   * modification, the new wording, which stands in place of the base's.
   */
  text: Text | null;
}
/**
 * Words of the base and those in their place.
 */
export interface Replacement {
  /**
   * The words in their place.
   */
  new: string;
  /**
   * The words of the base, as the standard quotes them.
   */
  old: string;
}
/**
 * What a change is made to.
 */
export interface ChangeTarget {
  /**
   * The alias of the base; `null` where the change is made to an addition.
   */
  base: string | null;
  /**
   * The id of the provision, the addition, or (where a change is made to all of it) the document;
   * `null` where the reference leads to nothing, which is an error of the standard.
   */
  id: Id | null;
  /**
   * The list item: `d) 1)`.
   */
  item: string | null;
  /**
   * The part of the provision.
   */
  part: Part | null;
  /**
   * As it is printed: `ISO/IEC 27001:2022, 6.1.3 c)`.
   */
  reference: string;
}
/**
 * The program that wrote a document.
 */
export interface Generator {
  /**
   * Its name.
   */
  name: string;
  /**
   * Its version.
   */
  version: string;
}
/**
 * A clause, objective or control of a base, and what the standard makes of it. What the standard does
 * not name applies unchanged (ISO/IEC 27009:2020, clause 4).
 */
export interface Provision {
  /**
   * The additions directly below it, by id.
   */
  additions: Id[];
  /**
   * The amendments in force that change it: `Amd 1:2024`.
   */
  amendedBy: string[];
  /**
   * Its reference in the annex of reference controls of another base: `A.5.23` of ISO/IEC 27001.
   */
  annexReference: string | null;
  /**
   * The attributes of a control (ISO/IEC 27002:2022, 4.2); `null` where the layout has none.
   */
  attributes: Attributes | null;
  /**
   * The alias of the base that it belongs to.
   */
  base: string;
  /**
   * What was done to it, in the order of `changes`; those made to its list items and those made to a
   * provision above it are among them.
   */
  changes: AppliedChange[];
  /**
   * Where it stands in the other editions of the base that the catalogues know.
   */
  correspondence: Correspondence[];
  /**
   * The base with its edition: `ISO/IEC 27002:2022`.
   */
  document: string;
  id: Id;
  /**
   * Its list items, each with a state of its own.
   */
  items: ProvisionItem[];
  /**
   * What the id is made of.
   */
  key: string;
  kind: ProvisionKind;
  /**
   * Its number: `5.23`.
   */
  label: string;
  /**
   * Whether no provision of the base stands below it. The leaves are what is assessed: 30 clauses
   * of ISO/IEC 27001:2022, 93 controls of ISO/IEC 27002:2022.
   */
  leaf: boolean;
  /**
   * The provision above it.
   */
  parent: Id | null;
  /**
   * As it is printed: `ISO/IEC 27002:2022, 5.23`.
   */
  reference: string;
  state: State;
  /**
   * What it is about, in the words of the catalogue (not of the base).
   */
  summary: string | null;
  /**
   * Its title.
   */
  title: string;
  /**
   * The licensed wording of the base, part by part. Empty unless the output was asked for with the
   * wording of the bases, and the project has it. With the texts of `changes` it makes up what the
   * provision says in effect.
   */
  wording: Wording[];
}
/**
 * A change that bears on a provision.
 */
export interface AppliedChange {
  change: Id;
  /**
   * Where the change is made to a provision above this one (a clause, or a whole document): the id
   * of that provision or document. `null` where it is made to this provision or to an item of it.
   */
  via: Id | null;
}
/**
 * A provision of another edition that corresponds to a provision of a base.
 */
export interface Correspondence {
  /**
   * The other edition: `ISO/IEC 27002:2013`.
   */
  document: string;
  id: Id;
  /**
   * The list item there: `d) 2)`.
   */
  item: string | null;
  /**
   * The number there: `15.2.1`.
   */
  label: string;
}
/**
 * A list item of a provision.
 */
export interface ProvisionItem {
  /**
   * What was done to it, in the order of `changes`. What was done to the provision as a whole, or
   * to an item above this one, is not repeated here.
   */
  changes: AppliedChange[];
  /**
   * Where it stands in the other editions of the base that the catalogues know.
   */
  correspondence: Correspondence[];
  id: Id;
  /**
   * The items nested in it.
   */
  items: ProvisionItem[];
  /**
   * Its marks from the provision down: `d) 2)`.
   */
  label: string;
  /**
   * Its mark: `c)`, `2)`.
   */
  mark: string;
  /**
   * As it is printed: `ISO/IEC 27001:2022, 9.3.2 d) 2)`.
   */
  reference: string;
  state: State;
}
/**
 * Licensed wording of a base.
 */
export interface Wording {
  /**
   * The list item that it belongs to: `d) 2)`.
   */
  item: string | null;
  part: Part;
  /**
   * The modifications that put a wording of their own in its place, by id, each for its audiences;
   * empty where it stands.
   */
  replacedBy: Id[];
  /**
   * The sentences of it.
   */
  statements: Statement[];
  text: Text;
}
/**
 * A document that the standard refers to.
 */
export interface ReferencedDocument {
  /**
   * Whether the standard declares it (`base`, `reference`), or only cites it in a text.
   */
  declared: boolean;
  /**
   * Its designation: `ISO/IEC 27005:2022`.
   */
  designation: string;
  id: Id;
  role: ReferenceRole;
  /**
   * Its title, where the standard or a catalogue gives it.
   */
  title: string | null;
}
/**
 * A reference from one thing to another, once for each pair and kind.
 */
export interface Relation {
  from: Id;
  /**
   * The list item that is cited.
   */
  item: string | null;
  kind: RelationKind;
  target: TargetKind;
  to: Id;
}
/**
 * The head of a sector-specific standard.
 */
export interface Standard {
  /**
   * The audiences that its guidance is split by, in the order of declaration.
   */
  audiences: Audience[];
  /**
   * Its designation, if it has been given one: `ISO/IEC 27019:2024`.
   */
  designation: string | null;
  /**
   * Its edition: a year or a number.
   */
  edition: string;
  /**
   * Its foreword.
   */
  foreword: Text | null;
  id: Id;
  /**
   * Its introduction.
   */
  introduction: Text | null;
  /**
   * The language that it is written in (BCP 47).
   */
  language: string;
  numbering: Numbering;
  /**
   * What the labels of its provisions begin with.
   */
  prefix: string;
  /**
   * Its scope.
   */
  scope: Text | null;
  /**
   * The sector that it is for.
   */
  sector: string;
  source: SourcePlace;
  status: Status;
  /**
   * Its title.
   */
  title: string;
}
/**
 * One of the parties that a standard speaks to.
 */
export interface Audience {
  /**
   * Its name, by which texts are addressed to it.
   */
  name: string;
  /**
   * Its title, as it is printed.
   */
  title: string;
}
/**
 * A line of a Statement of Applicability, for an organization to fill in (ISO/IEC 27001:2022, 6.1.3 d)).
 */
export interface ApplicabilityEntry {
  /**
   * Whether the control is necessary: `true` or `false`; `null` until it is decided.
   */
  applicable: boolean | null;
  control: Id;
  /**
   * The document in which it has that reference: `ISO/IEC 27001:2022`; of an added control the
   * designation of the standard, or else prefix and edition.
   */
  document: string;
  /**
   * Why it is excluded.
   */
  justificationForExclusion: string;
  /**
   * Why it is included.
   */
  justificationForInclusion: string;
  origin: Origin;
  /**
   * Its reference: that of the annex of reference controls (`A.5.23`) where a base has one, else the
   * number in its document; the printed number of an added control.
   */
  reference: string;
  state: State;
  /**
   * Whether it is implemented; `null` until it is known.
   */
  status: ImplementationStatus | null;
  /**
   * Its title.
   */
  title: string;
}
/**
 * A term and its definition.
 */
export interface Term {
  definition: Text;
  /**
   * Where the definition is taken from.
   */
  definitionSource: Text | null;
  /**
   * Examples.
   */
  examples: Text[];
  id: Id;
  /**
   * What the id is made of.
   */
  key: string;
  /**
   * The term.
   */
  name: string;
  /**
   * Notes to the entry.
   */
  notes: Text[];
  source: SourcePlace;
}
/**
 * How far standards are from complete, by the templates of ISO/IEC 27009.
 */
export interface StatusReport {
  /**
   * The address of the schema that the document meets. It names the major version of the format.
   */
  $schema: 'https://annexa.github.io/schema/annexa-status-1.json';
  /**
   * The version of the format, by semantic versioning: a minor version adds fields or values, a
   * major version changes or removes them.
   */
  annexa: string;
  /**
   * What could not be looked at, and why.
   */
  failures: string[];
  generator: Generator;
  /**
   * The standards, in the order of their projects, then by prefix.
   */
  standards: StandardStatus[];
}
/**
 * How far a standard is from complete.
 */
export interface StandardStatus {
  /**
   * Whether all steps are done.
   */
  complete: boolean;
  /**
   * How much of each base was looked at.
   */
  coverage: BaseCoverage[];
  /**
   * Its prefix.
   */
  prefix: string;
  /**
   * What it needs, in the order in which the template has it. The first that is not done comes
   * next.
   */
  steps: Step[];
  template: Template;
  /**
   * Its title.
   */
  title: string;
}
/**
 * How much of a base was looked at.
 */
export interface BaseCoverage {
  /**
   * Its top clauses, themes among them, in order. What is counted below them are controls where
   * the base has some, otherwise the clauses that have none below them.
   */
  clauses: ClauseCoverage[];
  /**
   * The base, with its edition.
   */
  document: string;
}
/**
 * How much of a clause was looked at.
 */
export interface ClauseCoverage {
  /**
   * How many controls and requirements the standard adds below it.
   */
  added: number;
  /**
   * How many provisions below it are changed or explained by a declaration that names them or a list
   * item of them.
   */
  changed: number;
  /**
   * Its number.
   */
  label: string;
  /**
   * The numbers of those that no declaration names.
   */
  open: string[];
  /**
   * How many are retained as they are.
   */
  retained: number;
  /**
   * Its title.
   */
  title: string;
  /**
   * How many are explained or refined only with a clause or the document above them.
   */
  via: number;
}
/**
 * Something that a standard needs.
 */
export interface Step {
  /**
   * Whether it is there.
   */
  done: boolean;
  /**
   * What to write; `null` where it is done.
   */
  missing: string | null;
  /**
   * Where to write it, or what it is about; `null` for a standard that no file opens.
   */
  place: FindingPlace | null;
  /**
   * What it is.
   */
  title: string;
}
/**
 * A part of a file.
 */
export interface FindingPlace {
  /**
   * Whether the file is a catalogue that is built into the program.
   */
  builtIn: boolean;
  end: Position;
  /**
   * The file, parted by `/`: from the folder in which the program was run, or from the root of the
   * disk where it lies outside. A catalogue that is built in has its bare name.
   */
  file: string;
  start: Position;
}
/**
 * A place between two characters of a file.
 */
export interface Position {
  /**
   * The column in characters (Unicode scalar values), counted from 1. A byte order mark is none.
   */
  column: number;
  /**
   * The line, counted from 1. Lines end with a line feed, a carriage return, or both.
   */
  line: number;
  /**
   * The bytes of the file that stand before it.
   */
  offset: number;
}
