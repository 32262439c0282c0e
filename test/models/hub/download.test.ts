import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HubEvent } from '../../../src/models/hub/hub.ts';
import type { HubFailure } from '../../../src/models/hub/hub-error.ts';
import { expectFailure, fetchTiny, files, onnx, temporaryCache } from './fetch-tiny.ts';
import { sha256, standInHub } from './stand-in-hub.ts';

describe('a download', () => {
  it('goes on where a connection broke off, as often as it must', async () => {
    const hub = await standInHub(files);
    Object.assign(hub.behaviour, { cutAfter: 70_000, cuts: 4 });
    const reasons: string[] = [];
    const onEvent = (event: HubEvent) => event.type === 'retry' && reasons.push(event.reason);
    const { folder } = await fetchTiny(hub, temporaryCache(), { onEvent });
    expect(readFileSync(join(folder, 'onnx/model.onnx'))).toEqual(onnx);
    const ranges = hub.requests.filter(({ isElsewhere, path }) => isElsewhere && path.endsWith('model.onnx'));
    const starts = ranges.map(({ range }) => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0));
    expect(starts).toHaveLength(5);
    starts.forEach((start, times) => {
      expect(start).toBeLessThanOrEqual(times * 70_000);
      if (times > 0) expect(start).toBeGreaterThan(starts[times - 1] ?? 0);
    });
    expect(reasons).toHaveLength(4);
  });

  it('gives up after some tries without progress, keeps what it has, and goes on next time', async () => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    Object.assign(hub.behaviour, { cutAfter: 50_000, cuts: 1 });
    const events: HubEvent[] = [];
    const run = fetchTiny(hub, cache, { retries: { attempts: 1 }, onEvent: (event) => events.push(event) });
    await expectFailure(run, 'cut', 'broke off');
    expect(events.at(-1)).toEqual({ type: 'end' });
    const part = join(cache, 'models--test--tiny', 'blobs', `${sha256(onnx)}.incomplete`);
    const { size } = statSync(part);
    expect(size).toBeGreaterThan(0);
    hub.requests.length = 0;
    await fetchTiny(hub, cache);
    expect(hub.requests.map(({ range }) => range)).toContain(`bytes=${size}-`);
    expect(existsSync(part)).toBe(false);
  });

  it('begins anew where the server knows no ranges', async () => {
    const hub = await standInHub(files);
    Object.assign(hub.behaviour, { cutAfter: 70_000, cuts: 2, ignoresRanges: true });
    const { folder } = await fetchTiny(hub, temporaryCache());
    expect(readFileSync(join(folder, 'onnx/model.onnx'))).toEqual(onnx);
  });

  it('mends what an earlier try has left damaged', async () => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    const blobs = join(cache, 'models--test--tiny', 'blobs');
    mkdirSync(blobs, { recursive: true });
    writeFileSync(join(blobs, `${sha256(onnx)}.incomplete`), Buffer.alloc(1000));
    const { folder } = await fetchTiny(hub, cache);
    expect(readFileSync(join(folder, 'onnx/model.onnx'))).toEqual(onnx);
  });

  it('refuses wrong bytes, and leaves nothing of them', async () => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    hub.behaviour.damages = 2;
    await expectFailure(fetchTiny(hub, cache), 'damaged', 'model.onnx_data');
    const blobs = readdirSync(join(cache, 'models--test--tiny', 'blobs'));
    expect(blobs.filter((name) => name.includes('incomplete'))).toEqual([]);
  });

  it('may be one of several of the same file', async () => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    const found = await Promise.all([1, 2, 3].map(() => fetchTiny(hub, cache)));
    expect(found[1]).toEqual(found[0]);
    expect(readFileSync(join(found[0]?.folder ?? '', 'onnx/model.onnx'))).toEqual(onnx);
  });

  it('is done when another process has finished it meanwhile', async () => {
    const hub = await standInHub(files);
    const cache = temporaryCache();
    const blob = join(cache, 'models--test--tiny', 'blobs', sha256(onnx));
    Object.assign(hub.behaviour, { cutAfter: 70_000, cuts: 1 });
    const onEvent = (event: HubEvent) => {
      if (event.type !== 'progress' || !event.file.endsWith('model.onnx') || existsSync(blob)) return;
      if (!existsSync(`${blob}.incomplete`) || statSync(`${blob}.incomplete`).size === 0) return;
      writeFileSync(`${blob}.incomplete`, onnx);
      renameSync(`${blob}.incomplete`, blob);
    };
    const { folder } = await fetchTiny(hub, cache, { onEvent });
    expect(readFileSync(join(folder, 'onnx/model.onnx'))).toEqual(onnx);
    expect(existsSync(`${blob}.incomplete`)).toBe(false);
    const gets = hub.requests.filter(({ isElsewhere, path }) => isElsewhere && path.endsWith('model.onnx'));
    expect(gets).toHaveLength(1);
  });

  it('does not take a folder for what another process has finished', async () => {
    const cache = temporaryCache();
    const blob = join(cache, 'models--test--tiny', 'blobs', sha256(onnx));
    mkdirSync(join(blob, 'in the way'), { recursive: true });
    await expectFailure(fetchTiny(await standInHub(files), cache), 'disk', blob);
  });

  it('ends when the signal aborts', async () => {
    const hub = await standInHub(files);
    let release = () => {};
    hub.behaviour.hold = new Promise((resolve) => {
      release = resolve;
    });
    const controller = new AbortController();
    const run = fetchTiny(hub, temporaryCache(), { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    release();
  });

  it('takes a silent server for dead, and tries again', async () => {
    const hub = await standInHub(files);
    hub.behaviour.hold = new Promise(() => {});
    const environment = { HF_HUB_DOWNLOAD_TIMEOUT: '0.2' };
    const run = fetchTiny(hub, temporaryCache(), { environment, retries: { attempts: 2, baseDelayMs: 1 } });
    await expectFailure(run, 'cut', 'broke off');
  });

  it('does not begin where it cannot end', async () => {
    const hub = await standInHub(files);
    hub.behaviour.claimedBytes = 1e15;
    await expectFailure(fetchTiny(hub, temporaryCache()), 'disk', '1000000000.0 MB are needed');
  });

  it('says that a folder cannot be written', async () => {
    const blocked = join(temporaryCache(), 'file');
    writeFileSync(blocked, '');
    await expectFailure(fetchTiny(await standInHub(files), join(blocked, 'hub')), 'disk', blocked);
  });
});

describe('a refusal', () => {
  const refusals: readonly (readonly [number, Record<string, string>, HubFailure, string])[] = [
    [401, { 'x-error-code': 'RepoNotFound' }, 'not-found', 'shows no model test/tiny'],
    [401, {}, 'not-found', 'shows no model test/tiny'],
    [
      403,
      { 'x-error-code': 'GatedRepo', 'x-error-message': 'Ask for access' },
      'unauthorized',
      'Ask for access',
    ],
    [403, { 'x-error-code': 'Disabled' }, 'unauthorized', 'denies access'],
    [404, { 'x-error-code': 'RevisionNotFound' }, 'not-found', 'no revision main'],
    [429, { 'retry-after': '3600' }, 'rate-limited', '429'],
    [500, {}, 'server', '500'],
    [302, { location: 'ftp://elsewhere/' }, 'protocol', 'ftp://elsewhere/'],
    [200, { 'content-type': 'text/html' }, 'protocol', 'no hub'],
    [418, {}, 'protocol', '418'],
  ];

  it.each(refusals)('of status %i with %o is explained', async (status, headers, failure, message) => {
    const hub = await standInHub(files);
    hub.behaviour.refusal = { status, headers };
    const run = fetchTiny(hub, temporaryCache());
    await expectFailure(run, failure, message);
    await expect(run).rejects.toHaveProperty('hint', expect.stringMatching(/\w/));
  });

  it('that passes is waited for', async () => {
    const hub = await standInHub(files);
    Object.assign(hub.behaviour, { refusal: { status: 429, headers: { 'retry-after': '0' } }, refusals: 2 });
    await expect(fetchTiny(hub, temporaryCache())).resolves.toHaveProperty('commit');
  });

  it('to send us round in circles is noticed', async () => {
    const hub = await standInHub(files);
    hub.behaviour.redirectsTo = '/test/tiny/resolve/main/onnx%2Fmodel.onnx';
    await expectFailure(fetchTiny(hub, temporaryCache()), 'protocol', 'circles');
  });
});
