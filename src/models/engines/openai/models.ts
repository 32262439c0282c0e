import { EngineError } from '../engine-error.ts';
import type { Http } from './http.ts';

export interface ModelChoice {
  readonly model: string;
  readonly contextLimit: number;
  /** Whose the model is, as the server lists it: most servers name themselves. */
  readonly ownedBy?: string | undefined;
}

/**
 * The model to ask and its context limit, from the server's list where they are not given. A server without a
 * list will do if the model is named.
 */
export async function findModel(
  http: Http,
  wanted: { readonly model?: string; readonly contextLimit?: number; readonly grammar?: unknown },
  signal?: AbortSignal,
): Promise<ModelChoice> {
  const { model, contextLimit, grammar } = wanted;
  if (model !== undefined && contextLimit !== undefined && grammar === undefined)
    return { model, contextLimit };
  const listed = await listModels(http, model !== undefined, signal);
  const found = model === undefined ? listed[0] : listed.find(({ id }) => id === model);
  const name = model ?? found?.id;
  if (name === undefined) {
    throw new EngineError('not-found', 'The server lists no model.', { hint: 'Name one.' });
  }
  return {
    model: name,
    contextLimit: contextLimit ?? listedLimit(found) ?? Number.POSITIVE_INFINITY,
    ownedBy: found?.owned_by,
  };
}

/** An entry of `/v1/models`, with the limit where vLLM and SGLang (`max_model_len`) or llama-server put it. */
interface ListedModel {
  readonly id: string;
  readonly owned_by?: string;
  readonly max_model_len?: unknown;
  readonly meta?: { readonly n_ctx?: unknown } | null;
}

async function listModels(
  http: Http,
  optional: boolean,
  signal?: AbortSignal,
): Promise<readonly ListedModel[]> {
  try {
    const response = await http.request('/models', undefined, signal);
    const body: unknown = await response.json();
    const data = typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined;
    return Array.isArray(data) ? data.filter(isListedModel) : [];
  } catch (error) {
    const failure = http.failure(error instanceof SyntaxError ? notAList(error) : error, '', signal);
    const missing = failure instanceof EngineError && /^(not-found|rejected|protocol)$/.test(failure.failure);
    if (optional && missing) return [];
    throw failure;
  }
}

function notAList(cause: SyntaxError): EngineError {
  return new EngineError('protocol', 'The server answered the request for its models with something else.', {
    hint: 'Check that the base URL is of an OpenAI-compatible server; it usually ends in /v1.',
    cause,
  });
}

function isListedModel(value: unknown): value is ListedModel {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

function listedLimit(model: ListedModel | undefined): number | undefined {
  const limit = model?.max_model_len ?? model?.meta?.n_ctx;
  return typeof limit === 'number' && limit > 0 ? limit : undefined;
}
