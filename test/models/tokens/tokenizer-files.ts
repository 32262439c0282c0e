import type { RankTable } from '../../../src/models/tokens/byte-ranks.ts';

/** A tokenizer.json with the given parts. */
export function tokenizerJson(parts: object): object {
  const empty = { truncation: null, padding: null, normalizer: null, pre_tokenizer: null };
  return { version: '1.0', ...empty, post_processor: null, decoder: null, added_tokens: [], ...parts };
}

/**
 * A byte-level BPE model with the first `size` tokens of a table of ranks. A table has no merges; the last merge of a
 * token is what remains when its bytes are merged with the tokens before it.
 */
export function byteLevelModel(table: RankTable, size: number): object {
  const vocab: Record<string, number> = {};
  const merges: string[] = [];
  for (const [rank, token] of table.slice(0, size).entries()) {
    const bytes = typeof token === 'string' ? [...Buffer.from(token)] : token;
    const symbols = bytes.map((byte) => byteSymbols[byte] as string);
    if (symbols.length > 1) merges.push(mergeAll(symbols, vocab).join(' '));
    vocab[symbols.join('')] = rank;
  }
  return {
    type: 'BPE',
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: '',
    end_of_word_suffix: '',
    fuse_unk: false,
    byte_fallback: false,
    vocab,
    merges,
  };
}

function mergeAll(symbols: readonly string[], ranks: Readonly<Record<string, number>>): readonly string[] {
  const parts = [...symbols];
  for (;;) {
    const pairs = parts.slice(1).map((part, i) => ranks[`${parts[i]}${part}`] ?? Infinity);
    const best = Math.min(...pairs, Infinity);
    if (best === Infinity) return parts;
    const at = pairs.indexOf(best);
    parts.splice(at, 2, `${parts[at]}${parts[at + 1]}`);
  }
}

/** Byte-level models write each byte as a visible character: itself if it is one, else one from U+0100 on. */
const byteSymbols = Array.from({ length: 256 }, (_, byte) => byte).reduce<string[]>((symbols, byte) => {
  const visible = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
  const hidden = symbols.filter((symbol) => symbol.charCodeAt(0) > 0xff).length;
  symbols.push(String.fromCharCode(visible ? byte : 0x100 + hidden));
  return symbols;
}, []);
