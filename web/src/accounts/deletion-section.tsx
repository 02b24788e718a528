import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import { PasswordField } from '../sessions/password-field.tsx';
import { logOut } from '../sessions/session.ts';
import { api } from '../shared/api.ts';
import { Dialog } from '../shared/dialog.tsx';
import { FailureNotice } from '../shared/failure.tsx';
import { TextField } from '../shared/field.tsx';
import { isTold, useForm } from '../shared/form.ts';
import { say } from '../shared/messages.ts';
import { addressOf, navigate } from '../shared/router.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { accountsWording } from './accounts.wording.ts';

const LOSSES = ['shelf', 'imports', 'tokens', 'login'] as const;

/** Deletes the account after two questions that cannot be answered by accident. */
export function DeletionSection({ login }: { login: string }) {
  const t = accountsWording();
  const isAsking = useSignal(false);
  const close = () => {
    isAsking.value = false;
  };
  return (
    <>
      <button
        type="button"
        class="button button-danger at-start"
        onClick={() => {
          isAsking.value = true;
        }}
      >
        {t.deleteAction}
      </button>
      {isAsking.value && (
        <Dialog title={`${t.deleteTitle}?`} onClose={close}>
          <div>
            <p>{t.lost}</p>
            <ul class="bullets">
              {LOSSES.map((loss) => (
                <li key={loss}>{t.losses[loss]}</li>
              ))}
            </ul>
          </div>
          <p class="muted">{t.exportFirst}</p>
          <DeletionForm login={login} close={close} />
        </Dialog>
      )}
    </>
  );
}

function DeletionForm({ login, close }: { login: string; close: () => void }) {
  const t = accountsWording();
  const { props, error, isSending } = useForm(async ({ password = '' }) => {
    await unwrap(api.POST('/user/deletion', { body: { password } }));
    await logOut();
    navigate(addressOf(''));
    say({ kind: 'done', text: t.deleted });
  });
  return (
    <form class="form" {...props}>
      {error !== undefined && !isTold(error, ['password']) && <FailureNotice error={error} />}
      <TextField
        label={t.typeName(login)}
        name="confirmation"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        check={(text) => (text.trim() === login ? '' : t.typeNameFault(login))}
        required
      />
      <PasswordField label={t.current} name="password" error={error} />
      <div class="buttons">
        <button type="button" class="button" onClick={close}>
          {sharedWording().cancel}
        </button>
        <button class="button button-danger" aria-disabled={isSending}>
          {isSending ? t.deleting : t.deleteNow}
        </button>
      </div>
    </form>
  );
}
