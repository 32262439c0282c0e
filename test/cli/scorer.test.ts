import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelFolder } from '../models/classifier/model-folder.ts';
import { type TinyModel, tinyBert, tinyXlmR } from '../models/classifier/tiny-models.ts';
import { standInHub } from '../models/hub/stand-in-hub.ts';
import { runPith, temporaryFolder } from './run-pith.ts';

const text =
  'the committee met in geneva on 14 march and it had a budget. the river rose at night. ' +
  'the keeper closed the gate, and wrote it down; more was not to be had by the committee at the lock.\n';

const kinds: readonly (readonly [string, () => TinyModel])[] = [
  ['a BERT', () => tinyBert()],
  ['a cased BERT with its weights beside it', () => tinyBert({ cased: true, external: true })],
  ['an XLM-R', tinyXlmR],
];

describe.each(kinds)('compress with %s from a hub', (_, make) => {
  it('keeps what the model says, and needs no network the next time', async () => {
    const hub = await standInHub(make().files);
    const environment = { HF_ENDPOINT: hub.endpoint, HF_HOME: temporaryFolder() };
    const words = ['compress', '-t', '5', '--tokenizer', 'wordpiece', '--scorer', 'hf:test/tiny'];
    const first = await runPith(words, { input: text, environment });
    expect(first).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/fetching 0\.0 MB.*hf:test\/tiny@[0-9a-f]{40}#/s),
    });
    expect(first.stdout.trim()).toBe('geneva march river keeper gate');
    hub.requests.length = 0;
    const offline = await runPith(words, {
      input: text,
      environment: { ...environment, HF_HUB_OFFLINE: '1' },
    });
    expect(offline).toMatchObject({ code: 0, stdout: first.stdout });
    expect(offline.stderr).not.toContain('fetching');
    expect(hub.requests).toEqual([]);
  });
});

it('orders words as the logits do that a window has', async () => {
  const tiny = tinyBert();
  const folder = modelFolder(tiny.files);
  const sentence = 'the keeper wrote down more on a river gate by night';
  const pieces = sentence.split(' ');
  const ids = pieces.map((piece) => tiny.idOf(piece));
  const logits = tiny.logits([2, ...ids, 3]).slice(1, -1);
  // Every word is one token of WordPiece, so that nothing but the score decides.
  const order = pieces
    .map((piece, at) => ({ piece, at, score: (logits[at]?.[1] ?? 0) - (logits[at]?.[0] ?? 0) }))
    .sort((a, b) => b.score - a.score);
  // Scores are kept in one byte: what is closer than its step counts as equal.
  const score = (at: number) => order[at]?.score ?? Number.NEGATIVE_INFINITY;
  const counts = order.map((_, at) => at + 1).filter((count) => score(count - 1) - score(count) > 0.2);
  expect(counts.length).toBeGreaterThan(4);
  for (const count of counts) {
    const kept = order.slice(0, count).sort((a, b) => a.at - b.at);
    const words = [
      'compress',
      '-t',
      String(count),
      '--tokenizer',
      'wordpiece',
      '--scorer',
      folder,
      '--quiet',
    ];
    const { stdout } = await runPith(words, { input: sentence });
    expect(stdout.trim()).toBe(kept.map(({ piece }) => piece).join(' '));
  }
});

it('asks BM25 about a question, of which such a model knows nothing', async () => {
  const folder = modelFolder(tinyBert().files);
  const others = 'The river rose at the gate by night. '.repeat(12);
  const asked = 'A budget was met with more. '.repeat(12);
  const input = `${[others, others, others, asked, others, others, others, others].join('\n\n')}\n`;
  const stats = join(temporaryFolder(), 'stats.json');
  const words = ['compress', '-r', '10', '--condense', 'off', '--scorer', folder, '--stats', stats];
  const blind = await runPith([...words.slice(0, -2)], { input });
  expect(blind).toMatchObject({ code: 0, stdout: expect.not.stringContaining('budget') });
  const { code, stdout } = await runPith([...words, '-q', 'Who met the budget?'], { input });
  expect(code).toBe(0);
  expect(stdout.match(/budget/g)?.length).toBeGreaterThan(4);
  const { scorer, stages } = JSON.parse(readFileSync(stats, 'utf8'));
  expect(scorer).toBe(folder);
  expect(JSON.stringify(stages)).toContain('terms');
  expect(stages.map(({ name }: { name: string }) => name)).not.toContain('rank');
});

describe('--scorer', () => {
  it('takes a bundled model, its card, or no model, whatever the level', async () => {
    const run = (...words: readonly string[]) =>
      runPith(['compress', '-r', '3', '--quiet', ...words], { input: text.repeat(3) }).then(
        ({ stdout }) => stdout,
      );
    const byLevel = await Promise.all([run('-1'), run('-9')]);
    const card = new URL('../../data/models/minilm-l8.json', import.meta.url).pathname;
    expect(await Promise.all([run('--scorer', 'lexical'), run('--scorer', 'minilm-l8')])).toEqual(byLevel);
    expect(await run('-1', '--scorer', card)).toBe(byLevel[1]);
  });

  it('is named in the figures, with the level only if that has chosen it', async () => {
    const figures = async (...words: readonly string[]) => {
      const directory = temporaryFolder();
      await runPith(['compress', '-r', '3', '--stats', 's', ...words], { input: text, directory });
      const { level, scorer } = JSON.parse(readFileSync(join(directory, 's'), 'utf8'));
      return { level, scorer };
    };
    expect(await figures('-1')).toEqual({ level: 1, scorer: 'lexical' });
    expect(await figures('-9')).toEqual({ level: 9, scorer: 'minilm-l8' });
    expect(await figures('-1', '--scorer', 'minilm-l8')).toEqual({ level: null, scorer: 'minilm-l8' });
    // Whoever has written a card may call the model what he likes.
    const card = new URL('../../data/models/minilm-l8.json', import.meta.url).pathname;
    expect(await figures('-1', '--scorer', card)).toEqual({ level: null, scorer: 'minilm-l8' });
    const folder = modelFolder(tinyBert().files);
    expect(await figures('-9', '--scorer', folder)).toEqual({ level: null, scorer: folder });
  });

  it('draws the graph that it makes', async () => {
    const { stdout } = await runPith(['graph', '--scorer', modelFolder(tinyBert().files)]);
    expect(stdout).toContain('encoder');
    expect(stdout).not.toContain('lexical');
  });

  it.each([
    [['--scorer', 'minilm-l12'], 2, 'there is no scorer minilm-l12'],
    [['--scorer', 'hf:'], 2, 'hf:OWNER/NAME'],
    [['--scorer', '.'], 1, 'has no config.json'],
  ])('%o fails with a hint', async (words, code, message) => {
    const result = await runPith(['compress', '-r', '3', ...words], {
      input: text,
      directory: temporaryFolder(),
    });
    expect(result).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) });
    expect(result.stderr).toContain('hint:');
  });

  it('says what the hub refuses', async () => {
    const hub = await standInHub(tinyBert().files);
    hub.behaviour.refusal = { status: 403, headers: { 'x-error-code': 'GatedRepo' } };
    const environment = { HF_ENDPOINT: hub.endpoint, HF_HOME: temporaryFolder() };
    const { code, stderr } = await runPith(['compress', '--scorer', 'hf:test/tiny'], {
      input: text,
      environment,
    });
    expect(code).toBe(1);
    expect(stderr).toContain(`accept its terms at ${hub.endpoint}/test/tiny`);
  });
});
