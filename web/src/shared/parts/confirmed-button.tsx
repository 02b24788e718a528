import { useSignal } from '@preact/signals';
import { Confirmation } from './dialog.tsx';

type ButtonOptions = {
  readonly label: string;
  /** The object of the action, for readers who do not see the text beside the button. */
  readonly of?: string | undefined;
  readonly kind?: 'danger' | 'quiet' | undefined;
  /** The title of the dialog. */
  readonly title?: string;
  readonly text: string;
  readonly onConfirm: () => void;
};

/** A button for an action that cannot be undone. It asks first. */
export function ConfirmedButton({ label, of, kind, title = `${label}?`, text, onConfirm }: ButtonOptions) {
  const isAsking = useSignal(false);
  return (
    <>
      <button
        type="button"
        class={`button at-start${kind ? ` button-${kind}` : ''}`}
        aria-label={of && `${label}: ${of}`}
        onClick={() => {
          isAsking.value = true;
        }}
      >
        {label}
      </button>
      {isAsking.value && (
        <Confirmation
          title={title}
          text={text}
          action={label}
          onConfirm={onConfirm}
          onClose={() => {
            isAsking.value = false;
          }}
        />
      )}
    </>
  );
}
