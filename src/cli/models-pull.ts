import { classifierFiles, wantedFiles } from '../models/classifier/classifier-files.ts';
import { loadTokenClassifier } from '../models/classifier/token-classifier.ts';
import { ggufFiles, isGgufId, parseGgufId } from '../models/engines/llama/gguf-file.ts';
import { Hub, type Snapshot } from '../models/hub/hub.ts';
import { isHubId, parseHubId } from '../models/hub/hub-id.ts';
import { PithError } from '../pipeline/errors.ts';
import { type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { hubOptions } from './hub-options.ts';

/** `pith models pull`: fetches models, or what is missing or damaged of them, and makes sure that they can be run. */
export async function pullModels(context: CommandContext, ids: readonly string[]): Promise<ExitCode> {
  const { settings, terminal } = context;
  const foreign = ids.find((id) => !isHubId(id));
  if (ids.length === 0 || foreign !== undefined) {
    throw new PithError(
      'usage',
      foreign === undefined ? 'which model is to be pulled?' : `${foreign} is on no hub`,
      {
        hint: 'write hf:OWNER/NAME',
      },
    );
  }
  await using hub = await Hub.open(hubOptions(context));
  const pulled: object[] = [];
  for (const id of ids) {
    const snapshot = isGgufId(id) ? await pullGguf(hub, id) : await pullClassifier(hub, id);
    const { commit, folder, files } = snapshot;
    pulled.push({ id, commit, folder, files: files.filter((name) => name !== undefined) });
    if (settings.json !== true) await terminal.stdout.write(`${id} is at ${commit} in ${folder}\n`);
  }
  if (settings.json === true) await terminal.stdout.write(`${JSON.stringify(pulled)}\n`);
  return exitCodes.done;
}

/** A model for `infer --engine llama`; whether it can be loaded depends on what else is installed. */
function pullGguf(hub: Hub, id: string): Promise<Snapshot> {
  const parsed = parseGgufId(id);
  return hub.pull(parsed, ggufFiles(parsed));
}

async function pullClassifier(hub: Hub, id: string): Promise<Snapshot> {
  const parsed = parseHubId(id);
  const snapshot = await hub.pull(parsed, wantedFiles(parsed.file));
  await tryOut(snapshot);
  return snapshot;
}

/** Better now than at the first use, where there may be no network. */
async function tryOut({ repository, folder, files }: Snapshot): Promise<void> {
  const model = await loadTokenClassifier(repository, classifierFiles(folder, files));
  try {
    await model.keep(model.tokenizer.encode('a trial'));
  } finally {
    await model.close();
  }
}
