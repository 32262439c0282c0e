import type { Cut, Cutter, View } from '../cutter.ts';
import { cutCode } from '../lines.ts';
import { OutlineWriter } from '../outline-writer.ts';
import type { OutlinePart } from '../passage.ts';
import { CodeOutline } from './code-outline.ts';
import { type Language, languageOfFile, sniffLanguage } from './language.ts';

/** Characters of a text that tell its language, if its name does not. */
const HEAD = 4096;

/** Source code: whole lines, in which no bracket is left open. `path` tells the language. */
export function codeCutter(path: string): Cutter {
  const writer = new OutlineWriter();
  let outline: CodeOutline | undefined;
  return (view) => {
    outline ??= new CodeOutline(languageOfFile(path) ?? languageAt(view, view.start), writer);
    return cutWithOutline(view, outline, writer);
  };
}

/** The language of a text, by what stands in it from `at` on. */
export function languageAt({ text, limit }: View, at: number): Language {
  return sniffLanguage(text.slice(at, Math.min(limit, at + HEAD)));
}

function cutWithOutline(view: View, outline: CodeOutline, writer: OutlineWriter): Cut {
  const cut = cutCode(view);
  const { text, start, limit } = view;
  // The words of a line that is longer than a passage: nothing is known of their brackets.
  if (cut.unitKind === 'word')
    return outline.isOpen || writer.ends > 0 ? { ...cut, parts: wordsOf(view, cut.end, writer) } : cut;
  writer.begin();
  outline.addLines(text, { start, end: cut.end, limit });
  return { ...cut, units: writer.finish(start) };
}

/** A passage as one run of words that stand in something. */
export function wordsOf({ text, start }: View, end: number, writer: OutlineWriter): OutlinePart[] {
  const part = text.slice(start, end);
  const core = part.length - part.trimStart().length;
  if (core === part.length) return [];
  return [{ start: core, end: part.trimEnd().length, kind: 'words', role: writer.code('row') }];
}
