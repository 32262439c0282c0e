/**
 * Keeps onnxruntime from writing a device id into the home folder and from sending usage data to its makers, which its
 * official builds do from 1.29 on. It looks once, at the environment of the process, when it is loaded; a value that
 * the user has set stays.
 */
export function disableTelemetry(): void {
  // biome-ignore lint/style/noRestrictedGlobals: the runtime can be told in no other way
  const { env } = process;
  env['ORT_DISABLE_TELEMETRY'] ??= '1';
}
