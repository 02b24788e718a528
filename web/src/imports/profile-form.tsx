import { unwrap } from '@kinopolka/client';
import { api } from '../shared/api.ts';
import { FailureNotice } from '../shared/failure.tsx';
import { TextField } from '../shared/field.tsx';
import { isTold, useForm } from '../shared/form.ts';
import { addressOf, navigate } from '../shared/router.ts';
import { importsWording } from './imports.wording.ts';
import { profileIdOf } from './profile-id.ts';

const FIELD = 'kinopoisk_user_id';

/** Imports the public ratings of a Kinopoisk profile. */
export function ProfileForm() {
  const t = importsWording();
  const { props, error, isSending } = useForm(async ({ [FIELD]: said = '' }) => {
    const body = { source: 'kinopoisk' as const, [FIELD]: profileIdOf(said) ?? 0 };
    const started = await unwrap(api.POST('/imports', { body }));
    navigate(addressOf(`imports/${started.id}`));
  });
  return (
    <form class="form" {...props}>
      {error !== undefined && !isTold(error, [FIELD]) && <FailureNotice error={error} />}
      <TextField
        label={t.profile}
        name={FIELD}
        hint={t.profileHint}
        error={error}
        placeholder="kinopoisk.ru/user/700002/"
        check={(text) => (profileIdOf(text) === undefined ? t.profileFault : '')}
        required
      />
      <button class="button" aria-disabled={isSending}>
        {t.start}
      </button>
    </form>
  );
}
