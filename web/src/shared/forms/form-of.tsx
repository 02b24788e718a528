import type { ComponentChildren } from 'preact';
import { faultsOf } from '../api/refusal.ts';
import { FailureNotice } from '../parts/failure.tsx';
import { sharedWording } from '../shared.wording.ts';
import type { Values } from './form.ts';
import { useForm } from './form.ts';

type FormOptions = {
  readonly send: (values: Values) => Promise<void>;
  /** The text of the button that sends the form. */
  readonly action: string;
  readonly kind?: 'main' | 'danger';
  /** Called by the button that leaves the form. Without it there is no such button. */
  readonly onCancel?: () => void;
  /** The fields. Each shows its faults in `error`. */
  readonly children: (error: unknown) => ComponentChildren;
};

/** A form with its button. A refusal that its fields do not show in full is shown above them. */
export function FormOf({ send, action, kind = 'main', onCancel, children }: FormOptions) {
  const { props, error, isSending } = useForm(async (values) => {
    await send(values);
    // In the next frame the fields have their new default values, and are reset to them. The focus does not move.
    requestAnimationFrame(() => props.ref.current?.reset());
  });
  const isTold = faultsOf(error).length > 0 && faultsOf(error).every(({ field }) => hasField(props.ref.current, field));
  return (
    <form class="form" {...props}>
      {error !== undefined && !isTold && <FailureNotice error={error} />}
      {children(error)}
      <div class="buttons">
        {onCancel && (
          <button type="button" class="button" onClick={onCancel}>
            {sharedWording().cancel}
          </button>
        )}
        <button class={`button button-${kind}`} aria-disabled={isSending}>
          {isSending ? sharedWording().saving : action}
        </button>
      </div>
    </form>
  );
}

function hasField(form: HTMLFormElement | null, field: string): boolean {
  return form?.elements.namedItem(field.split('.')[0] ?? '') !== null;
}
