/**
 * Calls `last` when the process exits, in whatever way JavaScript makes it; returns what takes that back.
 *
 * With the environment of the runtime this is all that touches the process below the command line: onnxruntime-node
 * aborts the process if it exits while a thread computes, and a library cannot leave that to its callers.
 */
export function beforeExit(last: () => void): () => void {
  // biome-ignore lint/style/noRestrictedGlobals: see above
  const host = process;
  host.on('exit', last);
  return () => host.off('exit', last);
}
