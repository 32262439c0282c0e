import type { Estimate } from '../bootstrap.ts';

/** A share, as `.88` or `1.00`. */
export function share(value: number): string {
  return value.toFixed(2).replace(/^0/, '');
}

/** `.88 (.71–1.00)`: a mean and its interval. */
export function interval({ mean, low, high }: Estimate): string {
  return `${share(mean)} <span class="soft">(${share(low)}–${share(high)})</span>`;
}

/** `+.12`, `−.03`, `.00` */
export function signed(value: number): string {
  const shown = share(Math.abs(value));
  if (shown === '.00') return shown;
  return `${value < 0 ? '−' : '+'}${shown}`;
}

/** `12 ms`, `1.3 s` */
export function time(seconds: number): string {
  if (seconds < 0.0995) return `${(1000 * seconds).toPrecision(2)} ms`;
  return `${seconds.toFixed(seconds < 9.95 ? 2 : 1)} s`;
}

/** `2,104,332`, the same in every locale. */
export function whole(value: number): string {
  return Math.round(value)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
