import { createHash } from 'node:crypto';
import { type Level, levelModels } from '../models/model-files.ts';
import { LEXICAL_SCORER } from '../models/scorer.ts';
import type { EvaluationRow } from './row.ts';
import { curvesOf, type Questions, type Setting, UNCOMPRESSED } from './setting.ts';

/** What is varied, and what the results depend on besides. */
export interface SweepOptions {
  readonly levels: readonly Level[];
  /** Above 1. */
  readonly ratios: readonly number[];
  readonly questions: readonly Questions[];
  /** What answers, if something does. */
  readonly engine: string | null;
  /** How it is asked, as far as answers depend on that. */
  readonly asked?: Readonly<Record<string, unknown>>;
  readonly tokenizer: string;
  /** Of this program. */
  readonly version: string;
}

/** One row under one setting: the piece of work of a sweep. */
export interface Cell {
  readonly key: string;
  readonly row: EvaluationRow;
  readonly setting: Setting;
  readonly scorer: string | null;
}

/** Every cell, in the order in which they are best measured: level by level, and all of a row at a time. With an engine, every row is also measured as it is. */
export function planSweep(rows: readonly EvaluationRow[], options: SweepOptions): readonly Cell[] {
  const { levels, questions, engine } = options;
  const digests = new Map(rows.map((row) => [row, digest(row)]));
  const groups = [
    ...(engine === null ? [] : [[UNCOMPRESSED]]),
    ...levels.map((level) => settingsOf(level, questions, options.ratios)),
  ];
  return groups.flatMap((settings) =>
    rows.flatMap((row) =>
      settings.map((setting): Cell => {
        const scorer = setting.level === null ? null : (levelModels.get(setting.level) ?? LEXICAL_SCORER);
        const { tokenizer, version, asked } = options;
        const key = digest([digests.get(row), setting, scorer, engine, tokenizer, version, asked]);
        return { key, row, setting, scorer };
      }),
    ),
  );
}

function settingsOf(
  level: Level,
  questions: readonly Questions[],
  ratios: readonly number[],
): readonly Setting[] {
  return curvesOf([level], questions).flatMap((curve) => ratios.map((ratio) => ({ ...curve, ratio })));
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 20);
}
