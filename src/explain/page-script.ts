import { createHash } from 'node:crypto';
import { DROPPED_BECAUSE, KEPT_BECAUSE } from './words.ts';

/** Says of the unit under the pointer, or reached with the arrow keys, why it was kept or dropped. */
export const PAGE_SCRIPT = `'use strict';
const KEPT = ${JSON.stringify(KEPT_BECAUSE)};
const DROPPED = ${JSON.stringify(DROPPED_BECAUSE)};
const why = document.querySelector('#why > div');
let here;
function say(strong, rest) {
  const name = document.createElement('b');
  name.textContent = strong;
  why.replaceChildren(name, rest);
}
function explain(unit) {
  here?.classList.remove('here');
  here = unit;
  unit.classList.add('here');
  const section = unit.closest('section');
  const [score, cost, reason, repeats] = unit.dataset.u.split(' ');
  const isKept = unit.closest('del') === null;
  const pass = section.dataset.pass;
  const scored = reason === 'protected' ? '' : ' · score ' + score + (pass ? ', to pass: ' + pass : '');
  const shown = unit.textContent.length > 80 ? unit.textContent.slice(0, 80) + '…' : unit.textContent;
  say(shown, ' ' + (isKept ? 'kept: ' + KEPT[reason] : 'dropped: ' + DROPPED[reason]) +
    (repeats ? ', in passage ' + repeats : '') + scored +
    ' · ' + cost + (cost === '1' ? ' token' : ' tokens') + ' · ' + section.querySelector('.place').textContent);
}
function whole(section) {
  here?.classList.remove('here');
  here = undefined;
  say('', section.querySelector('.place').textContent);
}
function at(event) {
  const unit = event.target.closest('i[data-u]');
  if (unit && unit !== here) explain(unit);
}
const main = document.querySelector('main');
// A move, so that scrolling by keyboard under a pointer that rests says nothing.
main.addEventListener('pointermove', at);
main.addEventListener('click', at);
main.addEventListener('focusin', (event) => {
  const section = event.target.closest('section');
  if (section && !section.contains(here)) whole(section);
});
main.addEventListener('keydown', (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const section = event.target.closest('section');
  if (!step || !section || event.altKey || event.ctrlKey || event.metaKey) return;
  const units = [...section.querySelectorAll('i[data-u]')].filter((unit) => unit.offsetParent !== null);
  if (units.length === 0) return;
  const from = units.indexOf(here);
  const next = units[from < 0 ? (step > 0 ? 0 : units.length - 1) : from + step];
  if (next === undefined) return;
  event.preventDefault();
  explain(next);
  next.scrollIntoView({ block: 'nearest' });
});
const jump = document.querySelector('nav details');
const wide = matchMedia('(min-width: 64rem)');
const fit = () => jump?.toggleAttribute('open', wide.matches);
wide.addEventListener('change', fit);
fit();
`;

/** What the page may do: run this script and nothing else, and ask no server for anything. */
export function contentPolicy(): string {
  const hash = createHash('sha256').update(PAGE_SCRIPT).digest('base64');
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
}
