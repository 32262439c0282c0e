// What pith's planner says of GGUF files: bytes of weights, of the cache, and of both with the compute buffer.
//   npm run build && node bench/planner/pith.mjs FILE… > pith.jsonl
import { basename } from 'node:path';
import { readModel } from '../../dist/models/model-headers/read-model.js';
import { parseCluster } from '../../dist/models/scout/devices.js';
import { engineProfiles } from '../../dist/models/scout/engines.js';
import { memoryOf } from '../../dist/models/scout/memory.js';
import { fileBytes } from '../../dist/models/scout/weights.js';

const BATCH = 512;
for (const file of process.argv.slice(2)) {
  const { model, quantisation } = await readModel(file);
  const { cache, activations } = memoryOf({
    model,
    quantisation,
    engine: engineProfiles['llama.cpp'],
    kvType: 'f16',
    cluster: parseCluster('1xH100'),
    split: { tensor: 1, pipeline: 1 },
    context: 32_768,
    microBatch: BATCH,
    // The peers make room for the logits of a whole batch.
    outputs: BATCH,
  });
  const weights = fileBytes(model, quantisation);
  console.log(JSON.stringify({ file: basename(file), weights, cache, total: weights + cache + activations }));
}
