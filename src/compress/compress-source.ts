import type { TextDocument } from '../stages/document.ts';
import { chooseEach } from './choose-each.ts';
import { chooseOutput } from './choose-output.ts';
import { type CompressOptions, questionsOf } from './compress-options.ts';
import { Compression } from './compression.ts';
import type { Resources } from './resources.ts';

/** Compresses documents, under one budget or each under its own. */
export async function compressSource(
  resources: Resources,
  documents: readonly TextDocument[],
  options: CompressOptions,
): Promise<Compression> {
  const started = performance.now();
  const choose = options.perDocument === true ? chooseEach : chooseOutput;
  const chosen = await choose(resources, documents, options);
  const seconds = (performance.now() - started) / 1000;
  return new Compression({ ...chosen, questions: questionsOf(options), documents, resources, seconds });
}
