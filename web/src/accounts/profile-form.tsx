import { unwrap } from '@kinopolka/client';
import { useGenres } from '../films/genres.ts';
import { user } from '../sessions/session.ts';
import type { User } from '../shared/api-types.ts';
import { api } from '../shared/api.ts';
import { FailureNotice, sayFailure } from '../shared/failure.tsx';
import { Field, TextField } from '../shared/field.tsx';
import { isTold, useForm } from '../shared/form.ts';
import { say } from '../shared/messages.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { accountsWording } from './accounts.wording.ts';

type Profile = Pick<User, 'name' | 'surname' | 'favorite_genre'>;

const FIELDS = ['name', 'surname', 'favorite_genre'];

export function ProfileForm({ shown }: { shown: User }) {
  const t = accountsWording();
  const genres = useGenres();
  const { props, error, isSending } = useForm(async ({ name, surname, favorite_genre: genre }) => {
    const { name: oldName, surname: oldSurname, favorite_genre: oldGenre } = shown;
    const before: Profile = { name: oldName, surname: oldSurname, favorite_genre: oldGenre };
    await save({ name: name?.trim() || null, surname: surname?.trim() || null, favorite_genre: Number(genre) || null });
    const undo = { label: sharedWording().undo, run: () => void save(before).catch(sayFailure) };
    say({ kind: 'done', topic: 'profile', text: sharedWording().saved, action: undo });
  });
  // Takes the texts of the account over when they change, such as by "Undo".
  return (
    <form class="form" key={JSON.stringify([shown.name, shown.surname, shown.favorite_genre])} {...props}>
      {error !== undefined && !isTold(error, FIELDS) && <FailureNotice error={error} />}
      <TextField
        label={t.name}
        name="name"
        error={error}
        defaultValue={shown.name ?? ''}
        maxLength={100}
        autocomplete="given-name"
      />
      <TextField
        label={t.surname}
        name="surname"
        error={error}
        defaultValue={shown.surname ?? ''}
        maxLength={100}
        autocomplete="family-name"
      />
      <Field label={t.genre} name="favorite_genre" error={error}>
        {(field) => (
          <select {...field} key={genres.length}>
            <option value="">{t.noGenre}</option>
            {genres.map(({ id, name }) => (
              <option key={id} value={String(id)} selected={id === shown.favorite_genre}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <button class="button button-main at-start" aria-disabled={isSending}>
        {isSending ? sharedWording().saving : sharedWording().save}
      </button>
    </form>
  );
}

async function save(profile: Profile): Promise<void> {
  user.value = await unwrap(api.PATCH('/user', { body: profile }));
}
