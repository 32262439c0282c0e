import type { KeepModel } from '../models/keep-model.ts';
import { levelModels } from '../models/model-files.ts';
import { openScorer } from '../models/scorer.ts';
import { PithError } from '../pipeline/errors.ts';
import { type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { hubOptions } from './hub-options.ts';
import { grouped } from './summary.ts';
import { table } from './table.ts';

/** Pieces of a window, special ones not counted: what a usual passage has. */
const WINDOW = 126;
const ROUNDS = 5;
/** Of each model in each round. */
const CPU_SECONDS = 0.5;

interface Measured {
  readonly id: string;
  readonly model: KeepModel;
  readonly window: Parameters<KeepModel['keep']>[0];
  /** Pieces per CPU second, round by round. */
  readonly rates: number[];
}

/**
 * `pith models bench`: how many pieces models read in a second of CPU time, one window a call on one thread. They take
 * turns, so that whatever else the machine does hits all of them.
 */
export async function benchModels(context: CommandContext, ids: readonly string[]): Promise<ExitCode> {
  const { settings, terminal } = context;
  const measured: Measured[] = [];
  try {
    for (const id of ids.length === 0 ? levelModels.values() : ids) measured.push(await open(context, id));
    for (let round = 0; round < ROUNDS; round += 1)
      for (const one of measured) one.rates.push(await rate(context, one));
  } finally {
    for (const { model } of measured) await model.close();
  }
  const results = measured.map(result);
  await terminal.stdout.write(
    settings.json === true
      ? `${JSON.stringify(results)}\n`
      : table([HEADING, ...results.map(rowIn(results))]),
  );
  return exitCodes.done;
}

async function open(context: CommandContext, id: string): Promise<Measured> {
  const { model } = await openScorer(id, { threads: 1, hub: hubOptions(context) });
  if (model === undefined) throw new PithError('usage', `${id} is no model that could be timed`);
  const { ids, types } = model.tokenizer.encode(SAMPLE.repeat(8));
  const length = Math.min(WINDOW, model.maxPieces, ids.length);
  const window = { ids: ids.slice(0, length), types: types.slice(0, length) };
  // The first calls plan memory.
  for (let call = 0; call < 3; call += 1) await model.keep(window);
  return { id, model, window, rates: [] };
}

async function rate({ usage, signal }: CommandContext, { model, window }: Measured): Promise<number> {
  const start = usage().cpuSeconds;
  let pieces = 0;
  let seconds = 0;
  while (seconds < CPU_SECONDS) {
    await model.keep(window, signal);
    pieces += window.ids.length;
    seconds = usage().cpuSeconds - start;
  }
  return pieces / seconds;
}

interface Result {
  readonly id: string;
  readonly windowPieces: number;
  /** The middle of the rounds, and the extremes. */
  readonly piecesPerCpuSecond: number;
  readonly lowest: number;
  readonly highest: number;
}

function result({ id, window, rates }: Measured): Result {
  const sorted = rates.toSorted((a, b) => a - b);
  const at = (index: number) => Math.round(sorted[index] ?? 0);
  return {
    id,
    windowPieces: window.ids.length,
    piecesPerCpuSecond: at(sorted.length >> 1),
    lowest: at(0),
    highest: at(sorted.length - 1),
  };
}

const HEADING = ['model', 'pieces per CPU second', 'from', 'to', 'times the slowest'];

function rowIn(results: readonly Result[]): (result: Result) => readonly string[] {
  const slowest = Math.min(...results.map(({ piecesPerCpuSecond }) => piecesPerCpuSecond));
  return ({ id, piecesPerCpuSecond, lowest, highest }) => [
    id,
    grouped(piecesPerCpuSecond),
    grouped(lowest),
    grouped(highest),
    (piecesPerCpuSecond / slowest).toFixed(2),
  ];
}

const SAMPLE =
  'The committee met in Geneva on 14 March and approved the budget of 2.4 million francs for the new lock. ' +
  'Nobody had expected the river to rise so early; the keeper closed the upper gate at night, and wrote it down. ';
