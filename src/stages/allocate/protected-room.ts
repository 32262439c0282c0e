import { PithError, type SourceLocation } from '../../pipeline/errors.ts';

/** Costs are estimates until the output is counted, so only what is over by more than this fails at once. */
const ESTIMATE_SHARE = 1.25;
const ESTIMATE_TOKENS = 64;

/** A unit's text, and where it stands. */
export interface Place {
  readonly text: string;
  readonly at: SourceLocation;
}

/** Adds up what protected text costs, and knows where it went over the budget. */
export class ProtectedRoom {
  readonly #budget: number;
  #tokens = 0;
  #place: (() => Place) | undefined;

  constructor(budget: number) {
    this.#budget = budget;
  }

  /**
   * Adds a protected unit.
   * @throws {PithError} `protected` as soon as it is certain that there is no room.
   */
  add(tokens: number, place: () => Place): void {
    if (this.#tokens <= this.#budget) this.#place = place;
    this.#tokens += tokens;
    if (this.#tokens > ESTIMATE_SHARE * this.#budget + ESTIMATE_TOKENS) throw this.error();
  }

  /** Says that the protected text does not fit, and which part of it was the first without room. */
  error(): PithError {
    const place = this.#place?.();
    const room = place === undefined ? '' : `: no room for ${JSON.stringify(place.text)}`;
    return new PithError('protected', `the protected text does not fit into ${this.#budget} tokens${room}`, {
      ...(place === undefined ? {} : { at: place.at }),
      hint: 'Raise the budget, or protect less.',
    });
  }
}
