import { unwrap } from '@kinopolka/client';
import type { FilmImport } from '../shared/api/api-types.ts';
import { api } from '../shared/api/api.ts';
import { format } from '../shared/language.ts';
import { ConfirmedButton } from '../shared/parts/confirmed-button.tsx';
import { DownloadButton } from '../shared/parts/download-button.tsx';
import { FailureNotice, sayFailure } from '../shared/parts/failure.tsx';
import { Icon } from '../shared/parts/icon.tsx';
import { Section } from '../shared/parts/section.tsx';
import { addressOf } from '../shared/routing/router.ts';
import type { ViewProps } from '../shared/routing/view.ts';
import { doneRows, isUnderWay, progressOf, sourceOf, useImport } from './film-imports.ts';
import { importsWording } from './imports.wording.ts';
import { RowSection } from './row-section.tsx';
import { StatusBadges } from './status-badges.tsx';

const EFFECTS = ['added', 'changed', 'unchanged'] as const;

/** One import: its progress, its rows, and the rows that need a decision. */
export function ImportView({ values: { id = '' } }: ViewProps) {
  const t = importsWording();
  const { data: one, error, reload } = useImport(id);
  return (
    <div class="sections">
      <div>
        <a class="back" href={addressOf('imports')}>
          <Icon name="back" />
          {t.mine}
        </a>
        <h1 tabindex={-1}>{one ? t.importOf(format.time(one.created_at)) : t.title}</h1>
      </div>
      <FailureNotice error={error} retry={reload} />
      {one && (
        <>
          <Progress one={one} reload={reload} />
          <RowSection one={one} reload={reload} />
          <UnmatchedFile one={one} />
        </>
      )}
    </div>
  );
}

function Progress({ one, reload }: { one: FilmImport; reload: () => Promise<void> }) {
  const t = importsWording();
  const { id, rows, shelf, status, failure, continues_at: continuesAt } = one;
  const isOpen = isUnderWay(one);
  const cancel = () =>
    void unwrap(api.POST('/imports/{id}/cancellation', { params: { path: { id } } }))
      .catch(sayFailure)
      .then(reload);
  return (
    <Section title={sourceOf(one)}>
      <p class="chips" role="status">
        <StatusBadges one={one} />
      </p>
      {isOpen && (
        <div>
          <progress
            aria-label={t.statuses[status]}
            {...(rows.total > 0 && { value: doneRows(one), max: rows.total })}
          />
          <p class="small">{progressOf(one)}</p>
        </div>
      )}
      {continuesAt !== null && <p>{t.continuesAt(format.untilTime(new Date(continuesAt)))}</p>}
      {failure !== null && <p>{t.failures[failure]}</p>}
      {one.dry_run && !isOpen && <p>{t.dryRunNotice}</p>}
      <ColumnNotes one={one} />
      <dl class="figures">
        {EFFECTS.map((effect) => (
          <div key={effect}>
            <dt>{t.effects[effect]}</dt>
            <dd>{format.number(shelf[effect])}</dd>
          </div>
        ))}
      </dl>
      {isOpen && <ConfirmedButton label={t.cancel} text={t.cancelDetail} onConfirm={cancel} />}
    </Section>
  );
}

/** The columns that the service did not understand or had to guess. */
function ColumnNotes({ one: { columns } }: { one: FilmImport }) {
  const t = importsWording();
  const unknown = columns?.filter((column) => column.understood_as === null).map(({ name }) => name) ?? [];
  const guess = columns?.find((column) => column.scale_decided_by === 'assumption')?.rating_scale;
  return (
    <>
      {unknown.length > 0 && <p class="muted">{t.unknownColumns(unknown.join(', '))}</p>}
      {guess && <p>{t.guessedScale(guess)}</p>}
    </>
  );
}

/** Offers the rows that got no film as a file, which can be corrected and imported again. */
function UnmatchedFile({ one: { id, rows } }: { one: FilmImport }) {
  const t = importsWording();
  if (rows.ambiguous + rows.not_found + rows.restricted + rows.invalid === 0) return null;
  return (
    <Section title={t.unmatched} detail={t.unmatchedDetail}>
      <div>
        <DownloadButton
          label={t.download}
          call={async () => api.GET('/imports/{id}/unmatched', { params: { path: { id } }, parseAs: 'blob' })}
        />
      </div>
    </Section>
  );
}
