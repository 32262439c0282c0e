import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatHubId, isFileName, parseHubId } from '../../../src/models/hub/hub-id.ts';

it.each([
  ['hf:owner/name', { repository: 'owner/name', revision: 'main', file: undefined }],
  ['hf:bert-base-uncased', { repository: 'bert-base-uncased', revision: 'main', file: undefined }],
  ['hf:o/n@v1.0', { repository: 'o/n', revision: 'v1.0', file: undefined }],
  ['hf:o/n@refs/pr/3#onnx/a.onnx', { repository: 'o/n', revision: 'refs/pr/3', file: 'onnx/a.onnx' }],
  ['hf:o/n#a b.onnx', { repository: 'o/n', revision: 'main', file: 'a b.onnx' }],
])('%s is read, and written the same', (text, id) => {
  expect(parseHubId(text)).toEqual(id);
  expect(formatHubId(id)).toBe(text);
});

it.each([
  'hf:',
  'hf:a/b/c',
  'hf:../x',
  'hf:a/..',
  'hf:a--b/c',
  'hf:a/b@',
  'hf:a/b@../../x',
  'hf:a/b#',
  'hf:a/b#../x.onnx',
  'hf:a/b#/etc/passwd',
  'hf:a/b#x\\y',
  'hf:a /b',
  'hf:-a/b',
])('%s names no model', (text) => {
  expect(() => parseHubId(text)).toThrow(expect.objectContaining({ code: 'usage' }));
});

it('never takes what leads out of a folder for a file name', () => {
  const part = fc.constantFrom('..', '.', '', 'a', 'b.onnx', '\\', 'C:', '...');
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), (parts) => {
      const name = parts.join('/');
      if (isFileName(name)) expect(new URL(name, 'http://x/folder/').pathname).toBe(`/folder/${name}`);
    }),
  );
});
