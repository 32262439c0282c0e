import { isSpace } from './characters.ts';
import type { Passage, Units } from './passage.ts';
import { UnitWriter } from './unit-writer.ts';
import { divideRun, firstDivided, longestWord, writePieces } from './word-run.ts';

/** The units of a passage: words with their punctuation, lines, or what the cutter says. The same for the same text. */
export function unitsOf(passage: Pick<Passage, 'text' | 'unitKind' | 'units'>): Units {
  if (passage.units !== undefined) return passage.units;
  writer.clear();
  if (passage.unitKind === 'line') {
    writeLines(passage.text, writer);
  } else {
    writeWords(passage.text, 0, passage.text.length, writer);
  }
  return writer.finish();
}

// Scratch memory for one call: nothing in it outlives the call, and a call never gives way to another.
const writer = new UnitWriter();

/** The words of a part of a text: a run between white space is one, unless it is very long or of a script without spaces. */
export function writeWords(text: string, from: number, length: number, units: UnitWriter): void {
  let at = from;
  for (;;) {
    while (at < length && isSpace(text.charCodeAt(at))) {
      at += 1;
    }
    if (at === length) {
      return;
    }
    const core = at;
    let seen = 0;
    let code = text.charCodeAt(at);
    do {
      seen |= code;
      at += 1;
      code = at < length ? text.charCodeAt(at) : 0x20;
    } while (!isSpace(code));
    if (seen >= firstDivided) {
      divideRun(text, core, at, units);
    } else if (at - core > longestWord) {
      writePieces(text, core, at, units);
    } else {
      units.addWord(text, core, at);
    }
  }
}

/** A unit is a line from its first to its last character that is not blank; a very long one gives words. */
function writeLines(text: string, units: UnitWriter): void {
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
    if (end - core > longestLine) writeWords(text, core, end, units);
    else units.addWhole(core, end);
  }
}

const newline = 0x0a;
/** Characters; one line more than this would take or leave a good part of a small budget. */
const longestLine = 400;
