import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../../..');

/** Whether scripts/test-parts/node-llama-cpp.sh was run, or it was installed otherwise. */
export const hasNodeLlamaCpp = existsSync(join(root, 'node_modules/node-llama-cpp/package.json'));

/** Where it is absent, tests are skipped by name, but not in CI. */
export const skipsLlama = !hasNodeLlamaCpp && process.env['CI'] !== 'true';
