import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import table from 'gpt-tokenizer/bpeRanks/r50k_base';
import { sampleText } from '../cli/sample-text.ts';
import { byteLevelModel, tokenizerJson } from '../models/tokens/tokenizer-files.ts';

const fleet = JSON.stringify(
  {
    fleet: 'north',
    boats: Array.from({ length: 60 }, (_, at) => ({
      id: `B${at}`,
      name: `Heron ${at + 1}`,
      remark: at === 41 ? 'Waiting for a new rudder since February' : 'In service',
    })),
  },
  null,
  1,
);

export const contract = `# Contract

## Parties

Ada Moreau signed the contract for the harbour of Saltmere on 2024-06-30. The other party is Quarry & Sons, who build
gates. Either of them may be represented by a lawyer at any meeting that this contract asks for.

## Term

The contract begins on the day after it was signed. It ends on 30 June 2027, and shall not be prolonged without a vote
of the council, which meets twice a year and must not decide about it in a closed session.

## Liability

Clause 7 covers data loss: whoever keeps the records of the harbour answers for what is lost of them, up to 40,000
pounds a year. Everything else that goes wrong is divided evenly between the parties, whatever the cause may be.
`;

/** Everything that the commands of the README read, small. */
export function writeReadmeFiles(folder: string): void {
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  mkdirSync(join(folder, 'docs'));
  write('contract.md', contract);
  write('fleet.json', fleet);
  write('docs/contract.md', contract);
  write('docs/minutes.md', `# Minutes\n\n${sampleText(3000, 2)}`);
  write('docs/ledger.txt', sampleText(3000, 3));
  write('report.md', `# Report\n\n${sampleText(12_000, 4)}`);
  write('server.log.gz', gzipSync(log(400)));
  write(
    'questions.jsonl',
    questions()
      .map((record) => `${JSON.stringify(record)}\n`)
      .join(''),
  );
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const model = byteLevelModel(table, 2000);
  write('tokenizer.json', JSON.stringify(tokenizerJson({ model, pre_tokenizer: byteLevel })));
}

function log(lines: number): string {
  const line = (at: number) =>
    `2024-05-04 08:${String(Math.floor(at / 60) % 60).padStart(2, '0')}:${String(at % 60).padStart(2, '0')} ` +
    `${at % 97 === 0 ? 'ERROR gate 3 does not answer' : 'INFO gate 3 is closed'} (request ${at})\n`;
  return Array.from({ length: lines }, (_, at) => line(at)).join('');
}

function questions(): readonly object[] {
  return [
    { id: 1, question: 'When does the contract end?', answers: ['30 June 2027'], text: contract },
    {
      id: 2,
      question: 'Who signed the contract?',
      answers: ['Ada Moreau'],
      documents: [
        { title: 'Contract', text: contract },
        { title: 'Ledger', text: sampleText(800, 5) },
      ],
    },
  ];
}
