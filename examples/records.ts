// Compress rows of data, each for its own question and under its own budget, with one loaded model.
import { compressRecord, openCompressor, type RecordNote } from 'pith';

const rows = [
  {
    id: 'keys',
    question: 'Who keeps the key of the lamp?',
    text: 'The lamp at the end of the mole burns all night. Its key is kept by the harbour master, behind the tide tables.',
  },
  {
    id: 'gates',
    question: 'When were the gates finished?',
    documents: [
      {
        title: 'Fees',
        text: 'Visitors pay 12 pounds a night. Fishing boats pay nothing at all, as decided in 1907.',
      },
      {
        title: 'Gates',
        text: 'The council paid 18,400 pounds for the new gates, which were finished in August 1955.',
      },
    ],
  },
];

await using compressor = await openCompressor({ level: 6 });
for (const row of rows) {
  const cut = await compressRecord(compressor, row, { budget: { type: 'ratio', ratio: 2 } });
  const { inputTokens, outputTokens } = cut['pith'] as RecordNote;
  console.log(`${row.id}: ${inputTokens} → ${outputTokens} tokens`);
  console.log(JSON.stringify(cut['text'] ?? cut['documents']));
}
