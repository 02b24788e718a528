import type { FilmImport } from '../shared/api-types.ts';
import { Badge } from '../shared/badge.tsx';
import { FailureNotice } from '../shared/failure.tsx';
import { format } from '../shared/language.ts';
import { addressOf } from '../shared/router.ts';
import { ExportSection } from './export-section.tsx';
import { FileDrop } from './file-drop.tsx';
import { doneRows, isUnderWay, sourceOf, useImports } from './film-imports.ts';
import { importsWording } from './imports.wording.ts';
import { ProfileForm } from './profile-form.tsx';

export function ImportsView() {
  const t = importsWording();
  return (
    <div class="sections">
      <h1 tabindex={-1}>{t.title}</h1>
      <FileDrop />
      <div class="columns">
        <section class="card stack" aria-labelledby="import-list">
          <h2 id="import-list">{t.mine}</h2>
          <ImportList />
        </section>
        <section class="card stack" aria-labelledby="profile-import">
          <h2 id="profile-import">{t.profileTitle}</h2>
          <ProfileForm />
        </section>
      </div>
      <ExportSection />
    </div>
  );
}

function ImportList() {
  const { data: imports, error, reload } = useImports();
  if (error !== undefined) return <FailureNotice error={error} retry={reload} />;
  if (!imports) return <div class="skeleton line" />;
  if (imports.length === 0) return <p class="muted">{importsWording().none}</p>;
  return (
    <ul class="rows">
      {imports.map((one) => (
        <li key={one.id}>
          <ImportLine one={one} />
        </li>
      ))}
    </ul>
  );
}

function ImportLine({ one }: { one: FilmImport }) {
  const t = importsWording();
  const { rows, shelf } = one;
  const toDecide = rows.ambiguous;
  return (
    <a class="row-link" href={addressOf(`imports/${one.id}`)}>
      <strong>{sourceOf(one)}</strong>
      <span class="muted small">{format.time(one.created_at)}</span>
      <span class="chips">
        <Badge kind={badgeKind(one)}>{t.statuses[one.status]}</Badge>
        {one.dry_run && <Badge>{t.check}</Badge>}
        {isUnderWay(one) && rows.total > 0 && (
          <Badge>{t.found(format.number(doneRows(one)), format.number(rows.total))}</Badge>
        )}
        {shelf.added > 0 && <Badge>{`${t.effects.added}: ${format.number(shelf.added)}`}</Badge>}
        {toDecide > 0 && <Badge kind="accent">{`${t.outcomes.ambiguous}: ${format.number(toDecide)}`}</Badge>}
      </span>
    </a>
  );
}

function badgeKind({ status }: FilmImport) {
  if (status === 'failed') return 'bad';
  return status === 'done' ? 'good' : 'plain';
}
