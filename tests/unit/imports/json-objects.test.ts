import { describe, expect, it } from 'vitest';
import { FilmListUnusable } from '../../../src/domain/imports/film-import.ts';
import { listed } from '../../builders/film-import.ts';
import { readList } from '../../support/read-list.ts';

const alien = { title: 'Alien', year: 1979 };
const film = { film: listed({ titles: ['Alien'], year: 1979 }) };
const ofKind = (isSeries: boolean) => ({ film: listed({ titles: ['Alien'], year: 1979, isSeries }) });
const columnsIn = async (content: unknown) =>
  (await readList('json', JSON.stringify(content))).columns.map(({ name, field }) => [name, field]);

describe('an object in JSON', () => {
  it.each([
    ['one list', { items: [alien] }, [film]],
    [
      'a list beside other members',
      { name: 'Mine, {[', count: 1, user: { ids: {} }, items: [alien], end: null },
      [film],
    ],
    ['a list of titles alone', { watchlist: [{ title: 'Alien' }] }, [{ film: listed({ titles: ['Alien'] }) }]],
    ['a list whose name is not known', { meine_sammlung: [alien] }, [film]],
    ['a list of films', { movies: [alien], films: [] }, [ofKind(false)]],
    ['a list of shows', { shows: [alien] }, [ofKind(true)]],
    ['lists of films and shows', { Фильмы: [alien], сериалы: [alien] }, [ofKind(false), ofKind(true)]],
    [
      'lists by what became of them',
      { movies: { completed: [alien], dropped: [alien] } },
      [ofKind(false), ofKind(false)],
    ],
    ['lists far inside', { data: { mine: { ratings: { movies: [alien] } } } }, [ofKind(false)]],
    ['records that say more than their list', { movies: [{ ...alien, type: 'tv' }] }, [ofKind(true)]],
    ['a list of episodes', { episodes: [alien] }, [{ fault: 'not_a_film', text: 'Alien 1979 episode' }]],
    [
      'a list of seasons',
      { seasons: [{ ...alien, type: 'tv' }] },
      [{ fault: 'not_a_film', text: 'Alien 1979 tv season' }],
    ],
  ])('is read with %s', async (_, content, rows) => {
    for (const pieceBytes of [1, 1000])
      expect((await readList('json', JSON.stringify(content, null, 1), { pieceBytes })).rows).toEqual(rows);
  });

  it.each([
    ['genres', { genres: [{ id: 1, name: 'drama' }] }],
    ['people', { cast: [{ name: 'Sigourney Weaver' }] }],
    ['words', { tags: ['horror'] }],
  ])('does not treat %s as films, and reports their list as not understood', async (_, others) => {
    const { rows } = await readList('json', JSON.stringify({ ...others, items: [alien] }));
    expect(rows).toEqual([film]);
    expect(await columnsIn({ ...others, items: [alien] })).toEqual([
      [Object.keys(others)[0], null],
      ['title', 'title'],
      ['year', 'year'],
    ]);
  });

  it.each([
    ['nothing', '{}', new FilmListUnusable('no-list')],
    ['one record', '{"title":"Alien"}', new FilmListUnusable('no-list')],
    ['objects without a list', '{"a":{"b":{}},"c":1}', new FilmListUnusable('no-list')],
    ['an empty list', '{"movies":[]}', new FilmListUnusable('no-rows')],
    ['lists of other things', '{"genres":[{"name":"drama"}],"tags":["a"]}', new FilmListUnusable('unknown-columns')],
    ['objects too far inside', '{"a":'.repeat(50_000), new FilmListUnusable('too-deep', 0)],
    ['an end too early', '{"movies":[{"title":"Alien"}]', new FilmListUnusable('malformed-file', 1)],
    ['no comma after a list', '{"movies":[{"title":"Alien"}] "a":1}', new FilmListUnusable('malformed-file', 1)],
    ['a comma too much', '{"movies":[{"title":"Alien"}],}', new FilmListUnusable('malformed-file', 1)],
    ['a list without a name', '{[{"title":"Alien"}]}', new FilmListUnusable('malformed-file', 0)],
    ['a value before a list', '{"a":1[{"title":"Alien"}]}', new FilmListUnusable('malformed-file', 0)],
    ['a member that is no JSON', '{"a":yes,"movies":[{"title":"Alien"}]}', new FilmListUnusable('malformed-file', 0)],
    ['a bracket too much', '{"movies":[{"title":"Alien"}]]}', new FilmListUnusable('malformed-file', 1)],
    ['a second object', '{"movies":[{"title":"Alien"}]}{}', new FilmListUnusable('malformed-file', 1)],
    ['a text of seventy thousand letters', `{"a":"${'t'.repeat(70_000)}"}`, new FilmListUnusable('malformed-file', 0)],
  ])('is refused with %s', async (_, content, refusal) => {
    for (const pieceBytes of [7, 1_000_000])
      await expect(readList('json', content, { pieceBytes })).rejects.toMatchObject({ faults: refusal.faults });
  });
});
