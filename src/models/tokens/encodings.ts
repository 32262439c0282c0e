import { BytePairCounter } from './byte-pair-counter.ts';
import type { RankTable } from './byte-ranks.ts';
import { asciiPreTokenEnd } from './o200k-pre-tokens.ts';
import type { TokenCounter } from './token-counter.ts';

interface Encoding {
  readonly table: RankTable;
  /** Matches one pre-token after another, without gaps. */
  readonly pattern: RegExp;
  /** Where the pre-token that starts at `start` ends in `text.slice(0, end)`, for most of ASCII, or -1. */
  readonly fastEnd?: (text: string, start: number, end: number) => number;
}

/** The encodings of gpt-tokenizer; their tables load when first asked for. */
export const encodings: ReadonlyMap<string, () => Promise<Encoding>> = new Map([
  ['o200k_base', o200k],
  ['o200k_harmony', o200k],
  [
    'cl100k_base',
    async () => {
      const { default: table } = await import('gpt-tokenizer/bpeRanks/cl100k_base');
      const { Cl100KBase } = await import('gpt-tokenizer/encodingParams/cl100k_base');
      return { table, pattern: Cl100KBase(table).tokenSplitRegex };
    },
  ],
  [
    'p50k_base',
    async () => {
      const { default: table } = await import('gpt-tokenizer/bpeRanks/p50k_base');
      const { P50KBase } = await import('gpt-tokenizer/encodingParams/p50k_base');
      return { table, pattern: P50KBase(table).tokenSplitRegex };
    },
  ],
  [
    'r50k_base',
    async () => {
      const { default: table } = await import('gpt-tokenizer/bpeRanks/r50k_base');
      const { R50KBase } = await import('gpt-tokenizer/encodingParams/r50k_base');
      return { table, pattern: R50KBase(table).tokenSplitRegex };
    },
  ],
]);

async function o200k(): Promise<Encoding> {
  const { default: table } = await import('gpt-tokenizer/bpeRanks/o200k_base');
  const { O200KBase } = await import('gpt-tokenizer/encodingParams/o200k_base');
  return { table, pattern: O200KBase(table).tokenSplitRegex, fastEnd: asciiPreTokenEnd };
}

/** Counts as the encoding does; text that looks like a special token (`<|endoftext|>`) counts as text. */
export function encodingCounter(name: string, encoding: Encoding): TokenCounter {
  const { table, fastEnd = () => -1 } = encoding;
  const pairs = new BytePairCounter(table);
  const pattern = unicodePattern(encoding.pattern);
  const slowEnd = (text: string, start: number, end: number): number => {
    pattern.lastIndex = 0;
    pattern.test(text.slice(start, end));
    return start + pattern.lastIndex;
  };
  const countSlice = (text: string, start: number, end: number): number => {
    let tokens = 0;
    for (let at = start; at < end; ) {
      const fast = fastEnd(text, at, end);
      const preTokenEnd = fast < 0 ? slowEnd(text, at, end) : fast;
      tokens += pairs.count(text, at, preTokenEnd);
      at = preTokenEnd;
    }
    return tokens;
  };
  return { name, splitsAtSpaces: true, count: (text) => countSlice(text, 0, text.length), countSlice };
}

/**
 * The pattern as the models' own tokenizers read it: their `\s` is Unicode's White_Space, JavaScript's has U+FEFF
 * besides and lacks U+0085. A copy of ours, because matching moves its `lastIndex`.
 */
function unicodePattern({ source }: RegExp): RegExp {
  return new RegExp(source.replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}'), 'gu');
}
