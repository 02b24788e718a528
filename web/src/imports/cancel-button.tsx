import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import { api } from '../shared/api.ts';
import { Confirmation } from '../shared/dialog.tsx';
import { sayFailure } from '../shared/failure.tsx';
import { importsWording } from './imports.wording.ts';

export function CancelButton({ id, reload }: { id: string; reload: () => Promise<void> }) {
  const t = importsWording();
  const isAsking = useSignal(false);
  async function cancel(): Promise<void> {
    try {
      await unwrap(api.POST('/imports/{id}/cancellation', { params: { path: { id } } }));
    } catch (error) {
      sayFailure(error);
    }
    await reload();
  }
  return (
    <div>
      <button
        type="button"
        class="button"
        onClick={() => {
          isAsking.value = true;
        }}
      >
        {t.cancel}
      </button>
      {isAsking.value && (
        <Confirmation
          title={`${t.cancel}?`}
          text={t.cancelDetail}
          action={t.cancel}
          onConfirm={() => void cancel()}
          onClose={() => {
            isAsking.value = false;
          }}
        />
      )}
    </div>
  );
}
