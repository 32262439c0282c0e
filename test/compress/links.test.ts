import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Linkable, linkedRelevance } from '../../src/compress/links.ts';
import { openResources, type Resources } from '../../src/compress/resources.ts';
import { MentionFinder } from '../../src/stages/rank/mentions.ts';
import { Query } from '../../src/stages/rank/query.ts';

let resources: Resources;
beforeAll(async () => {
  resources = await openResources({ level: 1 });
});

interface Paragraph {
  /** @default A document of its own. */
  readonly document?: number;
  readonly text: string;
  readonly title?: string;
  readonly combined: number;
}

function linked(question: string, ...paragraphs: readonly Paragraph[]): readonly number[] {
  const finder = new MentionFinder(new Query(question, resources.background), resources.background);
  const candidates = new Map<number, Linkable>(
    paragraphs.map(({ text, title = '', combined, document }, at) => [
      at,
      { document: document ?? at, combined, mentions: finder.in({ text, title }) },
    ]),
  );
  return [...linkedRelevance(candidates).values()];
}

const question = 'In which town was the woman born who built the Kessel lighthouse?';
const hit = { text: 'The Kessel lighthouse was built by Ottoline Vance in 1871.', combined: 3 };

describe('linkedRelevance', () => {
  it('moves a passage towards the hit that names what it names', () => {
    const [first, second, other] = linked(
      question,
      hit,
      { text: 'Ottoline Vance was an engineer. She came from a town in the hills.', combined: -6 },
      { text: 'Bertram Hale was an engineer. He came from a town in the hills.', combined: -6 },
    );
    expect(first).toBe(3);
    expect(second).toBeGreaterThan(-4.5);
    expect(other).toBe(-6);
  });

  it('counts a title that is named for more than its words', () => {
    const about = { text: 'An engineer of the 19th century, Ottoline Vance liked towers.', combined: -6 };
    const [, plain] = linked(question, hit, about);
    const [, titled] = linked(question, hit, { ...about, title: 'Ottoline Vance (engineer)' });
    const [, half] = linked(question, hit, { ...about, title: 'Ottoline Marsh' });
    expect(titled).toBeGreaterThan(plain ?? 0);
    expect(half).toBe(plain);
  });

  it('makes nothing of names that the question has, nor of a title that both have', () => {
    const same = { text: 'A second Kessel lighthouse never came to be.', combined: -6 };
    expect(linked(question, hit, same)[1]).toBe(-6);
    const title = 'Lighthouse';
    const words = 'Who built it?';
    expect(linked(words, { ...hit, title }, { ...same, title })[1]).toBe(linked(words, hit, same)[1]);
    expect(linked(words, hit, { ...same, title })[1]).toBeGreaterThan(linked(words, hit, same)[1] ?? 0);
  });

  it('leads nowhere from what is hardly a hit', () => {
    const about = { text: 'Ottoline Vance liked towers.', combined: -6 };
    expect(linked(question, { ...hit, combined: -1 }, about)).toEqual([-1, -6]);
  });

  it('leads nowhere among many passages', () => {
    const about = { text: 'Ottoline Vance liked towers.', combined: -6 };
    const others = Array.from({ length: 31 }, () => ({ text: 'Nothing of note.', combined: -7 }));
    expect(linked(question, hit, about, ...others.slice(1))[1]).toBeGreaterThan(-6);
    expect(linked(question, hit, about, ...others)[1]).toBe(-6);
  });

  it('leads from one document to another, not about in one', () => {
    const about = { text: 'Ottoline Vance liked towers.', combined: -6 };
    expect(linked(question, { ...hit, document: 7 }, { ...about, document: 7 })).toEqual([3, -6]);
  });

  it('makes less of a name the more passages hold it', () => {
    const named = { text: 'Ottoline Vance again.', combined: -6 };
    const [, alone] = linked(question, hit, named);
    const [, among] = linked(question, hit, named, named, named, named);
    expect(among).toBeLessThan(alone ?? 0);
  });

  it('lifts none above the first, and lowers none', () => {
    const names = fc.constantFrom('Vance', 'Hale', 'Ottoline', 'Marlow', 'Skarnholm', 'walked', 'the');
    const paragraphs = fc.array(
      fc.record({
        text: fc.array(names, { maxLength: 6 }).map((words) => words.join(' ')),
        title: fc.array(names, { maxLength: 2 }).map((words) => words.join(' ')),
        combined: fc.integer({ min: -80, max: 60 }).map((tenths) => tenths / 10),
      }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(paragraphs, (all) => {
        const scores = all.map(({ combined }) => combined);
        const moved = linked(question, ...all);
        expect(Math.max(...moved)).toBe(Math.max(...scores));
        for (const [at, score] of moved.entries()) expect(score).toBeGreaterThanOrEqual(scores[at] ?? 0);
      }),
    );
  });
});
