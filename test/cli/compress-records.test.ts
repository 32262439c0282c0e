import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { runPith, temporaryFolder } from './run-pith.ts';
import { sampleText } from './sample-text.ts';

type Spans = readonly (readonly [number, number])[];

const cut = (source: string, spans: Spans) => spans.map(([start, end]) => source.slice(start, end)).join('');

describe('pith compress --records', () => {
  const records = [
    { id: 1, text: sampleText(4000), question: 'Who closed the gate?' },
    {
      id: 2,
      documents: [
        { title: 'One', text: sampleText(3000, 2) },
        { text: sampleText(3000, 3), more: true },
      ],
    },
    { id: 3, text: 'short' },
  ];

  interface Out {
    readonly id?: number;
    readonly text?: string;
    readonly documents?: readonly { readonly text: string }[];
    readonly pith?: {
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly spans: unknown;
      readonly error?: { readonly code: string };
    };
  }
  const parsed = (stdout: string) =>
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Out);

  it.each([
    ['lines', records.map((record) => JSON.stringify(record)).join('\n')],
    ['an array', JSON.stringify(records, undefined, 1)],
  ])('cuts each record of %s to a budget of its own', async (_, input) => {
    const { code, stdout, stderr } = await runPith(['compress', '-1', '-t', '200', '--records'], { input });
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^pith: compressed 3 records in /)]);
    const [first, second, third] = parsed(stdout);
    expect(first).toMatchObject({ id: 1, question: 'Who closed the gate?' });
    expect(cut(records[0]?.text ?? '', first?.pith?.spans as Spans)).toBe(first?.text);
    expect(countTokens(first?.text ?? '')).toBeLessThanOrEqual(200);
    const kept = second?.documents?.map(({ text }) => countTokens(text)) ?? [];
    expect((kept[0] ?? 0) + (kept[1] ?? 0)).toBeLessThanOrEqual(200);
    expect(second?.documents).toMatchObject([{ title: 'One' }, { more: true }]);
    expect(third).toMatchObject({ text: 'short', pith: { outputTokens: countTokens('short') } });
  });

  it.each([
    ['compress', '-1'],
    ['infer', '-q why'],
  ])('%s stops with one message where the first twenty lines are no records', async (command, words) => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'a.txt'), 'no record\n'.repeat(30));
    const run = ['--records', 'a.txt', '-o', 'out', ...words.split(' ')];
    const { code, stdout, stderr } = await runPith([command, ...run], { directory });
    expect([code, stdout, readdirSync(directory)]).toEqual([1, '', ['a.txt']]);
    expect(stderr).toMatch(/^pith: 'a.txt' holds no records: each of its first 20 is bad\nhint: [^\n]*\n$/);
  });

  it('goes on where fewer than twenty lines at the start are bad', async () => {
    const input = `${'bad\n'.repeat(19)}{"text":"good"}\n${'bad\n'.repeat(25)}`;
    const { code, stdout } = await runPith(['compress', '-1', '-r', '1', '--records'], { input });
    expect([code, parsed(stdout).length, parsed(stdout)[19]?.text]).toEqual([3, 45, 'good']);
    const { stdout: short } = await runPith(['compress', '-1', '--records'], { input: 'bad\n'.repeat(19) });
    expect(parsed(short)).toHaveLength(19);
  });

  it('goes on after a bad record, says which one, keeps its place, and exits with 3', async () => {
    const input = ['{"text": "fine"}', '{"text": ', '{"title": "no text"}', '{"text": "fine too"}'].join(
      '\n',
    );
    const { code, stdout, stderr } = await runPith(['compress', '-1', '-t', '99', '--records'], { input });
    expect(code).toBe(3);
    expect(parsed(stdout).map(({ text, pith }) => text ?? pith?.error?.code)).toEqual([
      'fine',
      'input',
      'input',
      'fine too',
    ]);
    expect(stderr).toContain('line 2 of standard input is no record');
    expect(stderr).not.toContain('(standard input, line 2)');
    expect(stderr).toContain('pith: compressed 2 records, 2 failed in');
  });

  it('says of a question that is none in which line and field it stands', async () => {
    const input = '{"text": "fine"}\n\n{"text": "bad", "ask": 7}\n';
    for (const command of ['compress', 'infer']) {
      const flags = [command, '--records', '--question-field', 'ask'];
      const { stdout, stderr } = await runPith(flags, { input });
      expect(stderr).toContain('the record has a number in "ask", not a text (standard input, line 3)');
      expect(parsed(stdout).at(-1)).toMatchObject({ text: 'bad', pith: { error: { code: 'input' } } });
    }
  });

  it('says nothing of an error that a record had before, and leaves its own field `error` alone', async () => {
    const input = '{"text": "", "question": "Who?", "error": "mine"}\n';
    const note = (stdout: string) => JSON.parse(stdout) as { pith?: Record<string, unknown>; error: unknown };
    const failing = ['--records', '--text-field', 'error', '--question-field', 'none', '--', '-'];
    const failed = await runPith(['infer', ...failing], { input });
    expect([failed.code, note(failed.stdout)]).toEqual([
      1,
      expect.objectContaining({ error: 'mine', pith: { error: expect.objectContaining({ code: 'input' }) } }),
    ]);
    const repaired = failed.stdout.replace('"text":""', '"text":"Ada did it."');
    const compressed = await runPith(['compress', '-1', '-t', '9', '--records'], { input: repaired });
    expect(note(compressed.stdout)).toMatchObject({ error: 'mine', pith: { outputTokens: 4 } });
    expect(note(compressed.stdout).pith).not.toHaveProperty('error');
    const answered = await runPith(['infer', '--records'], { input: repaired });
    expect([answered.code, note(answered.stdout)]).toEqual([
      0,
      expect.not.objectContaining({ pith: expect.anything() }),
    ]);
    expect(note(answered.stdout)).toMatchObject({ error: 'mine', answer: {} });
  });

  it('adds the figures of all records up for --stats', async () => {
    const input = records.map((record) => JSON.stringify(record)).join('\n');
    const directory = temporaryFolder();
    await runPith(['compress', '-1', '-r', '2', '--records', '--stats', 's', '-o', 'o'], {
      directory,
      input,
    });
    const read = (name: string) => readFileSync(join(directory, name), 'utf8');
    const notes = parsed(read('o')).map(({ pith }) => pith);
    const sum = (values: readonly (number | undefined)[]) =>
      values.reduce<number>((all, one) => all + (one ?? 0), 0);
    expect(JSON.parse(read('s'))).toMatchObject({
      records: 3,
      documents: 4,
      inputChars: 4000 + 6000 + 5,
      inputTokens: sum(notes.map((note) => note?.inputTokens)),
      outputTokens: sum(notes.map((note) => note?.outputTokens)),
      budget: expect.any(Number),
      ratio: expect.any(Number),
      level: 1,
      tokenizer: 'o200k_base',
      seconds: expect.any(Number),
      cpuSeconds: expect.any(Number),
      peakRssBytes: expect.any(Number),
    });
    await runPith(['compress', '-1', '--stats', 't', '-o', 'p'], { directory, input: sampleText(3000) });
    const documents = JSON.parse(read('t')) as Record<string, unknown>;
    expect(Object.keys(documents)).toEqual(Object.keys(JSON.parse(read('s')) as object));
    expect(documents['records']).toBeNull();
    const { stages } = JSON.parse(read('s')) as {
      stages: { name: string; counters: { path: string; characters: number }[] }[];
    };
    const surveyed = stages.filter(({ name }) => name === 'survey').flatMap(({ counters }) => counters);
    expect(sum(surveyed.filter(({ path }) => path === 'read').map(({ characters }) => characters))).toBe(
      10_005,
    );
  });

  it('gives the same lines whatever runs at once', async () => {
    const input = Array.from({ length: 60 }, (_, at) =>
      JSON.stringify({ text: sampleText(700, at + 1) }),
    ).join('\n');
    const one = await runPith(['compress', '-1', '--records', '-T', '1'], { input });
    expect(one.code).toBe(0);
    expect((await runPith(['compress', '-1', '--records', '-T', '7'], { input })).stdout).toBe(one.stdout);
  });

  it('keeps what comes before the break of an array, and fails', async () => {
    const input = '[{"text": "one"}, {"text": "two"}, {"text": "thr';
    const { code, stdout, stderr } = await runPith(['compress', '-1', '-t', '9', '--records'], { input });
    expect([code, parsed(stdout).map(({ text }) => text)]).toEqual([1, ['one', 'two']]);
    expect(stderr).toContain('the JSON array in standard input is broken after item 2: it is not closed');
  });

  it('exits with 1 when no record could be compressed', async () => {
    expect((await runPith(['compress', '-1', '--records'], { input: '{}\n[]\n' })).code).toBe(1);
  });
});
