import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadModelCard, modelFile } from '../../../src/models/encoder/model-card.ts';
import {
  BUNDLED_LANGUAGE_MODEL,
  dataFile,
  levelModels,
  modelForLevel,
  SENTENCE_MODEL,
} from '../../../src/models/model-files.ts';

const contents = { 'm.onnx': 'graph', 'e.bin': 'weights', 'vocab.txt': '[UNK]\n' };

const valid = {
  name: 'm',
  version: 1,
  layers: 3,
  hidden: 384,
  maxPieces: 512,
  questionWindow: 256,
  file: 'm.onnx',
  external: ['e.bin'],
  vocabulary: 'vocab.txt',
  sha256: Object.fromEntries(Object.entries(contents).map(([name, text]) => [name, sha256(text)])),
  license: 'Apache-2.0',
  base: 'b',
  fusion: {
    keep: { scorer: 0.3 },
    question: { keep: 0.3 },
    reader: { relevance: 0 },
  },
};

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pith-card-'));
  path = join(folder, 'm.json');
  for (const [name, text] of Object.entries(contents)) await writeFile(join(folder, name), text);
  await writeFile(path, JSON.stringify(valid));
});

afterEach(() => rm(folder, { recursive: true }));

describe('loadModelCard', () => {
  it('reads a card and finds its files', async () => {
    const card = await loadModelCard(path, { verify: true });
    expect(card).toEqual({ ...valid, path });
    expect(modelFile(card, card.file)).toBe(join(folder, 'm.onnx'));
  });

  it.each(Object.keys(contents))('notices that %s is missing', async (name) => {
    await unlink(join(folder, name));
    await expectModelError(loadModelCard(path), name);
    await expectModelError(loadModelCard(path, { verify: true }), name);
  });

  it.each(Object.keys(contents))('notices that %s is damaged if it is to verify', async (name) => {
    await writeFile(join(folder, name), 'Graph');
    await expect(loadModelCard(path)).resolves.toBeDefined();
    await expectModelError(loadModelCard(path, { verify: true }), name);
  });

  it('wants the hash of every file', async () => {
    const { 'e.bin': _, ...others } = valid.sha256;
    await writeFile(path, JSON.stringify({ ...valid, sha256: others }));
    await expectModelError(loadModelCard(path, { verify: true }), 'e.bin');
  });

  it.each(fieldsOf(valid))('names the field that is missing: %s', async (field) => {
    await writeFile(path, JSON.stringify(without(valid, field.split('.'))));
    await expectModelError(loadModelCard(path), field);
  });

  it.each([
    ['layers', 0],
    ['questionWindow', 50],
    ['questionWindow', 513],
    ['maxPieces', 64],
    ['name', ''],
    ['external', 'e.bin'],
    ['fusion', []],
  ])('names the field that is of the wrong kind: %s = %j', async (field, value) => {
    await writeFile(path, JSON.stringify({ ...valid, [field]: value }));
    await expectModelError(loadModelCard(path), field);
  });

  it('reports a card that is missing or no JSON', async () => {
    await writeFile(path, '{"name": ');
    await expectModelError(loadModelCard(path), 'not JSON');
    await expectModelError(loadModelCard(join(folder, 'none.json')), 'none.json');
  });
});

describe('the bundled models', () => {
  it.each([...levelModels])('level %i is %s, whole and undamaged', async (level, name) => {
    const card = await loadModelCard(modelForLevel(level), { verify: true });
    expect(card.name).toBe(name);
    expect(card.questionWindow).toBeLessThanOrEqual(card.maxPieces);
  });

  it('have levels that others have not', () => {
    expect(() => modelForLevel(1)).toThrow('level 1');
  });

  it('take 40 MB at most, with all that lies beside them, the sentence encoder 4 MB besides, and the language model 17', () => {
    const folder = dataFile('models');
    const total = (names: readonly string[]) =>
      names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    const names = readdirSync(folder);
    const of = (model: string) => names.filter((name) => name.startsWith(model));
    const besides = [...of(SENTENCE_MODEL), ...of(BUNDLED_LANGUAGE_MODEL)];
    expect(total(names.filter((name) => !besides.includes(name)))).toBeLessThanOrEqual(40_000_000);
    expect(total(of(SENTENCE_MODEL))).toBeLessThanOrEqual(4_000_000);
    expect(total(of(BUNDLED_LANGUAGE_MODEL))).toBeLessThanOrEqual(17_000_000);
  });
});

async function expectModelError(promise: Promise<unknown>, message: string): Promise<void> {
  await expect(promise).rejects.toMatchObject({ code: 'model', message: expect.stringContaining(message) });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The dotted path of each field, but not of the entries of `sha256`. */
function fieldsOf(value: object, prefix = ''): readonly string[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const nested = typeof inner === 'object' && !Array.isArray(inner) && name !== 'sha256';
    return [`${prefix}${name}`, ...(nested ? fieldsOf(inner, `${prefix}${name}.`) : [])];
  });
}

function without(value: object, [first, ...rest]: readonly string[]): object {
  const entries = Object.entries(value).filter(([name]) => rest.length > 0 || name !== first);
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, name === first && rest.length > 0 ? without(inner, rest) : inner]),
  );
}
