import type { Random } from './random.ts';

/** Names that no other text of the corpus has, each another one. */
export function personNames(count: number, random: Random): string[] {
  const names = new Set<string>();
  while (names.size < count) names.add(`${random.pick(firstNames)} ${random.pick(surnames)}`);
  return [...names];
}

const firstNames =
  'Adaline|Bertrand|Cosima|Desmond|Eulalie|Ferdinand|Gudrun|Horatio|Isolde|Jasper|Kunigunde|Lucian|Minerva|Norbert|Ophelia|Percival|Quintus|Rosamund|Sigmund|Theodora'.split(
    '|',
  );
const surnames =
  'Abernathy|Blackwood|Crabtree|Drummond|Eastlake|Fothergill|Gainsborough|Hollingberry|Ironside|Jessop|Kettlewell|Loxley|Marchbanks|Nettleship|Oglethorpe|Pennyfather|Quillfeather|Ravenscroft|Silverlock|Thistlewood'.split(
    '|',
  );
