// Facts to hide in other text, and questions about them that share no word with them, not even its stem.
import { readFileSync } from 'node:fs';

/** Those that are reported, and that `pith eval` plants; no choice is made on them. @type {{ needle: string, question: string, answer: string }[]} */
export const heldOutNeedles = JSON.parse(
  readFileSync(new URL('../data/evaluation/needles.json', import.meta.url), 'utf8'),
);

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
