import { availableParallelism } from 'node:os';
import { loadEncoder } from '../models/encoder/encoder.ts';
import { loadModelCard } from '../models/encoder/model-card.ts';
import type { Engine } from '../models/engines/engine.ts';
import { openAiEngine } from '../models/engines/openai.ts';
import { readerEngine } from '../models/engines/reader.ts';
import { modelForLevel } from '../models/model-files.ts';
import { defaultTokenizer, tokenCounter } from '../models/tokens/token-counters.ts';
import { PithError } from '../pipeline/errors.ts';
import type { CommandContext } from './command.ts';

/** Opens the engine that the settings name. The key of a server comes from the environment only. */
export async function openEngine(context: CommandContext): Promise<Engine> {
  return context.settings.engine === 'openai' ? openServer(context) : openReader(context);
}

async function openReader({ settings }: CommandContext): Promise<Engine> {
  const { level, model, threads = availableParallelism() } = settings;
  const card = await loadModelCard(model ?? modelForLevel(Number(level)));
  return readerEngine(await loadEncoder(card, { threads }));
}

async function openServer({ settings, environment, signal }: CommandContext): Promise<Engine> {
  const { baseUrl, model, maxTokens, contextLimit } = settings;
  if (baseUrl === undefined) {
    throw new PithError('usage', '--engine openai needs the URL of a server', {
      hint: 'give --base-url http://localhost:8000/v1, or set OPENAI_BASE_URL',
    });
  }
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
