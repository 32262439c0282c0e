import type { Level } from '../models/model-files.ts';

/** How a row is compressed before it is measured. */
export interface Setting {
  /** Null for the text as it is, beside which the others are judged. */
  readonly level: Level | null;
  /** Input tokens by budget; 1 for the text as it is. */
  readonly ratio: number;
  /** Whether the compression knows the question. */
  readonly isAsked: boolean;
}

/** The text as it is. */
export const UNCOMPRESSED: Setting = { level: null, ratio: 1, isAsked: false };

/** What differs between settings that one curve joins. */
export type Curve = Pick<Setting, 'level' | 'isAsked'>;

/** Every curve of some levels, in the order of the report. */
export function curvesOf(levels: readonly Level[], questions: readonly Questions[]): readonly Curve[] {
  return questions.flatMap((question) =>
    levels.map((level): Curve => ({ level, isAsked: question === 'known' })),
  );
}

/** Whether a compression is told the question. */
export const questionChoices = ['known', 'unknown'] as const;
export type Questions = (typeof questionChoices)[number];

/** `level 6, question known` */
export function curveName({ level, isAsked }: Curve): string {
  return level === null ? 'uncompressed' : `level ${level}, question ${isAsked ? 'known' : 'unknown'}`;
}

export function isSameCurve(one: Curve, other: Curve): boolean {
  return one.level === other.level && one.isAsked === other.isAsked;
}
