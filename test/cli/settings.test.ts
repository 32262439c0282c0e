import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { environmentName, longName } from '../../src/cli/flag.ts';
import { resolveSettings } from '../../src/cli/settings.ts';

const project = (content: unknown) => ({ path: 'project.json', content });
const user = (content: unknown) => ({ path: 'user.json', content });

describe('resolveSettings', () => {
  it('takes the highest layer that sets a flag, whichever layers do', () => {
    const layers = ['flag', 'environment', 'project', 'user'] as const;
    fc.assert(
      fc.property(fc.subarray([...layers]), (set) => {
        const gap = (layer: (typeof layers)[number]) => (set.includes(layer) ? { gap: layer } : {});
        const environment = set.includes('environment') ? { PITH_GAP: 'environment' } : {};
        const files = [project(gap('project')), user(gap('user'))];
        expect(resolveSettings('compress', gap('flag'), environment, files).gap).toBe(set[0]);
      }),
    );
  });

  it('lets one budget of a higher layer hide every budget below', () => {
    const settings = resolveSettings('compress', { targetTokens: 100 }, { PITH_RATE: '0.5' }, [
      project({ ratio: 8 }),
    ]);
    expect(settings).toMatchObject({ targetTokens: 100, rate: undefined, ratio: undefined });
  });

  it('has a ratio of 3 where nobody sets a budget', () => {
    expect(resolveSettings('compress', {}, {}, [])).toMatchObject({ ratio: 3, rate: undefined });
  });

  it.each([
    ['the command line', { ratio: 2, rate: 0.5 }, {}, []],
    ['the environment', {}, { PITH_RATIO: '2', PITH_TARGET_TOKENS: '9' }, []],
    ['a file', {}, {}, [project({ rate: 0.5, targetTokens: 9 })]],
  ])('refuses two budgets in %s', (_, given, environment, files) => {
    expect(() => resolveSettings('compress', given, environment, files)).toThrow(/exclude each other/);
  });

  it('prefers the section of a command to the keys beside it, within a file only', () => {
    const near = project({ level: 1, infer: { level: 9 } });
    expect(resolveSettings('compress', {}, {}, [near]).level).toBe('1');
    expect(resolveSettings('infer', {}, {}, [near]).level).toBe('9');
    expect(resolveSettings('infer', {}, {}, [project({ level: 6 }), near]).level).toBe('6');
  });

  it('ignores a shared value that the command cannot have, but not one meant for it', () => {
    expect(resolveSettings('infer', {}, { PITH_LEVEL: '1' }, []).level).toBe('9');
    expect(() => resolveSettings('infer', {}, {}, [project({ infer: { level: 1 } })])).toThrow(
      /takes 3, 6 or 9/,
    );
  });

  it('has defaults that differ between commands', () => {
    expect(resolveSettings('compress', {}, {}, []).level).toBe('6');
    expect(resolveSettings('infer', {}, {}, []).level).toBe('9');
  });

  it('reads the variable of other programs after its own', () => {
    const theirs = { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' };
    expect(resolveSettings('infer', {}, theirs, []).baseUrl).toEqual(['http://127.0.0.1:1/v1']);
    const both = { ...theirs, PITH_BASE_URL: 'http://127.0.0.1:2/v1' };
    expect(resolveSettings('infer', {}, both, []).baseUrl).toEqual(['http://127.0.0.1:2/v1']);
  });

  it.each([
    [{ levle: 6 }, /project\.json: unknown key 'levle'/],
    [{ compress: { answers: 2 } }, /project\.json: unknown key 'answers' in 'compress'/],
    [{ question: 'why?' }, /project\.json: unknown key 'question'/],
    [{ compress: 3 }, /project\.json: 'compress' must be an object/],
    [[1], /project\.json: must hold a JSON object/],
    [{ level: 4 }, /project\.json: 'level' takes 1, 3, 6 or 9, not '4'/],
    [{ ratio: 'many' }, /project\.json: 'ratio' takes a number at least 1, not 'many'/],
    [{ quiet: 'yes' }, /project\.json: 'quiet' takes true or false/],
    [{ protect: [1, {}] }, /project\.json: 'protect' takes text or a list of texts/],
  ])('names the file of the mistake in %j', (content, message) => {
    expect(() => resolveSettings('compress', {}, {}, [project(content)])).toThrow(message);
  });

  it('names the variable of a mistake in the environment', () => {
    expect(() => resolveSettings('compress', {}, { PITH_LEVEL: '5' }, [])).toThrow(
      /^PITH_LEVEL takes 1, 3, 6 or 9/,
    );
  });

  it('reads switches and lists', () => {
    const settings = resolveSettings('compress', {}, { PITH_QUIET: '1' }, [project({ protect: ['a', 'b'] })]);
    expect(settings).toMatchObject({ quiet: true, protect: ['a', 'b'] });
  });
});

describe('names of a flag', () => {
  it('follow from its key', () => {
    expect([longName('targetTokens'), environmentName('targetTokens')]).toEqual([
      'target-tokens',
      'PITH_TARGET_TOKENS',
    ]);
  });
});
