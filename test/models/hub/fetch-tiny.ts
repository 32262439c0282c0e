import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { wantedFiles } from '../../../src/models/classifier/classifier-files.ts';
import { Hub, type HubOptions, type Snapshot } from '../../../src/models/hub/hub.ts';
import type { HubFailure } from '../../../src/models/hub/hub-error.ts';
import { parseHubId } from '../../../src/models/hub/hub-id.ts';
import { gitSha1, type StandInHub, sha256 } from './stand-in-hub.ts';

export const onnx = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 251));
/** What the repository holds; only the names matter here. */
export const files = {
  'config.json': Buffer.from('{"architectures": []}'),
  'tokenizer.json': Buffer.from('{"model": {}}'),
  'README.md': Buffer.from('# tiny'),
  'onnx/model.onnx': onnx,
  'onnx/model.onnx_data': Buffer.from('weights'),
  'pytorch_model.bin': Buffer.from('not wanted'),
};
const FAST = { attempts: 3, baseDelayMs: 1 };

export interface FetchOptions extends HubOptions {
  readonly id?: string;
  readonly isPull?: boolean;
}

/** Finds or pulls the files of `test/tiny`, or of another id. */
export async function fetchTiny(
  { endpoint }: Pick<StandInHub, 'endpoint'>,
  cache: string,
  { id = 'hf:test/tiny', isPull = false, environment = {}, ...options }: FetchOptions = {},
): Promise<Snapshot> {
  const own = { HF_ENDPOINT: endpoint, HF_HUB_CACHE: cache, HF_HOME: '/proc/nobody', ...environment };
  await using hub = await Hub.open({ retries: FAST, ...options, environment: own });
  const parsed = parseHubId(id);
  const wanted = wantedFiles(parsed.file);
  return isPull ? await hub.pull(parsed, wanted) : await hub.find(parsed, wanted);
}

/** A folder that is gone after the test. */
export function temporaryCache(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pith-hub-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What huggingface_hub leaves when some files are fetched one by one. */
export function fillAsPython(cache: string, names: readonly (keyof typeof files)[]): string {
  const commit = createHash('sha1').update('0').digest('hex');
  const repository = join(cache, 'models--test--tiny');
  const snapshot = join(repository, 'snapshots', commit);
  for (const folder of ['blobs', 'refs', `snapshots/${commit}/onnx`])
    mkdirSync(join(repository, folder), { recursive: true });
  writeFileSync(join(repository, 'refs', 'main'), commit);
  for (const name of names) {
    const blob = name.includes('.onnx') ? sha256(files[name]) : gitSha1(files[name]);
    writeFileSync(join(repository, 'blobs', blob), files[name]);
    symlinkSync(`${name.includes('/') ? '../' : ''}../../blobs/${blob}`, join(snapshot, name));
  }
  return commit;
}

export async function expectFailure(
  run: Promise<unknown>,
  failure: HubFailure,
  message: string,
): Promise<void> {
  await expect(run).rejects.toMatchObject({
    code: 'model',
    failure,
    message: expect.stringContaining(message),
  });
}
