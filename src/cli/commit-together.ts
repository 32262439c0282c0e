import type { OutputFile } from './output-file.ts';

/**
 * Puts several files in place, in their order, once all of them are whole. If one fails nevertheless, those before it
 * are taken away again, but for those that replaced an older file.
 */
export async function commitTogether(files: readonly OutputFile[]): Promise<void> {
  for (const file of files) await file.prepare();
  for (const [at, file] of files.entries()) {
    try {
      await file.commit();
    } catch (error) {
      for (const done of files.slice(0, at)) done.retract();
      throw error;
    }
  }
}
