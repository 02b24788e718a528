import { Icon } from '../shared/parts/icon.tsx';
import { changeEntry } from './entries.ts';
import { shelfWording } from './shelf.wording.ts';

const RATINGS = Array.from({ length: 10 }, (_, index) => index + 1);

/** Ten radio buttons that look like a scale. */
export function RatingField({ id, rating }: { id: number; rating: number | null }) {
  const t = shelfWording();
  return (
    <fieldset class="rating-field">
      <legend class="field-label">{t.rating}</legend>
      <div class="rating-scale">
        {RATINGS.map((one) => (
          <label key={one} class={rating !== null && one <= rating ? 'is-on' : undefined}>
            <input
              type="radio"
              name={`rating-${id}`}
              class="visually-hidden"
              checked={rating === one}
              aria-label={t.ratingOf(one)}
              onChange={() => changeEntry(id, { user_rating: one }, t.rated(one))}
            />
            <span aria-hidden="true">{one}</span>
          </label>
        ))}
      </div>
      {rating !== null && (
        <button
          type="button"
          class="button button-quiet"
          onClick={() => changeEntry(id, { user_rating: null }, t.ratingCleared)}
        >
          <Icon name="close" />
          {t.clearRating}
        </button>
      )}
    </fieldset>
  );
}
