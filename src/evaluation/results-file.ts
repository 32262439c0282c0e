import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PithError } from '../pipeline/errors.ts';
import type { EvaluationResult } from './result.ts';

/** Results by their keys, and a file that has them: a JSON line each, written as they come, so that a killed sweep goes on. */
export interface ResultsFile {
  readonly results: ReadonlyMap<string, EvaluationResult>;
  add(result: EvaluationResult): Promise<void>;
}

/**
 * Opens the results at a path; there may be none yet. What a killed run left of its last line is cut off.
 *
 * @throws {PithError} `input` for a file that holds something else, `output` where it cannot be written.
 */
export async function openResultsFile(path: string): Promise<ResultsFile> {
  const text = await readIfThere(path);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const results = new Map<string, EvaluationResult>();
  for (const [at, line] of whole.split('\n').entries()) {
    if (line === '') continue;
    const result = resultOf(line);
    if (result === undefined) {
      throw new PithError('input', 'this line is no result of an evaluation', {
        at: { document: path, line: at + 1 },
        hint: 'Name another folder, or delete the file to measure anew.',
      });
    }
    results.set(result.key, result);
  }
  await writing(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    if (whole !== text) await truncate(path, Buffer.byteLength(whole));
  });
  return {
    results,
    async add(result) {
      await writing(path, () => appendFile(path, `${JSON.stringify(result)}\n`));
      results.set(result.key, result);
    },
  };
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new PithError('input', `cannot read ${path}`, { hint: 'Name another folder.', cause });
  }
}

function resultOf(line: string): EvaluationResult | undefined {
  try {
    const value = JSON.parse(line) as Partial<EvaluationResult> | null;
    return typeof value?.key === 'string' && typeof value.setting === 'object'
      ? (value as EvaluationResult)
      : undefined;
  } catch {
    return undefined;
  }
}

async function writing(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PithError('output', `cannot write ${path}: ${reason}`, { hint: 'Name another folder.', cause });
  }
}
