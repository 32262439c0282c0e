/** A seeded source of choices: the same seed gives the same corpus on every machine. */
export function seededRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
  const between = (low, high) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    pick: (list) => list[between(0, list.length - 1)],
    chance: (share) => next() < share,
  };
}

/** Fills `{slot}` in a template from lists of words; `{n:5-90}` is a number, `{Slot}` starts with a capital. */
export function fill(template, lists, random) {
  return template.replaceAll(/\{(\w+)(?::(\d+)-(\d+))?\}/g, (_, slot, low, high) => {
    if (low !== undefined) return String(random.between(Number(low), Number(high)));
    const lower = slot[0].toLowerCase() + slot.slice(1);
    const list = lists[slot] ?? lists[lower];
    if (list === undefined) throw new Error(`no list for {${slot}}`);
    const word = fill(random.pick(list), lists, random);
    return lists[slot] === undefined ? word[0].toUpperCase() + word.slice(1) : word;
  });
}
