import { useSignal } from '@preact/signals';
import { may } from '../sessions/session.ts';
import { api } from '../shared/api.ts';
import { hasNext, saveAnswer } from '../shared/download.ts';
import { sayFailure } from '../shared/failure.tsx';
import { Icon } from '../shared/icon.tsx';
import { importsWording } from './imports.wording.ts';

const FILES = ['json', 'csv', 'letterboxd', 'account'] as const;
type ExportFile = (typeof FILES)[number];

/** The shelf and everything else as files. */
export function ExportSection() {
  const t = importsWording();
  return (
    <section class="card stack" aria-labelledby="export-title">
      <h2 id="export-title">{t.exports}</h2>
      <ul class="rows">
        {FILES.filter((file) => file !== 'account' || may('account:own')).map((file) => (
          <li key={file} class="row-line">
            <div>
              <h3>{t.files[file]}</h3>
              <p class="muted small">{t.fileDetails[file]}</p>
            </div>
            <ExportButton file={file} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Letterboxd takes only small files: a large shelf is downloaded part by part. */
function ExportButton({ file }: { file: ExportFile }) {
  const t = importsWording();
  const part = useSignal(1);
  const isPreparing = useSignal(false);

  async function save(): Promise<void> {
    if (isPreparing.value) return;
    isPreparing.value = true;
    try {
      const headers = await saveAnswer(exported(file, part.value));
      part.value = file === 'letterboxd' && hasNext(headers) ? part.value + 1 : 1;
    } catch (error) {
      sayFailure(error);
    } finally {
      isPreparing.value = false;
    }
  }

  const label = part.value > 1 ? t.part(part.value) : t.download;
  return (
    <div class="row-action">
      <button
        type="button"
        class="button"
        aria-label={`${label}: ${t.files[file]}`}
        aria-disabled={isPreparing.value}
        onClick={() => void save()}
      >
        <Icon name="exports" />
        {isPreparing.value ? t.preparing : label}
      </button>
      <p class="small" role="status">
        {part.value > 1 && t.parts}
      </p>
    </div>
  );
}

async function exported(file: ExportFile, part: number) {
  if (file === 'account') return api.GET('/user/export', { parseAs: 'blob' });
  const query = { format: file, ...(file === 'letterboxd' && { part }) };
  return api.GET('/movies/favorites/export', { params: { query }, parseAs: 'blob' });
}
