import { useId } from 'preact/hooks';
import { changeEntry } from './entries.ts';
import { shelfWording } from './shelf.wording.ts';

/** The first film was shown in this year. */
const FIRST_DAY = '1895-01-01';

/** Today in the time zone of the browser, such as `2026-11-20`. */
function today(now = new Date()): string {
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}

export function DayField({ id, day }: { id: number; day: string | null }) {
  const t = shelfWording();
  const input = useId();
  const change = (to: string | null) => {
    if (to !== day) changeEntry(id, { watched_at: to }, to === null ? t.watchedCleared : t.watchedSaved);
  };
  return (
    <div class="field">
      <label for={input}>{t.watchedAt}</label>
      <div class="buttons">
        <input
          id={input}
          class="input day-input"
          type="date"
          min={FIRST_DAY}
          max={today()}
          value={day ?? ''}
          onChange={(event) => {
            if (event.currentTarget.validity.valid) change(event.currentTarget.value || null);
          }}
        />
        {day === null ? (
          <button type="button" class="button" onClick={() => change(today())}>
            {t.today}
          </button>
        ) : (
          <button type="button" class="button button-quiet" onClick={() => change(null)}>
            {t.clearDay}
          </button>
        )}
      </div>
    </div>
  );
}
