import { availableParallelism } from 'node:os';
import { loadEncoder } from '../models/encoder/encoder.ts';
import { loadModelCard } from '../models/encoder/model-card.ts';
import type { AnswerGrammar } from '../models/engines/answer-grammar.ts';
import type { Engine, GenerativeEngine } from '../models/engines/engine.ts';
import { EngineError } from '../models/engines/engine-error.ts';
import { llamaEngine } from '../models/engines/llama.ts';
import { openAiEngine } from '../models/engines/openai.ts';
import { readerEngine } from '../models/engines/reader.ts';
import { severalEngines } from '../models/engines/several-engines.ts';
import { modelForLevel } from '../models/model-files.ts';
import { defaultTokenizer, tokenCounter } from '../models/tokens/token-counters.ts';
import { PithError } from '../pipeline/errors.ts';
import type { CommandContext } from './command.ts';
import { longName } from './flag.ts';
import type { FlagKey, Settings } from './flags.ts';
import { hubOptions } from './hub-options.ts';
import { readTextFile } from './read-text-file.ts';

type EngineName = NonNullable<Settings['engine']>;

/** The engines that read a flag, where it is not for all. */
const enginesOf: Partial<Record<FlagKey, readonly EngineName[]>> = {
  baseUrl: ['openai'],
  concurrency: ['openai'],
  contextLimit: ['openai', 'llama'],
  maxTokens: ['openai', 'llama'],
  kvType: ['llama'],
  grammar: ['openai', 'llama'],
  stateFolder: ['llama'],
};

/**
 * In the environment and in files, an engine may be set up for the runs that use it; on the command line it is meant.
 *
 * @throws PithError `usage` for flags of another engine
 */
export function refuseForeignFlags({ given, settings }: CommandContext): void {
  const { engine = 'reader' } = settings;
  for (const key of given) {
    const engines = enginesOf[key] ?? [engine];
    if (engines.includes(engine)) continue;
    throw new PithError('usage', `--${longName(key)} goes with --engine ${engines.join(' or ')}`, {
      hint: `add --engine ${engines[0]}, or leave the flag out`,
    });
  }
}

/** Opens the engine that the settings name. The key of a server comes from the environment only. */
export async function openEngine(context: CommandContext): Promise<Engine> {
  switch (context.settings.engine) {
    case 'openai':
      return openServers(context);
    case 'llama':
      return openLlama(context);
    default:
      return openReader(context);
  }
}

async function openReader({ settings }: CommandContext): Promise<Engine> {
  const { threads = availableParallelism() } = settings;
  const card = await loadModelCard(readerCard(settings));
  return readerEngine(await loadEncoder(card, { threads }));
}

/** The path of the card of the reader's model. Commands that have no level of a reader take the best one. */
export function readerCard({ level = '9', model }: Pick<Settings, 'level' | 'model'>): string {
  return model ?? modelForLevel(Number(level));
}

/** One engine over all servers that can be reached. */
async function openServers(context: CommandContext): Promise<Engine> {
  const { settings, terminal } = context;
  const { baseUrl: urls = [] } = settings;
  if (urls.length === 0) {
    throw new PithError('usage', '--engine openai needs the URL of a server', {
      hint: 'give --base-url http://localhost:8000/v1, or set OPENAI_BASE_URL',
    });
  }
  const opened = await Promise.allSettled(urls.map((url) => openServer(context, url)));
  const engines = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failures = opened.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  if (engines.length === 0) throw failures[0];
  for (const failure of failures) {
    if (!(failure instanceof EngineError)) throw failure;
    if (settings.quiet !== true) terminal.writeError(`pith: goes on without a server: ${failure.message}\n`);
  }
  const all = severalEngines(engines);
  try {
    requireOneModel(engines);
  } catch (error) {
    await all.close();
    throw error;
  }
  return all;
}

/** Answers of different models are not to be mixed unseen. */
function requireOneModel(engines: readonly Engine[]): void {
  const names = [...new Set(engines.map(({ name }) => name))];
  if (names.length === 1) return;
  throw new PithError('usage', `the servers answer with different models: ${names.join(', ')}`, {
    hint: 'name the one to ask by --model, or leave out the others',
  });
}

async function openServer(
  { settings, environment, terminal, signal }: CommandContext,
  baseUrl: string,
): Promise<GenerativeEngine> {
  const { model, maxTokens, contextLimit, concurrency, grammar } = settings;
  const apiKey = environment['OPENAI_API_KEY'] ?? '';
  return openAiEngine({
    baseUrl,
    counter: await tokenCounter(defaultTokenizer),
    signal,
    onWarning: (message) => terminal.writeError(`pith: warning: ${message}\n`),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(grammar === undefined ? {} : { grammar: await readGrammar(grammar) }),
    ...(model === undefined ? {} : { model }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(contextLimit === undefined ? {} : { contextLimit }),
    ...(apiKey === '' ? {} : { apiKey }),
  });
}

async function openLlama(context: CommandContext): Promise<Engine> {
  const { signal, settings } = context;
  const { model, maxTokens, contextLimit, kvType, grammar, stateFolder } = settings;
  if (model === undefined) {
    throw new PithError('usage', '--engine llama needs a model', {
      hint: 'give the path of a GGUF file with --model, hf:OWNER/NAME/FILE.gguf, or scout-nano to try it',
    });
  }
  return llamaEngine({
    model,
    maxTokens,
    contextLimit,
    kvType,
    stateFolder,
    signal,
    threads: settings.threads ?? availableParallelism(),
    hub: hubOptions(context),
    grammar: grammar === undefined ? undefined : await readGrammar(grammar),
  });
}

async function readGrammar(path: string): Promise<AnswerGrammar> {
  const written = await readTextFile(path);
  if (path.endsWith('.regex')) return { type: 'regex', pattern: written.replace(/\r?\n$/, '') };
  if (!path.endsWith('.json')) return { type: 'gbnf', grammar: written };
  try {
    return { type: 'json-schema', schema: JSON.parse(written) };
  } catch (cause) {
    throw new PithError('usage', `${path} is not JSON`, {
      hint: 'a pattern ends in .regex, and a grammar in GBNF in something else',
      cause,
    });
  }
}
