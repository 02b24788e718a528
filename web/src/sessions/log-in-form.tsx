import { TextField } from '../shared/forms/field.tsx';
import { isTold, useForm } from '../shared/forms/form.ts';
import { FailureNotice } from '../shared/parts/failure.tsx';
import { PasswordField } from './password-field.tsx';
import { logIn } from './session.ts';
import { sessionsWording } from './sessions.wording.ts';

export function LogInForm() {
  const t = sessionsWording();
  const { props, error, isSending } = useForm(async ({ login = '', password = '' }) => logIn(login, password));
  return (
    <form class="form" {...props}>
      {error !== undefined && !isTold(error, ['login', 'password']) && <FailureNotice error={error} />}
      <TextField
        label={t.login}
        name="login"
        error={error}
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
      />
      <PasswordField label={t.password} name="password" error={error} />
      <button class="button button-main" aria-disabled={isSending}>
        {isSending ? t.loggingIn : t.logIn}
      </button>
    </form>
  );
}
