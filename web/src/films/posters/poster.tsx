import { useSignal } from '@preact/signals';
import { titleOf } from '../film-title.ts';
import { DrawnPoster } from './drawn-poster.tsx';

type Pictured = {
  readonly kinopoisk_id: number;
  readonly title: string | null;
  readonly original_title: string | null;
  readonly year: number | null;
  readonly poster_url: string | null;
  readonly poster_preview_url: string | null;
};

type PosterOptions = { readonly film: Pictured; readonly isLarge?: boolean };

/** Addresses that could not be loaded, so that scrolling does not request them again and again. */
const dead = new Set<string>();

/**
 * The poster, or a drawn one. It is only decoration, because the title is beside it. `isLarge`: shown in full size and
 * loaded at once.
 */
export function Poster({ film, isLarge = false }: PosterOptions) {
  const urls = isLarge ? [film.poster_url, film.poster_preview_url] : [film.poster_preview_url, film.poster_url];
  const usable = urls.filter(isUsable);
  const failed = useSignal('');
  const url = usable.find((one) => one !== failed.value && !dead.has(one));
  return (
    <div class="poster" aria-hidden="true">
      {url === undefined ? (
        <DrawnPoster id={film.kinopoisk_id} title={titleOf(film)} year={film.year} />
      ) : (
        <img
          key={url}
          src={url}
          alt=""
          width="200"
          height="300"
          loading={isLarge ? 'eager' : 'lazy'}
          decoding="async"
          onError={() => {
            dead.add(url);
            failed.value = url;
          }}
        />
      )}
    </div>
  );
}

/** Only `https:`, and not the placeholder that Kinopoisk gives for films without a poster. */
function isUsable(url: string | null): url is string {
  if (url === null || !URL.canParse(url)) return false;
  const { protocol, pathname } = new URL(url);
  return protocol === 'https:' && !pathname.includes('no-poster');
}
