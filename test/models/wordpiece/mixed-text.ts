/**
 * Text of many kinds from a seed: prose, code, accents, scripts, CJK, emoji, marks, controls, zero-width
 * characters and words of every length. Without lone surrogates.
 */
export function mixedText(seed: number, length: number): string {
  const random = generator(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const parts: string[] = [];
  for (let size = 0; size < length; ) {
    const part = random() < 0.6 ? pick(samples) : characters(pick(ranges), between(1, 9), between);
    parts.push(part, pick(separators));
    size += part.length + 1;
  }
  return parts.join('');
}

function characters([low, high]: readonly [number, number], count: number, between: typeof Math.max): string {
  const codes = Array.from({ length: count }, () => between(low, high));
  return String.fromCodePoint(...codes.filter((code) => code < 0xd800 || code > 0xdfff));
}

/** A linear congruential generator over [0, 1). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const separators = [
  ' ',
  ' ',
  ' ',
  ' ',
  '',
  '',
  '\n',
  '  ',
  '\t',
  '\r\n',
  '\n\n  ',
  '. ',
  ', ',
  '\u00a0',
  '\u3000',
];

const samples = [
  ...'The committee said NASA paid 1,250 dollars; nobody (really) asked why, and McDonald sold iPhones.'.split(
    ' ',
  ),
  ...'naïve café résumé Ångström İstanbul straße ΣΊΣΥΦΟΣ Đặng Владимир Çatalhöyük e\u0301tude'.split(' '),
  ...'if(x<=3){return{a:b[i++],c:"d\\n"};} foo_bar.baz() #include <stdio.h> $HOME/.config 0xFF 1e-9 --flag=v'.split(
    ' ',
  ),
  ...'東京都へ行く 中文分词測試 한국어문장 ภาษาไทย हिन्दी भाषा עברית שָׁלוֹם العربيّة ქართული አማርኛ'.split(' '),
  ...'👩‍👩‍👧‍👦 🇨🇭 ❤️ 🙂🙃 x\u200by\u200d \ufeffbom soft\u00adhyphen a\u0000b c\u0007d \ufffd ½ Ⅷ ² ①'.split(
    ' ',
  ),
  ...[
    "don't",
    "WE'VE",
    "i'LL",
    "'twas",
    "rock'n'roll",
    'U.S.A.',
    'co-operate',
    '…',
    '«»',
    '≠',
    '////\n/',
    '<|endoftext|>',
  ],
  ...[1, 7, 50, 99, 100, 101, 300].flatMap((length) =>
    ['a', 'Z', 'é', '9', '中', '\u0301', '-'].map((c) => c.repeat(length)),
  ),
];

const ranges = [
  [0x00, 0x7e],
  [0x20, 0x7e],
  [0x61, 0x7a],
  [0x7f, 0x24f],
  [0x250, 0x52f],
  [0x590, 0x6ff],
  [0x700, 0x11ff],
  [0x1200, 0x1fff],
  [0x2000, 0x2bff],
  [0x2c00, 0x33ff],
  [0x3400, 0x9fff],
  [0xa000, 0xd7ff],
  [0xe000, 0xffff],
  [0x10000, 0x1ffff],
  [0x1f300, 0x1faff],
  [0x20000, 0x323af],
  [0xe0000, 0xe01ff],
] as const;
