import { isSpace } from '../segment/characters.ts';
import { nextLine, skipBlankLines, skipIndent } from '../segment/text-lines.ts';
import type { Statement } from './statement.ts';
import { KeyWriter } from './text-key.ts';

/** Comments of fewer characters are cheap, and may be said of different things. */
const SHORTEST = 80;
/** What begins a line of nothing but comment, in most languages. */
const COMMENT = /^(?:\/\/|\/\*|\*|#(?!include|define|if|el|end|pragma|undef|import|!)|--|;|%|<!--|"""|''')/;

const writer = new KeyWriter();

/**
 * The comments of source code, by blocks of lines: licences and the like. Two are equal if all but white space is. Code
 * itself is never compared: a line or a function that is repeated still has to stand where it stands.
 */
export function commentStatements(text: string): readonly Statement[] {
  const found: Statement[] = [];
  let start = -1;
  let end = 0;
  writer.clear();
  const close = () => {
    if (start >= 0 && writer.weight >= SHORTEST) found.push({ start, end, key: writer.take() });
    start = -1;
    writer.clear();
  };
  for (let line = 0; line < text.length; ) {
    const next = nextLine(text, line, text.length);
    const core = skipIndent(text, line, next);
    if (COMMENT.test(text.slice(core, core + 9))) {
      if (start < 0) start = core;
      end = addLine(text, core, next);
    } else close();
    line = skipBlankLines(text, next, text.length);
    if (line > next) close();
  }
  close();
  return found;
}

/** Adds a line to the key; returns where its last character ends. */
function addLine(text: string, start: number, next: number): number {
  let end = start;
  for (let at = start; at < next; at += 1) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) writer.part();
    else {
      writer.add(code);
      end = at + 1;
    }
  }
  writer.part();
  return end;
}
