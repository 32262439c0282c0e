import type { TokenCounter } from '../../models/tokens/token-counter.ts';
import type { TextDocument } from '../document.ts';
import type { MediaType } from '../media-type.ts';
import type { Passage } from '../segment/passage.ts';
import { commentStatements } from './comment-statements.ts';
import { logEvents } from './log-events.ts';
import { exactKey, templateKey } from './log-template.ts';
import { proseStatements } from './prose-statements.ts';
import type { RepetitionFigures } from './repetition-figures.ts';
import { type Repetition, type RepetitionReader, RepetitionSpool } from './repetition-spool.ts';
import { SeenTable } from './seen-table.ts';

/** For lines of logs without their values, of which there are fewer. */
const TEMPLATE_SLOTS = 2 ** 18;
const LOG: MediaType = 'text/x-log';
/** Passages that are remembered to be repetitions and nothing else. */
const MOST_REPEATED = 1024;

/** Finds what an input says again, in one reading and in bounded memory. */
export class Repetitions implements AsyncDisposable {
  readonly #counter: TokenCounter;
  readonly #spool = new RepetitionSpool();
  readonly #seen = new SeenTable();
  readonly #templates = new SeenTable(TEMPLATE_SLOTS);
  readonly #repeated = new Set<number>();
  #figures = { statements: 0, chars: 0, tokens: 0, alike: 0 };

  constructor(counter: TokenCounter) {
    this.#counter = counter;
  }

  get figures(): RepetitionFigures {
    return this.#figures;
  }

  /** Takes the next passage, in source order; says whether all that stands in it was said before. */
  add(passage: Passage, mediaType: MediaType): boolean {
    const found = this.#find(passage, mediaType);
    if (found.length === 0) return false;
    this.#spool.add(passage.index, found);
    for (const repetition of found) this.#count(passage.text, repetition);
    const isRepeated = isCovered(passage.text, found);
    if (isRepeated && this.#repeated.size < MOST_REPEATED) this.#repeated.add(passage.index);
    return isRepeated;
  }

  /** Whether all that stands in a passage was said before; known of the first thousand that are so. */
  isRepeated(passage: Passage): boolean {
    return this.#repeated.has(passage.index);
  }

  /** Reads what was found. */
  read(): RepetitionReader {
    return this.#spool.read();
  }

  /** The same where scores of the documents depend on it; in logs they do, even if nothing is repeated. */
  readFor(documents: readonly TextDocument[]): RepetitionReader | undefined {
    const { statements, alike } = this.#figures;
    const hasLog = documents.some(({ mediaType }) => mediaType === LOG);
    return statements + alike > 0 || hasLog ? this.read() : undefined;
  }

  #find({ text, index, unitKind, units }: Passage, mediaType: MediaType): readonly Repetition[] {
    if (unitKind === 'line' && mediaType === 'text/x-source')
      return this.#same(commentStatements(text), index);
    // What else has units of its own is data: there, two that are alike are two.
    if (units !== undefined) return [];
    if (unitKind === 'word') return this.#same(proseStatements(text), index);
    return mediaType === LOG ? this.#events(text, index) : [];
  }

  #same(statements: ReturnType<typeof proseStatements>, index: number): readonly Repetition[] {
    const found: Repetition[] = [];
    for (const { start, end, key } of statements) {
      const known = this.#seen.see(key, index);
      if (known !== undefined) found.push({ start, end, first: known.first, alike: 0 });
    }
    return found;
  }

  #events(text: string, index: number): readonly Repetition[] {
    const found: Repetition[] = [];
    for (const { start, end } of logEvents(text)) {
      const same = this.#seen.see(exactKey(text, start, end), index);
      const alike = this.#templates.see(templateKey(text, start, end), index);
      if (same !== undefined) found.push({ start, end, first: same.first, alike: 0 });
      else if (alike !== undefined) found.push({ start, end, first: alike.first, alike: alike.times });
    }
    return found;
  }

  #count(text: string, { start, end, alike }: Repetition): void {
    const figures = this.#figures;
    if (alike > 0) figures.alike += 1;
    else {
      figures.statements += 1;
      figures.chars += end - start;
      figures.tokens += this.#counter.count(text.slice(start, end));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#spool[Symbol.asyncDispose]();
  }
}

/** Whether nothing but white space stands outside of what is repeated word for word. */
function isCovered(text: string, repetitions: readonly Repetition[]): boolean {
  let at = 0;
  for (const { start, end, alike } of repetitions) {
    if (alike > 0 || text.slice(at, start).trim() !== '') return false;
    at = end;
  }
  return text.slice(at).trim() === '';
}
