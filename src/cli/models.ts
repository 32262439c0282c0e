import { stat } from 'node:fs/promises';
import { loadModelCard, type ModelCard, modelFile } from '../models/encoder/model-card.ts';
import { levelModels, modelForLevel } from '../models/model-files.ts';
import { PithError } from '../pipeline/errors.ts';
import { type Command, exitCodes } from './command.ts';

/** What is known of one bundled model after its files were hashed. */
interface ModelReport {
  readonly level: number;
  readonly name: string;
  readonly version?: number;
  readonly layers?: number;
  readonly hidden?: number;
  readonly bytes?: number;
  readonly license?: string;
  readonly path: string;
  readonly state: 'verified' | 'damaged';
  readonly problem?: string;
}

export const modelsCommand: Command = {
  name: 'models',
  summary: 'list the bundled models and verify their files',
  description:
    'Reads every file of every bundled model and compares its SHA-256 with the model card. Fails if one differs.',
  examples: [
    { does: 'what ships, and whether it arrived whole', command: 'pith models' },
    { does: 'the same for programs', command: 'pith models --json' },
  ],
  async run({ operands, settings, terminal }) {
    if (operands.length > 0) throw new PithError('usage', 'models takes no arguments');
    const reports = await Promise.all([...levelModels].map(([level, name]) => inspect(level, name)));
    await terminal.stdout.write(settings.json === true ? `${JSON.stringify(reports)}\n` : table(reports));
    const damaged = reports.filter(({ state }) => state === 'damaged');
    for (const { problem } of damaged) terminal.writeError(`pith: ${problem}\n`);
    if (damaged.length > 0) terminal.writeError('hint: reinstall the package\n');
    return damaged.length > 0 ? exitCodes.failed : exitCodes.done;
  },
};

async function inspect(level: number, name: string): Promise<ModelReport> {
  const path = modelForLevel(level);
  try {
    const card = await loadModelCard(path, { verify: true });
    const { version, layers, hidden, license } = card;
    return {
      level,
      name,
      version,
      layers,
      hidden,
      bytes: await size(card),
      license,
      path,
      state: 'verified',
    };
  } catch (error) {
    if (!PithError.isInstance(error)) throw error;
    return { level, name, path, state: 'damaged', problem: error.message };
  }
}

async function size(card: ModelCard): Promise<number> {
  const files = [card.file, ...card.external].map((name) => stat(modelFile(card, name)));
  return (await Promise.all(files)).reduce((sum, { size }) => sum + size, 0);
}

function table(reports: readonly ModelReport[]): string {
  const rows = reports.map((report) => [
    `-${report.level}`,
    report.name,
    String(report.version ?? '?'),
    `${report.layers ?? '?'} × ${report.hidden ?? '?'}`,
    `${((report.bytes ?? 0) / 1e6).toFixed(1)} MB`,
    report.state,
  ]);
  const all = [['level', 'model', 'version', 'layers × width', 'size', 'files'], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return `${all.map((row) => line(row).trimEnd()).join('\n')}\n`;
}
