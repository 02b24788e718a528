import fc from 'fast-check';
import { LAYOUTS } from './all.ts';
import { contentOf } from './content.ts';

/** A change of a file as it may happen on its way to the service. `at`: the place, as a share of the length. */
type Mutation = (content: Buffer, at: number) => Buffer;

const replacing =
  (from: string, to: string): Mutation =>
  (content) =>
    Buffer.from(content.toString('latin1').replaceAll(from, to), 'latin1');
const inserting =
  (bytes: string): Mutation =>
  (content, at) =>
    Buffer.concat([content.subarray(0, at), Buffer.from(bytes, 'latin1'), content.subarray(at)]);

const MUTATIONS: readonly Mutation[] = [
  (content, at) => content.subarray(0, at),
  (content, at) => content.subarray(at),
  (content, at) => Buffer.concat([content.subarray(0, at), content.subarray(at + 1)]),
  (content, at) => Buffer.concat([content, content.subarray(at)]),
  (content, at) => Buffer.concat([content.subarray(at), content.subarray(0, at)]),
  replacing(',', ';'),
  replacing(',', '\t'),
  replacing(';', ','),
  replacing('\t', ','),
  replacing('"', ''),
  replacing('"', "'"),
  replacing('\n', '\r\n'),
  replacing('\r\n', '\n'),
  replacing('\n', '\r'),
  replacing('\n', '\n\n'),
  replacing('<', '&lt;'),
  replacing('</td>', ''),
  replacing('<tr>', '<table><tr>'),
  ...[
    '"',
    "'",
    '\0',
    ',',
    ';',
    '\t',
    '|',
    '\n',
    '\r',
    '\xef\xbb\xbf',
    '\xff\xfe',
    '\xff',
    '=',
    '<',
    '>',
    '[',
    '{',
    '}',
    '<td>',
    '\u2028',
  ].map(inserting),
];

const place = fc.double({ min: 0, max: 1, noNaN: true });

/** Lists in all layouts, after one to four mutations. */
export const mutatedLists = fc
  .record({
    layout: fc.constantFrom(...LAYOUTS),
    mutations: fc.array(fc.tuple(fc.constantFrom(...MUTATIONS), place), { minLength: 1, maxLength: 4 }),
  })
  .map(({ layout, mutations }) => {
    const content = mutations.reduce<Buffer>(
      (changed, [mutate, share]) => mutate(changed, Math.floor(share * changed.length)),
      contentOf(layout),
    );
    return { name: layout.name, type: layout.type ?? ('csv' as const), content, encoding: layout.declared };
  });
