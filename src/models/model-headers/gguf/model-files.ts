import { PithError } from '../../../pipeline/errors.ts';
import { type GgufHeader, readGgufHeader } from './header.ts';

/** Files that one model is divided into at most. */
const MOST_FILES = 1000;

/**
 * Reads the header of a model, which may be divided into several files: `model-00001-of-00002.gguf` and so on, any of which
 * may be named. The first says what the model is, and each which tensors it holds.
 *
 * @param open The bytes of a file by its name, from the beginning on.
 * @throws {PithError} `model` if a file is damaged, or not all are there.
 */
export async function readGgufModel(
  open: (name: string) => AsyncIterable<Uint8Array>,
  name: string,
): Promise<GgufHeader> {
  const names = filesOf(name);
  const headers: GgufHeader[] = [];
  for (const file of names) headers.push(await readGgufHeader(open(file), file));
  const [first] = headers as [GgufHeader];
  const claimed = first.metadata.get('split.count') ?? 1;
  if (Math.max(1, Number(claimed)) !== names.length) {
    throw new PithError('model', `${name} is one of ${claimed} files, and its name does not say of which`, {
      at: { document: name },
      hint: 'keep the names that the files were made with, such as model-00001-of-00002.gguf',
    });
  }
  return {
    ...first,
    tensors: headers.flatMap(({ tensors }) => tensors),
    bytes: headers.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function filesOf(name: string): string[] {
  const [, stem, count = ''] = /^(.*-)\d{5}-of-(\d{5})\.gguf$/.exec(name) ?? [];
  if (stem === undefined || Number(count) > MOST_FILES) return [name];
  return Array.from(
    { length: Number(count) },
    (_, at) => `${stem}${`${at + 1}`.padStart(5, '0')}-of-${count}.gguf`,
  );
}
