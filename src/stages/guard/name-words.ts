/** Words that are no part of a name although they begin a sentence, or stand in a title, with a capital. */
export const FUNCTION_WORDS: ReadonlySet<string> = words(`
  A About According Actually After Again Against All Also Although Am An And Another Any Are As At Be Because Been Before Being
  Below Besides Between Both But By Can Could Despite Did Do Does During Each Either Even Every Finally First For From Further
  Had Has Have He Her Here Him His How However I If In Indeed Instead Into Is It Its Just Like Many May Maybe Me Meanwhile Might More
  Moreover Most Much Must My Neither Never No Nobody None Nor Not Nothing Now Of Off Often Oh OK Okay On Once One Only Or Other Our
  Over Perhaps Please Several Shall She Should Since So Some Sometimes Still Such Than That The Their Them Then There Therefore
  These They This Those Though Through Thus To Today Too Under Unless Until Unlike Up Upon Us Very Was We Well Were What When
  Whenever Where Whether Which While Who Whom Whose Why Will With Within Without Would Yeah Yes Yet You Your
  Cannot I'm I’m It's It’s He's He’s She's She’s We're We’re They're They’re You're You’re I've I’ve We've We’ve There's There’s
  That's That’s Don't Don’t Didn't Didn’t
  Der Die Das Dem Des Ein Eine Und Aber Wenn Ich Er Sie Es Wir Nicht Kein Keine Et Mais Il Elle Nous Vous Y Pero Het Een En
`);

/** Small words inside names; two at most stand between two capitals. */
export const PARTICLES: ReadonlySet<string> = words(
  'of the de da do dos das del della delle di du des la le van von der den ter zu al el bin ibn y e &',
);

/** Small words that begin a name. */
export const LEADING_PARTICLES: ReadonlySet<string> = words('van von bin ibn');

/** Short forms whose full stop ends no name; so does the full stop of an initial. */
export const TITLES: ReadonlySet<string> = words(
  'Mr Mrs Ms Dr Prof St Sr Jr Gen Col Lt Sgt Capt Gov Sen Rep Rev Hon Pres Mt Ft Messrs Mme Mlle Sra Dra',
);

/** Words of a name at most; one that is longer falls apart at its particles. */
export const MOST_WORDS = 6;

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
