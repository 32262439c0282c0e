/** Prose-like text of exactly `length` characters, the same for the same seed. */
export function sampleText(length: number, seed = 1): string {
  let state = seed;
  const pick = (words: readonly string[]): string => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return words[(state >>> 8) % words.length] ?? '';
  };
  const who = ['The keeper', 'Ada Moreau', 'A visitor', 'The clerk', 'Old Tom', 'Station 9', 'Nobody'];
  const did = ['closed', 'measured', 'painted', 'forgot', 'reported', 'sold', 'flooded', 'renamed'];
  const what = [
    'the gate',
    'a barge of 40 tonnes',
    'the ledger',
    'twelve lamps',
    'the weir',
    'its own invoice',
  ];
  const when = [
    'in 1931',
    'before noon',
    'without a word',
    'after the flood',
    'on 4 May',
    'again',
    'at last',
  ];
  let text = '';
  for (let sentence = 1; text.length < length; sentence++) {
    text += `${pick(who)} ${pick(did)} ${pick(what)} ${pick(when)}.${sentence % 6 === 0 ? '\n\n' : ' '}`;
  }
  return text.slice(0, length);
}
