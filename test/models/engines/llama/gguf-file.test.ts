import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  findGguf,
  ggufFiles,
  ggufFingerprint,
  parseGgufId,
} from '../../../../src/models/engines/llama/gguf-file.ts';
import { fileSize } from '../../../../src/models/file-kind.ts';
import { temporaryFolder } from '../../../cli/run-pith.ts';
import { standInHub } from '../../hub/stand-in-hub.ts';

describe('parseGgufId', () => {
  it.each([
    ['hf:owner/name/model.gguf', 'owner/name', 'main', 'model.gguf'],
    ['hf:owner/name#model.gguf', 'owner/name', 'main', 'model.gguf'],
    ['hf:owner/name@v2/Q4/model.gguf', 'owner/name', 'v2', 'Q4/model.gguf'],
  ])('reads %s', (name, repository, revision, file) => {
    expect(parseGgufId(name)).toEqual({ repository, revision, file });
  });

  it.each(['hf:owner/name', 'hf:owner/name/model.onnx', 'hf:name.gguf', 'hf:owner/name/../model.gguf'])(
    'refuses %s',
    (name) => {
      expect(() => parseGgufId(name)).toThrow(expect.objectContaining({ code: 'usage' }));
    },
  );
});

describe('ggufFiles', () => {
  it('names all parts of a model, whichever is given', () => {
    const files = ggufFiles(parseGgufId('hf:owner/name/Q4/model-00002-of-00003.gguf'));
    expect(files.flatMap(({ names }) => names)).toEqual([
      'Q4/model-00001-of-00003.gguf',
      'Q4/model-00002-of-00003.gguf',
      'Q4/model-00003-of-00003.gguf',
    ]);
  });
});

describe('findGguf', () => {
  it('knows the model that ships', async () => {
    expect(await fileSize(await findGguf('scout-nano'))).toBeGreaterThan(1e7);
  });

  it('says which part is missing', async () => {
    const folder = temporaryFolder();
    const part = (number: number) => join(folder, `model-0000${number}-of-00003.gguf`);
    for (const number of [1, 2]) writeFileSync(part(number), '');
    await expect(findGguf(part(2))).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining(part(3)),
    });
    writeFileSync(part(3), '');
    expect(await findGguf(part(2))).toBe(part(1));
  });

  it('fetches all parts from a hub, once', async () => {
    const hub = await standInHub({
      'model-00001-of-00002.gguf': Buffer.from('one'),
      'model-00002-of-00002.gguf': Buffer.from('two'),
    });
    const environment = { HF_ENDPOINT: hub.endpoint, HF_HOME: temporaryFolder() };
    const path = await findGguf('hf:test/tiny/model-00001-of-00002.gguf', { environment });
    expect(path).toMatch(/model-00001-of-00002\.gguf$/);
    const offline = { ...environment, HF_HUB_OFFLINE: '1' };
    expect(await findGguf('hf:test/tiny/model-00001-of-00002.gguf', { environment: offline })).toBe(path);
    await expect(findGguf('hf:test/tiny/other.gguf', { environment })).rejects.toMatchObject({
      failure: 'not-found',
      hint: expect.not.stringContaining('ONNX'),
    });
  });
});

describe('ggufFingerprint', () => {
  it('differs where the end of a file differs, or a part of it', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'model-00001-of-00002.gguf');
    const other = join(folder, 'model-00002-of-00002.gguf');
    const bytes = Buffer.alloc(3_000_000, 7);
    writeFileSync(path, bytes);
    writeFileSync(other, bytes);
    const before = await ggufFingerprint(path);
    expect(await ggufFingerprint(path)).toBe(before);
    bytes[bytes.length - 1] = 8;
    writeFileSync(other, bytes);
    expect(await ggufFingerprint(path)).not.toBe(before);
  });
});
