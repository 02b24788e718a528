import { useEffect } from 'preact/hooks';
import type { FilmImport } from '../shared/api/api-types.ts';
import { api, unwrapWithHeaders } from '../shared/api/api.ts';
import { loadedPage } from '../shared/api/pages.ts';
import { format } from '../shared/language.ts';
import { FailureNotice } from '../shared/parts/failure.tsx';
import { MoreButton } from '../shared/parts/more-button.tsx';
import { changeQuery, place } from '../shared/routing/router.ts';
import { isDecided, showSkipped, skippedRows } from './decisions.ts';
import { importRows, PAGE_SIZE } from './import-rows.ts';
import { importsWording } from './imports.wording.ts';
import { RowCard } from './row-card.tsx';

const OUTCOMES = ['ambiguous', 'not_found', 'restricted', 'invalid', 'matched'] as const;
type Outcome = (typeof OUTCOMES)[number];

/**
 * The rows of one outcome: the outcome that the address names, otherwise the first of {@link OUTCOMES} that has rows.
 */
export function RowSection({ one, reload }: { one: FilmImport; reload: () => Promise<void> }) {
  const t = importsWording();
  const asked = OUTCOMES.find((outcome) => outcome === place.value.query.get('rows'));
  const offered = OUTCOMES.filter((outcome) => one.rows[outcome] > 0 || outcome === asked);
  const [shown = 'matched'] = asked ? [asked] : offered;
  if (offered.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="import-rows">
      <h2 id="import-rows">{t.rows}</h2>
      <div class="segments" role="group" aria-labelledby="import-rows">
        {offered.map((outcome) => (
          <button
            key={outcome}
            type="button"
            aria-pressed={outcome === shown}
            onClick={() => changeQuery({ rows: outcome })}
          >
            {t.outcomes[outcome]} <span class="muted">{format.number(one.rows[outcome])}</span>
          </button>
        ))}
      </div>
      <Rows key={shown} one={one} outcome={shown} reload={reload} />
    </section>
  );
}

function Rows({ one, outcome, reload }: { one: FilmImport; outcome: Outcome; reload: () => Promise<void> }) {
  const t = importsWording();
  const { id } = one;
  const list = importRows(`${id}/${outcome}`, async (page) => {
    const params = { path: { id }, query: { outcome, page, per_page: PAGE_SIZE } };
    return loadedPage(await unwrapWithHeaders(api.GET('/imports/{id}/rows', { params })));
  });
  const { rows, error, isLoading } = list.state.value;
  const open = rows?.filter(({ row }) => !isDecided({ id, row })) ?? [];
  const count = one.rows[outcome];
  // Keeps a full page of rows loaded: loads rows at first, while the import runs, and after rows were decided.
  useEffect(() => {
    if (error === undefined && open.length < PAGE_SIZE && (rows === undefined || rows.length < count)) void list.more();
  }, [list, count, open.length, rows?.length]);
  const skipped = skippedRows(id);
  return (
    <>
      <FailureNotice error={error} retry={() => list.more()} />
      {rows && open.length === 0 && !isLoading && <p class="muted">{t.allDecided}</p>}
      <ul class="row-cards">
        {open.map((row) => (
          <RowCard
            key={row.row}
            row={row}
            one={one}
            onSettled={() => {
              list.settle(row.row);
              void reload();
            }}
          />
        ))}
      </ul>
      <MoreButton hasMore={list.hasMore} more={() => list.more()} />
      {skipped > 0 && (outcome === 'ambiguous' || outcome === 'not_found') && (
        <p>
          <button type="button" class="button button-quiet" onClick={() => showSkipped(id)}>
            {t.showSkipped(skipped)}
          </button>
        </p>
      )}
    </>
  );
}
