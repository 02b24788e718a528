import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { sharedWording } from '../shared.wording.ts';

type DialogOptions = {
  readonly title: string;
  /** Called with the value of the button that closed it. */
  readonly onClose: (answer: string) => void;
  readonly children: ComponentChildren;
};

/**
 * A modal dialog, open for as long as it is rendered. The browser keeps the focus inside, and moves it back afterwards;
 * Escape closes the dialog.
 */
export function Dialog({ title, onClose, children }: DialogOptions) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // `close` moves the focus back. If the dialog were removed without it, the focus would be lost.
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={(event) => onClose(event.currentTarget.returnValue)}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}

type ConfirmationOptions = {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

const CONFIRMED = 'confirmed';

/** Asks before something that cannot be undone. */
export function Confirmation({ title, text, action, onConfirm, onClose }: ConfirmationOptions) {
  // In this order, because the confirmed action may remove the dialog.
  const close = (answer: string) => {
    onClose();
    if (answer === CONFIRMED) onConfirm();
  };
  return (
    <Dialog title={title} onClose={close}>
      <p>{text}</p>
      <form method="dialog" class="buttons">
        <button class="button">{sharedWording().cancel}</button>
        <button class="button button-danger" value={CONFIRMED}>
          {action}
        </button>
      </form>
    </Dialog>
  );
}
