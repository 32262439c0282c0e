import { PithError } from '../pipeline/errors.ts';
import { guards } from '../stages/guard/guards.ts';

/**
 * Programs that are not checked by TypeScript pass anything. What is no text and no list of documents is refused
 * here, before a model is loaded for it.
 *
 * @throws {PithError} `usage`
 */
export function checkSource(source: unknown): void {
  if (typeof source === 'string') return;
  const hint = 'give a text, or an array of documents as textDocument(text) and openFiles(paths) make them';
  if (!Array.isArray(source))
    throw new PithError('usage', `the source must be a text or documents, not ${shown(source)}`, { hint });
  for (const [at, document] of (source as readonly unknown[]).entries()) {
    if (isObject(document) && typeof document['id'] === 'string' && typeof document['open'] === 'function')
      continue;
    throw new PithError('usage', `item ${at} of the source is no document: ${shown(document)}`, { hint });
  }
}

/** @throws {PithError} `usage` for options of another kind than they must be; the budget has a check of its own. */
export function checkCompressOptions(options: unknown): void {
  const given = checkedOptions(options);
  const { question, protect, gap, explain, onEvent, keep, strict, perDocument, minPassage } = given;
  checkQuestion(question);
  checkText('gap', gap);
  for (const [name, value] of Object.entries({ explain, strict, perDocument }))
    if (value !== undefined && typeof value !== 'boolean') throw wrong(name, 'true or false', value);
  if (protect !== undefined && !(Array.isArray(protect) && protect.every((one) => typeof one === 'string')))
    throw wrong('protect', 'an array of regular expressions as texts', protect);
  if (keep !== undefined && !(Array.isArray(keep) && keep.every(isGuard)))
    throw wrong('keep', `an array of these: ${guards.join(', ')}`, keep);
  if (minPassage !== undefined && !(Number.isSafeInteger(minPassage) && Number(minPassage) >= 0))
    throw wrong('minPassage', 'a whole number of tokens', minPassage);
  checkCondense(given);
  if (perDocument === true && explain === true)
    throw new PithError(
      'usage',
      'an explanation is of one budget, and perDocument makes one for each document',
      {
        hint: 'compress the document that is to be explained by itself: the result is the same',
      },
    );
  if (onEvent !== undefined && typeof onEvent !== 'function') throw wrong('onEvent', 'a function', onEvent);
}

function checkQuestion(question: unknown): void {
  if (!Array.isArray(question)) checkText('question', question);
  else if (!question.every((one) => typeof one === 'string'))
    throw wrong('question', 'a text, or an array of texts', question);
}

/** @throws {PithError} `usage` for what `infer` cannot read, or without an engine. */
export function checkInferArguments(context: unknown, options: unknown): void {
  const { question, engine } = checkedOptions(options);
  checkText('question', question);
  if (!isObject(engine) || typeof engine['name'] !== 'string')
    throw wrong('engine', 'what readerEngine or openAiEngine returns', engine);
  const isList = Array.isArray(context) && context.every(isContextDocument);
  if (typeof context === 'string' || isList) return;
  if (isObject(context) && typeof context['documents'] === 'function') return;
  throw new PithError('usage', `there is nothing to answer from in ${shown(context)}`, {
    hint: 'give a text, what compress returned, or an array of { id, text }',
  });
}

function checkCondense({ condense, budget, minPassage }: Readonly<Record<string, unknown>>): void {
  if (condense !== undefined && typeof condense !== 'boolean' && condense !== 'only')
    throw wrong('condense', "true, false or 'only'", condense);
  if (condense !== 'only') return;
  if (budget !== undefined)
    throw new PithError('usage', "condense: 'only' takes no budget", {
      hint: 'leave the budget out, or condense: true',
    });
  if (minPassage !== undefined && minPassage !== 0)
    throw new PithError('usage', "condense: 'only' takes no minPassage", {
      hint: 'it drops what is said again, and nothing for being short',
    });
}

function isGuard(value: unknown): boolean {
  return guards.some((guard) => guard === value);
}

function isContextDocument(value: unknown): boolean {
  return isObject(value) && typeof value['id'] === 'string' && typeof value['text'] === 'string';
}

function checkedOptions(options: unknown): Readonly<Record<string, unknown>> {
  if (isObject(options)) return options;
  throw new PithError('usage', `the options must be an object, not ${shown(options)}`, {
    hint: "such as { question: 'Who signed?' }",
  });
}

function checkText(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'string') throw wrong(name, 'a text', value);
}

function wrong(name: string, kind: string, value: unknown): PithError {
  return new PithError('usage', `the option ${name} is ${shown(value)}`, { hint: `it must be ${kind}` });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as an error names it. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'function') return 'a function';
  return isObject(value) ? 'an object' : String(value);
}
