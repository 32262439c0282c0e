// The same by node-llama-cpp, whose second estimate lets llama.cpp itself lay out a model without loading it.
//   node bench/planner/node-llama-cpp.mjs FOLDER FILE… > node-llama-cpp.jsonl
//
// FOLDER: where `npm i node-llama-cpp@3.22.1 --omit=optional @node-llama-cpp/linux-x64@3.22.1` was run.
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, ...files] = process.argv.slice(2);
const entry = join(resolve(folder), 'node_modules/node-llama-cpp/dist/index.js');
const { GgmlType, GgufInsights, getLlama, LlamaLogLevel, readGgufFileInfo } = await import(
  pathToFileURL(entry).href
);
const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error });
for (const file of files) {
  const insights = await GgufInsights.from(await readGgufFileInfo(file), llama);
  const model = await insights.estimateModelResourceRequirementsV2({ gpuLayers: 0, useMmap: false });
  const context = async (type) => {
    const { cpuRam } = await insights.estimateContextResourceRequirementsV2({
      contextSize: 32_768,
      modelGpuLayers: 0,
      batchSize: 512,
      sequences: 1,
      flashAttention: true,
      kvCacheKeyType: type,
      kvCacheValueType: type,
    });
    return cpuRam;
  };
  const halves = await context(GgmlType.F16);
  // The estimate does not tell the cache from other buffers, but only the cache is twice as large in 32 bits.
  const cache = (await context(GgmlType.F32)) - halves;
  const weights = model.cpuRam;
  console.log(JSON.stringify({ file: basename(file), weights, cache, total: weights + halves }));
}
process.exit();
