/** Negations that bind what follows them, in lower case and with a straight apostrophe. */
export const NEGATIONS: ReadonlySet<string> = words(`
  not never no cannot cant without neither nor none nobody nothing nowhere n't
  nicht nie niemals kein keine keinen keinem keiner keines ohne
  ne non sans nunca não nem sem senza
  niet geen nooit zonder
  не нет без
`);

/** Of those, the ones whose verb may as well stand before them: er kommt *nicht*. */
export const BEHIND_VERB: ReadonlySet<string> = words('nicht niet');

/** What closes a French negation. */
export const FRENCH_CLOSERS: ReadonlySet<string> = words(
  'pas jamais plus rien point guère aucun aucune personne',
);

/** Verbs that stand before their negation. */
export const AUXILIARIES: ReadonlySet<string> = words(`
  am is are was were be been being do does did has have had having will would shall should can could may might must need ought dare
  ca wo sha ai i'm you're we're they're it's that's he's she's there's what's who's i've you've we've they've i'll you'll we'll
  they'll he'll she'll it'll i'd you'd we'd they'd he'd she'd used
`);

/** Words that say little by themselves: what is negated comes behind them. So do adverbs in -ly. */
export const LIGHT_WORDS: ReadonlySet<string> = words(`
  a an the be been being have has had do does did to yet even ever always only just so very too quite all any also still at in on of
  for as by with it he she they we you i this that these those his her their our my your its longer more one other such get got
  going se lo me te nos ha hay
`);

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
