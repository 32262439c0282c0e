import { describe, expect, it } from 'vitest';
import { compress } from '../../src/compress/compressor.ts';

/** As a program without types would. */
async function call(...words: readonly unknown[]): Promise<unknown> {
  return Reflect.apply(compress, undefined, words);
}

describe('compress', () => {
  it.each([
    [undefined, 'the source must be a text or documents, not undefined'],
    [null, 'the source must be a text or documents, not null'],
    [5, 'the source must be a text or documents, not 5'],
    [{}, 'the source must be a text or documents, not an object'],
    [['a'], "item 0 of the source is no document: 'a'"],
    [[{ id: 'a', text: 'b' }], 'item 0 of the source is no document: an object'],
  ])('refuses the source %j', async (source, message) => {
    await expect(call(source)).rejects.toMatchObject({ code: 'usage', message, hint: expect.any(String) });
  });

  it.each([
    [null, 'the options must be an object, not null'],
    ['fast', "the options must be an object, not 'fast'"],
    [{ budget: null }, 'null is no budget'],
    [{ budget: 500 }, '500 is no budget'],
    [{ budget: {} }, 'an object is no budget'],
    [{ budget: { type: 'foo' } }, "no budget has the type 'foo'"],
    [
      { budget: { type: 'tokens' } },
      'the tokens of a budget must be a whole number of 1 or more, not undefined',
    ],
    [
      { budget: { type: 'tokens', tokens: Number.NaN } },
      'the tokens of a budget must be a whole number of 1 or more, not NaN',
    ],
    [
      { budget: { type: 'tokens', tokens: 0 } },
      'the tokens of a budget must be a whole number of 1 or more, not 0',
    ],
    [{ budget: { type: 'ratio', ratio: '3' } }, "the ratio of a budget must be 1 or more, not '3'"],
    [{ protect: 'abc' }, "the option protect is 'abc'"],
    [{ protect: [/a/] }, 'the option protect is an array'],
    [{ gap: 5 }, 'the option gap is 5'],
    [{ question: ['a', 5] }, 'the option question is an array'],
    [{ onEvent: 'log' }, "the option onEvent is 'log'"],
  ])('refuses the options %j', async (options, message) => {
    await expect(call('some text', options)).rejects.toMatchObject({
      code: 'usage',
      message,
      hint: expect.any(String),
    });
  });
});
