import { join } from 'node:path';
import { PithError } from '../../pipeline/errors.ts';
import { isFile } from '../file-kind.ts';
import { type ChosenFiles, firstMissing, type WantedFile } from '../hub/wanted-files.ts';

/** The files of a token classifier, below one folder. */
export interface ClassifierFiles {
  readonly folder: string;
  readonly config: string;
  /** tokenizer.json, or the vocab.txt of a BERT. */
  readonly tokenizer: string;
  readonly tokenizerConfig: string | undefined;
  /** The model card for people, which names the licence. */
  readonly readme: string | undefined;
  readonly onnx: string;
}

/** ONNX files by the names that converters give them, the fastest on a CPU first. */
const onnxNames = [
  'onnx/model_quantized.onnx',
  'onnx/model_int8.onnx',
  'onnx/model.onnx',
  'model_quantized.onnx',
  'model_int8.onnx',
  'model.onnx',
];

/** What is needed of a repository, in the order in which it is fetched; `onnx` names the model if it is not to be chosen. */
export function wantedFiles(onnx: string | undefined): readonly WantedFile[] {
  return [
    { names: ['config.json'] },
    { names: ['tokenizer.json', 'vocab.txt'] },
    { names: ['tokenizer_config.json'], isOptional: true },
    { names: ['README.md'], isOptional: true },
    { names: onnx === undefined ? onnxNames : [onnx] },
  ];
}

/** Names what {@link wantedFiles} has found. */
export function classifierFiles(folder: string, chosen: ChosenFiles): ClassifierFiles {
  const [config, tokenizer, tokenizerConfig, readme, onnx] = chosen;
  if (config === undefined || tokenizer === undefined || onnx === undefined)
    throw new PithError('model', `a file of a token classifier is missing in ${folder}`);
  return { folder, config, tokenizer, tokenizerConfig, readme, onnx };
}

/**
 * Finds the files of a token classifier in a folder of this machine.
 * @throws PithError `model` that says what is missing.
 */
export async function filesInFolder(folder: string, onnx: string | undefined): Promise<ClassifierFiles> {
  const wanted = wantedFiles(onnx);
  const chosen = await Promise.all(wanted.map(({ names }) => firstThere(folder, names)));
  const missing = firstMissing(wanted, chosen);
  if (missing === undefined) return classifierFiles(folder, chosen);
  throw new PithError('model', `${folder} has no ${missing.names.join(' and no ')}`, {
    hint: 'a folder is needed that holds a token classifier in ONNX form as hubs have them',
  });
}

async function firstThere(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    if (await isFile(join(folder, name))) return name;
  }
  return undefined;
}
