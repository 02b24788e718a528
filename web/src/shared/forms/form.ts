import { useSignal } from '@preact/signals';
import type { TargetedSubmitEvent } from 'preact';
import { useRef } from 'preact/hooks';
import { faultsOf } from '../api/refusal.ts';

/** The texts of the named fields of a form. */
export type Values = { readonly [name: string]: string };

/**
 * Sends a form, but not twice at the same time. After a refusal the focus goes to the first field that has a fault.
 * `error`: the last refusal, for {@link Field} and {@link FailureNotice}.
 */
export function useForm(send: (values: Values) => Promise<void>) {
  const error = useSignal<unknown>(undefined);
  const isSending = useSignal(false);
  const form = useRef<HTMLFormElement>(null);

  async function submit(event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (isSending.value) return;
    isSending.value = true;
    error.value = undefined;
    const texts = [...new FormData(event.currentTarget)].filter(([, value]) => typeof value === 'string');
    try {
      await send(Object.fromEntries(texts) as Values);
    } catch (refused) {
      error.value = refused;
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    } finally {
      isSending.value = false;
    }
  }

  return {
    props: { ref: form, onSubmit: (event: TargetedSubmitEvent<HTMLFormElement>) => void submit(event) },
    error: error.value,
    isSending: isSending.value,
  };
}

/** Whether the fields show all faults of the refusal. */
export function isTold(error: unknown, fields: readonly string[]): boolean {
  const faults = faultsOf(error);
  return faults.length > 0 && faults.every(({ field }) => fields.includes(field));
}
