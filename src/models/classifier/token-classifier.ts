import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PithError } from '../../pipeline/errors.ts';
import { SessionPool } from '../encoder/session-pool.ts';
import type { ModelSignature, ThreadInput, ThreadRequest, ValueType } from '../encoder/session-thread.ts';
import { FEWEST_PIECES, type KeepModel } from '../keep-model.ts';
import { readVocabulary } from '../wordpiece/vocabulary.ts';
import { type ClassifierConfig, readClassifierConfig } from './classifier-config.ts';
import type { ClassifierFiles } from './classifier-files.ts';
import { type ClassifierTokenizer, fromTokenizerJson, fromVocabulary } from './classifier-tokenizer.ts';
import type { SpecialPieces } from './special-pieces.ts';

export interface TokenClassifierOptions {
  /** How many windows run at once, each on one thread. @default 1 */
  readonly threads?: number;
}

/**
 * Loads a model that says of each piece whether to keep it, as LLMLingua-2 does: BERT, DistilBERT, RoBERTa or XLM-R
 * with a token classification head, in ONNX form.
 * @param name What to call it.
 * @throws PithError `model` or `tokenizer` if a file is missing, damaged, or of a kind that pith does not know.
 */
export async function loadTokenClassifier(
  name: string,
  files: ClassifierFiles,
  options: TokenClassifierOptions = {},
): Promise<KeepModel> {
  const config = readClassifierConfig(await readJson(files, files.config), name);
  const { tokenizer, special } = await readTokenizer(files);
  const maxPieces = config.maxPieces - special.before.length - special.after.length;
  if (maxPieces < FEWEST_PIECES) {
    throw new PithError('model', `${name} reads ${maxPieces} pieces at once, which are too few`, {
      hint: `at least ${FEWEST_PIECES} are needed beside the special ones`,
    });
  }
  // Never lazily: the signature says how windows are laid out.
  const { threads = 1 } = options;
  const pool = await SessionPool.open(join(files.folder, files.onnx), { threads });
  try {
    const layOut = layOutFor(pool.signature, config, special, name);
    return {
      name,
      tokenizer,
      maxPieces,
      lexicalWeight: 0,
      keep: ({ ids }, signal) =>
        new Promise((resolve, reject) => {
          const accept = ([logits]: readonly Float32Array[]) =>
            resolve(keepScores(logits as Float32Array, config));
          pool.add({ request: layOut(ids), signal, resolve: accept, reject });
        }),
      close: () => pool.close(),
    };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

/** By how much the one logit is greater than the other. */
function keepScores(logits: Float32Array, { labels, keepLabel }: ClassifierConfig): Float32Array {
  if (labels === 1) return logits;
  const [keep, drop] = [keepLabel, 1 - keepLabel];
  return Float32Array.from({ length: logits.length / 2 }, (_, piece) => {
    return (logits[2 * piece + keep] as number) - (logits[2 * piece + drop] as number);
  });
}

/** What each input that a model may have holds at every piece, beside the ids. */
const constantInputs: ReadonlyMap<string, number> = new Map([
  ['attention_mask', 1],
  ['token_type_ids', 0],
]);

/** Checks what the model takes and gives, and returns what makes a window for it. */
function layOutFor(
  { inputs, outputs }: ModelSignature,
  { labels, maxPieces }: ClassifierConfig,
  { before, after }: SpecialPieces,
  name: string,
): (ids: Int32Array) => Omit<ThreadRequest, 'id'> {
  const output = outputs.find((one) => one.name === 'logits') ?? outputs[0];
  const isKnown = ({ name, type }: ValueType) =>
    (name === 'input_ids' || constantInputs.has(name)) && (type === 'int64' || type === 'int32');
  const strange = inputs.find((input) => !isKnown(input));
  if (strange !== undefined || !inputs.some((input) => input.name === 'input_ids')) {
    const what = strange === undefined ? 'no input_ids' : `${strange.name} (${strange.type})`;
    throw new PithError('model', `${name} takes ${what}: pith cannot run it`, { hint: EXPORT });
  }
  if (output?.type !== 'float32') {
    throw new PithError('model', `${name} gives ${output?.type ?? 'nothing'}, not float32`, { hint: EXPORT });
  }
  return (ids) => {
    const window = [...before, ...ids, ...after];
    if (window.length > maxPieces) {
      const message = `a window of ${window.length} pieces: ${name} reads ${maxPieces} at most`;
      throw new PithError('model', message);
    }
    const from = before.length * labels;
    return {
      inputs: inputs.map((input) => row(input, window)),
      outputs: [{ name: output.name, from, to: from + ids.length * labels, shape: [window.length, labels] }],
    };
  };
}

const EXPORT = 'an ONNX export for token classification is needed; name another file after #';

function row({ name, type }: ValueType, ids: readonly number[]): ThreadInput {
  const constant = constantInputs.get(name);
  const values = constant === undefined ? ids : ids.map(() => constant);
  return { name, data: type === 'int64' ? BigInt64Array.from(values, BigInt) : Int32Array.from(values) };
}

async function readTokenizer(files: ClassifierFiles): Promise<ClassifierTokenizer> {
  if (files.tokenizer.endsWith('.json')) return fromTokenizerJson(await readJson(files, files.tokenizer));
  const { tokenizerConfig } = files;
  const config = tokenizerConfig === undefined ? undefined : await readJson(files, tokenizerConfig);
  return fromVocabulary(await readVocabulary(join(files.folder, files.tokenizer)), config);
}

async function readJson({ folder }: ClassifierFiles, name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(folder, name), 'utf8'));
  } catch (cause) {
    throw new PithError('model', `cannot read ${join(folder, name)}`, { cause, hint: 'fetch it again' });
  }
}
