import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Hub, type HubEvent } from '../../../src/models/hub/hub.ts';
import { expectFailure, fetchTiny, files, fillAsPython, onnx, temporaryCache } from './fetch-tiny.ts';
import { gitSha1, sha256, standInHub } from './stand-in-hub.ts';

describe('a fetch', () => {
  it('leaves the layout of huggingface_hub', async () => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    const { commit, folder, files: names } = await fetchTiny(hub, cache);
    const repository = join(cache, 'models--test--tiny');
    expect(folder).toBe(join(repository, 'snapshots', commit));
    expect(names).toEqual(['config.json', 'tokenizer.json', undefined, 'README.md', 'onnx/model.onnx']);
    expect(readFileSync(join(repository, 'refs', 'main'), 'utf8')).toBe(commit);
    expect(readFileSync(join(folder, 'onnx/model.onnx'))).toEqual(onnx);
    expect(readFileSync(join(folder, 'onnx/model.onnx_data'), 'utf8')).toBe('weights');
    expect(existsSync(join(folder, 'pytorch_model.bin'))).toBe(false);
    expect(readlinkSync(join(folder, 'onnx/model.onnx'))).toBe(`../../../blobs/${sha256(onnx)}`);
    expect(readlinkSync(join(folder, 'config.json'))).toBe(`../../blobs/${gitSha1(files['config.json'])}`);
    const missing = join(repository, '.no_exist', commit);
    expect(readdirSync(missing, { recursive: true }).sort()).toEqual([
      'onnx',
      'onnx/model_int8.onnx',
      'onnx/model_quantized.onnx',
      'tokenizer_config.json',
    ]);
    expect(readdirSync(join(repository, 'blobs'))).toHaveLength(5);
  });

  it('asks nothing of the hub when all is in the cache', async () => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    const first = await fetchTiny(hub, cache);
    hub.requests.length = 0;
    expect(await fetchTiny(hub, cache)).toEqual(first);
    expect(hub.requests).toEqual([]);
  });

  it('stays at the commit that is in the cache, until it is pulled', async () => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    const first = await fetchTiny(hub, cache);
    const newer = hub.commit({
      ...files,
      'config.json': Buffer.from('{}'),
      'onnx/model_int8.onnx': Buffer.from('8'),
    });
    expect(await fetchTiny(hub, cache)).toEqual(first);
    hub.requests.length = 0;
    const pulled = await fetchTiny(hub, cache, { isPull: true });
    expect(pulled).toMatchObject({ commit: newer, files: expect.arrayContaining(['onnx/model_int8.onnx']) });
    expect(
      hub.requests.filter(({ path, method }) => method === 'GET' && path.includes('model.onnx')),
    ).toEqual([]);
    expect(await fetchTiny(hub, cache, { id: `hf:test/tiny@${first.commit}` })).toEqual(first);
  });

  it('takes what is in the cache already, whoever has put it there', async () => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    const commit = fillAsPython(cache, [
      'config.json',
      'tokenizer.json',
      'onnx/model.onnx',
      'onnx/model.onnx_data',
    ]);
    await fetchTiny(hub, cache);
    const got = hub.requests.filter(({ method, path }) => method === 'GET' && path.includes('/resolve/'));
    expect(got.map(({ path }) => path)).toEqual([`/test/tiny/resolve/${commit}/README.md`]);
  });

  it('shows how far it is', async () => {
    const hub = await standInHub(files);
    const events: HubEvent[] = [];
    await fetchTiny(hub, temporaryCache(), { onEvent: (event) => events.push(event) });
    const total = Object.entries(files).reduce(
      (sum, [name, { length }]) => (name.endsWith('.bin') ? sum : sum + length),
      0,
    );
    const progress = events.filter((event) => event.type === 'progress');
    expect(new Set(progress.map((event) => event.total))).toEqual(new Set([total]));
    const done = progress.map((event) => event.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(total);
    expect(events.at(-1)).toEqual({ type: 'end' });
  });

  it('names the files that it misses', async () => {
    const { 'onnx/model.onnx': _, 'onnx/model.onnx_data': __, ...others } = files;
    await expectFailure(
      fetchTiny(await standInHub(others), temporaryCache()),
      'not-found',
      'onnx/model_quantized.onnx',
    );
    const named = fetchTiny(await standInHub(files), temporaryCache(), {
      id: 'hf:test/tiny#onnx/other.onnx',
    });
    await expectFailure(named, 'not-found', 'onnx/other.onnx');
  });
});

describe('a pull', () => {
  it('fetches damaged contents again, and says so', async () => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    const first = await fetchTiny(hub, cache);
    damage(cache, sha256(onnx));
    const warnings: HubEvent[] = [];
    const onEvent = (event: HubEvent) => event.type === 'warning' && warnings.push(event);
    expect(await fetchTiny(hub, cache, { isPull: true, onEvent })).toEqual(first);
    expect(readFileSync(join(first.folder, 'onnx/model.onnx'))).toEqual(onnx);
    expect(warnings).toEqual([
      { type: 'warning', message: 'onnx/model.onnx was damaged in the cache, and is fetched again' },
    ]);
    await fetchTiny(hub, cache, { isPull: true, onEvent });
    expect(warnings).toHaveLength(1);
  });

  it('checks contents that another commit has left', async () => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    await fetchTiny(hub, cache);
    hub.commit({ ...files, 'config.json': Buffer.from('{}') });
    damage(cache, sha256(onnx));
    const { folder } = await fetchTiny(hub, cache, { isPull: true });
    expect(readFileSync(join(folder, 'onnx/model.onnx'))).toEqual(onnx);
  });

  it('leaves alone what it was not asked for', async () => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    await fetchTiny(hub, cache);
    const blobs = join(cache, 'models--test--tiny', 'blobs');
    const elsewhere = temporaryCache();
    const names = ['a'.repeat(64), 'b'.repeat(40)];
    for (const name of names) writeFileSync(join(blobs, name), 'not what its name says');
    mkdirSync(join(blobs, 'c'.repeat(40)));
    const { folder } = await fetchTiny(hub, cache);
    writeFileSync(join(elsewhere, 'd'.repeat(40)), '{"architectures": []}');
    rmSync(join(folder, 'config.json'));
    symlinkSync(join(elsewhere, 'd'.repeat(40)), join(folder, 'config.json'));
    await fetchTiny(hub, cache, { isPull: true });
    expect(readdirSync(blobs)).toEqual(expect.arrayContaining([...names, 'c'.repeat(40)]));
    expect(readdirSync(elsewhere)).toEqual(['d'.repeat(40)]);
  });

  it('says that contents cannot be read', async () => {
    const cache = temporaryCache();
    const blob = join(cache, 'models--test--tiny', 'blobs', gitSha1(files['config.json']));
    mkdirSync(blob, { recursive: true });
    await expectFailure(fetchTiny(await standInHub(files), cache, { isPull: true }), 'disk', blob);
  });

  it('never shows half a revision to others', async () => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    await fetchTiny(hub, cache);
    const ref = join(cache, 'models--test--tiny', 'refs', 'main');
    const { ino } = statSync(ref);
    const newer = hub.commit({ ...files, 'config.json': Buffer.from('{}') });
    await fetchTiny(hub, cache, { isPull: true });
    expect(readFileSync(ref, 'utf8')).toBe(newer);
    expect(statSync(ref).ino).not.toBe(ino);
    expect(readdirSync(join(ref, '..'))).toEqual(['main']);
  });
});

describe('the token', () => {
  it('goes to the hub, and nowhere else', async () => {
    const hub = await standInHub(files);
    hub.behaviour.token = 'hf_secret';
    await fetchTiny(hub, temporaryCache(), { environment: { HF_TOKEN: 'hf_secret' } });
    const sent = (isElsewhere: boolean) =>
      new Set(hub.requests.filter((one) => one.isElsewhere === isElsewhere).map((one) => one.authorization));
    expect(sent(false)).toEqual(new Set(['Bearer hf_secret']));
    expect(sent(true)).toEqual(new Set([undefined]));
  });

  it('is where hf auth login has put it', async () => {
    const hub = await standInHub(files);
    hub.behaviour.token = 'hf_secret';
    const home = temporaryCache();
    writeFileSync(join(home, 'token'), 'hf_secret\n');
    await fetchTiny(hub, temporaryCache(), { environment: { HF_HOME: home } });
    const none = fetchTiny(hub, temporaryCache(), {
      environment: { HF_HOME: home, HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' },
    });
    await expectFailure(none, 'not-found', 'test/tiny');
  });

  it('is refused if it cannot be sent, without being shown', async () => {
    const wrong = fetchTiny(await standInHub(files), temporaryCache(), {
      environment: { HF_TOKEN: 'hf_se\ncret' },
    });
    await expect(wrong).rejects.toMatchObject({
      code: 'usage',
      message: expect.not.stringContaining('cret'),
    });
  });
});

describe('without a network', () => {
  it('what the cache holds is used, and what it does not is asked for', async () => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    const environment = { HF_HUB_OFFLINE: '1' };
    await expectFailure(fetchTiny(hub, cache, { environment }), 'offline', 'not in the cache');
    const first = await fetchTiny(hub, cache);
    hub.requests.length = 0;
    expect(await fetchTiny(hub, cache, { environment })).toEqual(first);
    await expectFailure(fetchTiny(hub, cache, { environment, isPull: true }), 'offline', 'HF_HUB_OFFLINE');
    await expectFailure(
      fetchTiny(hub, cache, { environment, id: 'hf:test/tiny#a.onnx' }),
      'offline',
      '#a.onnx',
    );
    expect(hub.requests).toEqual([]);
  });

  it('what Python has left is used, even if the hub might have a better file', async () => {
    const cache = temporaryCache();
    fillAsPython(cache, ['config.json', 'tokenizer.json', 'onnx/model.onnx']);
    const nowhere = { endpoint: `http://127.0.0.1:${await closedPort()}` };
    const { files: names } = await fetchTiny(nowhere, cache);
    expect(names).toContain('onnx/model.onnx');
    await expectFailure(fetchTiny(nowhere, temporaryCache()), 'unreachable', '127.0.0.1');
  });
});

describe('with a hub that fails', () => {
  const usable = ['config.json', 'tokenizer.json', 'onnx/model.onnx'] as const;

  it.each([
    [500, {}],
    [429, { 'retry-after': '0' }],
    [200, { 'content-type': 'text/html' }],
    [418, {}],
  ])('(status %i) what the cache holds is used after one request', async (status, headers) => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    fillAsPython(cache, usable);
    hub.behaviour.refusal = { status, headers };
    const events: HubEvent[] = [];
    const { files: names } = await fetchTiny(hub, cache, { onEvent: (event) => events.push(event) });
    expect(names).toContain('onnx/model.onnx');
    expect(hub.requests).toHaveLength(1);
    expect(events).toEqual([
      { type: 'warning', message: expect.stringContaining('what the cache holds of hf:test/tiny is used') },
    ]);
  });

  it('and breaks off in the middle of a file, likewise', async () => {
    const better = { ...files, 'onnx/model_int8.onnx': onnx.subarray(0, 200_000) };
    const hub = await standInHub(better);
    const cache = temporaryCache();
    fillAsPython(cache, usable);
    Object.assign(hub.behaviour, { cutAfter: 70_000, cuts: 1 });
    expect((await fetchTiny(hub, cache)).files).toContain('onnx/model.onnx');
    expect((await fetchTiny(hub, cache)).files).toContain('onnx/model_int8.onnx');
  });

  it.each([
    [403, { 'x-error-code': 'GatedRepo' }, 'unauthorized'],
    [404, { 'x-error-code': 'RevisionNotFound' }, 'not-found'],
  ] as const)('(status %i) for good, it is believed', async (status, headers, failure) => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    fillAsPython(cache, usable);
    hub.behaviour.refusal = { status, headers };
    await expectFailure(fetchTiny(hub, cache), failure, String(status));
  });
});

describe('settings', () => {
  it.each([
    [{ HF_HUB_CACHE: '/a/b' }, '/a/b'],
    [{ HUGGINGFACE_HUB_CACHE: '/a/b' }, '/a/b'],
    [{ HF_HOME: '/home/hf' }, '/home/hf/hub'],
    [{ XDG_CACHE_HOME: '/x' }, '/x/huggingface/hub'],
    [{ HF_HOME: '/home/hf', HF_HUB_CACHE: '/a/b' }, '/a/b'],
  ])('%o put the cache at %s', async (environment, cache) => {
    await using hub = await Hub.open({ environment });
    expect(hub.settings.cache).toBe(cache);
  });

  it.each([
    'huggingface.co',
    'me:s3cret@huggingface.co',
    'https://me:s3cret@huggingface.co',
    'https://s3cret@huggingface.co',
    'https://huggingface.co/?token=s3cret',
    'https://huggingface.co/?',
    'https://huggingface.co/#s3cret',
    'ftp://s3cret',
  ])('refuse the endpoint %s, and do not repeat it', async (endpoint) => {
    const run = Hub.open({ environment: { HF_ENDPOINT: endpoint } });
    await expect(run).rejects.toMatchObject({ code: 'usage' });
    await expect(run).rejects.toSatisfy((error) => !inspect(error).includes('s3cret'));
  });

  it('go through a proxy if one is named', async () => {
    const hub = await standInHub(files);
    const environment = { http_proxy: 'http://127.0.0.1:1' };
    await expectFailure(fetchTiny(hub, temporaryCache(), { environment }), 'unreachable', '127.0.0.1');
    const direct = { ...environment, no_proxy: '127.0.0.1' };
    await expect(fetchTiny(hub, temporaryCache(), { environment: direct })).resolves.toHaveProperty('commit');
  });
});

/** Changes a byte of some contents. */
function damage(cache: string, checksum: string): void {
  const blob = join(cache, 'models--test--tiny', 'blobs', checksum);
  const contents = readFileSync(blob);
  contents[0] = (contents[0] ?? 0) ^ 1;
  writeFileSync(blob, contents);
}

/** A port of this machine where nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
