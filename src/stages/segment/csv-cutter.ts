import type { Cut, Cutter, View } from './cutter.ts';
import { cutRows } from './lines.ts';
import { roleCode } from './outline.ts';
import { UnitWriter } from './unit-writer.ts';

const QUOTE = 0x22;
const NEWLINE = 0x0a;

/** Tables: whole rows, and the first, which says what is in them, wherever a row is kept. A quoted field may hold line breaks. */
export function csvCutter(): Cutter {
  const state: State = { isFirst: true, isBroken: false };
  const writer = new UnitWriter();
  return (view) => cutTable(view, state, writer);
}

interface State {
  isFirst: boolean;
  /** A row was longer than a passage: from there on the rows are mere lines. */
  isBroken: boolean;
}

function cutTable(view: View, state: State, writer: UnitWriter): Cut {
  const { text, start, target } = view;
  const roles: number[] = [];
  writer.clear();
  let at = start;
  while (!state.isBroken && at < target) {
    const end = rowEnd(view, at);
    if (end < 0) break;
    const row = text.slice(at, end);
    const core = at + row.length - row.trimStart().length;
    if (core < end) {
      writer.addWhole(core, at + row.trimEnd().length);
      roles.push(roleCode(state.isFirst ? 'root' : 'row', 0));
      state.isFirst = false;
    }
    at = end;
  }
  if (at === start) {
    state.isBroken = true;
    return cutRows(view);
  }
  const units = { ...writer.finish(start), roles: Uint16Array.from(roles) };
  return { end: at, unitKind: 'line', units, isData: true };
}

/** Behind the line break that ends the row at `at`; -1 if it does not end within the passage. */
function rowEnd({ text, cap, limit, atEnd }: View, at: number): number {
  let isQuoted = false;
  for (let next = at; next < cap; next += 1) {
    const code = text.charCodeAt(next);
    if (code === QUOTE) isQuoted = !isQuoted;
    else if (code === NEWLINE && !isQuoted) return next + 1;
  }
  return atEnd && cap === limit && at < limit ? limit : -1;
}
