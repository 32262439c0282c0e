import { defaultTokenizer, tokenCounter } from '../models/tokens/token-counters.ts';
import { PithError } from '../pipeline/errors.ts';
import { type ProbeAnswer, type ProbeReport, probe } from '../probe/probe.ts';
import { type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { openEngine } from './infer-engine.ts';
import { openResults } from './open-output.ts';
import { duration, grouped } from './summary.ts';
import { table } from './table.ts';

/** Tokens of a context where the user names none. */
const USUAL_TOKENS = 32_000;

/** `pith infer --probe`: whether the engine finds facts at all depths of a long context. */
export async function probeEngine(context: CommandContext): Promise<ExitCode> {
  const { settings, operands, terminal, signal } = context;
  if (operands.length > 0 || settings.question !== undefined || settings.records === true) {
    throw new PithError('usage', '--probe writes its own context and questions', {
      hint: 'leave out the inputs, --question and --records',
    });
  }
  const results = await openResults(context);
  const engine = await openEngine(context);
  try {
    const report = await probe(engine, {
      tokens: settings.tokens ?? Math.min(USUAL_TOKENS, engine.contextLimit),
      counter: engine.counter ?? (await tokenCounter(defaultTokenizer)),
      signal,
      onResult: (result) => {
        if (settings.quiet !== true) terminal.writeError(`pith: ${resultLine(result)}\n`);
      },
    });
    await results.write(settings.format === 'text' ? reportText(report) : `${JSON.stringify(report)}\n`);
    await results.commit();
    const isAllFound = report.answers.every(({ isFound }) => isFound);
    return isAllFound ? exitCodes.done : exitCodes.failed;
  } finally {
    await engine.close();
    results.discard();
  }
}

function resultLine(result: ProbeAnswer): string {
  const { depth, isFound, seconds } = result;
  return `depth ${percent(depth)}: ${isFound ? 'found' : 'not found'} after ${duration(seconds)}`;
}

function reportText({ engine, tokens, answers }: ProbeReport): string {
  const found = answers.filter(({ isFound }) => isFound).length;
  const rows = answers.map(({ depth, isFound, answer, said, error, seconds, usage }) => [
    percent(depth),
    isFound ? 'yes' : 'no',
    answer,
    shortened(error === undefined ? (said ?? 'no answer') : error.message),
    usage === undefined ? '' : grouped(usage.inputTokens),
    duration(seconds),
  ]);
  return [
    table([['depth', 'found', 'planted', 'said', 'tokens read', 'time'], ...rows]),
    `\n${engine} found ${found} of ${answers.length} facts in ${grouped(tokens)} tokens.\n`,
  ].join('');
}

function percent(depth: number): string {
  return `${Math.round(depth * 100)}%`;
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
