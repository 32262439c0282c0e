import { gap } from './drawing.ts';
import type { GraphDescription, TeeDescription } from './graph-description.ts';

/** The narrowest box that is drawn, in columns, however many lie side by side. */
const narrowest = 22;

/** The width below which a description cannot be drawn. */
export function leastWidth(description: GraphDescription): number {
  switch (description.type) {
    case 'stage':
      return narrowest;
    case 'chain':
      return Math.max(...description.nodes.map(leastWidth));
    case 'tee':
      return sum(description.branches.map(leastWidth)) + gaps(description);
  }
}

/** Divides a width among the branches of a tee, in proportion to the boxes that lie side by side in each. */
export function laneWidths(tee: TeeDescription, width: number): number[] {
  const least = tee.branches.map(leastWidth);
  return least.map((columns) => Math.floor(((width - gaps(tee)) * columns) / sum(least)));
}

/** The columns that the gaps between a tee's branches take. */
export function gaps(tee: TeeDescription): number {
  return gap * (tee.branches.length - 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
