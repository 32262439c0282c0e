import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
// biome-ignore lint/correctness/useImportExtensions: the types of the module lie beside it
import { exampleProject, programs } from '../scripts/example-project.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
const source = readFileSync(join(repository, 'examples/harbour.md'), 'utf8');

/** A user's project: pith stands in its node_modules, and its types are those of the built package. */
const { folder: project, remove } = exampleProject();
afterAll(remove);

function compile(): readonly string[] {
  const program = ts.createProgram(
    programs.map((name) => join(project, name)),
    {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: ['node'],
      typeRoots: [join(project, 'node_modules/@types')],
      strict: true,
    },
  );
  const { diagnostics } = program.emit();
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics].map(({ file, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, '\n');
    return `${file?.fileName ?? ''}: ${message}`;
  });
}

function output(name: string): string {
  const script = join(project, name.replace(/\.ts$/, '.js'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

/** What the test of each example looks at. */
const checks: Readonly<Record<string, (shown: string) => void>> = {
  'budget.ts'(shown) {
    const [, short = '', input, kept, budget] =
      /^([\s\S]*)\n(\d+) tokens → (\d+), of (\d+) allowed\n$/.exec(shown) ?? [];
    expect(Number(kept)).toBeLessThanOrEqual(Number(budget));
    expect(Number(kept)).toBeGreaterThan(0.9 * Number(budget));
    expect(Number(input)).toBeGreaterThan(3 * Number(kept));
    expect(isCutFrom(short, source)).toBe(true);
  },
  'ask.ts'(shown) {
    const [, answer, start, end] = /^(.*) \(harbour\.md, characters (\d+) to (\d+)\)\n$/.exec(shown) ?? [];
    expect(answer).toBe('4.2 metres');
    expect(source.slice(Number(start), Number(end)).split(/\s+/)).toEqual(['4.2', 'metres']);
  },
  'records.ts'(shown) {
    const [keys, keysText = '', gates, gatesText = ''] = shown.split('\n');
    expect(keys).toMatch(/^keys: \d+ → \d+ tokens$/);
    expect(JSON.parse(keysText)).toContain('harbour master');
    expect(gates).toMatch(/^gates: \d+ → \d+ tokens$/);
    const documents = JSON.parse(gatesText) as readonly { readonly title: string; readonly text: string }[];
    expect(documents.map(({ title }) => title)).toEqual(['Fees', 'Gates']);
    expect(documents[1]?.text).toContain('August 1955');
  },
  'own-graph.ts'(shown) {
    const lines = shown.split('\n').filter((line) => line.includes(' | '));
    const lengths = lines.map((line) => [line.split(' | ')[0], Number(/(\d+) characters/.exec(line)?.[1])]);
    const total = (name: string) =>
      lengths.reduce((sum, [document, length]) => sum + (document === name ? Number(length) : 0), 0);
    expect(total('harbour.md')).toBe(source.length);
    expect(lines.some((line) => line.includes(' > The lamps | '))).toBe(true);
    expect(lines.at(-1)).toBe('gate.log |  | 36 characters, 2 units (line)');
    expect(shown).toContain('measure');
    expect(shown).toContain(`characters ${source.length + 36}`.replace(/(\d)(\d{3})$/, '$1,$2'));
  },
  'own-scores.ts'(shown) {
    const [, short = '', tokens] = /^([\s\S]*)\n(\d+) tokens\n$/.exec(shown) ?? [];
    expect(Math.abs(Number(tokens) - 60)).toBeLessThan(10);
    expect(isCutFrom(short, source)).toBe(true);
    const numbers = source.split(/\s+/).filter((word) => /\d/.test(word));
    const kept = short.split(/\s+/).filter((word) => /\d/.test(word));
    expect(kept.length).toBeGreaterThan(numbers.length / 2);
  },
  'provenance.ts'(shown) {
    expect(shown.replaceAll(/[[\]]/g, '').trimEnd()).toBe(source.trimEnd());
    const kept = [...shown.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
    expect(kept.length).toBeGreaterThan(5);
    expect(kept.join('').length).toBeLessThan(source.length / 2);
  },
  'own-counter.ts'(shown) {
    const [, short = '', input, kept] = /^([\s\S]*)\n(\d+) words → (\d+)\n$/.exec(shown) ?? [];
    expect(Number(input)).toBe(source.split(/\s+/).filter((word) => word !== '').length);
    expect(short.split(/\s+/)).toHaveLength(Number(kept));
    expect(Number(kept)).toBeLessThanOrEqual(50);
    expect(isCutFrom(short, source)).toBe(true);
  },
};

/** Whether the characters of `text`, white space aside, stand in `whole` in the same order. */
function isCutFrom(text: string, whole: string): boolean {
  let at = 0;
  for (const character of text.replaceAll(/\s+/g, '')) {
    at = whole.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return text !== '';
}

describe('the examples', () => {
  it('compile against the types of the built package', () => {
    expect(compile()).toEqual([]);
  });

  it('run by their names in a clone', () => {
    const run = (...words: string[]) =>
      spawnSync(process.execPath, [join(repository, 'scripts/run-example.mjs'), ...words], {
        encoding: 'utf8',
      });
    const { status, stdout, stderr } = run('budget');
    expect([status, stderr]).toEqual([0, '']);
    checks['budget.ts']?.(stdout);
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('budget') });
  });

  it('are all checked here', () => {
    expect(Object.keys(checks).sort()).toEqual([...programs].sort());
  });

  it.each(programs)('%s prints what it should', (name) => {
    checks[name]?.(output(name));
  });
});
