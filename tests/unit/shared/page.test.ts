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

  it('gives the records that were read ahead, and the others', async () => {
    const rest = letters([]);
    const first = await rest.next();
    expect(await Array.fromAsync(resumed([first.value ?? ''], rest))).toEqual(['a', 'b', 'c']);
  });

  it.each(['a', 'b'])('closes the rest when it is left at %s', async (last) => {
    const closed: string[] = [];
    const rest = letters(closed);
    const first = await rest.next();
    for await (const letter of resumed([first.value ?? ''], rest)) if (letter === last) break;
    expect(closed).toEqual(['closed']);
  });
});
