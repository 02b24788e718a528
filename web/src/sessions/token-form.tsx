import { unwrap } from '@kinopolka/client';
import { chosenPermissions, isPermissionField, PermissionChoice } from '../access/permission-choice.tsx';
import type { NewPersonalToken } from '../shared/api-types.ts';
import { api } from '../shared/api.ts';
import { FailureNotice } from '../shared/failure.tsx';
import { Field, TextField } from '../shared/field.tsx';
import { useForm } from '../shared/form.ts';
import { faultsOf } from '../shared/refusal.ts';
import { user } from './session.ts';
import { tokensWording } from './tokens.wording.ts';

const LIVES_DAYS = [30, 90, 180, 365];
const DEFAULT_LIFE_DAYS = 90;
const USUAL = ['favorites:own', 'movies:read', 'catalogue:read'];
const FIELDS = ['name', 'expires_in_days'];

export function TokenForm({ onMade }: { onMade: (token: NewPersonalToken) => void }) {
  const t = tokensWording();
  const { props, error, isSending } = useForm(async (values) => {
    const { name = '', expires_in_days: days = '' } = values;
    const body = { name: name.trim(), permissions: chosenPermissions(values), expires_in_days: Number(days) };
    onMade(await unwrap(api.POST('/user/tokens', { body })));
  });
  const faults = faultsOf(error);
  const isTold = faults.length > 0 && faults.every(({ field }) => FIELDS.includes(field) || isPermissionField(field));
  return (
    <form class="form" {...props}>
      {error !== undefined && !isTold && <FailureNotice error={error} />}
      <TextField label={t.name} name="name" error={error} placeholder={t.namePlaceholder} maxLength={100} required />
      <Field label={t.life} name="expires_in_days" error={error}>
        {(field) => (
          <select {...field}>
            {LIVES_DAYS.map((days) => (
              <option key={days} value={String(days)} selected={days === DEFAULT_LIFE_DAYS}>
                {t.days(days)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <PermissionChoice legend={t.rights} offered={user.value?.permissions ?? []} chosen={USUAL} error={error} />
      <button class="button button-main at-start" aria-disabled={isSending}>
        {isSending ? t.creating : t.create}
      </button>
    </form>
  );
}
