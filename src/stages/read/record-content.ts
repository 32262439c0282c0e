import { PithError, type SourceLocation } from '../../pipeline/errors.ts';

/** Where a record holds what. */
export interface RecordFields {
  /** The field that holds the text. @default 'text' */
  readonly textField?: string | undefined;
  /** The field that holds the question, or a list of them. @default 'question' */
  readonly questionField?: string | undefined;
}

/** One text of a record. */
export interface RecordText {
  readonly text: string;
  readonly title?: string;
  /** Where it stands in the record, for errors: `text`, or `documents[2].text`. */
  readonly place: string;
  /** What an earlier compression says of the text in the record's `pith`, unchecked. */
  readonly spans?: unknown;
  readonly gaps?: unknown;
}

export interface RecordContent {
  /** A text or a list of texts, as the record has it; undefined if it asks nothing. */
  readonly question: string | readonly string[] | undefined;
  /** The field that holds a single text; undefined where the texts are those of `documents`. */
  readonly field: string | undefined;
  readonly texts: readonly RecordText[];
}

export type DataFields = Readonly<Record<string, unknown>>;

/**
 * What a record asks and of which text, by one rule for every command: the text field if it is there, or else
 * `documents` (texts, or objects with `text` and perhaps `title`), or else `context`; and the question field, if it
 * holds more than white space, which may be a list of questions. A field that is null counts as absent, and so does an empty list of documents.
 *
 * @throws {PithError} `input` if there is no text, or a field is of another kind.
 */
export function recordContent(
  record: unknown,
  fields: RecordFields = {},
  at?: SourceLocation,
): RecordContent {
  const { textField = 'text', questionField = 'question' } = fields;
  const fail = (problem: string, hint: string) =>
    new PithError('input', `the record ${problem}`, { hint, ...(at === undefined ? {} : { at }) });
  if (!isObject(record)) throw fail(`is ${kindOf(record)}, not an object`, 'Give one JSON object a line.');

  const asked = questionIn(record, questionField, fail);
  const note = isObject(record['pith']) ? record['pith'] : {};
  const listed = record[textField] == null ? presentList(record['documents']) : undefined;
  if (listed != null) return { question: asked, field: undefined, texts: documentTexts(listed, note, fail) };

  const field = record[textField] == null ? 'context' : textField;
  const text = stringIn(record, field, fail);
  if (text === undefined)
    throw fail(
      `has no ${JSON.stringify(textField)}, "documents" or "context"`,
      'Name the field with --text-field.',
    );
  return {
    question: asked,
    field,
    texts: [{ text, place: field, spans: note['spans'], gaps: note['gaps'] }],
  };
}

/** A list of no documents says no more than none: another field may hold the text. */
function presentList(documents: unknown): unknown {
  return Array.isArray(documents) && documents.length === 0 ? undefined : documents;
}

type Fail = (problem: string, hint: string) => PithError;

/** Of a list those questions that are more than white space. */
function questionIn(record: DataFields, field: string, fail: Fail): RecordContent['question'] {
  const value = record[field];
  if (!Array.isArray(value)) {
    const question = stringIn(record, field, fail);
    return question?.trim() === '' ? undefined : question;
  }
  if (!value.every((one) => typeof one === 'string'))
    throw fail(
      `has something else than texts in the list ${JSON.stringify(field)}`,
      'Give a list of strings, or one string.',
    );
  const asked = value.filter((one) => one.trim() !== '');
  return asked.length === 0 ? undefined : asked;
}

function stringIn(record: DataFields, field: string, fail: Fail): string | undefined {
  const value = record[field] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw fail(
    `has ${kindOf(value)} in ${JSON.stringify(field)}, not a text`,
    'Give a string, or leave it out.',
  );
}

function documentTexts(documents: unknown, note: DataFields, fail: Fail): readonly RecordText[] {
  const hint = 'Give documents: [{ "title", "text" }].';
  if (!Array.isArray(documents)) throw fail(`has ${kindOf(documents)} in "documents", not a list`, hint);
  return documents.map((document: unknown, ordinal) => {
    const place = `documents[${ordinal}]`;
    const { text, title } = isObject(document) ? document : { text: document, title: undefined };
    if (typeof text !== 'string') throw fail(`has no text in ${place}`, hint);
    return {
      text,
      ...(typeof title === 'string' && title !== '' && { title }),
      place,
      spans: item(note['spans'], ordinal),
      gaps: item(note['gaps'], ordinal),
    };
  });
}

function item(list: unknown, ordinal: number): unknown {
  return Array.isArray(list) ? list[ordinal] : undefined;
}

export function isObject(value: unknown): value is DataFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
