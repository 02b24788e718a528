import { unwrap } from '@kinopolka/client';
import { PasswordField } from '../sessions/password-field.tsx';
import { user } from '../sessions/session.ts';
import { sessionsWording } from '../sessions/sessions.wording.ts';
import type { User } from '../shared/api-types.ts';
import { api } from '../shared/api.ts';
import { FailureNotice } from '../shared/failure.tsx';
import { TextField } from '../shared/field.tsx';
import { isTold, useForm } from '../shared/form.ts';
import { say } from '../shared/messages.ts';
import { accountsWording } from './accounts.wording.ts';

const FIELDS = ['username', 'email', 'password'];

/** Changes the names to log in with; a stolen session alone cannot. */
export function LoginNamesForm({ shown }: { shown: User }) {
  const t = accountsWording();
  const s = sessionsWording();
  const { props, error, isSending } = useForm(async ({ username = '', email = '', password = '' }) => {
    const body = username ? { username, ...(email && { email }), password } : { email, password };
    user.value = await unwrap(api.PUT('/user/login', { body }));
    say({ kind: 'done', text: t.loginChanged });
  });
  return (
    <form class="form" key={`${shown.username} ${shown.email}`} {...props}>
      {error !== undefined && !isTold(error, FIELDS) && <FailureNotice error={error} />}
      <TextField
        label={s.username}
        name="username"
        hint={s.usernameHint}
        error={error}
        defaultValue={shown.username ?? ''}
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
      />
      <TextField
        label={s.email}
        name="email"
        type="email"
        error={error}
        defaultValue={shown.email ?? ''}
        autocomplete="email"
      />
      <PasswordField label={t.current} name="password" error={error} />
      <button class="button at-start" aria-disabled={isSending}>
        {isSending ? t.changing : t.change}
      </button>
    </form>
  );
}
