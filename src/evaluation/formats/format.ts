import type { EvaluationRow } from '../row.ts';

/** One object of a data file. */
export type DataFields = Readonly<Record<string, unknown>>;

/** A public format of data, known by its fields. */
export interface Format {
  readonly name: string;
  /** Whether an object looks like this format. */
  matches(fields: DataFields): boolean;
  /** The rows that an object holds; none if it has nothing to ask. Fields of another kind than they must be throw a {@link FormatError}. */
  rows(fields: DataFields): readonly FormatRow[];
}

/** A row without what the file says of it: its task, and its ordinal if it has no id. */
export interface FormatRow extends Omit<EvaluationRow, 'task' | 'id'> {
  readonly id?: string;
}

/** A field that is not what it must be; whoever knows the file says where. */
export class FormatError extends Error {}

export function isFields(value: unknown): value is DataFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws {FormatError} */
export function textOf(fields: DataFields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw new FormatError(`${JSON.stringify(name)} is no text`);
}

/** A text, a number, or a list of them, as a list of texts. @throws {FormatError} */
export function textsOf(fields: DataFields, name: string): readonly string[] {
  const value = fields[name];
  const list = Array.isArray(value) ? value : [value];
  if (list.every((one) => typeof one === 'string' || typeof one === 'number')) return list.map(String);
  throw new FormatError(`${JSON.stringify(name)} is no list of texts`);
}

/** @throws {FormatError} */
export function listOf(fields: DataFields, name: string): readonly unknown[] {
  const value = fields[name];
  if (Array.isArray(value)) return value;
  throw new FormatError(`${JSON.stringify(name)} is no list`);
}

/** The objects of a list. @throws {FormatError} */
export function objectsOf(fields: DataFields, name: string): readonly DataFields[] {
  const list = listOf(fields, name);
  if (list.every(isFields)) return list;
  throw new FormatError(`${JSON.stringify(name)} holds something else than objects`);
}

/** The id that some fields have under one of these names. */
export function idOf(fields: DataFields, ...names: readonly string[]): { readonly id?: string } {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' || typeof value === 'number') return { id: `${value}` };
  }
  return {};
}
