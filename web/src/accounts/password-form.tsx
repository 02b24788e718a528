import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import { PasswordField } from '../sessions/password-field.tsx';
import { sessionsWording } from '../sessions/sessions.wording.ts';
import { api } from '../shared/api.ts';
import { FailureNotice } from '../shared/failure.tsx';
import { isTold, useForm } from '../shared/form.ts';
import { say } from '../shared/messages.ts';
import { accountsWording } from './accounts.wording.ts';

const FIELDS = ['password', 'password_2'];

/** `login`: so that a password manager knows which account it is. */
export function PasswordForm({ login }: { login: string }) {
  const t = accountsWording();
  const changes = useSignal(0);
  const { props, error, isSending } = useForm(async ({ password = '', password_2: next = '' }) => {
    await unwrap(api.PUT('/user/password', { body: { password_1: password, password_2: next } }));
    changes.value += 1;
    say({ kind: 'done', text: t.passwordChanged });
  });
  return (
    <form class="form" key={changes.value} {...props}>
      {error !== undefined && !isTold(error, FIELDS) && <FailureNotice error={error} />}
      <input class="visually-hidden" type="text" autocomplete="username" value={login} readonly hidden />
      <PasswordField label={t.current} name="password" error={error} />
      <PasswordField
        label={t.newPassword}
        name="password_2"
        hint={sessionsWording().newPasswordHint}
        error={error}
        isNew
      />
      <button class="button at-start" aria-disabled={isSending}>
        {isSending ? t.changing : t.change}
      </button>
    </form>
  );
}
