import { filmsWording } from '../films/films.wording.ts';
import { format } from '../shared/language.ts';
import { Icon } from '../shared/parts/icon.tsx';
import { DayField } from './day-field.tsx';
import { addToShelf, entryOf, removeFromShelf } from './entries.ts';
import { NoteField } from './note-field.tsx';
import { RatingField } from './rating-field.tsx';
import { shelfWording } from './shelf.wording.ts';

/** Adds a film to the shelf and removes it, and edits its rating, note and day. */
export function ShelfPanel({ film }: { film: { readonly kinopoisk_id: number } }) {
  const t = shelfWording();
  const words = filmsWording();
  const id = film.kinopoisk_id;
  const entry = entryOf(id).value;
  if (entry === undefined) return <div class="skeleton button-large" aria-hidden="true" />;
  if (entry === null)
    return (
      <button type="button" class="button button-main button-large" onClick={() => addToShelf(film)}>
        <Icon name="plus" />
        {words.add}
      </button>
    );
  return (
    <section class="card shelf-panel" aria-label={words.onShelf}>
      <div class="shelf-panel-head">
        <p class="with-icon on-shelf">
          <Icon name="check" />
          {words.onShelf}
        </p>
        <p class="muted small">{t.addedOn(format.day(entry.added_at))}</p>
      </div>
      <RatingField id={id} rating={entry.user_rating} />
      <DayField id={id} day={entry.watched_at} />
      <NoteField key={id} id={id} note={entry.note ?? ''} />
      <button type="button" class="button button-quiet button-start" onClick={() => removeFromShelf(film)}>
        <Icon name="remove" />
        {words.remove}
      </button>
    </section>
  );
}
