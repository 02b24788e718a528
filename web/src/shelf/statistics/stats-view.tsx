import { unwrap } from '@kinopolka/client';
import type { ShelfStats } from '../../shared/api/api-types.ts';
import { api } from '../../shared/api/api.ts';
import { useLoaded } from '../../shared/api/loaded.ts';
import { format } from '../../shared/language.ts';
import { Empty } from '../../shared/parts/empty.tsx';
import { FailureNotice } from '../../shared/parts/failure.tsx';
import { Icon } from '../../shared/parts/icon.tsx';
import { addressOf } from '../../shared/routing/router.ts';
import { shelfWording } from '../shelf.wording.ts';
import { BarChart, ColumnChart } from './charts.tsx';

export function StatsView() {
  const t = shelfWording();
  const { data: stats, error, reload } = useLoaded('stats', async () => unwrap(api.GET('/user/stats')));
  return (
    <>
      <div class="page-head">
        <h1 tabindex={-1}>{t.statsTitle}</h1>
      </div>
      {error !== undefined && <FailureNotice error={error} retry={reload} />}
      {stats && (stats.films === 0 ? <NoStats /> : <Stats stats={stats} />)}
    </>
  );
}

function NoStats() {
  const t = shelfWording();
  return (
    <Empty title={t.statsEmpty} text={t.statsEmptyDetail}>
      <a class="button button-main" href={addressOf('search')}>
        <Icon name="search" />
        {t.find}
      </a>
    </Empty>
  );
}

function Stats({ stats }: { stats: ShelfStats }) {
  const t = shelfWording();
  return (
    <div class="stats">
      <dl class="stats-numbers">
        <Figure name={t.films} value={format.number(stats.films)} />
        <Figure name={t.watchedFilms} value={format.number(stats.watched)} share={stats.watched / stats.films} />
        <Figure name={t.ratedFilms} value={format.number(stats.rated)} share={stats.rated / stats.films} />
        <Figure
          name={t.averageRating}
          value={stats.average_rating === null ? '–' : format.rating(stats.average_rating)}
        />
      </dl>
      <section class="card" aria-labelledby="by-genre">
        <h2 id="by-genre">{t.byGenre}</h2>
        <BarChart
          label={t.byGenre}
          unit={t.films}
          bars={stats.by_genre.map(({ genre, films }) => ({
            name: genre.name,
            value: films,
            href: addressOf('', { genre: String(genre.id) }),
          }))}
        />
      </section>
      <section class="card" aria-labelledby="by-decade">
        <h2 id="by-decade">{t.byDecade}</h2>
        <ColumnChart
          label={t.byDecade}
          unit={t.films}
          columns={stats.by_decade.map(({ decade, films }) => ({ name: t.decade(decade), value: films }))}
        />
      </section>
    </div>
  );
}

/** `share`: the share of all films, 0 to 1 */
function Figure({ name, value, share }: { name: string; value: string; share?: number }) {
  return (
    <div class="card">
      <dt>{name}</dt>
      <dd>{value}</dd>
      {share !== undefined && (
        <div class="share" aria-hidden="true">
          <div style={{ width: `${share * 100}%` }} />
        </div>
      )}
    </div>
  );
}
