import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PithError } from '../../../pipeline/errors.ts';
import { fileSize } from '../../file-kind.ts';
import { Hub, type HubOptions } from '../../hub/hub.ts';
import { type HubId, isHubId, parseHubId } from '../../hub/hub-id.ts';
import type { WantedFile } from '../../hub/wanted-files.ts';
import { ggufPath } from '../../model-files.ts';

/** True for what names a GGUF file on a hub. */
export function isGgufId(name: string): boolean {
  return isHubId(name) && name.endsWith('.gguf');
}

/**
 * A GGUF file on a hub: `hf:OWNER/NAME/FILE.gguf`, with `@REVISION` behind the name, or `hf:OWNER/NAME#FILE.gguf`.
 *
 * @throws PithError `usage` if it names none.
 */
export function parseGgufId(name: string): HubId {
  const [, repository, file] = /^(hf:[^/#]+\/[^/#]+)[/#](.+\.gguf)$/.exec(name) ?? [];
  if (repository !== undefined && file !== undefined) return parseHubId(`${repository}#${file}`);
  throw new PithError('usage', `not the name of a GGUF file: ${name}`, {
    hint: 'write hf:OWNER/NAME/FILE.gguf, or the path of a file',
  });
}

/** The file, and the others that it is divided into; the first one names the model. */
export function ggufFiles({ file = '' }: HubId): readonly WantedFile[] {
  return partsOf(file).map((name) => ({
    names: [name],
    hint: 'look for its name among the files of the model',
  }));
}

/**
 * The path of a model: `scout-nano` is the one that ships, and another is fetched if it is on a hub and not in the cache.
 *
 * @throws PithError `model` if it, or a part of it, is not there.
 */
export async function findGguf(name: string, options: HubOptions = {}): Promise<string> {
  if (isHubId(name)) {
    const id = parseGgufId(name);
    await using hub = await Hub.open(options);
    const { folder, files } = await hub.find(id, ggufFiles(id));
    return join(folder, files[0] ?? '');
  }
  const [path = name, ...others] = partsOf(ggufPath(name));
  for (const part of [path, ...others]) {
    if ((await fileSize(part)) !== undefined) continue;
    throw new PithError('model', `there is no model file ${part}`, {
      hint: 'give the path of a GGUF file with --model, hf:OWNER/NAME/FILE.gguf, or scout-nano to try it',
    });
  }
  return path;
}

/** `x-00001-of-00003.gguf` and its companions, whichever of them is named. */
function partsOf(path: string): readonly string[] {
  const [, start, total] = /^(.*)-\d{5}-of-(\d{5})\.gguf$/s.exec(basename(path)) ?? [];
  if (start === undefined || total === undefined) return [path];
  const folder = dirname(path);
  return Array.from({ length: Number(total) }, (_, index) => {
    const part = `${start}-${String(index + 1).padStart(5, '0')}-of-${total}.gguf`;
    return folder === '.' ? part : join(folder, part);
  });
}

/**
 * Tells models apart without reading all of them: the sizes of the files, their heads, and samples of the rest. Two
 * models with different weights differ nearly everywhere.
 */
export async function ggufFingerprint(path: string): Promise<string> {
  const hash = createHash('sha256');
  for (const part of partsOf(path)) await addSamples(hash, part);
  return hash.digest('hex');
}

const HEAD = 1 << 20;
const SAMPLE = 1 << 12;
const SAMPLES = 64;

async function addSamples(hash: Hash, path: string): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    hash.update(`${size}\0`);
    const buffer = Buffer.alloc(HEAD);
    const add = async (position: number, length: number) => {
      const { bytesRead } = await file.read(buffer, 0, length, position);
      hash.update(buffer.subarray(0, bytesRead));
    };
    await add(0, HEAD);
    for (let sample = 1; sample <= SAMPLES; sample++)
      await add(Math.floor((Math.max(0, size - SAMPLE) * sample) / SAMPLES), SAMPLE);
  } finally {
    await file.close();
  }
}
