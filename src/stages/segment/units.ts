import { findGuarded } from '../guard/find-guarded.ts';
import type { GuardedSpans } from '../guard/guarded-spans.ts';
import { type GuardSet, NO_GUARDS } from '../guard/guards.ts';
import { isSpace } from './characters.ts';
import { ROW } from './outline.ts';
import { type OutlinePart, type Passage, type Units, WHOLE_LINE } from './passage.ts';
import { TextRuns, trait } from './text-runs.ts';
import { UnitWriter } from './unit-writer.ts';
import { divideRun, longestWord, writePieces } from './word-run.ts';

/**
 * The units of a passage: words with their punctuation, lines, or what the cutter says. What a guard holds together is in
 * one unit. The same for the same text and guards.
 */
export function unitsOf(
  passage: Pick<Passage, 'text' | 'unitKind' | 'units' | 'parts'>,
  guards: GuardSet = NO_GUARDS,
): Units {
  if (passage.units !== undefined) return passage.units;
  writer.clear();
  if (passage.parts !== undefined) return writeParts(passage.text, passage.parts, guards);
  if (passage.unitKind === 'line') {
    writeLines(passage.text, guards);
  } else {
    writeWords(passage.text, { from: 0, to: passage.text.length }, guards, writer);
  }
  return writer.finish();
}

/** The units of a passage of markdown. */
function writeParts(text: string, parts: readonly OutlinePart[], guards: GuardSet): Units {
  const firsts: number[] = [];
  for (const { start, end, kind } of parts) {
    firsts.push(writer.count);
    if (kind === 'whole') writer.addWhole(start, end);
    else writeWords(text, { from: start, to: end, isMarkdown: true }, guards, writer);
  }
  const units = writer.finish();
  const lines = new Uint8Array(units.count);
  const roles = parts.some(({ role }) => role !== undefined)
    ? new Uint16Array(units.count).fill(ROW)
    : undefined;
  for (const [part, { kind, role }] of parts.entries()) {
    const first = firsts[part] ?? 0;
    if (kind === 'whole') lines[first] = WHOLE_LINE;
    if (roles !== undefined && role !== undefined) roles[first] = role;
  }
  return { ...units, lines, roles };
}

/** A part of a text. */
interface Range {
  readonly from: number;
  readonly to: number;
  /** Whether links and inline code stay whole, whatever the guards. @default false */
  readonly isMarkdown?: boolean;
}

// Scratch memory for one call: nothing in it outlives the call, and a call never gives way to another.
const writer = new UnitWriter();
const runs = new TextRuns();

/**
 * The words of a part of a text: a run between white space is one, unless it is very long, of a script without spaces, or
 * guarded with its neighbours.
 */
export function writeWords(
  text: string,
  { from, to, isMarkdown }: Range,
  guards: GuardSet,
  units: UnitWriter,
): void {
  runs.read(text, from, to);
  const spans = findGuarded(runs, guards, isMarkdown);
  for (let run = 0; run < runs.count; run += 1) {
    const start = runs.start(run);
    const end = runs.end(run);
    const traits = runs.traits[run] ?? 0;
    const reach = spans === undefined ? 0 : spans.reach(start, end);
    if (spans !== undefined && reach > 0) run = writeGuarded(text, { first: run, reach }, spans, units);
    else if ((traits & trait.high) !== 0) divideRun(text, start, end, units);
    else if (end - start > longestWord) writePieces(text, start, end, units);
    else {
      const isBare = (traits & trait.bare) !== 0;
      units.addRun(start, isBare ? end : (runs.wordStarts[run] ?? 0), runs.wordEnds[run] ?? 0, end);
    }
  }
}

/** Writes the run at `first` with those that guards hold together with it, up to `reach`; returns the last of them. */
function writeGuarded(
  text: string,
  { first, reach }: { readonly first: number; readonly reach: number },
  spans: GuardedSpans,
  units: UnitWriter,
): number {
  const start = runs.start(first);
  let run = first;
  let traits = runs.traits[run] ?? 0;
  for (let held = reach; held > runs.end(run); held = spans.reach(start, runs.end(run))) {
    run += 1;
    traits |= runs.traits[run] ?? 0;
  }
  const end = runs.end(run);
  if ((traits & trait.high) !== 0) divideRun(text, start, end, units, spans);
  else if (end - start > longestWord) writePieces(text, start, end, units, spans);
  else units.addWord(text, start, end, spans);
  return run;
}

/** A unit is a line from its first to its last character that is not blank; a very long one gives words. */
function writeLines(text: string, guards: GuardSet): void {
  const { length } = text;
  let at = 0;
  for (;;) {
    while (at < length && isSpace(text.charCodeAt(at))) {
      at += 1;
    }
    if (at === length) {
      return;
    }
    const core = at;
    let end = at;
    for (let code = text.charCodeAt(at); code !== newline && at < length; code = text.charCodeAt(at)) {
      at += 1;
      if (!isSpace(code)) {
        end = at;
      }
    }
    if (end - core > longestLine) writeWords(text, { from: core, to: end }, guards, writer);
    else writer.addWhole(core, end);
  }
}

const newline = 0x0a;
/** Characters; one line more than this would take or leave a good part of a small budget. */
const longestLine = 400;
