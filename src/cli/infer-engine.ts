import { availableParallelism } from 'node:os';
import { loadEncoder } from '../models/encoder/encoder.ts';
import { loadModelCard } from '../models/encoder/model-card.ts';
import type { Engine, GenerativeEngine } from '../models/engines/engine.ts';
import { EngineError } from '../models/engines/engine-error.ts';
import { openAiEngine } from '../models/engines/openai.ts';
import { readerEngine } from '../models/engines/reader.ts';
import { severalEngines } from '../models/engines/several-engines.ts';
import { modelForLevel } from '../models/model-files.ts';
import { defaultTokenizer, tokenCounter } from '../models/tokens/token-counters.ts';
import { PithError } from '../pipeline/errors.ts';
import type { CommandContext } from './command.ts';
import { longName } from './flag.ts';
import type { FlagKey } from './flags.ts';

/** Only a server reads these. */
const serverFlags = ['baseUrl', 'contextLimit', 'maxTokens'] as const satisfies readonly FlagKey[];

/**
 * In the environment and in files, a server may be set up for the runs that use it; on the command line it is meant.
 *
 * @throws PithError `usage` for flags of a server where none is asked
 */
export function refuseServerFlags({ given, settings }: CommandContext): void {
  const lost = serverFlags.find((key) => given.includes(key));
  if (lost === undefined || settings.engine === 'openai') return;
  throw new PithError('usage', `--${longName(lost)} goes with --engine openai`, {
    hint: 'the embedded reader asks no server; add --engine openai, or leave the flag out',
  });
}

/** Opens the engine that the settings name. The key of a server comes from the environment only. */
export async function openEngine(context: CommandContext): Promise<Engine> {
  return context.settings.engine === 'openai' ? openServers(context) : openReader(context);
}

async function openReader({ settings }: CommandContext): Promise<Engine> {
  const { level, model, threads = availableParallelism() } = settings;
  const card = await loadModelCard(model ?? modelForLevel(Number(level)));
  return readerEngine(await loadEncoder(card, { threads }));
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
  { settings, environment, signal }: CommandContext,
  baseUrl: string,
): Promise<GenerativeEngine> {
  const { model, maxTokens, contextLimit } = settings;
  const apiKey = environment['OPENAI_API_KEY'] ?? '';
  return openAiEngine({
    baseUrl,
    counter: await tokenCounter(defaultTokenizer),
    signal,
    ...(model === undefined ? {} : { model }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(contextLimit === undefined ? {} : { contextLimit }),
    ...(apiKey === '' ? {} : { apiKey }),
  });
}
