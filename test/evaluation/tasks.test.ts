import { describe, expect, it } from 'vitest';
import { holdsAnswer } from '../../src/evaluation/measures/survival.ts';
import { tasks } from '../../src/evaluation/tasks.ts';

const options = { seed: 3, count: 5, lengths: [1500, 4000], depths: [0, 0.5, 1] };

describe.each(tasks)('the task $name', (task) => {
  it('gives the same rows for the same seed, others for another, and fewer as the beginning of more', async () => {
    const rows = await task.rows(options);
    expect(await task.rows(options)).toEqual(rows);
    expect(await task.rows({ ...options, seed: 4 })).not.toEqual(rows);
    const single = { ...options, lengths: [1500] };
    expect(await task.rows({ ...single, count: 2 })).toEqual((await task.rows(single)).slice(0, 2));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it('has every answer in its text, within the evidence where that is marked, and in no other document', async () => {
    for (const { documents, answers, question } of await task.rows(options)) {
      expect(question).not.toMatch(/[{}]|undefined/);
      const text = documents.map((document) => document.text).join('\n');
      const evidence = documents.flatMap(({ text: own, evidence: spans = [] }) =>
        spans.map(([start, end]) => own.slice(start, end)),
      );
      expect(text).not.toMatch(/\{\w+\}|undefined/);
      for (const answer of answers) {
        expect(holdsAnswer(text, [answer])).toBe(true);
        if (evidence.length > 0) expect(holdsAnswer(evidence.join('\n'), [answer])).toBe(true);
      }
      const others = documents.filter(({ isGold }) => isGold !== true);
      if (others.length < documents.length)
        expect(others.filter(({ text: own }) => holdsAnswer(own, answers))).toEqual([]);
    }
  });
});

describe('needles', () => {
  it('stand at their depth, in texts of their length, and share no word with their question', async () => {
    const rows = (await tasks.find(({ name }) => name === 'needles')?.rows(options)) ?? [];
    expect(rows).toHaveLength(10);
    for (const { documents, metadata, question } of rows) {
      const [{ text = '', evidence: [span] = [] } = {}] = documents;
      const needle = text.slice(...(span ?? [0, 0]));
      expect(stems(needle).filter((stem) => stems(question).includes(stem))).toEqual([]);
      expect(text.length - needle.length - 1).toBe(metadata['length']);
      const place = (span?.[0] ?? 0) / text.length;
      expect(Math.abs(place - Number(metadata['depth']))).toBeLessThan(0.15);
    }
  });
});

/** The first four letters of the words that say something. */
function stems(text: string): string[] {
  const small =
    /^(?:a|an|the|of|to|in|on|at|by|for|with|from|into|over|as|was|is|were|are|be|it|its|his|her|do|did|does)$/;
  return (text.toLowerCase().match(/\p{L}+/gu) ?? [])
    .filter((word) => !small.test(word))
    .map((word) => word.slice(0, 4));
}
