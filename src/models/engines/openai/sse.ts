/** One line of an event stream that carries something: `data: …`, or the `error: …` of some servers. */
export interface EventLine {
  readonly type: 'data' | 'error';
  readonly value: string;
}

/**
 * Reads server-sent events as OpenAI-compatible servers write them: one JSON value a `data` line. Lines may end in
 * LF, CR or CRLF and be split anywhere, within a character too; comments, other fields and blank lines are skipped.
 */
export async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<EventLine> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    // A CRLF that falls apart only makes a blank line more.
    const lines = rest.split(/\r\n|\r|\n/);
    rest = lines.pop() as string;
    for (const line of lines) yield* eventLine(line);
  }
  for (const line of (rest + decoder.decode()).split(/\r\n|\r|\n/)) yield* eventLine(line);
}

function* eventLine(line: string): Iterable<EventLine> {
  const match = /^(data|error): ?(.*)$/s.exec(line);
  if (match !== null) yield { type: match[1] as EventLine['type'], value: match[2] as string };
}
