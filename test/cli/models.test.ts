import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { levelModels } from '../../src/models/model-files.ts';
import { tinyBert, tinyXlmR } from '../models/classifier/tiny-models.ts';
import { type StandInHub, standInHub } from '../models/hub/stand-in-hub.ts';
import { runPith, temporaryFolder } from './run-pith.ts';

const bundled = [...levelModels.values()];

describe('pith models', () => {
  it('lists what ships', async () => {
    const { code, stdout } = await runPith(['models']);
    expect(code).toBe(0);
    for (const [level, name] of levelModels)
      expect(stdout).toMatch(new RegExp(`^${name} +-${level} .* MB  Apache-2.0$`, 'm'));
    expect(stdout).toBe((await runPith(['models', 'list'])).stdout);
  });

  it('refuses an action that it does not know', async () => {
    const { code, stderr } = await runPith(['models', 'push']);
    expect(code).toBe(2);
    expect(stderr).toContain('list, pull, verify, bench');
  });
});

describe('pith models pull', () => {
  it('fetches a model, which is then listed with its licence, verified and used', async () => {
    const hub = await standInHub(tinyBert().files);
    const environment = cacheOf(hub);
    const pulled = await runPith(['models', 'pull', 'hf:test/tiny', '--json'], { environment });
    expect(pulled).toMatchObject({ code: 0 });
    const [{ commit, folder, files }] = JSON.parse(pulled.stdout);
    expect(files).toContain('onnx/model.onnx');
    const offline = { ...environment, HF_ENDPOINT: 'http://127.0.0.1:9', HF_HUB_OFFLINE: '1' };
    const listed = await json(['models', 'list'], offline);
    expect(listed.slice(0, bundled.length).map(({ id }) => id)).toEqual(bundled);
    expect(listed.at(-1)).toMatchObject({
      id: 'hf:test/tiny',
      version: commit,
      license: 'apache-2.0',
      folder,
    });
    const size = Object.entries(tinyBert().files)
      .filter(([name]) => name !== 'vocab.txt')
      .reduce((sum, [, { length }]) => sum + length, 0);
    expect(listed.at(-1)).toHaveProperty('bytes', size);
    expect(await json(['models', 'verify', 'hf:test/tiny'], offline)).toMatchObject([
      { state: 'verified', problems: [] },
    ]);
    const used = await runPith(['compress', '-t', '2', '--scorer', 'hf:test/tiny'], {
      input: 'the river at the gate',
      environment: offline,
    });
    expect(used).toMatchObject({ code: 0, stdout: expect.stringContaining('river') });
  });

  it('goes on after an interruption', async () => {
    const { 'onnx/model.onnx': onnx = Buffer.alloc(0), ...others } = tinyBert({ external: true }).files;
    const large = {
      ...others,
      'onnx/model.onnx_data_1': Buffer.alloc(1_000_000, 7),
      'onnx/model.onnx': onnx,
    };
    const hub = await standInHub(large);
    const environment = cacheOf(hub);
    hub.behaviour.stallAfter = 300_000;
    const killed = await runPith(['models', 'pull', 'hf:test/tiny'], {
      environment,
      started: (child) => {
        const timer = setInterval(() => hasBegun(environment) && child.kill('SIGINT'), 20);
        child.on('exit', () => clearInterval(timer));
      },
    });
    hub.behaviour.stallAfter = undefined;
    expect(killed.code).toBe(130);
    hub.requests.length = 0;
    expect(await runPith(['models', 'pull', 'hf:test/tiny'], { environment })).toMatchObject({ code: 0 });
    expect(hub.requests.map(({ range }) => range).join()).toMatch(/bytes=[1-9]\d*-/);
  });

  it('fetches again what has been damaged', async () => {
    const hub = await standInHub(tinyXlmR().files);
    const environment = cacheOf(hub);
    await runPith(['models', 'pull', 'hf:test/tiny'], { environment });
    const onnx = readFileSync(join(blobs(environment), sha256(tinyXlmR().files['model.onnx'])));
    onnx[onnx.length - 1] = (onnx[onnx.length - 1] ?? 0) ^ 255;
    writeFileSync(join(blobs(environment), sha256(tinyXlmR().files['model.onnx'])), onnx);
    const damaged = await runPith(['models', 'verify'], { environment });
    expect(damaged).toMatchObject({ code: 1, stdout: expect.stringMatching(/^hf:test\/tiny .*damaged$/m) });
    expect(damaged.stderr).toMatch(/model\.onnx is damaged.*hint: pith models pull hf:test\/tiny/s);
    const mended = await runPith(['models', 'pull', 'hf:test/tiny'], { environment });
    expect(mended.stderr).toContain('model.onnx was damaged in the cache, and is fetched again');
    expect(await runPith(['models', 'verify'], { environment })).toMatchObject({ code: 0, stderr: '' });
  });

  it('leaves files of which nothing can be said where links are copies', async () => {
    const hub = await standInHub(tinyXlmR().files);
    const environment = cacheOf(hub);
    await runPith(['models', 'pull', 'hf:test/tiny'], { environment });
    const path = join(blobs(environment), '..', 'snapshots');
    const [commit = ''] = readdirSync(path);
    const config = join(path, commit, 'config.json');
    const contents = readFileSync(config);
    unlinkSync(config);
    writeFileSync(config, contents);
    expect(await json(['models', 'verify', 'hf:test/tiny'], environment)).toMatchObject([
      { state: 'unknown' },
    ]);
  });

  it('refuses what is on no hub, and what pith could not run', async () => {
    expect(await runPith(['models', 'pull'])).toMatchObject({ code: 2 });
    expect(await runPith(['models', 'pull', 'minilm-l2'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('on no hub'),
    });
    const { files } = tinyBert();
    const hub = await standInHub({ ...files, 'config.json': Buffer.from('{"architectures":["T5Model"]}') });
    const { code, stderr } = await runPith(['models', 'pull', 'hf:test/tiny'], { environment: cacheOf(hub) });
    expect(code).toBe(1);
    expect(stderr).toContain('T5Model');
    const config = JSON.parse(String(files['config.json']));
    const oneLabel = Buffer.from(JSON.stringify({ ...config, id2label: { 0: 'keep' } }));
    const other = await standInHub({ ...files, 'config.json': oneLabel });
    expect(await runPith(['models', 'pull', 'hf:test/tiny'], { environment: cacheOf(other) })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('logits has the shape'),
    });
  });
});

it('pith models verify reads what ships', async () => {
  const reports = await json(['models', 'verify', ...bundled], {});
  expect(reports.map(({ id, state }) => [id, state])).toEqual(bundled.map((name) => [name, 'verified']));
  expect(await runPith(['models', 'verify', 'hf:no/such'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('models pull'),
  });
});

it('pith models bench measures models against each other', async () => {
  const [fast, slow] = await json(['models', 'bench', bundled[0] ?? '', bundled.at(-1) ?? ''], {});
  expect([fast?.id, slow?.id]).toEqual([bundled[0], bundled.at(-1)]);
  expect(fast?.['windowPieces']).toBe(126);
  expect(Number(slow?.['lowest'])).toBeGreaterThan(0);
  expect(Number(fast?.['piecesPerCpuSecond'])).toBeGreaterThan(Number(slow?.['piecesPerCpuSecond']));
}, 60_000);

function cacheOf({ endpoint }: StandInHub) {
  return { HF_ENDPOINT: endpoint, HF_HOME: temporaryFolder() };
}

/** Whether a part of a large file is here. */
function hasBegun({ HF_HOME }: { readonly HF_HOME: string }): boolean {
  const folder = join(HF_HOME, 'hub', 'models--test--tiny', 'blobs');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.some((name) => name.endsWith('.incomplete') && statSync(join(folder, name)).size > 100_000);
}

function blobs({ HF_HOME }: { readonly HF_HOME: string }): string {
  const folder = join(HF_HOME, 'hub', 'models--test--tiny', 'blobs');
  expect(readdirSync(folder)).not.toEqual([]);
  return folder;
}

async function json(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<readonly ({ readonly id: string } & Readonly<Record<string, unknown>>)[]> {
  const { stdout, stderr, code } = await runPith([...words, '--json'], { environment });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

function sha256(contents: Buffer | undefined): string {
  return createHash('sha256')
    .update(contents ?? '')
    .digest('hex');
}
