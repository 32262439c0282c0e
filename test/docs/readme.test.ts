import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/cli/command.ts';
import { environmentName, type Flag } from '../../src/cli/flag.ts';
import { flags } from '../../src/cli/flags.ts';
import { chatServer } from '../cli/chat-server.ts';
import { runShell } from '../cli/run-pith.ts';
import { codeBlocks, readText, repository } from './markdown.ts';
import { writeReadmeFiles } from './readme-files.ts';

const readme = readText('README.md');
const folder = mkdtempSync(join(tmpdir(), 'pith-readme-'));

beforeAll(() => writeReadmeFiles(folder));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (script: string, environment: Readonly<Record<string, string>> = {}) =>
  runShell(`set -eo pipefail\n${script}`, { directory: folder, environment });

describe('the commands of the README', () => {
  const blocks = codeBlocks(readme, 'sh');

  it('are many', () => {
    expect(blocks.length).toBeGreaterThan(8);
  });

  it.each(blocks.map((block) => [block.trim().split('\n').at(-1) ?? '', block]))(
    'work: %s',
    { timeout: 120_000 },
    async (_, block) => {
      const server = await chatServer('Ada Moreau');
      const before = new Set(readdirSync(folder));
      const { code, stderr, stdout } = await run(
        block.replaceAll('http://localhost:8000/v1', server.baseUrl),
      );
      expect(stderr).not.toMatch(/error|hint:/i);
      expect(code).toBe(0);
      const written = [...block.matchAll(/(?:> |-o |--html |--stats |--provenance )(\S+\.\w+)$/gm)].map(
        ([, name]) => name ?? '',
      );
      for (const name of written) expect(readFileSync(join(folder, name), 'utf8')).not.toBe('');
      if (written.length === 0) expect(stdout).not.toBe('');
      for (const name of readdirSync(folder))
        if (!before.has(name)) rmSync(join(folder, name), { recursive: true });
    },
  );

  it('that need npm name scripts which exist', () => {
    const { scripts } = JSON.parse(readText('package.json')) as { readonly scripts: object };
    const names = [...readme.matchAll(/npm (?:run (\w+)|(test))/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    expect(names).toEqual(expect.arrayContaining(['demo', 'test']));
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(names));
  });

  it('give on the example page what is shown', { timeout: 60_000 }, async () => {
    const block =
      codeBlocks(readme, 'console').find((one) => one.startsWith('$ pith compress examples/')) ?? '';
    const [, compress = '', shown = '', infer = '', answer = ''] =
      /^\$ (.*)\n([\s\S]*?)\$ (.*)\n(.*)\n$/.exec(block) ?? [];
    const inRepository = (script: string) => runShell(script, { directory: repository });
    const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');
    const { stdout } = await inRepository(compress);
    const same = words(stdout).filter((word) => words(shown).includes(word));
    // Another family of processors may choose a word differently.
    expect(same.length).toBeGreaterThan(0.9 * words(shown).length);
    const confidence = /\t[\d.]+\n$/;
    expect((await inRepository(infer)).stdout.replace(confidence, '')).toBe(
      `${answer}\n`.replace(confidence, ''),
    );
  });

  it('show in their comments what infer says', async () => {
    const { stdout } = await run('pith infer contract.md -q "When does the contract end?"');
    expect(stdout).toMatch(/^30 June 2027\tcontract\.md:\d+-\d+\t[01]\.\d\d\n$/);
  });
});

describe('JSON in the README', () => {
  it('stays JSON, with what was asked for', async () => {
    const { stdout } = await run(
      'pith compress fleet.json -q "Which boat waits for a new rudder?" -t 150 --quiet',
    );
    const { fleet, boats } = JSON.parse(stdout);
    expect(fleet).toBe('north');
    expect(boats).toContainEqual({
      id: 'B41',
      name: 'Heron 42',
      remark: 'Waiting for a new rudder since February',
    });
  });
});

describe('the formats of the README', () => {
  /** The first documented example that has these keys. */
  function documented(...keys: readonly string[]): Record<string, unknown> {
    const examples = codeBlocks(readme, 'json').map((block) => JSON.parse(block) as Record<string, unknown>);
    const found = examples.find((example) => keys.every((key) => key in example));
    if (found === undefined) throw new Error(`no example has ${keys.join(', ')}`);
    return found;
  }
  const parse = (text: string) => JSON.parse(text) as Record<string, unknown>;
  const ask = 'pith compress docs -q "Who signed the contract?" -t 300 --quiet';

  it('jsonl, with a question and gap markers', async () => {
    const long = 'pith compress report.md -q "What did the clerk report?" -t 150 --quiet';
    const { stdout } = await run(`${long} --format jsonl --gap ' [...] '`);
    const lines = stdout.trim().split('\n').map(parse);
    const all = new Set(lines.flatMap((line) => Object.keys(line)));
    expect([...all].sort()).toEqual(Object.keys(documented('question', 'gaps')).sort());
  });

  it('provenance and stats', async () => {
    await run(`${ask} --provenance kept.jsonl --stats run.json`);
    const kept = parse(readFileSync(join(folder, 'kept.jsonl'), 'utf8').split('\n')[0] ?? '');
    const provenance = codeBlocks(readme, 'json')
      .map(parse)
      .find((example) => 'sha256' in example && !('text' in example));
    expect(Object.keys(kept)).toEqual(Object.keys(provenance ?? {}));
    const stats = parse(readFileSync(join(folder, 'run.json'), 'utf8'));
    expect(Object.keys(stats).sort()).toEqual(Object.keys(documented('stages')).sort());
  });

  it('explanations and restored passages', async () => {
    const options = '-q "Who signed the contract?" -t 200 --quiet --format jsonl';
    const explained = await run(`pith explain docs ${options}`);
    const lines = explained.stdout.trim().split('\n').map(parse);
    const example = documented('units');
    const read = lines.find((line) => 'relevance' in line && line['fate'] === 'scored');
    expect(Object.keys(read ?? {})).toEqual(Object.keys(example));
    const [unit] = example['units'] as readonly unknown[][];
    const types = (values: readonly unknown[] = []) => values.map((value) => typeof value);
    const [first] = (read?.['units'] ?? []) as readonly unknown[][];
    expect(types(first)).toEqual(types(unit));
    const expanded = await run(`pith compress docs ${options} | pith expand --all --format jsonl`);
    const restored = parse(expanded.stdout.split('\n')[0] ?? '');
    expect(Object.keys(restored)).toEqual(['document', 'start', 'end', 'text']);
    expect(Object.keys(documented('start', 'end', 'text'))).toEqual(Object.keys(restored));
  });

  it('records', async () => {
    const { stdout } = await run('pith compress --records questions.jsonl -r 4 --quiet');
    const records = stdout.trim().split('\n').map(parse);
    const note = Object.keys(documented('pith')['pith'] as object);
    for (const record of records) expect(Object.keys(record['pith'] as object)).toEqual(note);
    expect(records[1]?.['documents']).toMatchObject([{ title: 'Contract' }, { title: 'Ledger' }]);
    expect(records[1]).toHaveProperty('pith.spans.length', 2);
  });

  it('answers', async () => {
    const { stdout } = await run(
      'pith infer contract.md -q "Who signed the contract?" --format json --quiet',
    );
    const result = parse(stdout);
    const example = documented('answers');
    expect(Object.keys(result)).toEqual(Object.keys(example));
    const [first] = result['answers'] as readonly object[];
    expect(Object.keys(first ?? {})).toEqual(Object.keys((example['answers'] as readonly object[])[0] ?? {}));
  });
});

describe('what the README says', () => {
  it('of the library is part of an example', () => {
    const programs = readdirSync(join(repository, 'examples'))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readText(`examples/${name}`));
    const blocks = codeBlocks(readme, 'ts');
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) expect(programs.some((program) => program.includes(block.trim()))).toBe(true);
  });

  it('of the examples names all of them', () => {
    const listed = [...readme.matchAll(/\]\(examples\/([\w-]+\.ts)\)/g)].map(([, name]) => name);
    expect(listed.sort()).toEqual(
      readdirSync(join(repository, 'examples'))
        .filter((name) => /\.ts$/.test(name))
        .sort(),
    );
  });

  it('of levels is what bench/RESULTS.md has measured', () => {
    const results = readText('bench/RESULTS.md');
    const section = /^## Levels\n([\s\S]*?)^## /m.exec(readme)?.[1] ?? '';
    const figures = section.match(/\.\d{3}\b|\d+\.\d\b|\d+,\d{3}\b|\b9\d+ MB|\d{3} MB/g) ?? [];
    expect(figures.length).toBeGreaterThan(15);
    expect(figures.filter((figure) => !results.includes(figure))).toEqual([]);
  });

  it('of exit codes is complete', () => {
    const listed = [...readme.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(listed).toEqual(Object.values(exitCodes));
  });

  it('of environment variables is true', () => {
    const known = (Object.entries(flags) as [keyof typeof flags, Flag][])
      .filter(([, flag]) => flag.perRun !== true)
      .map(([key]) => environmentName(key));
    const named = [...readme.matchAll(/\bPITH_[A-Z_]+/g)].map(([name]) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(known).toEqual(expect.arrayContaining(named));
  });

  it('of long flags is true', () => {
    const known = new Set(readText('docs/cli.md').match(/--[a-z][a-z-]+/g));
    const own = readme
      .split('\n')
      .filter((line) => !/^\$ (?:vllm|llama-server|npm)|--ignore-scripts/.test(line));
    const named = own.join('\n').match(/(?<![\w-])--[a-z][a-z-]+/g) ?? [];
    expect(named.filter((flag) => !known.has(flag) && flag !== '--help')).toEqual([]);
  });

  it.each(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'])(
    '%s links to what exists',
    (name) => {
      const links = [...readText(name).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(
        ([, path]) => path ?? '',
      );
      expect(links.filter((path) => !existsSync(join(repository, path)))).toEqual([]);
    },
  );
});
