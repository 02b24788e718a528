import { useSignal } from '@preact/signals';
import type { FilmImport } from '../shared/api-types.ts';
import { api } from '../shared/api.ts';
import { saveAnswer } from '../shared/download.ts';
import { sayFailure } from '../shared/failure.tsx';
import { Icon } from '../shared/icon.tsx';
import { importsWording } from './imports.wording.ts';

/** What got no film, to correct and import again. */
export function UnmatchedFile({ one: { id, rows } }: { one: FilmImport }) {
  const t = importsWording();
  const isPreparing = useSignal(false);
  if (rows.ambiguous + rows.not_found + rows.restricted + rows.invalid === 0) return null;
  async function save(): Promise<void> {
    if (isPreparing.value) return;
    isPreparing.value = true;
    const call = api.GET('/imports/{id}/unmatched', { params: { path: { id } }, parseAs: 'blob' });
    await saveAnswer(call).catch(sayFailure);
    isPreparing.value = false;
  }
  return (
    <section class="card row-line" aria-labelledby="unmatched-file">
      <div>
        <h2 id="unmatched-file">{t.unmatched}</h2>
        <p class="muted">{t.unmatchedDetail}</p>
      </div>
      <button type="button" class="button" aria-disabled={isPreparing.value} onClick={() => void save()}>
        <Icon name="exports" />
        {isPreparing.value ? t.preparing : t.download}
      </button>
    </section>
  );
}
