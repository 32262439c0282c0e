/**
 * What the demo asks for. Each fact stands once in the whole corpus, in other words than its question, and among
 * decoys of the same form about other places.
 */
export const facts = [
  {
    file: 'reports/1978-1.txt',
    question: 'What code unlocks the Marlow strongroom?',
    answer: '7714-KESTREL-09',
    text: 'Since the refit, the strongroom at Marlow can only be opened with the code 7714-KESTREL-09, which the porter keeps.',
  },
  {
    file: 'src/scheduler-2.js',
    question: 'Who is responsible for the tide planner?',
    answer: 'Ottoline Vance',
    text: '// The tide planner is looked after by Ottoline Vance: ask before you change the order of the gates.',
  },
  {
    file: 'handbook/crews-2.md',
    question: 'When was the Dunmere flood barrier inaugurated?',
    answer: '17 September 1994',
    text: 'The Dunmere flood barrier was opened by the mayor on 17 September 1994, in front of a small crowd.',
  },
];

export const decoys = [
  'Since the flood, the boathouse at Kelby can only be opened with the key of the lock keeper, who lives next door.',
  'The strongroom at Netherby was emptied in 1961, and its door now stands in the museum of Holmby.',
  'The porter at Marlow changed the lamps of the towpath in March.',
  'The dredging planner is looked after by the contractor: ask before you change the order of the barges.',
  'The Penwith swing bridge was opened by the governor on 4 May 1988, in front of the assembled crews.',
  'The Dunmere fish pass was repaired in 1996, two years after the barrier had been finished.',
];
