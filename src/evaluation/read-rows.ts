import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { PithError } from '../pipeline/errors.ts';
import { type Format, FormatError, isFields } from './formats/format.ts';
import { formats } from './formats.ts';
import type { EvaluationRow } from './row.ts';

/**
 * The rows of a data file: JSON lines, a JSON array, or one JSON object, of any of {@link formats}, perhaps compressed by gzip. What
 * an object looks like says its format. Rows are named after the file.
 *
 * @throws {PithError} `input` where the file cannot be read, is no JSON, is of no known format, or holds no row.
 */
export async function readRows(path: string): Promise<readonly EvaluationRow[]> {
  const task = basename(path)
    .replace(/\.gz$/, '')
    .replace(/\.jsonl?$/, '');
  const rows: EvaluationRow[] = [];
  for (const { value, line } of valuesIn(await textOf(path), path)) {
    const at = { document: path, ...(line === undefined ? {} : { line }) };
    const format = formatOf(value);
    if (format === undefined || !isFields(value)) {
      throw new PithError('input', 'this is of no format that is known here', {
        at,
        hint: `Known: ${formats.map(({ name }) => name).join(', ')}; a record has a question, answers, and text or documents.`,
      });
    }
    try {
      for (const row of format.rows(value)) rows.push({ ...row, task, id: row.id ?? `${rows.length}` });
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new PithError('input', `as ${format.name}: ${error.message}`, {
        at,
        hint: 'Mend the object, or leave it out.',
        cause: error,
      });
    }
  }
  if (rows.length === 0) {
    throw new PithError('input', `${path} asks nothing`, {
      hint: 'It must hold questions with their texts.',
    });
  }
  return rows;
}

async function textOf(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return (isZipped ? await promisify(gunzip)(bytes) : bytes).toString('utf8').replace(/^\ufeff/, '');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PithError('input', `cannot read ${path}: ${reason}`, {
      hint: 'Name a data file, or a task: pith eval --help lists them.',
      cause,
    });
  }
}

interface DataValue {
  readonly value: unknown;
  /** 1-based; absent for what is no line of its own. */
  readonly line?: number;
}

/** A whole JSON text, or a value a line. */
function valuesIn(text: string, path: string): readonly DataValue[] {
  const whole = parsed(text);
  if (whole !== undefined)
    return (Array.isArray(whole) ? whole : [whole]).map((value: unknown) => ({ value }));
  return text.split('\n').flatMap((own, at): DataValue[] => {
    if (own.trim() === '') return [];
    const value = parsed(own);
    if (value === undefined) {
      throw new PithError('input', 'this line is no JSON', {
        at: { document: path, line: at + 1 },
        hint: 'A data file holds a JSON value a line, or one JSON text.',
      });
    }
    return [{ value, line: at + 1 }];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function formatOf(value: unknown): Format | undefined {
  return isFields(value) ? formats.find((format) => format.matches(value)) : undefined;
}
