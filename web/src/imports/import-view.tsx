import type { FilmImport } from '../shared/api-types.ts';
import { Badge } from '../shared/badge.tsx';
import { FailureNotice } from '../shared/failure.tsx';
import { Icon } from '../shared/icon.tsx';
import { format } from '../shared/language.ts';
import { addressOf } from '../shared/router.ts';
import type { ViewProps } from '../shared/view.ts';
import { CancelButton } from './cancel-button.tsx';
import { ColumnTable } from './column-table.tsx';
import { doneRows, isUnderWay, sourceOf, useImport } from './film-imports.ts';
import { importsWording } from './imports.wording.ts';
import { RowSection } from './row-section.tsx';
import { UnmatchedFile } from './unmatched-file.tsx';

/** One import: its progress, its rows, and what is left to decide. */
export function ImportView({ values: { id = '' } }: ViewProps) {
  const t = importsWording();
  const { data: one, error, reload } = useImport(id);
  return (
    <div class="sections">
      <div>
        <a class="back" href={addressOf('imports')}>
          <Icon name="back" />
          {t.all}
        </a>
        <h1 tabindex={-1}>{one ? t.importOf(format.time(one.created_at)) : t.title}</h1>
      </div>
      {error !== undefined && <FailureNotice error={error} retry={reload} />}
      {one && (
        <>
          <Progress one={one} reload={reload} />
          <RowSection one={one} reload={reload} />
          <UnmatchedFile one={one} />
          {one.columns && one.columns.length > 0 && <ColumnTable columns={one.columns} />}
        </>
      )}
    </div>
  );
}

function Progress({ one, reload }: { one: FilmImport; reload: () => Promise<void> }) {
  const t = importsWording();
  const { rows, shelf, status, failure, continues_at: continuesAt } = one;
  const isOpen = isUnderWay(one);
  return (
    <section class="card stack" aria-label={t.statuses[status]}>
      <p class="chips" role="status">
        <Badge>{sourceOf(one)}</Badge>
        <Badge kind={status === 'done' ? 'good' : status === 'failed' ? 'bad' : 'accent'}>{t.statuses[status]}</Badge>
        {one.dry_run && <Badge>{t.check}</Badge>}
      </p>
      {isOpen && (
        <div class="progress">
          <progress
            aria-label={t.statuses[status]}
            {...(rows.total > 0 && { value: doneRows(one), max: rows.total })}
          />
          {rows.total > 0 && <p class="small">{t.found(format.number(doneRows(one)), format.number(rows.total))}</p>}
        </div>
      )}
      {continuesAt !== null && <p>{t.continuesAt(format.untilTime(new Date(continuesAt)))}</p>}
      {failure !== null && <p>{t.failures[failure]}</p>}
      {one.dry_run && !isOpen && <p>{t.dryRunNotice}</p>}
      <dl class="figures">
        {(['added', 'changed', 'unchanged'] as const).map((effect) => (
          <div key={effect}>
            <dt>{t.effects[effect]}</dt>
            <dd>{format.number(shelf[effect])}</dd>
          </div>
        ))}
      </dl>
      {isOpen && <CancelButton id={one.id} reload={reload} />}
    </section>
  );
}
