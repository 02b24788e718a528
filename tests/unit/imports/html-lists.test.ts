import { describe, expect, it } from 'vitest';
import { FilmListUnusable } from '../../../src/domain/imports/film-import.ts';
import { listed } from '../../builders/film-import.ts';
import { inWindows1251, readList } from '../../support/read-list.ts';

const headers = '<tr><th>Название</th><th>Год</th><th>Заметка</th></tr>';
const page = (...rows: string[]) =>
  `<!DOCTYPE html><html><body><table>${headers}${rows.join('')}</table></body></html>`;
const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
const rowsOf = async (content: string, pieceBytes = 1000) => (await readList('csv', content, { pieceBytes })).rows;
const matrix = { film: listed({ titles: ['Матрица'], year: 1999, note: 'a & b' }) };

describe('a table in a page', () => {
  it.each([
    ['as it should be', page(row('Матрица', '1999', 'a &amp; b'))],
    ['with elements in its cells', page(row('<b>Матрица</b>', '<i>19</i>99', '<a href="x?a=1&b=2">a</a> &amp; b'))],
    ['without closing tags', page('<tr><td>Матрица<td>1999<td>a &amp; b')],
    [
      'in capital letters',
      page(row('Матрица', '1999', 'a &amp; b'))
        .toUpperCase()
        .replace('МАТРИЦА', 'Матрица')
        .replace('A &AMP; B', 'a &amp; b'),
    ],
    ['with blanks and line breaks of the page', page(row('\n  Матрица \n', '&nbsp;1999', 'a\t&amp;  b'))],
    ['among others', `<table><tr><td>Меню</td></tr></table>${page(row('Матрица', '1999', 'a &amp; b'))}`],
    ['within another', `<table><tr><td>${page(row('Матрица', '1999', 'a &amp; b'))}</td></tr></table>`],
    [
      'with scripts and comments',
      page('<!-- <tr><td>x -->', `<script>"<tr><td>Брат</td></tr>"</script>`, row('Матрица', '1999', 'a &amp; b')),
    ],
    ['with empty rows', page(row('', '', ''), row('Матрица', '1999', 'a &amp; b'), '<tr></tr>')],
  ])('is read %s', async (_, content) => {
    for (const pieceBytes of [1, 13, 100_000]) expect(await rowsOf(content, pieceBytes)).toEqual([matrix]);
  });

  it.each([
    ['windows-1251', inWindows1251('Матрица')],
    ['UTF8', Buffer.from('Матрица')],
    ['windows-1251" content="although it is UTF-8', Buffer.from('Матрица')],
    ['klingon', inWindows1251('Матрица')],
  ])('is read in the encoding that the page declares as "%s"', async (charset, title) => {
    const meta = `<meta http-equiv="content-type" content="text/html; charset=${charset}"><table><tr><td>title</td></tr><tr><td>`;
    const content = Buffer.concat([Buffer.from(meta), title, Buffer.from('</td></tr></table>')]);
    expect((await readList('csv', content)).rows).toEqual([{ film: listed({ titles: ['Матрица'] }) }]);
  });

  it('keeps line breaks of notes', async () => {
    expect(await rowsOf(page(row('Матрица', '1999', 'one<br>two<br/>three')))).toMatchObject([
      { film: { note: 'one\ntwo\nthree' } },
    ]);
  });

  const long = 'x'.repeat(100_000);
  it.each([
    ['a tag', `<${long}`],
    ['an attribute', `<td a="${long}`],
    ['attributes', `<td ${'a=1 '.repeat(30_000)}`],
    ['a comment', `<!--${long}`],
    ['a cell', `<tr><td>${long}`],
    ['a row of cells', `<tr>${'<td>xxxxxxxxxxxxxxxxxxxxxxxxx'.repeat(4_000)}`],
    ['nesting', '<div>'.repeat(300)],
    ['nested tables', '<table><tr><td>'.repeat(100)],
  ])('is refused with an overlong %s', async (_, part) => {
    await expect(rowsOf(page(row('Матрица', '1999', '')) + part, 5000)).rejects.toMatchObject({
      faults: [{ code: 'malformed-file' }],
    });
  });

  it('has the same maximum number of columns as a CSV table', async () => {
    const rows = await rowsOf(
      page(row(...Array.from({ length: 10_000 }, () => 'x')), row('Матрица', '1999', 'a &amp; b')),
    );
    expect(rows).toEqual([{ fault: 'columns', text: expect.any(String) as string }, matrix]);
  });

  it.each([
    ['no table', '<html><h1>Войдите</h1></html>', 'no-rows'],
    ['no table of films', `<table>${row('Курс', '90')}</table>`, 'unknown-columns'],
    ['hundreds of rows before any headers', `<table>${row('x').repeat(300)}${headers}</table>`, 'unknown-columns'],
  ] as const)('is refused with %s', async (_, content, code) => {
    await expect(rowsOf(content)).rejects.toMatchObject({ faults: new FilmListUnusable(code).faults });
  });
});
