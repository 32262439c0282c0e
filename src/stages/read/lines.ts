/** A line without its end; no text if it is too long. */
export interface Line {
  /** 1-based. */
  readonly line: number;
  readonly text: string | undefined;
}

/** Divides a text into lines, ended by LF or CRLF. Lines over `longest` characters are passed over unread. */
export async function* lines(chunks: AsyncIterable<string>, longest: number): AsyncGenerator<Line> {
  let line = 1;
  // Joined once: a long line may come in thousands of chunks.
  let parts: string[] = [];
  let length = 0;
  const keep = (part: string): void => {
    length += part.length;
    if (length > longest) {
      parts = [];
    } else {
      parts.push(part);
    }
  };
  const take = (): Line => {
    const text = length > longest ? undefined : parts.join('').replace(/\r$/, '');
    parts = [];
    length = 0;
    return { line: line++, text };
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', start)) {
      keep(chunk.slice(start, end));
      yield take();
      start = end + 1;
    }
    keep(chunk.slice(start));
  }
  if (length > 0) {
    yield take();
  }
}
