/** Choices that follow from a seed alone, the same on every machine. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  chance(share: number): boolean;
}

/** A seeded source of choices. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    pick: <T>(list: readonly T[]) => list[between(0, list.length - 1)] as T,
    chance: (share) => next() < share,
  };
}

/** A list in another order. */
export function shuffled<T>(list: readonly T[], random: Random): T[] {
  const order = [...list];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = random.between(0, at);
    [order[at], order[other]] = [order[other] as T, order[at] as T];
  }
  return order;
}

/** So many different members of a list; all of it where it has no more. */
export function sample<T>(list: readonly T[], count: number, random: Random): T[] {
  return shuffled(list, random).slice(0, count);
}

/** Lists of words by the name of the slot that they fill. */
export type WordLists = Readonly<Record<string, readonly string[]>>;

/** Fills `{slot}` in a template from lists of words; `{n:5-90}` is a number, `{Slot}` starts with a capital. */
export function fill(template: string, lists: WordLists, random: Random): string {
  return template.replaceAll(
    /\{(\w+)(?::(\d+)-(\d+))?\}/g,
    (_, slot: string, low?: string, high?: string) => {
      if (low !== undefined) return String(random.between(Number(low), Number(high)));
      const lower = slot.charAt(0).toLowerCase() + slot.slice(1);
      const list = lists[slot] ?? lists[lower];
      if (list === undefined) throw new Error(`no list for {${slot}}`);
      const word = fill(random.pick(list), lists, random);
      return lists[slot] === undefined ? word.charAt(0).toUpperCase() + word.slice(1) : word;
    },
  );
}
