import { expect, it } from 'vitest';
import { contextThatFits } from '../../../src/models/scout/context-that-fits.ts';
import { parseCluster } from '../../../src/models/scout/devices.ts';
import type { ModelGeometry } from '../../../src/models/scout/geometry.ts';
import { plansFor } from '../../../src/models/scout/plan.ts';
import { modelPresets } from '../../../src/models/scout/presets.ts';

const scout = modelPresets.get('scout') as ModelGeometry;
const fitting = (gpus: string) => contextThatFits(scout, parseCluster(gpus));

it('what fits on some GPUs is what a plan with faithful storage holds, up to the trained context', () => {
  expect(fitting('4xH100')).toBe(262_144);
  const tight = fitting('3xRTX4090');
  expect(tight).toBeGreaterThan(1000);
  expect(tight).toBeLessThan(262_144);
  const [plan] = plansFor({ model: scout, cluster: parseCluster('3xRTX4090'), context: tight });
  expect(plan?.memory.fits).toBe(true);
  expect(() => fitting('1xL4')).toThrow(/does not fit on 1xL4/);
});
