import { describe, expect, it } from 'vitest';
import type { AnswerGrammar } from '../../../../src/models/engines/answer-grammar.ts';
import { openAiEngine } from '../../../../src/models/engines/openai.ts';
import { answer, fakeServer, json } from './fake-server.ts';

const schema: AnswerGrammar = { type: 'json-schema', schema: { type: 'object' } };
const regex: AnswerGrammar = { type: 'regex', pattern: '\\d+' };
const gbnf: AnswerGrammar = { type: 'gbnf', grammar: 'root ::= "a"' };
const counter = { name: 'none', count: () => 0 };

async function bodiesOf(grammar: AnswerGrammar, ownedBy: string) {
  await using server = await fakeServer([answer('12')], json({ data: [{ id: 'm', owned_by: ownedBy }] }));
  const options = { baseUrl: server.baseUrl, counter, model: 'm', contextLimit: 1000 };
  const engine = await openAiEngine({ ...options, grammar });
  for (const type of ['answer', 'notes'] as const) {
    await engine.answer({ type, question: 'How many?', context: [{ id: 'a', text: 'Twelve.' }] });
  }
  await engine.close();
  return server.requests;
}

describe('openAiEngine, held to a form', () => {
  it.each<[AnswerGrammar, string, object]>([
    [
      schema,
      'anyone',
      {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'answer', strict: true, schema: { type: 'object' } },
        },
      },
    ],
    [regex, 'vllm', { structured_outputs: { regex: '\\d+' } }],
    [gbnf, 'vllm', { structured_outputs: { grammar: 'root ::= "a"' } }],
    [regex, 'sglang', { regex: '\\d+' }],
    [gbnf, 'sglang', { ebnf: 'root ::= "a"' }],
    [regex, 'llamacpp', { grammar: 'root ::= [0-9]+\n' }],
    [gbnf, 'llamacpp', { grammar: 'root ::= "a"' }],
  ])('%j by %s', async (grammar, ownedBy, fields) => {
    const [asked, notes] = await bodiesOf(grammar, ownedBy);
    expect(asked).toMatchObject(fields);
    // Notes are in words of the model's own.
    for (const field of Object.keys(fields)) expect(notes).not.toHaveProperty(field);
  });

  it.each([regex, gbnf])('says that another server is not known to take %j', async (grammar) => {
    await expect(bodiesOf(grammar, 'openai')).rejects.toMatchObject({ code: 'usage' });
  });

  it('reads a pattern before any server does', async () => {
    await expect(bodiesOf({ type: 'regex', pattern: '(' }, 'vllm')).rejects.toMatchObject({ code: 'usage' });
  });
});
