import fc from 'fast-check';
import { type TextDocument, textDocument } from '../../src/stages/document.ts';
import { type MediaType, mediaTypes } from '../../src/stages/media-type.ts';

const SENTENCES = [
  'The harbour master of Lindby wrote the arrival of every ship into a book.',
  'On 14 March 1907 the ferry “Astrid” sank with 23 people on board!',
  'Nobody (least of all Dr. Ekström) could say why; NASA was not asked.',
  'It cost 1,250.75 dollars, i.e. more than the town had.',
  'what is written in small letters says little of anybody',
  '漁港の記録は一八九二年から残っている。船の名前も書かれている。',
  'Журнал порта вёлся с 1892 года, и в нём нет пропусков.',
  'const total = items.reduce((sum, { price }) => sum + price, 0);',
  '2024-05-01T12:00:00Z INFO worker-7 finished job 8812 in 35 ms',
  'id,name,price,quantity,"note, quoted"',
  '{"key":"value","list":[1,2,3],"nested":{"flag":true}}',
  '👩‍👩‍👧‍👦 family ❤️ emoji 🇨🇭 and z̈alg͗o marks',
  'averyveryveryverylongwordwithoutanyspacesthatgoesonandonuntilitisdividedsomewhereinthemiddleofit',
  '# A heading',
  '- an item of a list',
  '    indented(line);',
  '| a | b |',
  '```',
];
const JOINTS = [' ', ' ', ' ', '\n', '\n', '\n\n', '\r\n', '  ', '\t', '', '\n\n\n', '\n    '];

const part = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...SENTENCES) },
  { weight: 2, arbitrary: fc.lorem({ maxCount: 4, mode: 'sentences' }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }).map(plainSpaces) },
  { weight: 1, arbitrary: fc.constantFrom(...SENTENCES).map((text) => `${text} `.repeat(30)) },
);

/** Texts of all that a user may bring, from nothing up to some ten thousand characters. */
export const anyText = fc
  .array(fc.tuple(part, fc.constantFrom(...JOINTS)), { maxLength: 60 })
  .map((parts) => parts.flat().join(''));

/** The same, and long enough for a budget to bite. */
export const longText = fc
  .array(fc.tuple(part, fc.constantFrom(...JOINTS)), { minLength: 60, maxLength: 150 })
  .map((parts) => parts.flat().join(''));

export const anyMediaType: fc.Arbitrary<MediaType> = fc.constantFrom(...mediaTypes);

/** A document that knows its text. */
export type SampleDocument = TextDocument & { readonly source: string };

/** One document or more of all kinds. */
export function anyDocuments(
  maxLength: number,
  idOf: (at: number) => string = String,
): fc.Arbitrary<readonly SampleDocument[]> {
  const sample = fc.record({ text: fc.oneof(anyText, longText), mediaType: anyMediaType });
  return fc.array(sample, { minLength: 1, maxLength }).map((list) =>
    list.map(({ text, mediaType }, at) => ({
      ...textDocument(text, { mediaType, id: idOf(at) }),
      source: text,
    })),
  );
}

/** Of what is white space, the two tokenizers disagree about these: ours reads `\s` as the models' own ones do. */
function plainSpaces(text: string): string {
  return text.replace(/[\u0085\ufeff\ud800-\udfff](?![\udc00-\udfff])/g, 'x');
}
