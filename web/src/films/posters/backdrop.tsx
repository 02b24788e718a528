import type { MoviePreview } from '../../shared/api/api-types.ts';
import { Poster } from './poster.tsx';

/** The poster again, large and out of focus, behind the page of a film. */
export function Backdrop({ film }: { film: MoviePreview }) {
  return (
    <div class="film-backdrop" aria-hidden="true">
      <Poster film={film} />
    </div>
  );
}
