import { unwrap } from '@kinopolka/client';
import { PasswordField } from '../sessions/password-field.tsx';
import { logIn } from '../sessions/session.ts';
import { sessionsWording } from '../sessions/sessions.wording.ts';
import { api } from '../shared/api/api.ts';
import { TextField } from '../shared/forms/field.tsx';
import { isTold, useForm } from '../shared/forms/form.ts';
import { FailureNotice } from '../shared/parts/failure.tsx';
import { sharedWording } from '../shared/shared.wording.ts';

const FIELDS = ['username', 'email', 'password'];

/** Registers and logs in. */
export function RegisterForm() {
  const t = sessionsWording();
  const { props, error, isSending } = useForm(async ({ username = '', email = '', password = '' }) => {
    await unwrap(api.POST('/auth/register', { body: { username, password, ...(email && { email }) } }));
    await logIn(username, password);
  });
  return (
    <form class="form" {...props}>
      {error !== undefined && !isTold(error, FIELDS) && <FailureNotice error={error} />}
      <TextField
        label={t.username}
        name="username"
        hint={t.usernameHint}
        error={error}
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
      />
      <TextField
        label={`${t.email} (${sharedWording().optional})`}
        name="email"
        type="email"
        hint={t.emailHint}
        error={error}
        autocomplete="email"
      />
      <PasswordField label={t.password} name="password" hint={t.newPasswordHint} error={error} isNew />
      <button class="button button-main" aria-disabled={isSending}>
        {isSending ? t.registering : t.register}
      </button>
    </form>
  );
}
