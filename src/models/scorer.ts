import { join } from 'node:path';
import { PithError } from '../pipeline/errors.ts';
import {
  type ClassifierFiles,
  classifierFiles,
  filesInFolder,
  wantedFiles,
} from './classifier/classifier-files.ts';
import { loadTokenClassifier } from './classifier/token-classifier.ts';
import { type Encoder, loadEncoder } from './encoder/encoder.ts';
import { cardFiles, loadModelCard } from './encoder/model-card.ts';
import { isFolder } from './file-kind.ts';
import { filesHash } from './hash-files.ts';
import { Hub, type HubOptions } from './hub/hub.ts';
import { formatHubId, isHubId, parseHubId } from './hub/hub-id.ts';
import { encoderKeepModel, type KeepModel } from './keep-model.ts';
import { bundledModel, levelModels } from './model-files.ts';

/** The name of the scorer that is no model: word statistics alone. */
export const LEXICAL_SCORER = 'lexical';

export interface ScorerOptions {
  /** How many windows run at once, each on one thread. @default 1 */
  readonly threads?: number;
  /** How models of a hub are found and fetched. */
  readonly hub?: HubOptions;
  /** Loads the weights of an encoder when they are first needed; errors in them come then. @default false */
  readonly lazy?: boolean;
}

/** What scores units, loaded. */
export interface Scorer {
  /** Which it is, down to the commit and file. */
  readonly name: string;
  /** Scores pieces without a question; absent if word statistics alone score. */
  readonly model: KeepModel | undefined;
  /** The same model, if it reads passages with a question as well. */
  readonly encoder: Encoder | undefined;
  /** Of its files, on which all depends that it says. */
  readonly hash: () => Promise<Buffer>;
}

/**
 * Loads the scorer of a name: `lexical`; a bundled model, such as `minilm-l8`; the path of a model card (.json), or of a
 * folder with a token classifier; or a token classifier on a hub, `hf:OWNER/NAME`.
 * @throws PithError `usage` for a name of nothing, `model` or `tokenizer` if a file is missing or damaged.
 */
export async function openScorer(name: string, options: ScorerOptions = {}): Promise<Scorer> {
  if (name === LEXICAL_SCORER) return { name, model: undefined, encoder: undefined, hash: filesHash([]) };
  if ([...levelModels.values()].includes(name)) return openCard(bundledModel(name), options);
  if (isHubId(name)) return openHubModel(name, options);
  if (name.endsWith('.json')) return openCard(name, options);
  const [folder, onnx] = await splitPath(name);
  return openClassifier(name, folder, await filesInFolder(folder, onnx), options);
}

async function openCard(path: string, options: ScorerOptions): Promise<Scorer> {
  const card = await loadModelCard(path);
  const encoder = await loadEncoder(card, options);
  return { name: card.name, model: encoderKeepModel(encoder), encoder, hash: filesHash(cardFiles(card)) };
}

async function openHubModel(name: string, options: ScorerOptions): Promise<Scorer> {
  const id = parseHubId(name);
  await using hub = await Hub.open(options.hub);
  const { repository, commit, folder, files } = await hub.find(id, wantedFiles(id.file));
  const found = classifierFiles(folder, files);
  const exact = formatHubId({ repository, revision: commit, file: found.onnx });
  return openClassifier(exact, repository, found, options);
}

async function openClassifier(
  name: string,
  label: string,
  files: ClassifierFiles,
  options: ScorerOptions,
): Promise<Scorer> {
  const { config, tokenizer, tokenizerConfig, onnx } = files;
  const paths = [config, tokenizer, tokenizerConfig, onnx].flatMap((file) =>
    file === undefined ? [] : [join(files.folder, file)],
  );
  const model = await loadTokenClassifier(label, files, options);
  return { name, model, encoder: undefined, hash: filesHash(paths) };
}

/** A folder, or a folder and the ONNX file in it that is meant. */
async function splitPath(path: string): Promise<readonly [folder: string, onnx: string | undefined]> {
  const hash = path.lastIndexOf('#');
  if (await isFolder(path)) return [path, undefined];
  if (hash > 0 && (await isFolder(path.slice(0, hash)))) return [path.slice(0, hash), path.slice(hash + 1)];
  throw new PithError('usage', `there is no scorer ${path}`, {
    hint: `${[LEXICAL_SCORER, ...levelModels.values()].join(', ')}, a model card (.json), a folder, or hf:OWNER/NAME`,
  });
}
