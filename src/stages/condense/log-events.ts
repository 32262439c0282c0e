import { isSpace } from '../segment/characters.ts';
import { nextLine } from '../segment/text-lines.ts';

/** A line of a log with those that belong to it, such as its stack trace. Offsets into the passage. */
export interface LogEvent {
  readonly start: number;
  readonly end: number;
}

/** What goes on with the line before it. */
const GOES_ON = /^(?:\s|at |Caused by\b|Suppressed\b|Traceback \(|\.\.\. \d|[)\]}])/;
/** What ends a trace of Python: it names the error that the indented lines led to. */
const ENDS_TRACE = /^[A-Za-z_][\w.]*(?:Error|Exception|Warning|Interrupt|Exit)\b(?::|\s*$)/;

/** The events of a passage of a log; together they hold all of its lines that are not blank. */
export function logEvents(text: string): readonly LogEvent[] {
  const events: LogEvent[] = [];
  let start = -1;
  let end = 0;
  let isIndented = false;
  for (let line = 0; line < text.length; ) {
    const next = nextLine(text, line, text.length);
    const head = text.slice(line, Math.min(next, line + HEAD));
    if (head.trim() !== '') {
      if (start >= 0 && !GOES_ON.test(head) && !(isIndented && ENDS_TRACE.test(head))) {
        events.push({ start, end });
        start = -1;
      }
      if (start < 0) start = line;
      end = next;
      isIndented = isSpace(text.charCodeAt(line));
    }
    line = next;
  }
  if (start >= 0) events.push({ start, end });
  return events;
}

/** So much of a line tells what it is. */
const HEAD = 120;
