import { TextFilmListFiles } from '../../src/adapters/files/text-film-list-files.ts';
import type { ListFile } from '../../src/application/imports/ports/film-list-files.ts';
import type { ListRow } from '../../src/domain/imports/film-import.ts';
import type { ListColumn } from '../../src/domain/imports/list-columns.ts';
import { checkedRow, rowDecider } from '../../src/domain/imports/list-row.ts';
import type { RatingScale } from '../../src/domain/imports/rating-scale.ts';
import { given } from '../../src/domain/shared/given.ts';

/** The time at which the tests read lists. */
export const readAt = new Date('2026-11-20T12:00:00.000Z');

const files = new TextFilmListFiles();

export type ReadOptions = {
  readonly encoding?: string | undefined;
  readonly pieceBytes?: number;
  readonly ratingScale?: RatingScale | undefined;
};

export type ReadList = { format: string; columns: readonly ListColumn[]; rows: ListRow[] };

/** Reads a list as an import does, in pieces that may end within the bytes of a letter. */
export async function readList(
  type: ListFile['type'],
  content: string | Uint8Array,
  { encoding, pieceBytes = 1000, ratingScale }: ReadOptions = {},
): Promise<ReadList> {
  const bytes = inPieces(typeof content === 'string' ? Buffer.from(content) : content, pieceBytes);
  const { format, survey, rows } = await files.read(given({ type, encoding, bytes }));
  const read: ListRow[] = [];
  for await (const row of rows) read.push(checkedRow(row, { now: readAt, nameOf: (field) => survey.nameOf(field) }));
  const columns = survey.columns(ratingScale);
  return { format, columns, rows: read.map(rowDecider({ columns, createdAt: readAt })) };
}

async function* inPieces(bytes: Uint8Array, length: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** Encodes Russian letters and ASCII in Windows-1251. */
export function inWindows1251(text: string): Buffer {
  return Buffer.from(
    Array.from(text, (letter) => {
      const code = letter.codePointAt(0)!;
      if (letter === 'Ё' || letter === 'ё') return letter === 'Ё' ? 0xa8 : 0xb8;
      return code < 0x80 ? code : code - 0x410 + 0xc0;
    }),
  );
}

/** Encodes text in KOI8-R. */
export function inKoi8(text: string): Buffer {
  const letters = new TextDecoder('koi8-r').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  return Buffer.from(Array.from(text, (letter) => letters.indexOf(letter)));
}
