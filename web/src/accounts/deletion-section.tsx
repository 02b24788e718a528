import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import { PasswordField } from '../sessions/password-field.tsx';
import { logOut } from '../sessions/session.ts';
import { api } from '../shared/api/api.ts';
import { TextField } from '../shared/forms/field.tsx';
import { FormOf } from '../shared/forms/form-of.tsx';
import type { Values } from '../shared/forms/form.ts';
import { say } from '../shared/messages.ts';
import { Dialog } from '../shared/parts/dialog.tsx';
import { Section } from '../shared/parts/section.tsx';
import { addressOf, navigate } from '../shared/routing/router.ts';
import { accountsWording } from './accounts.wording.ts';

/** Deletes the account after two questions that cannot be answered by accident. */
export function DeletionSection({ login }: { login: string }) {
  const t = accountsWording();
  const isAsking = useSignal(false);
  const close = () => {
    isAsking.value = false;
  };

  async function send({ password = '' }: Values): Promise<void> {
    await unwrap(api.POST('/user/deletion', { body: { password } }));
    await logOut();
    navigate(addressOf(''));
    say({ kind: 'done', text: t.deleted });
  }

  return (
    <Section title={t.deleteTitle} detail={t.lost}>
      <button
        type="button"
        class="button button-danger at-start"
        onClick={() => {
          isAsking.value = true;
        }}
      >
        {`${t.deleteTitle}…`}
      </button>
      {isAsking.value && (
        <Dialog title={`${t.deleteTitle}?`} onClose={close}>
          <p>
            {t.lost} <a href={addressOf('imports')}>{t.exportFirst}</a>
          </p>
          <FormOf send={send} action={t.deleteNow} kind="danger" onCancel={close}>
            {(error) => (
              <>
                <TextField
                  label={t.typeName(login)}
                  name="confirmation"
                  autocomplete="off"
                  autocapitalize="none"
                  spellcheck={false}
                  check={(text) => (text.trim() === login ? '' : t.typeName(login))}
                  required
                />
                <PasswordField label={t.current} name="password" error={error} />
              </>
            )}
          </FormOf>
        </Dialog>
      )}
    </Section>
  );
}
