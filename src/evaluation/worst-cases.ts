import { compressSource } from '../compress/compress-source.ts';
import { openResources, type Resources } from '../compress/resources.ts';
import type { Span } from '../pipeline/spans.ts';
import { asTextDocument, compressOptions } from './measure-cell.ts';
import type { EvaluationResult } from './result.ts';
import type { EvaluationRow, RowDocument } from './row.ts';
import type { Cell } from './sweep-plan.ts';

/** A row of which an answer, or much of the evidence, was lost, with the text where that happened. */
export interface WorstCase {
  readonly cell: Cell;
  readonly result: EvaluationResult;
  readonly excerpt: Excerpt;
}

/** A part of a document, in pieces that were kept or cut. */
interface Excerpt {
  readonly pieces: readonly { readonly text: string; readonly isKept: boolean }[];
  readonly title: string | undefined;
}

const MOST = 6;
/** Characters on both sides of what was lost. */
const AROUND = 450;

/** The rows that lost most, with their texts: each is compressed once more, since results hold no text. */
export async function worstCases(
  cells: readonly Cell[],
  results: ReadonlyMap<string, EvaluationResult>,
  {
    signal,
    ...options
  }: { readonly tokenizer: string; readonly threads: number; readonly signal: AbortSignal },
): Promise<readonly WorstCase[]> {
  const cases: WorstCase[] = [];
  for (const one of chooseWorst(cells, results)) {
    await using resources = await openResources({ level: one.cell.setting.level ?? 1, ...options });
    cases.push(await explainWorst(one, resources, signal));
  }
  return cases;
}

/**
 * The cells that lost most under what should be the best setting, at the lowest ratio first, and then those of the others; each task
 * has its turn before one has another.
 */
function chooseWorst(
  cells: readonly Cell[],
  results: ReadonlyMap<string, EvaluationResult>,
): readonly { readonly cell: Cell; readonly result: EvaluationResult }[] {
  const lost = cells
    .flatMap((cell) => {
      const result = results.get(cell.key);
      const isLost = result !== undefined && cell.setting.level !== null && keptOf(result) < 1;
      return isLost ? [{ cell, result }] : [];
    })
    .sort(
      (a, b) =>
        Number(b.cell.setting.isAsked) - Number(a.cell.setting.isAsked) ||
        (b.cell.setting.level ?? 0) - (a.cell.setting.level ?? 0) ||
        keptOf(a.result) - keptOf(b.result) ||
        a.cell.setting.ratio - b.cell.setting.ratio,
    );
  const seen = new Set<EvaluationRow>();
  const chosen: (typeof lost)[number][] = [];
  const turns = new Map<string, number>();
  for (const most of [1, 2, MOST])
    for (const one of lost) {
      const taken = turns.get(one.result.task) ?? 0;
      if (chosen.length === MOST || taken >= most || seen.has(one.cell.row)) continue;
      chosen.push(one);
      seen.add(one.cell.row);
      turns.set(one.result.task, taken + 1);
    }
  return chosen;
}

function keptOf({ survival, evidence }: EvaluationResult): number {
  return survival ?? evidence ?? 1;
}

/** What became of the text where the answer stands. */
async function explainWorst(
  { cell, result }: { readonly cell: Cell; readonly result: EvaluationResult },
  resources: Resources,
  signal: AbortSignal,
): Promise<WorstCase> {
  const { row, setting } = cell;
  const { at, from, to } = placeOf(row);
  await using compression = await compressSource(
    resources,
    row.documents.map(asTextDocument),
    compressOptions(row, setting, signal),
  );
  const kept: Span[] = [];
  let ordinal = 0;
  for await (const document of compression.documents()) {
    if (ordinal === at) for await (const span of document.spans()) kept.push(span);
    ordinal += 1;
  }
  const document = row.documents[at] as RowDocument;
  return {
    cell,
    result,
    excerpt: { title: document.title, pieces: piecesOf(document.text, kept, from, to) },
  };
}

/** Where the evidence of a row begins, or else its answer, or else its first text. */
function placeOf({ documents, answers }: EvaluationRow) {
  const found = documents.flatMap(({ text, evidence = [], isGold }, at) => {
    const [span] = evidence;
    if (span !== undefined) return [{ at, rank: 0, start: span[0] as number, end: span[1] as number }];
    const answer = answers.find((one) => text.toLowerCase().includes(one.toLowerCase()));
    const start = answer === undefined ? 0 : text.toLowerCase().indexOf(answer.toLowerCase());
    const rank = answer === undefined ? 3 : isGold === true ? 1 : 2;
    return [{ at, rank, start, end: start + (answer?.length ?? 0) }];
  });
  const [best] = found.toSorted((a, b) => a.rank - b.rank || a.at - b.at);
  const { at, start, end } = best ?? { at: 0, start: 0, end: 0 };
  return { at, from: Math.max(0, start - AROUND), to: Math.min(end, start + AROUND) + AROUND };
}

function piecesOf(text: string, kept: readonly Span[], from: number, to: number) {
  const pieces: { text: string; isKept: boolean }[] = [];
  const add = (start: number, end: number, isKept: boolean) => {
    const own = text.slice(Math.max(start, from), Math.max(from, Math.min(end, to)));
    if (own !== '') pieces.push({ text: own, isKept });
  };
  let last = 0;
  for (const [start, end] of kept) {
    add(last, start, false);
    add(start, end, true);
    last = end;
  }
  add(last, text.length, false);
  return pieces;
}
