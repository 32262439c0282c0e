import { type Flag, longName } from '../flag.ts';
import type { FlagKey } from '../flags.ts';

/** Every way to write a flag: `--level`, `-1`, `-3`, `-6`, `-9`. */
export function flagWords(key: FlagKey, flag: Flag): readonly string[] {
  const digits = flag.digits === true ? (flag.choices ?? []).map((digit) => `-${digit}`) : [];
  const short = flag.short === undefined ? [] : [`-${flag.short}`];
  return [...short, ...digits, `--${longName(key)}`];
}
