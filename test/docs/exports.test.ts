import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as pith from '../../src/index.ts';
import { repository } from './markdown.ts';

describe('the package', () => {
  it('exports every stage', async () => {
    const folder = join(repository, 'src/stages');
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const modules = paths.filter((path) => path.endsWith('-stage.ts'));
    expect(modules.length).toBeGreaterThan(12);
    for (const path of modules) {
      const own = (await import(join(folder, path))) as Record<string, unknown>;
      for (const name of Object.keys(own).filter((key) => key.endsWith('Stage'))) {
        expect(pith, path).toHaveProperty(name, own[name]);
      }
    }
  });

  it('exports what the lexical stage takes', async () => {
    await using resources = await pith.openResources({ level: 1 });
    const frequencies = new pith.WordFrequencies(resources.background);
    expect(pith.lexicalStage(frequencies, resources.lexicalWeights).name).toBe('lexical');
  });
});
