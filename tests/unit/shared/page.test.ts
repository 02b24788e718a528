import { describe, expect, it } from 'vitest';
import { resumed } from '../../../src/domain/shared/page.ts';

describe('a stream that is resumed', () => {
  const letters = (closed: string[]) =>
    (async function* () {
      try {
        yield* ['a', 'b', 'c'];
      } finally {
        closed.push('closed');
      }
    })();

  it('returns the records that were read before, and the others', async () => {
    const rest = letters([]);
    const first = await rest.next();
    expect(await Array.fromAsync(resumed([first.value ?? ''], rest))).toEqual(['a', 'b', 'c']);
  });

  it.each(['a', 'b'])('closes the rest if the reader stops at %s', async (last) => {
    const closed: string[] = [];
    const rest = letters(closed);
    const first = await rest.next();
    for await (const letter of resumed([first.value ?? ''], rest)) if (letter === last) break;
    expect(closed).toEqual(['closed']);
  });
});
