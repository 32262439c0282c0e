import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
// biome-ignore lint/correctness/useImportExtensions: the types of the module lie beside it
import { ggufHeader } from '../../../bench/planner/gguf-writer.mjs';
// biome-ignore lint/correctness/useImportExtensions: the types of the module lie beside it
import { modelContents } from '../../../bench/planner/models.mjs';
import type { FoundModel } from '../../../src/models/model-headers/found-model.ts';
import { readModel } from '../../../src/models/model-headers/read-model.ts';
import { fileBytes, type Quantisation } from '../../../src/models/scout/weights.ts';
import { mistral7b } from './config/configurations.ts';
import { type RangeServer, rangeServer } from './range-server.ts';

const MIB = 2 ** 20;
const contents = modelContents('llama-8b');
const weights = contents.tensors.reduce((sum, { bytes }) => sum + bytes, 0);
const small = ggufHeader(contents);
const tokens = Array.from({ length: 150_000 }, (_, at) => `token ${at}`);
/** A header of two and a half pieces, before what stands for the weights. */
const large = ggufHeader({
  ...contents,
  metadata: { ...contents.metadata, 'tokenizer.ggml.tokens': { string: tokens } },
});
const file = Buffer.concat([large, Buffer.alloc(20 * MIB)]);
const config = Buffer.from(JSON.stringify(mistral7b));

/** A folder that is gone after the test. */
function folderWith(files: Readonly<Record<string, Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'pith-model-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return folder;
}

function bytesOf({ model, quantisation }: FoundModel): number {
  return Math.round(fileBytes(model, quantisation as Quantisation));
}

/** Reads from a hub at the server's address, with an empty cache. */
function readFrom({ endpoint }: RangeServer, reference: string, more: Readonly<Record<string, string>> = {}) {
  const environment = {
    HF_ENDPOINT: endpoint,
    HF_HUB_CACHE: folderWith({}),
    HF_HOME: '/proc/nobody',
    ...more,
  };
  return readModel(reference, { environment, retries: { attempts: 3, baseDelayMs: 1 } });
}

describe('a model on this machine', () => {
  it('is read from a GGUF file', async () => {
    const folder = folderWith({ 'a.gguf': small });
    const found = await readModel(join(folder, 'a.gguf'));
    expect(bytesOf(found)).toBe(weights);
    expect(found.model.name).toBe('llama-8b');
  });

  it('is read from all files that it is divided into, whichever is named', async () => {
    const middle = contents.tensors.length / 2;
    const split = { 'split.count': { u16: 2 } };
    const folder = folderWith({
      'a-00001-of-00002.gguf': ggufHeader({
        metadata: { ...contents.metadata, ...split },
        tensors: contents.tensors.slice(0, middle),
      }),
      'a-00002-of-00002.gguf': ggufHeader({ metadata: split, tensors: contents.tensors.slice(middle) }),
    });
    for (const part of ['a-00001-of-00002.gguf', 'a-00002-of-00002.gguf']) {
      expect(bytesOf(await readModel(join(folder, part)))).toBe(weights);
    }
  });

  it('is refused where the other files cannot be found', async () => {
    const metadata = { ...contents.metadata, 'split.count': { u16: 2 } };
    const part = ggufHeader({ ...contents, metadata });
    const folder = folderWith({ 'renamed.gguf': part, 'a-00001-of-00002.gguf': part });
    await expect(readModel(join(folder, 'renamed.gguf'))).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining('is one of 2 files'),
    });
    await expect(readModel(join(folder, 'a-00001-of-00002.gguf'))).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining('a-00002-of-00002.gguf cannot be read'),
    });
  });

  it('is read from a configuration, or the folder of one', async () => {
    const folder = folderWith({ 'config.json': config });
    for (const path of [folder, join(folder, 'config.json')]) {
      const { model, quantisation } = await readModel(path);
      expect(model.layers).toHaveLength(32);
      expect(quantisation).toBeUndefined();
    }
  });

  it.each([
    ['nothing.gguf', 'usage', 'is no model that can be read'],
    ['broken.json', 'model', 'is no configuration of a model'],
    ['large.json', 'model', 'it has more than 16777216 bytes'],
    ['other.gguf', 'model', 'does not begin with GGUF'],
  ])('is refused: %s', async (name, code, message) => {
    const folder = folderWith({
      'broken.json': Buffer.from('{'),
      'large.json': Buffer.alloc(17 * MIB, ' '),
      'other.gguf': config,
    });
    const read = readModel(join(folder, name));
    await expect(read).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

describe('a model at an address', () => {
  it('is read from the first pieces of its file', async () => {
    const server = await rangeServer({ '/a.gguf': file });
    expect(bytesOf(await readFrom(server, `${server.endpoint}/a.gguf`))).toBe(weights);
    expect(large.length).toBeGreaterThan(2 * MIB);
    expect(server.requests.map(({ range }) => range)).toEqual([
      `bytes=0-${MIB - 1}`,
      `bytes=${MIB}-${2 * MIB - 1}`,
      `bytes=${2 * MIB}-${3 * MIB - 1}`,
    ]);
  });

  it('is read from a server that knows no ranges, of which the rest is left', async () => {
    const server = await rangeServer({ '/a.gguf': file });
    server.behaviour.ignoresRanges = true;
    expect(bytesOf(await readFrom(server, `${server.endpoint}/a.gguf`))).toBe(weights);
    expect(server.requests).toHaveLength(1);
    expect(server.sent).toBeLessThan(file.length / 2);
  });

  it.each([
    ['with ranges', {}],
    ['without ranges', { ignoresRanges: true }],
    ['of unknown length', { hidesLength: true }],
  ])('is read although connections break off, %s', async (_, behaviour) => {
    const server = await rangeServer({ '/a.gguf': large });
    Object.assign(server.behaviour, behaviour, { cuts: 2 });
    expect(bytesOf(await readFrom(server, `${server.endpoint}/a.gguf`))).toBe(weights);
    expect(server.behaviour.cuts).toBe(0);
  });

  it.each([
    ['with ranges', {}],
    ['without ranges', { ignoresRanges: true }],
    ['of unknown length', { hidesLength: true }],
  ])('is refused where its file ends too early, %s', async (_, behaviour) => {
    const server = await rangeServer({ '/a.gguf': large.subarray(0, 1.5 * MIB) });
    Object.assign(server.behaviour, behaviour);
    await expect(readFrom(server, `${server.endpoint}/a.gguf`)).rejects.toMatchObject({
      code: 'model',
      at: { document: `${server.endpoint}/a.gguf`, offset: 1.5 * MIB },
      message: expect.stringContaining('ends inside its header'),
    });
  });

  it('is refused where the server sends another part', async () => {
    const server = await rangeServer({ '/a.gguf': file });
    server.behaviour.shifts = 1;
    const message = expect.stringContaining('another part of a file');
    await expect(readFrom(server, `${server.endpoint}/a.gguf`)).rejects.toMatchObject({ message });
  });

  it('is not there', async () => {
    const server = await rangeServer({});
    await expect(readFrom(server, `${server.endpoint}/a.gguf`)).rejects.toMatchObject({
      code: 'model',
      failure: 'not-found',
      message: expect.stringContaining('/a.gguf'),
    });
  });

  it('is read from a configuration', async () => {
    const server = await rangeServer({ '/it/config.json': config });
    expect((await readFrom(server, `${server.endpoint}/it/config.json`)).model.hidden).toBe(4096);
  });
});

describe('a model on a hub', () => {
  it('is read from its configuration, and is what engines load', async () => {
    const server = await rangeServer({ '/test/tiny/resolve/main/config.json': config });
    const { model } = await readFrom(server, 'hf:test/tiny');
    expect(model).toMatchObject({ name: 'tiny', repository: 'test/tiny', vocabulary: 32_000 });
  });

  it('is read from the GGUF file that is named, of the revision that is named', async () => {
    const server = await rangeServer({ '/test/tiny/resolve/v2/q4/a.gguf': file });
    expect(bytesOf(await readFrom(server, 'hf:test/tiny@v2#q4/a.gguf'))).toBe(weights);
    expect(server.requests).toHaveLength(3);
  });

  it('is read from the cache, if it is there, without a network', async () => {
    const server = await rangeServer({});
    const cache = folderWith({});
    const commit = 'a'.repeat(40);
    const repository = join(cache, 'models--test--tiny');
    mkdirSync(join(repository, 'refs'), { recursive: true });
    mkdirSync(join(repository, 'snapshots', commit), { recursive: true });
    writeFileSync(join(repository, 'refs', 'main'), commit);
    writeFileSync(join(repository, 'snapshots', commit, 'a.gguf'), small);
    const offline = { HF_HUB_CACHE: cache, HF_HUB_OFFLINE: '1' };
    expect(bytesOf(await readFrom(server, 'hf:test/tiny#a.gguf', offline))).toBe(weights);
    expect(server.requests).toEqual([]);
    await expect(readFrom(server, 'hf:test/tiny#b.gguf', offline)).rejects.toMatchObject({
      failure: 'offline',
    });
  });
});
