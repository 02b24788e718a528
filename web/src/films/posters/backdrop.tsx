import type { MoviePreview } from '../../shared/api/api-types.ts';
import { Poster } from './poster.tsx';

/** The poster, large and blurred, as the background of the page of a film. */
export function Backdrop({ film }: { film: MoviePreview }) {
  return (
    <div class="film-backdrop" aria-hidden="true">
      <Poster film={film} />
    </div>
  );
}
