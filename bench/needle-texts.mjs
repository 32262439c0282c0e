// Facts to hide in other text, and questions about them that share no word with them, not even its stem.

/**
 * Those that are reported; no choice is made on them.
 *
 * @type {{ needle: string, question: string, answer: string }[]}
 */
export const heldOutNeedles = [
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

/** Those that choices are made on. @type {{ needle: string, question: string, answer: string }[]} */
export const developmentNeedles = [
  [
    'Aunt Philippa stores her beehives on the roof of the post office.',
    'Where are the insects that make honey housed?',
    'roof of the post office',
  ],
  [
    'The regatta was postponed after jellyfish clogged the marina.',
    'Why did the sailing race begin late?',
    'jellyfish',
  ],
  [
    'Nurse Calloway treated the burns with chilled honey.',
    'Which remedy soothed the scorched skin?',
    'chilled honey',
  ],
  [
    'The shepherd traded his flute for a sack of barley.',
    'What did the man with the sheep get in exchange for the instrument?',
    'sack of barley',
  ],
  [
    'The cinema on Alder Street closed on the ninth of October.',
    'When did the movie theatre shut its doors for good?',
    'ninth of October',
  ],
  [
    'Marisol pays the rent by translating crossword puzzles.',
    'How does the tenant earn money?',
    'translating crossword puzzles',
  ],
  [
    'The zookeeper calls the youngest giraffe Teaspoon.',
    'What is the name of the animal with the long neck?',
    'Teaspoon',
  ],
  [
    'The antique mirror went for forty ducats at the auction.',
    'How much was bid for the old looking glass?',
    'forty ducats',
  ],
  [
    'A deaf cartographer was the first to chart the Velden marshes.',
    'Who drew a map of the swamp before all others?',
    'deaf cartographer',
  ],
  [
    'Mice enter the granary through a broken drainpipe.',
    'How do rodents get at the stored corn?',
    'broken drainpipe',
  ],
  [
    'The coroner blamed the apothecary for the death of the duchess.',
    'Whom did the medical examiner hold responsible when the noblewoman died?',
    'apothecary',
  ],
  [
    'Pancakes at the Copper Kettle come with gooseberry syrup.',
    'What sauce is served on the breakfast dish at the inn?',
    'gooseberry syrup',
  ],
  [
    'A runaway cart crushed the tailor’s right foot.',
    'What harm befell the man who sews clothes?',
    'right foot',
  ],
  [
    'The merger was sealed in the waiting room of a dentist.',
    'Where did the two corporations agree to become one?',
    'waiting room of a dentist',
  ],
  ['The choir rehearses at dawn on Mondays.', 'At what hour do the singers practise?', 'dawn on Mondays'],
  [
    'The prisoner slipped out inside a barrel of herring.',
    'By what means did the convict flee from jail?',
    'barrel of herring',
  ],
  ['Strawberries give little Casimir a rash.', 'Which fruit is the boy’s skin sensitive to?', 'Strawberries'],
  [
    'The cathedral bell was recast as ploughshares.',
    'What happened to the great chime of the church?',
    'recast as ploughshares',
  ],
  [
    'Fyodor picked up juggling from a retired judge.',
    'Who instructed the young man in the art of throwing balls?',
    'retired judge',
  ],
  [
    'Draining the polder took the monks thirty-one summers.',
    'How long did the friars need to make dry land of the wet ground?',
    'thirty-one summers',
  ],
  [
    'Madame Zora wears a turban of peacock feathers.',
    'What headgear can be seen on the fortune teller?',
    'peacock feathers',
  ],
  ['The printing works fell silent for want of lead.', 'Which missing material halted the press?', 'lead'],
  ['Leopold buried the diamonds under the sundial.', 'Where were the jewels hidden?', 'under the sundial'],
  ['Otters in the Brenn estuary live chiefly on crayfish.', 'What do those furry swimmers eat?', 'crayfish'],
  [
    'After her divorce Wilhelmina settled in Trondheim.',
    'To what town did the lady move when the marriage ended?',
    'Trondheim',
  ],
  [
    'The dam burst because badgers had burrowed into the bank.',
    'What made the barrier that held back the water give way?',
    'badgers',
  ],
  [
    'The baking contest was won by a dockworker named Silvester Quill.',
    'Who made the finest cake in the competition?',
    'Silvester Quill',
  ],
  [
    'Convicts on the island grow vanilla beside the parade ground.',
    'Which spice plant is cultivated by the inmates?',
    'vanilla',
  ],
  [
    'The bishop lost his post for gambling with relics.',
    'What wrongdoing cost the clergyman his office?',
    'gambling with relics',
  ],
  [
    'Corporal Nwosu keeps warm under a quilt of sewn flags.',
    'What blanket covers the soldier?',
    'quilt of sewn flags',
  ],
  [
    'Potato blight came ashore in a crate of tulips.',
    'How did the crop disease reach the country?',
    'crate of tulips',
  ],
  [
    'Rafael asked Imogen for her hand on the ferris wheel.',
    'At what spot did the suitor propose to his beloved?',
    'ferris wheel',
  ],
  [
    'Monks on Saint Aldo bind their books in eel skin.',
    'Which material covers the volumes made by the friars?',
    'eel skin',
  ],
  [
    'The sauna behind the barracks is heated to ninety-four degrees.',
    'How hot does the sweat bath get?',
    'ninety-four degrees',
  ],
  [
    'A dust storm forced the balloonists down near Timbuktu.',
    'In the vicinity of what city did the airship crew have to land?',
    'Timbuktu',
  ],
  [
    'The board dismissed the treasurer over a missing signature.',
    'Why was the man in charge of the money fired?',
    'missing signature',
  ],
  [
    'On the coat of arms of the guild stands a hedgehog with an anvil.',
    'Which beast is the heraldic emblem of the craftsmen’s association?',
    'hedgehog',
  ],
  [
    'Grandmother Elowen eases her cough with turnip juice.',
    'What does the old lady drink for a sore throat?',
    'turnip juice',
  ],
  [
    'Fumes from the tannery drove the swallows away.',
    'Which pollution made the birds leave?',
    'Fumes from the tannery',
  ],
  [
    'The sculptor dropped his chisel on the mayor’s toe.',
    'What mishap occurred while the artist carved the statue?',
    'dropped his chisel',
  ],
  [
    'Villagers in the Sarn hills herd goats with tame ravens.',
    'Which birds help the peasants to drive their livestock?',
    'ravens',
  ],
  [
    'The combination of the safe is the birthday of the cook.',
    'Which numbers open the strongbox?',
    'birthday of the cook',
  ],
  ['Eulalia types sixteen words a minute.', 'How quickly can the secretary write?', 'sixteen words'],
  [
    'The carpets of the embassy were knotted in Shiraz.',
    'Where were the rugs in the ambassador’s residence woven?',
    'Shiraz',
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
