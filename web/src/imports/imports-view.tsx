import type { FilmImport } from '../shared/api/api-types.ts';
import { format } from '../shared/language.ts';
import { Badge } from '../shared/parts/badge.tsx';
import { FailureNotice } from '../shared/parts/failure.tsx';
import { Section } from '../shared/parts/section.tsx';
import { addressOf } from '../shared/routing/router.ts';
import { ExportSection } from './export-section.tsx';
import { FileDrop } from './file-drop.tsx';
import { progressOf, sourceOf, useImports } from './film-imports.ts';
import { importsWording } from './imports.wording.ts';
import { ProfileForm } from './profile-form.tsx';
import { StatusBadges } from './status-badges.tsx';

export function ImportsView() {
  const t = importsWording();
  return (
    <div class="sections">
      <h1 tabindex={-1}>{t.title}</h1>
      <FileDrop />
      <div class="columns">
        <Section title={t.mine}>
          <ImportList />
        </Section>
        <Section title={t.profileTitle}>
          <ProfileForm />
        </Section>
      </div>
      <ExportSection />
    </div>
  );
}

function ImportList() {
  const { data: imports, error, reload } = useImports();
  if (error !== undefined) return <FailureNotice error={error} retry={reload} />;
  if (imports?.length === 0) return <p class="muted">{importsWording().none}</p>;
  return (
    <ul class="rows">
      {imports?.map((one) => (
        <li key={one.id}>
          <ImportLine one={one} />
        </li>
      ))}
    </ul>
  );
}

function ImportLine({ one }: { one: FilmImport }) {
  const t = importsWording();
  const { rows } = one;
  return (
    <a class="row-link" href={addressOf(`imports/${one.id}`)}>
      <strong>{sourceOf(one)}</strong>
      <span class="muted small">{[format.time(one.created_at), progressOf(one)].filter(Boolean).join(' · ')}</span>
      <span class="chips">
        <StatusBadges one={one} />
        {rows.ambiguous > 0 && (
          <Badge kind="accent">{`${t.outcomes.ambiguous}: ${format.number(rows.ambiguous)}`}</Badge>
        )}
      </span>
    </a>
  );
}
