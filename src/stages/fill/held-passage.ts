import type { DividedPassage } from '../batch.ts';
import type { Passage, Units } from '../segment/passage.ts';
import { tailOf } from './dropped-run.ts';
import type { Choice } from './exchanges.ts';

/** A unit of a passage. */
export interface PlacedUnit extends Choice {
  readonly held: HeldPassage;
  readonly unit: number;
}

const NO_UNITS: Units = {
  count: 0,
  cores: new Uint32Array(0),
  ends: new Uint32Array(0),
  marks: new Uint8Array(0),
};

/** A passage of which something is kept or could be kept. */
export class HeldPassage implements DividedPassage {
  passage: Passage;
  units: Units;
  /** A flag for each unit that the plan keeps. */
  kept: Uint8Array;
  /** Units of it that could be kept. */
  candidates = 0;

  constructor({ passage, units }: DividedPassage, kept: Uint8Array) {
    this.passage = passage;
    this.units = units;
    this.kept = kept;
  }

  get isNeeded(): boolean {
    return this.candidates > 0 || this.kept.includes(1);
  }

  /** Leaves what a passage that is dropped has to say. */
  shrink(): void {
    this.passage = { ...this.passage, text: `.${tailOf(this.passage)}` };
    this.units = NO_UNITS;
    this.kept = new Uint8Array(0);
  }

  /** Whether adding a unit that is dropped makes sense: punctuation stands between words that are kept. */
  isAddable(unit: number): boolean {
    return this.units.marks[unit] === 0 || (this.kept[unit - 1] !== 0 && this.kept[unit + 1] !== 0);
  }

  /** Whether a unit that is kept leaves no punctuation alone. */
  isRemovable(unit: number): boolean {
    const isKeptMark = (at: number) => this.units.marks[at] === 1 && this.kept[at] === 1;
    return this.units.marks[unit] === 1 || !(isKeptMark(unit - 1) || isKeptMark(unit + 1));
  }
}
