import { unwrap } from '@kinopolka/client';
import { useGenres } from '../films/genres.ts';
import { PasswordField } from '../sessions/password-field.tsx';
import { user } from '../sessions/session.ts';
import { sessionsWording } from '../sessions/sessions.wording.ts';
import type { User } from '../shared/api/api-types.ts';
import { api } from '../shared/api/api.ts';
import { Field, TextField } from '../shared/forms/field.tsx';
import { FormOf } from '../shared/forms/form-of.tsx';
import type { Values } from '../shared/forms/form.ts';
import { say } from '../shared/messages.ts';
import { sayFailure } from '../shared/parts/failure.tsx';
import { sharedWording } from '../shared/shared.wording.ts';
import { accountsWording } from './accounts.wording.ts';

type Profile = Pick<User, 'name' | 'surname' | 'favorite_genre'>;

export function ProfileForm({ shown: { name, surname, favorite_genre: genre } }: { shown: User }) {
  const t = accountsWording();
  const genres = useGenres();
  const before: Profile = { name, surname, favorite_genre: genre };

  async function send(values: Values): Promise<void> {
    const text = (field: string) => values[field]?.trim() || null;
    const chosen = Number(values['favorite_genre']) || null;
    await saveProfile({ name: text('name'), surname: text('surname'), favorite_genre: chosen });
    const undo = { label: sharedWording().undo, run: () => void saveProfile(before).catch(sayFailure) };
    say({ kind: 'done', topic: 'profile', text: sharedWording().saved, action: undo });
  }

  return (
    <FormOf send={send} action={sharedWording().save}>
      {(error) => (
        <>
          <TextField label={t.name} name="name" error={error} defaultValue={name ?? ''} autocomplete="given-name" />
          <TextField
            label={t.surname}
            name="surname"
            error={error}
            defaultValue={surname ?? ''}
            autocomplete="family-name"
          />
          <Field label={t.genre} name="favorite_genre" error={error}>
            {(field) => (
              <select {...field} key={genres.length}>
                <option value="">{t.noGenre}</option>
                {genres.map((one) => (
                  <option key={one.id} value={String(one.id)} {...{ defaultSelected: one.id === genre }}>
                    {one.name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </>
      )}
    </FormOf>
  );
}

async function saveProfile(profile: Profile): Promise<void> {
  user.value = await unwrap(api.PATCH('/user', { body: profile }));
}

/** Changes username and email address. It requires the password, so that a stolen session is not enough. */
export function LoginNamesForm({ shown: { username, email } }: { shown: User }) {
  const t = accountsWording();
  const s = sessionsWording();
  return (
    <FormOf send={saveLoginNames} action={t.change}>
      {(error) => (
        <>
          <TextField
            label={s.username}
            name="username"
            hint={s.usernameHint}
            error={error}
            defaultValue={username ?? ''}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
          />
          <TextField
            label={s.email}
            name="email"
            type="email"
            error={error}
            defaultValue={email ?? ''}
            autocomplete="email"
          />
          <PasswordField label={t.current} name="password" error={error} />
        </>
      )}
    </FormOf>
  );
}

async function saveLoginNames({ username = '', email = '', password = '' }: Values): Promise<void> {
  const body = username ? { username, ...(email && { email }), password } : { email, password };
  user.value = await unwrap(api.PUT('/user/login', { body }));
  say({ kind: 'done', text: sharedWording().saved });
}

export function PasswordForm() {
  const t = accountsWording();
  return (
    <FormOf send={savePassword} action={t.change}>
      {(error) => (
        <>
          <PasswordField label={t.current} name="password" error={error} />
          <PasswordField
            label={t.newPassword}
            name="password_2"
            hint={sessionsWording().newPasswordHint}
            error={error}
            isNew
          />
        </>
      )}
    </FormOf>
  );
}

async function savePassword({ password = '', password_2: next = '' }: Values): Promise<void> {
  await unwrap(api.PUT('/user/password', { body: { password_1: password, password_2: next } }));
  say({ kind: 'done', text: sharedWording().saved });
}
