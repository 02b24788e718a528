import { ProblemError, unwrap } from '@kinopolka/client';
import { useEffect } from 'preact/hooks';
import { may, sessionState } from '../sessions/session.ts';
import type { Movie } from '../shared/api/api-types.ts';
import { api } from '../shared/api/api.ts';
import { useLoaded } from '../shared/api/loaded.ts';
import { say } from '../shared/messages.ts';
import { Empty } from '../shared/parts/empty.tsx';
import { FailureNotice, failureText } from '../shared/parts/failure.tsx';
import { Icon } from '../shared/parts/icon.tsx';
import { addressOf } from '../shared/routing/router.ts';
import type { ViewProps } from '../shared/routing/view.ts';
import { setTitle } from '../shared/routing/view.ts';
import { webLink } from '../shared/routing/web-link.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { entryOf, learnWhetherShelved } from '../shelf/entries.ts';
import { ShelfPanel } from '../shelf/shelf-panel.tsx';
import { kindOf } from './film-caption.tsx';
import { FilmFacts } from './film-facts.tsx';
import { otherTitleOf, titleOf } from './film-title.ts';
import { filmsWording } from './films.wording.ts';
import { Backdrop } from './posters/backdrop.tsx';
import { Poster } from './posters/poster.tsx';

export function FilmView({ values }: ViewProps) {
  const id = Number(values['id']);
  const { data: film, error, reload } = useLoaded(`film/${id}`, async () => loadFilm(id));
  useEffect(() => {
    if (sessionState.value === 'open' && entryOf(id).value === undefined) void learnWhetherShelved([id]);
  }, [id]);
  if (film) return <Film film={film} />;
  if (error === undefined) return <FilmSkeleton />;
  return (
    <>
      <h1 class="visually-hidden" tabindex={-1}>
        {filmsWording().film}
      </h1>
      {isMissing(error) ? <MissingFilm error={error} /> : <FailureNotice error={error} retry={reload} />}
    </>
  );
}

/** If this person may not view the film, the service returns a teaser. */
async function loadFilm(id: number): Promise<Movie> {
  const params = { path: { kinopoisk_id: id }, query: { teaser: 'true' } } as const;
  return unwrap(api.GET('/movies/{kinopoisk_id}', { params }));
}

function isMissing(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 404 || error.status === 422);
}

function MissingFilm({ error }: { error: unknown }) {
  const { title, detail } = failureText(error);
  return (
    <Empty title={title} text={detail}>
      <a class="button" href={addressOf('search')}>
        {sharedWording().toSearch}
      </a>
    </Empty>
  );
}

function Film({ film }: { film: Movie }) {
  const t = filmsWording();
  const title = film.year === null ? titleOf(film) : `${titleOf(film)} (${film.year})`;
  useEffect(() => setTitle(title), [title]);
  const other = otherTitleOf(film);
  return (
    <article class="film">
      <Backdrop film={film} />
      <div class="film-poster">
        <Poster key={film.kinopoisk_id} film={film} isLarge />
      </div>
      <header class="film-head">
        <h1 tabindex={-1}>{titleOf(film)}</h1>
        {other && <p class="film-other-title">{other}</p>}
        <p class="film-line">
          {[film.year, kindOf(film), film.length_minutes && t.minutes(film.length_minutes)].filter(Boolean).join(' · ')}
          {film.age_limit !== null && <span class="age">{film.age_limit}+</span>}
        </p>
        <FilmFacts film={film} />
        {!film.viewable && <RestrictionNotice labels={film.labels} />}
        <div class="buttons">
          {film.viewable && <Trailer address={film.trailer} />}
          <button type="button" class="button button-quiet" onClick={() => void copyLink()}>
            <Icon name="link" />
            {t.copyLink}
          </button>
        </div>
      </header>
      {may('favorites:own') && (film.viewable || entryOf(film.kinopoisk_id).value) && (
        <div class="film-shelf">
          <ShelfPanel film={film} />
        </div>
      )}
      {film.description && (
        <section class="film-about">
          <h2 class="visually-hidden">{t.about}</h2>
          <p>{film.description}</p>
        </section>
      )}
    </article>
  );
}

/** The reason why only a teaser is shown. */
function RestrictionNotice({ labels }: { labels: readonly string[] }) {
  const t = filmsWording();
  return (
    <div class="notice" role="note">
      <Icon name="lock" />
      <strong>{t.restricted}</strong>
      <p>{t.restrictedDetail(labels.join(', '))}</p>
    </div>
  );
}

function Trailer({ address }: { address: string }) {
  const t = filmsWording();
  const href = webLink(address);
  if (href === undefined) return null;
  return (
    <a class="button" href={href} target="_blank" rel="noopener noreferrer">
      <Icon name="play" filled />
      {t.trailer}
      <span class="visually-hidden">({t.opensKinopoisk})</span>
    </a>
  );
}

async function copyLink(): Promise<void> {
  // Without a secure connection, browsers do not allow access to the clipboard. Then the link is shown.
  await navigator.clipboard?.writeText(location.href).then(
    () => say({ kind: 'done', text: sharedWording().copied }),
    () => say({ kind: 'done', text: location.href }),
  );
}

function FilmSkeleton() {
  return (
    <div class="film" aria-busy="true">
      <div class="film-poster">
        <div class="poster skeleton" />
      </div>
      <div class="film-head">
        <h1 class="visually-hidden" tabindex={-1}>
          {sharedWording().loading}
        </h1>
        <div class="skeleton line-title" />
        <div class="skeleton line" />
        <div class="skeleton line" />
      </div>
    </div>
  );
}
