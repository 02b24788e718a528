import { beforeAll, describe, expect, it } from 'vitest';
import { readFilmFile } from '../../../src/adapters/files/film-file.ts';
import type { FilmMatcher } from '../../../src/application/imports/film-matcher.ts';
import { OwnerView } from '../../../src/application/imports/owner-view.ts';
import { TimeSlice } from '../../../src/application/shared/time-slice.ts';
import type { ListRow } from '../../../src/domain/imports/film-import.ts';
import { anImportWork } from '../../builders/imports.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { LAYOUTS } from '../../support/list-layouts/all.ts';
import { contentOf } from '../../support/list-layouts/content.ts';
import type { Expected } from '../../support/list-layouts/layout.ts';
import { readAt, readList } from '../../support/read-list.ts';

const clock = new FixedClock(readAt);
let matcher: FilmMatcher;
let view: OwnerView;

beforeAll(async () => {
  const work = await anImportWork({ clock, source: undefined });
  await work.movies.save(await readFilmFile('seed/films.json'));
  ({ matcher } = work);
  view = new OwnerView(work.movies, undefined);
});

async function outcomeOf(row: ListRow): Promise<Expected> {
  if (!('film' in row)) return row.fault === 'not_a_film' ? row.fault : 'not matched';
  const slice = new TimeSlice(clock, 1000, { aborted: false });
  const [match] = await matcher.matchKnown([row.film], { view, slice, isLastWord: false });
  if (match?.outcome !== 'matched') return 'not matched';
  const { userRating, watchedAt, addedAt, note } = row.film;
  return {
    film: match.kinopoiskId,
    rating: userRating,
    ...(watchedAt !== null && { watched: watchedAt }),
    ...(addedAt !== null && { added: addedAt.toISOString().slice(0, 10) }),
    ...(note !== null && { note }),
    ...(row.ignored && { ignored: row.ignored.map(({ column }) => column) }),
  };
}

describe('a list', () => {
  it('is tested in at least eighty layouts', () => {
    expect(new Set(LAYOUTS.map(({ name }) => name)).size).toBe(LAYOUTS.length);
    expect(LAYOUTS.length).toBeGreaterThanOrEqual(80);
  });

  it.each(LAYOUTS)('is read correctly: $name', async (layout) => {
    const content = contentOf(layout);
    const { rows, columns } = await readList(layout.type ?? 'csv', content, { encoding: layout.declared });
    expect(await Promise.all(rows.map(outcomeOf))).toEqual(layout.rows);
    const scales = columns.flatMap(({ scale, scaleDecidedBy }) =>
      scale === undefined ? [] : [[scale, scaleDecidedBy]],
    );
    expect(scales).toEqual(layout.scale ? [layout.scale] : []);
  });
});
