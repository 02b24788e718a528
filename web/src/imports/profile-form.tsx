import { unwrap } from '@kinopolka/client';
import { api } from '../shared/api/api.ts';
import { TextField } from '../shared/forms/field.tsx';
import { FormOf } from '../shared/forms/form-of.tsx';
import type { Values } from '../shared/forms/form.ts';
import { addressOf, navigate } from '../shared/routing/router.ts';
import { importsWording } from './imports.wording.ts';
import { profileIdOf } from './profile-id.ts';

const FIELD = 'kinopoisk_user_id';

/** Imports the public ratings of a Kinopoisk profile. */
export function ProfileForm() {
  const t = importsWording();
  return (
    <FormOf send={send} action={t.start}>
      {(error) => (
        <TextField
          label={t.profile}
          name={FIELD}
          hint={t.profileHint}
          error={error}
          placeholder="kinopoisk.ru/user/700002/"
          check={(text) => (profileIdOf(text) === undefined ? t.profile : '')}
          required
        />
      )}
    </FormOf>
  );
}

async function send({ [FIELD]: said = '' }: Values): Promise<void> {
  const body = { source: 'kinopoisk' as const, [FIELD]: profileIdOf(said) ?? 0 };
  const started = await unwrap(api.POST('/imports', { body }));
  navigate(addressOf(`imports/${started.id}`));
}
