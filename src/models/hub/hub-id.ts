import { PithError } from '../../pipeline/errors.ts';

/** A model on a hub: `hf:owner/name`, `hf:owner/name@revision`, either with `#path/to/model.onnx`. */
export interface HubId {
  /** `owner/name`, or the bare name of an old model. */
  readonly repository: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
  /** The file that is meant, if one is named. */
  readonly file: string | undefined;
}

const PREFIX = 'hf:';
const DEFAULT_REVISION = 'main';

/** True for what claims to name a model on a hub. */
export function isHubId(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** @throws PithError `usage` if it names none. */
export function parseHubId(text: string): HubId {
  const match = /^hf:([^@#]+)(?:@([^#]+))?(?:#(.+))?$/.exec(text);
  const [, repository = '', revision = DEFAULT_REVISION, file] = match ?? [];
  if (!isRepository(repository) || !isRevision(revision) || !(file === undefined || isFileName(file))) {
    throw new PithError('usage', `not the name of a hub model: ${text}`, {
      hint: 'write hf:OWNER/NAME, hf:OWNER/NAME@REVISION or hf:OWNER/NAME#onnx/model.onnx',
    });
  }
  return { repository, revision, file };
}

export function formatHubId({ repository, revision, file }: HubId): string {
  const at = revision === DEFAULT_REVISION ? '' : `@${revision}`;
  return `${PREFIX}${repository}${at}${file === undefined ? '' : `#${file}`}`;
}

/** Where a hub has a file, below its endpoint. */
export function filePath(repository: string, revision: string, name: string): string {
  const path = name.split('/').map(encodeURIComponent).join('/');
  return `/${repository}/resolve/${encodeURIComponent(revision)}/${path}`;
}

/** A commit names a state of a repository for ever. */
export function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}

/** A relative path that stays below its folder on every system; what a server lists may be anything. */
export function isFileName(name: string): boolean {
  const parts = name.split('/');
  return /^[^\\:\p{Cc}]+$/u.test(name) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}

/** The hub's own rule; two hyphens would be taken for a slash in the cache. */
function isRepository(name: string): boolean {
  return (
    /^(?:[\w.-]+\/)?[\w.-]+$/.test(name) &&
    name.split('/').every((part) => /^\w(?:.*\w)?$/.test(part)) &&
    !/--|\.\./.test(name)
  );
}

function isRevision(name: string): boolean {
  return /^[\w./+-]+$/.test(name) && isFileName(name);
}
