import type { CompressStats } from '../compress/compression.ts';
import type { PassReport } from '../compress/passes.ts';
import type { StageCounters } from '../pipeline/counters.ts';
import type { RepetitionFigures } from '../stages/condense/repetitions.ts';
import type { ProcessUsage } from './command.ts';
import type { Settings } from './flags.ts';
import { statsFile } from './stats-file.ts';

/** Adds up the figures of compressed records for `--stats`. */
export class RecordTotals {
  readonly #settings: Settings;
  readonly #started = performance.now();
  readonly #passes = new Map<string, PassReport>();
  #records = 0;
  #documents = 0;
  #inputChars = 0;
  #inputTokens = 0;
  #outputTokens = 0;
  #budget = 0;
  #repeated: CompressStats['repeated'] = null;
  #level: CompressStats['level'] = null;
  #scorer: string | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  add({
    documents,
    inputChars,
    inputTokens,
    outputTokens,
    budget,
    level,
    scorer,
    repeated,
    passes,
  }: CompressStats): void {
    this.#records += 1;
    this.#documents += documents;
    this.#inputChars += inputChars;
    this.#inputTokens += inputTokens;
    this.#outputTokens += outputTokens;
    this.#budget += budget;
    if (repeated !== null) this.#addRepeated(repeated);
    this.#level = level;
    this.#scorer = scorer;
    for (const pass of passes) this.#addPass(pass);
  }

  statsFile(usage: ProcessUsage): string {
    const { tokenizer = '', scorer = '' } = this.#settings;
    const [inputTokens, outputTokens] = [this.#inputTokens, this.#outputTokens];
    const figures = {
      records: this.#records,
      documents: this.#documents,
      inputChars: this.#inputChars,
      inputTokens,
      outputTokens,
      budget: this.#budget,
      ratio: inputTokens === outputTokens ? 1 : inputTokens / outputTokens,
      level: this.#level,
      scorer: this.#scorer ?? scorer,
      tokenizer,
      repeated: this.#repeated,
      seconds: (performance.now() - this.#started) / 1000,
      passes: [...this.#passes.values()],
    };
    return statsFile(figures, usage);
  }

  #addRepeated({ statements, chars, tokens, alike }: RepetitionFigures): void {
    const sum = this.#repeated ?? { statements: 0, chars: 0, tokens: 0, alike: 0 };
    this.#repeated = {
      statements: sum.statements + statements,
      chars: sum.chars + chars,
      tokens: sum.tokens + tokens,
      alike: sum.alike + alike,
    };
  }

  /** Passes through the same stages are one. */
  #addPass(pass: PassReport): void {
    const key = [pass.name, ...pass.counters.map(({ path }) => path)].join(' ');
    const known = this.#passes.get(key);
    const counters = known?.counters.map((sum, at) => added(sum, pass.counters[at]));
    this.#passes.set(key, counters === undefined ? pass : { ...pass, counters });
  }
}

function added(sum: StageCounters, one: StageCounters | undefined): StageCounters {
  if (one === undefined) return sum;
  return {
    path: sum.path,
    name: sum.name,
    itemsIn: sum.itemsIn + one.itemsIn,
    itemsOut: sum.itemsOut + one.itemsOut,
    characters: sum.characters + one.characters,
    tokens: sum.tokens + one.tokens,
    busySeconds: sum.busySeconds + one.busySeconds,
    waitingSeconds: sum.waitingSeconds + one.waitingSeconds,
  };
}
