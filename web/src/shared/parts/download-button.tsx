import { useSignal } from '@preact/signals';
import type { Exchange } from '../api/download.ts';
import { saveAnswer } from '../api/download.ts';
import { sharedWording } from '../shared.wording.ts';
import { sayFailure } from './failure.tsx';
import { Icon } from './icon.tsx';

type ButtonOptions = {
  readonly label: string;
  /** The name of the file, for readers who do not see the text beside the button. */
  readonly of?: string;
  readonly call: () => Exchange;
  /** Called with the headers of the answer. */
  readonly onSaved?: (headers: Headers) => void;
};

/** Saves the answer to a call as a file. */
export function DownloadButton({ label, of, call, onSaved }: ButtonOptions) {
  const isPreparing = useSignal(false);
  async function save(): Promise<void> {
    if (isPreparing.value) return;
    isPreparing.value = true;
    await saveAnswer(call()).then(onSaved, sayFailure);
    isPreparing.value = false;
  }
  return (
    <button
      type="button"
      class="button"
      aria-label={of && `${label}: ${of}`}
      aria-disabled={isPreparing.value}
      onClick={() => void save()}
    >
      <Icon name="exports" />
      {isPreparing.value ? sharedWording().loading : label}
    </button>
  );
}
