import { beforeAll, describe, expect, it } from 'vitest';
import { readFilmFile } from '../../../src/adapters/files/film-file.ts';
import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { onEachEngine } from '../../support/database.ts';

/**
 * Queries of people, and the film of the 300 bundled ones that they mean. The table was written before the search was
 * measured.
 */
const TABLE: [kind: string, rows: [query: string, kinopoiskId: number][]][] = [
  [
    'whole titles, however they are written',
    [
      ['Побег из Шоушенка', 326],
      ['МОЛЧАНИЕ ЯГНЯТ', 345],
      ['терминатор', 507],
      ['брат', 41519],
      ['брат 2', 41520],
      ['крестный отец 2', 327],
      ['офис', 253245],
      ['кин дза дза', 44811],
      ['ну погоди', 46483],
      ['т-34', 930878],
      ['1+1', 535341],
      ['легенда 17', 601564],
      ['wall-e', 279102],
    ],
  ],
  [
    'beginnings',
    [
      ['матр', 301],
      ['поймай меня', 324],
      ['бойцовский', 361],
      ['назад в будущее 3', 7103],
      ['карты деньги', 522],
      ['пятый эл', 2656],
      ['иван васильевич', 42664],
      ['слово пац', 5304403],
      ['джанго', 586397],
      ['операция ы', 42782],
    ],
  ],
  [
    'words from the middle, in any order',
    [
      ['две крепости', 312],
      ['кольца братство', 328],
      ['властелин колец возвр', 3498],
      ['кукушки', 336],
      ['парк юрского', 7121],
      ['уолл стрит', 462682],
      ['wolf wall street', 462682],
      ['lord of the rings two towers', 312],
      ['новая надежда', 333],
    ],
  ],
  [
    'е and ё',
    [
      ['крёстный отец', 325],
      ['унесенные', 370],
      ['жил был пес', 45319],
      ['зелёная миля', 435],
      ['звездные войны новая надежда', 333],
    ],
  ],
  [
    'original titles',
    [
      ['catch me if', 324],
      ['pulp fiction', 342],
      ['godfather', 325],
      ['leon', 389],
      ['breaking bad', 404900],
      ['harry potter sorcerer', 689],
      ['star wars', 333],
    ],
  ],
  [
    'Russian titles in Latin letters',
    [
      ['matrica', 301],
      ['stalker', 43970],
      ['ivan vasilevich', 42664],
      ['cheburashka', 4370148],
    ],
  ],
  [
    'typing errors',
    [
      ['мартица', 301],
      ['криминальное чтево', 342],
      ['форест гамп', 448],
      ['forest gump', 448],
      ['брилиантовая рука', 46225],
      ['интерстелар', 258687],
      ['игра пристолов', 464963],
      ['game of throns', 464963],
      ['гари потер тайная', 688],
      ['список шиндлира', 329],
      ['oppenhaimer', 4664634],
      ['inglorious basterds', 9691],
    ],
  ],
];

const rows = TABLE.flatMap(([kind, queries]) => queries.map(([query, id]) => [kind, query, id] as const));

onEachEngine((adapter, open) => {
  describe(`search in the bundled films: ${adapter}`, () => {
    let movies: DrizzleMovieRepository;
    beforeAll(async () => {
      movies = new DrizzleMovieRepository(await open());
      await movies.save(await readFilmFile('seed/films.json'));
    });

    it('is measured by sixty queries', () => {
      expect(rows).toHaveLength(60);
    });

    it.each(rows)('finds by %s: %s → %i first', async (_kind, query, id) => {
      const { items } = await movies.search(query, { page: 1, perPage: 20 });
      expect([items[0]?.kinopoiskId, items[0]?.title]).toEqual([id, expect.any(String)]);
    });
  });
});
