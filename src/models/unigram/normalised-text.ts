/** A text as its tokenizer reads it, unit by unit, with the place in the source that each unit stands for. */
export class NormalisedText {
  length = 0;
  /** UTF-16 units. */
  units = new Uint16Array(FIRST_CAPACITY);
  /** UTF-16 offsets into the source, `[starts[i], ends[i])`. */
  starts = new Uint32Array(FIRST_CAPACITY);
  ends = new Uint32Array(FIRST_CAPACITY);

  /** Adds one UTF-16 unit. */
  add(unit: number, start: number, end: number): void {
    if (this.length === this.units.length) this.#grow();
    this.units[this.length] = unit;
    this.starts[this.length] = start;
    this.ends[this.length] = end;
    this.length += 1;
  }

  /** Adds the units of a character. */
  addCharacter(character: string, start: number, end: number): void {
    for (let unit = 0; unit < character.length; unit += 1) this.add(character.charCodeAt(unit), start, end);
  }

  clear(): void {
    this.length = 0;
  }

  #grow(): void {
    const { units, starts, ends } = this;
    const capacity = units.length * 2;
    this.units = new Uint16Array(capacity);
    this.starts = new Uint32Array(capacity);
    this.ends = new Uint32Array(capacity);
    this.units.set(units);
    this.starts.set(starts);
    this.ends.set(ends);
  }
}

const FIRST_CAPACITY = 2048;

/** True for a unit that is a white-space character; all of these are single units. */
export function isWhiteSpace(unit: number | undefined): boolean {
  if (unit === undefined) return false;
  if (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)) return true;
  return unit >= 0x85 && /\p{White_Space}/u.test(String.fromCharCode(unit));
}
