import type { Reporter, SerializedError, TestCase, TestModule, Vitest } from 'vitest/node';

/** Ends a run with the names of the skipped tests and one line of totals that scripts can read. */
export default class SummaryReporter implements Reporter {
  #isFiltered = false;

  onInit(vitest: Vitest): void {
    this.#isFiltered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state);
    // With -t, what was not asked for is skipped too.
    for (const test of this.#isFiltered ? [] : inState('skipped')) {
      console.log(`skipped: ${test.module.relativeModuleId} > ${test.fullName}${reason(test)}`);
    }
    const failed = inState('failed').length + modules.filter(failedToLoad).length + unhandled.length;
    console.log(`${inState('passed').length} passed, ${failed} failed`);
  }
}

function reason(test: TestCase): string {
  const result = test.result();
  return result.state === 'skipped' && result.note !== undefined ? ` (${result.note})` : '';
}

/** A file whose import or hooks failed: vitest counts none of its tests, but the run has failed. */
function failedToLoad(module: TestModule): boolean {
  return module.errors().length > 0;
}
