// Writes src/compiled.ts from the JSON Schemas of what the program writes: npm run codegen
import { compile } from 'json-schema-to-typescript';
import fs from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;
const schemas = path.join(here, '../../crates/annexa-emit/schema');
export const output = path.join(here, 'src/compiled.ts');

const HEAD = '// What the program writes, as types: made from its JSON Schemas by `npm run codegen`.\n';

/** The types of a compiled standard and of a status report, as one module. */
export async function generated() {
  // A description beside a reference would make a second type of what it refers to.
  const plain = (_, value) => (typeof value?.$ref === 'string' ? { $ref: value.$ref } : value);
  const read = (name) => JSON.parse(fs.readFileSync(path.join(schemas, name), 'utf8'), plain);
  const [compiled, status] = [read('annexa-1.json'), read('annexa-status-1.json')];
  // A schema of its own for both, so that what they share stands there once.
  const root = ({ $schema, $id, $defs, ...rest }, title) => ({ ...rest, title });
  const both = {
    $defs: { ...compiled.$defs, ...status.$defs, CompiledStandard: root(compiled, 'CompiledStandard'), StatusReport: root(status, 'StatusReport') },
    type: 'object', additionalProperties: false, required: ['compiled', 'status'],
    properties: { compiled: { $ref: '#/$defs/CompiledStandard' }, status: { $ref: '#/$defs/StatusReport' } },
  };
  return compile(both, 'Written', { bannerComment: HEAD, additionalProperties: false, strictIndexSignatures: true, style: { singleQuote: true, printWidth: 160 } });
}

if (process.argv[1] === import.meta.filename) fs.writeFileSync(output, await generated());
