// How well a found answer agrees with the known ones, as SQuAD counts it.

/**
 * The best F1 and exact match over all known answers.
 * @param {string} found @param {readonly string[]} answers
 */
export function agreement(found, answers) {
  const own = words(found).join(' ');
  return {
    f1: Math.max(...answers.map((answer) => overlap(found, answer))),
    exact: Math.max(...answers.map((answer) => Number(own === words(answer).join(' ')))),
  };
}

/** Lower case without punctuation and articles. @param {string} text */
function words(text) {
  const bare = text.toLowerCase().replace(/[!-/:-@[-`{-~]/g, '');
  return bare.split(/\s+/).filter((word) => word !== '' && !/^(a|an|the)$/.test(word));
}

/** F1 of the words of two answers. @param {string} found @param {string} gold */
function overlap(found, gold) {
  const [a, b] = [words(found), words(gold)];
  if (a.length === 0 || b.length === 0) return Number(a.length === b.length);
  const left = [...b];
  const shared = a.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
  return (2 * shared) / (a.length + b.length);
}
