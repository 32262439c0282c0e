import { type Role, roleCode } from './outline.ts';
import { SIGNATURE, type Units } from './passage.ts';
import { UnitWriter } from './unit-writer.ts';

/** Collects the lines of a passage with an outline as units. */
export class OutlineWriter {
  /** Containers that end before the next unit. */
  ends = 0;
  readonly #writer = new UnitWriter();
  #roles: number[] = [];
  #signatures: number[] = [];

  /** Begins a passage. */
  begin(): void {
    this.#writer.clear();
    this.#roles = [];
    this.#signatures = [];
  }

  add(core: number, end: number, role: Role, isSignature = false): void {
    if (isSignature) this.#signatures.push(this.#roles.length);
    this.#writer.addWhole(core, end);
    this.#roles.push(this.code(role));
  }

  /** The code of the next unit, which is added here or elsewhere. */
  code(role: Role): number {
    const { ends } = this;
    this.ends = 0;
    return roleCode(role, ends);
  }

  /** The units of the passage that began at `start`. */
  finish(start: number): Units {
    const units = {
      ...this.#writer.finish(start),
      roles: Uint16Array.from(this.#roles),
      closing: this.ends,
    };
    if (this.#signatures.length === 0) return units;
    const lines = new Uint8Array(units.count);
    for (const unit of this.#signatures) lines[unit] = SIGNATURE;
    return { ...units, lines };
  }
}
