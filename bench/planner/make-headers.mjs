// Writes the models of models.mjs as GGUF files of full length, whose weights are holes: they take up a few megabytes.
//   node bench/planner/make-headers.mjs FOLDER
import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
// biome-ignore lint/correctness/useImportExtensions: the types of the module lie beside it
import * as gguf from './gguf-writer.mjs';
// biome-ignore lint/correctness/useImportExtensions: the types of the module lie beside it
import * as models from './models.mjs';

const [folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const name of models.modelNames) {
  const { vocabulary, metadata, tensors } = models.modelContents(name);
  const header = gguf.ggufHeader({ metadata: { ...metadata, ...tokenizer(vocabulary) }, tensors });
  const file = openSync(join(folder, `${name}.gguf`), 'w');
  writeSync(file, header);
  ftruncateSync(file, header.length + tensors.reduce((sum, { bytes }) => sum + gguf.aligned(bytes), 0));
  closeSync(file);
}

/** As many tokens as the model has, the first 256 of which are the bytes, so that llama.cpp takes it for a tokenizer. */
function tokenizer(vocabulary) {
  const tokens = Array.from({ length: vocabulary }, (_, at) => (at < 256 ? letter(at) : `<t${at}>`));
  return {
    'tokenizer.ggml.model': { string: 'gpt2' },
    'tokenizer.ggml.pre': { string: 'llama-bpe' },
    'tokenizer.ggml.tokens': { string: tokens },
    'tokenizer.ggml.token_type': { i32: tokens.map(() => 1) },
    'tokenizer.ggml.merges': { string: ['a b', 'c d'] },
    'tokenizer.ggml.bos_token_id': { u32: 256 },
    'tokenizer.ggml.eos_token_id': { u32: 257 },
  };
}

/** The letter that byte-level tokenizers write a byte as. */
function letter(byte) {
  const isPlain = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  return String.fromCodePoint(isPlain ? byte : 256 + byte);
}
