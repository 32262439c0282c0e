// Facts to hide in other text, and questions about them that share no word with them, not even its stem.

/** @type {{ needle: string, question: string, answer: string }[]} */
export const needles = [
  [
    'Marguerite keeps her violin in a cedar trunk under the stairs.',
    'Where is the musical instrument stored?',
    'cedar trunk',
  ],
  [
    'The ferry to Skarnholm was cancelled because of thick ice in the fjord.',
    'Why could the boat not sail?',
    'thick ice',
  ],
  [
    'Doctor Abernethy prescribed willow bark for the sailor’s headaches.',
    'What medicine did the physician give against the pain?',
    'willow bark',
  ],
  [
    'Uncle Tobias bought his first automobile from a circus acrobat.',
    'Who sold the relative a car?',
    'circus acrobat',
  ],
  [
    'The bakery on Plum Lane burned down on the night of the third of March.',
    'When did fire destroy the bread shop?',
    'third of March',
  ],
  [
    'Yusuf earns his living by repairing antique clocks.',
    'What is the man’s profession?',
    'repairing antique clocks',
  ],
  ['The children named the stray puppy Turnip.', 'What do the kids call the homeless dog?', 'Turnip'],
  [
    'Henrietta paid eleven guineas for the portrait.',
    'How much money did the painting cost?',
    'eleven guineas',
  ],
  [
    'The summit of Mount Orrin was first reached by two goatherds.',
    'Who climbed to the top of the peak before anybody else?',
    'two goatherds',
  ],
  [
    'Rainwater leaks into the chapel through a cracked skylight above the organ.',
    'How does moisture get inside the church?',
    'cracked skylight',
  ],
  [
    'Inspector Valdez suspected the gardener from the very beginning.',
    'Whom did the detective believe to be guilty?',
    'gardener',
  ],
  [
    'The soup at the Golden Heron is seasoned with smoked paprika and lovage.',
    'Which spices flavour the broth served in the restaurant?',
    'smoked paprika and lovage',
  ],
  [
    'Her grandfather lost his left thumb in a sawmill.',
    'What injury did the old ancestor suffer?',
    'left thumb',
  ],
  [
    'The treaty between the Marsh Clans was signed on a raft of reeds.',
    'Where did the tribes conclude their peace agreement?',
    'raft of reeds',
  ],
  [
    'Professor Lindqvist teaches astronomy only on Thursday evenings.',
    'At what time can students hear the lecturer speak about stars?',
    'Thursday evenings',
  ],
  ['The thieves escaped through the laundry chute.', 'By which way did the robbers flee?', 'laundry chute'],
  ['Old Barnabas is allergic to walnuts.', 'Which food makes the elderly man ill?', 'walnuts'],
  [
    'The queen’s crown was melted down to mint farthings.',
    'What became of the royal headdress?',
    'melted down',
  ],
  [
    'Ottoline learned Portuguese from a lighthouse keeper.',
    'Who taught the woman a foreign language?',
    'lighthouse keeper',
  ],
  [
    'The tunnel beneath Carrow Hill took nineteen years to dig.',
    'How long did the excavation of the underground passage last?',
    'nineteen years',
  ],
  [
    'Captain Brandt always wore a necklace of shark teeth.',
    'What jewellery adorned the skipper?',
    'shark teeth',
  ],
  [
    'Production at the glassworks stopped when the sand ran out.',
    'What shortage brought the factory to a standstill?',
    'sand',
  ],
  [
    'Emil hid the letter inside a hollow loaf of rye.',
    'Where was the written message concealed?',
    'hollow loaf',
  ],
  ['The wolves of Tarn Valley feed mostly on beavers.', 'What prey do the predators eat?', 'beavers'],
  [
    'Cousin Ludmila moved to Valparaiso after the wedding.',
    'In which city did the bride settle down once she was married?',
    'Valparaiso',
  ],
  [
    'The bridge collapsed because termites had hollowed the beams.',
    'What caused the crossing over the river to fall?',
    'termites',
  ],
  [
    'The exam was won by a blind pupil called Isadora Finch.',
    'Which scholar got the best marks in the test?',
    'Isadora Finch',
  ],
  [
    'Our neighbours grow saffron behind the henhouse.',
    'What crop is cultivated by the people next door?',
    'saffron',
  ],
  [
    'The minister resigned after forging a museum catalogue.',
    'What misdeed ended the career of the politician?',
    'forging a museum catalogue',
  ],
  [
    'Sergeant Okoye sleeps in a hammock made of parachute silk.',
    'On what kind of bed does the soldier rest at night?',
    'hammock',
  ],
  [
    'The plague reached the harbour aboard a cargo of wool.',
    'How did the disease arrive in the port?',
    'cargo of wool',
  ],
  [
    'Anselm proposed to Beatrix at the tram depot.',
    'At which place did the young man ask his sweetheart to become his wife?',
    'tram depot',
  ],
  [
    'The manuscript is written in ink made from oak galls.',
    'Which liquid was used by the scribe for the old book?',
    'oak galls',
  ],
  [
    'The refrigerator in the laboratory is kept at minus seventy degrees.',
    'How cold is the freezer where scientists keep samples?',
    'minus seventy degrees',
  ],
  [
    'Rosalind’s plane was diverted to Reykjavik by volcanic ash.',
    'Where did the aircraft have to land instead of its destination?',
    'Reykjavik',
  ],
  [
    'The jury acquitted the blacksmith for lack of witnesses.',
    'Why was the accused set free by the court?',
    'lack of witnesses',
  ],
  [
    'The company’s new logo shows a kingfisher holding a key.',
    'What bird appears on the emblem of the firm?',
    'kingfisher',
  ],
  [
    'Gwendolyn cures her insomnia with lettuce tea.',
    'What beverage helps against sleeplessness?',
    'lettuce tea',
  ],
  [
    'The village well was poisoned by copper from the abandoned mine.',
    'Which metal contaminated the drinking water?',
    'copper',
  ],
  [
    'The orchestra’s conductor broke his baton during the overture.',
    'What accident happened to the maestro while the musicians played?',
    'broke his baton',
  ],
  [
    'Fishermen on Lake Ismere use cormorants instead of nets.',
    'With the help of which animals are trout caught there?',
    'cormorants',
  ],
  [
    'The password of the vault is the name of the founder’s parrot.',
    'What secret word opens the safe?',
    'parrot',
  ],
  [
    'Dragan’s chess games never last longer than twenty moves.',
    'How quickly does the grandmaster beat his opponents at the board?',
    'twenty moves',
  ],
  [
    'The roof of the observatory is covered with slates from Wales.',
    'From which country do the tiles on top of the stargazers’ building come?',
    'Wales',
  ],
].map(([needle, question, answer]) => ({ needle, question, answer }));

const FUNCTION_WORDS = new Set(
  (
    'a an the of to in on at by for with from into through under over and or but not no as is are was were be been ' +
    'do does did have has had can could he she it its they their his her him them who whom whose what which when where ' +
    'why how there that this these those s'
  ).split(' '),
);

/** Words of both that have a beginning in common: four letters, or all of a shorter word. @param {string} a @param {string} b */
export function commonWords(a, b) {
  const words = (text) =>
    (text.toLowerCase().match(/\p{L}+|\p{N}+/gu) ?? []).filter((word) => !FUNCTION_WORDS.has(word));
  const stems = new Set(words(b).map((word) => word.slice(0, 4)));
  return words(a).filter((word) => stems.has(word.slice(0, 4)));
}
