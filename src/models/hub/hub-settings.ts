import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PithError } from '../../pipeline/errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a hub is and where its files are kept. */
export interface HubSettings {
  /** Without a slash at the end. */
  readonly endpoint: string;
  /** The cache that all programs share which use the hub. */
  readonly cache: string;
  /** Sent to the endpoint and nowhere else. */
  readonly token: string | undefined;
  /** Only what the cache holds may be used. */
  readonly isOffline: boolean;
  /** A connection that is silent for so long is taken for dead. */
  readonly timeoutMs: number;
  readonly proxy: { readonly http: string; readonly https: string; readonly except: string };
}

/**
 * Reads the variables of huggingface_hub: HF_ENDPOINT, HF_HOME, HF_HUB_CACHE, XDG_CACHE_HOME, HF_TOKEN,
 * HF_TOKEN_PATH, HF_HUB_OFFLINE, HF_HUB_DOWNLOAD_TIMEOUT and their older names; and those of proxies.
 * @throws PithError `usage` for an endpoint that is no bare address.
 */
export async function readHubSettings(environment: Environment): Promise<HubSettings> {
  const value = (...names: readonly string[]) =>
    names.map((name) => environment[name]?.trim()).find((given) => given !== undefined && given !== '');
  const home = value('HF_HOME') ?? join(value('XDG_CACHE_HOME') ?? join(homedir(), '.cache'), 'huggingface');
  const seconds = Number(value('HF_HUB_DOWNLOAD_TIMEOUT'));
  return {
    endpoint: checkEndpoint(value('HF_ENDPOINT') ?? 'https://huggingface.co'),
    cache: withHome(value('HF_HUB_CACHE', 'HUGGINGFACE_HUB_CACHE') ?? join(home, 'hub')),
    token: isSwitchedOn(value('HF_HUB_DISABLE_IMPLICIT_TOKEN'))
      ? undefined
      : checkToken(
          value('HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN') ??
            (await readToken(withHome(value('HF_TOKEN_PATH') ?? join(home, 'token')))),
        ),
    isOffline: isSwitchedOn(value('HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE')),
    timeoutMs: seconds > 0 ? seconds * 1000 : 30_000,
    proxy: {
      http: value('http_proxy', 'HTTP_PROXY') ?? '',
      https: value('https_proxy', 'HTTPS_PROXY') ?? '',
      except: value('no_proxy', 'NO_PROXY') ?? '',
    },
  };
}

function checkEndpoint(given: string): string {
  const fault = faultOf(given);
  if (fault === undefined) return given.replace(/\/+$/, '');
  // Not shown, since it may hold a secret.
  throw new PithError('usage', `HF_ENDPOINT ${fault}`, {
    hint: 'it is the bare address of a hub, such as https://huggingface.co; a token goes into HF_TOKEN',
  });
}

function faultOf(endpoint: string): string | undefined {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return 'is not an address';
  if (url.username !== '' || url.password !== '') return 'holds a name or a password';
  return /[?#]/.test(endpoint) ? 'holds a ? or a #' : undefined;
}

/** Checked here since the HTTP library's own message would repeat it. */
function checkToken(token: string | undefined): string | undefined {
  if (token === undefined || /^[\x21-\x7e]+$/.test(token)) return token;
  throw new PithError('usage', 'the hub token holds characters that cannot be sent', {
    hint: 'check HF_TOKEN for line breaks, spaces and quotes',
  });
}

/** Where `hf auth login` has put it. */
async function readToken(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trim() === '' ? undefined : text.trim();
}

function withHome(path: string): string {
  return path.replace(/^~(?=\/|$)/, homedir());
}

function isSwitchedOn(value: string | undefined): boolean {
  return value !== undefined && /^(?:1|on|yes|true)$/i.test(value);
}
