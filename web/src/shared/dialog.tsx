import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { sharedWording } from './shared.wording.ts';

type DialogOptions = { readonly title: string; readonly onClose: () => void; readonly children: ComponentChildren };

/** A modal dialog as long as it is rendered. The browser keeps the focus inside and gives it back; Escape closes it. */
export function Dialog({ title, onClose, children }: DialogOptions) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
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

/** For what cannot be undone. */
export function Confirmation({ title, text, action, onConfirm, onClose }: ConfirmationOptions) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <form method="dialog" class="buttons">
        <button class="button">{sharedWording().cancel}</button>
        <button class="button button-danger" onClick={onConfirm}>
          {action}
        </button>
      </form>
    </Dialog>
  );
}
