import { stat } from 'node:fs/promises';

/** True for a folder, and for a link to one. */
export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

/** True for a file, and for a link to one. */
export async function isFile(path: string): Promise<boolean> {
  return (await fileSize(path)) !== undefined;
}

/** Bytes of a file; undefined for whatever is none. */
export async function fileSize(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? found.size : undefined;
}
