import { describe, expect, it } from 'vitest';
import type { ListRow } from '../../../src/domain/imports/film-import.ts';
import { FilmListUnusable } from '../../../src/domain/imports/film-import.ts';
import { listed } from '../../builders/film-import.ts';
import { inKoi8, inWindows1251, readList } from '../../support/read-list.ts';

const unknownEncoding = { faults: new FilmListUnusable('unknown-encoding').faults };

function inUtf16(text: string, isBigEndian: boolean): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
}

describe('the letters of a list', () => {
  const text = 'Название,Год,Заметка\nЁлки,2010,Смешно\nСталкер,1979,\n';
  const rows: ListRow[] = [
    { film: listed({ titles: ['Ёлки'], year: 2010, note: 'Смешно' }) },
    { film: listed({ titles: ['Сталкер'], year: 1979 }) },
  ];

  describe.each([1, 2, 3, 7, 1000])('in pieces of %d bytes', (pieceBytes) => {
    it.each<[string, Uint8Array, string | undefined]>([
      ['UTF-8', Buffer.from(text), undefined],
      ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), undefined],
      ['UTF-16, little end first', inUtf16(text, false), undefined],
      ['UTF-16, big end first', inUtf16(text, true), undefined],
      ['Windows-1251', inWindows1251(text), undefined],
      ['Windows-1251 that is declared', inWindows1251(text), 'windows-1251'],
      ['KOI8-R', inKoi8(text), undefined],
      ['KOI8-R that is declared', inKoi8(text), 'koi8-r'],
      ['UTF-8 that is marked, whatever was declared', Buffer.from(`\ufeff${text}`), 'windows-1251'],
    ])('are read in %s', async (_, bytes, encoding) => {
      expect(await readList('csv', bytes, { encoding, pieceBytes })).toMatchObject({ format: 'table', rows });
    });
  });

  it('outside of the basic plane are read across pieces', async () => {
    expect(await readList('csv', 'title\n🎬🎬\n', { pieceBytes: 3 })).toMatchObject({
      format: 'table',
      rows: [{ film: listed({ titles: ['🎬🎬'] }) }],
    });
  });

  it.each([
    ['UTF-8', Buffer.from('Ёлки\n')],
    ['Windows-1251', inWindows1251('Ёлки\n')],
  ])('are read in %s if they begin after much ASCII, at the border of a block', async (_, letters) => {
    const plain = 'Stalker\n'.repeat(9000);
    const content = Buffer.concat([Buffer.from(`title\n${plain}`), letters, letters]);
    const { rows: all } = await readList('csv', content, { pieceBytes: 65_537 });
    expect(all).toHaveLength(9002);
    const last = { film: listed({ titles: ['Ёлки'] }) };
    expect(all.slice(-2)).toEqual([last, last]);
  });

  it('are those of Latin-1 if that is declared', async () => {
    expect(await readList('csv', Buffer.from('title\nAmélie\n', 'latin1'), { encoding: 'iso-8859-1' })).toMatchObject({
      format: 'table',
      rows: [{ film: listed({ titles: ['Amélie'] }) }],
    });
  });

  it.each<[string, Uint8Array, string | undefined]>([
    ['Latin-1 that is not declared', Buffer.from('title\nAmélie\nLéon\n', 'latin1'), undefined],
    ['UTF-16 without a mark', Buffer.from('title\nAlien\n', 'utf16le'), undefined],
    ['no encoding there is', Buffer.from('title\nAlien\n'), 'klingon'],
    ['another encoding than declared', inWindows1251('title\nЁлки\n'), 'utf-8'],
    ['another encoding than marked', Buffer.concat([Buffer.from('\ufefftitle\n'), Buffer.from([0xff])]), undefined],
    ['UTF-8 that ends inside a letter', Buffer.from('title\nЁлки').subarray(0, -1), undefined],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]), undefined],
  ])('are refused in %s', async (_, bytes, encoding) => {
    await expect(readList('csv', bytes, { encoding })).rejects.toMatchObject(unknownEncoding);
  });

  it('are refused in JSON, too', async () => {
    const latin = Buffer.from('[{"title":"Amélie"}]', 'latin1');
    await expect(readList('json', latin)).rejects.toMatchObject(unknownEncoding);
  });
});
