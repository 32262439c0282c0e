import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Vitest leaves one of the cores free; of the two of a small machine, that is half.
    maxWorkers: 2,
    setupFiles: ['./test/seed.ts'],
    env: { ORT_DISABLE_TELEMETRY: '1' },
    // For what hangs: machines that others use as well may be many times as slow.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/summary-reporter.ts'],
  },
});
