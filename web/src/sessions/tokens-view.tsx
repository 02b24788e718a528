import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import { chosenPermissions, PermissionChoice } from '../access/permission-choice.tsx';
import { permissionText } from '../access/permissions.ts';
import type { NewPersonalToken, PersonalToken } from '../shared/api/api-types.ts';
import { api } from '../shared/api/api.ts';
import { useLoaded } from '../shared/api/loaded.ts';
import { isRefusedWith } from '../shared/api/refusal.ts';
import { Field, TextField } from '../shared/forms/field.tsx';
import { FormOf } from '../shared/forms/form-of.tsx';
import type { Values } from '../shared/forms/form.ts';
import { format } from '../shared/language.ts';
import { say } from '../shared/messages.ts';
import { ConfirmedButton } from '../shared/parts/confirmed-button.tsx';
import { FailureNotice, sayFailure } from '../shared/parts/failure.tsx';
import { Row } from '../shared/parts/row.tsx';
import { Section } from '../shared/parts/section.tsx';
import { NewToken } from './new-token.tsx';
import { user } from './session.ts';
import { tokensWording } from './tokens.wording.ts';

const LIVES_DAYS = [30, 90, 180, 365];
const DEFAULT_LIFE_DAYS = 90;
const USUAL = ['favorites:own', 'movies:read', 'catalogue:read'];

export function TokensView() {
  const t = tokensWording();
  const made = useSignal<NewPersonalToken | undefined>(undefined);
  const { data: tokens, error, reload } = useLoaded('tokens', async () => unwrap(api.GET('/user/tokens')));

  async function make(values: Values): Promise<void> {
    const { name = '', expires_in_days: days = '' } = values;
    const body = { name: name.trim(), permissions: chosenPermissions(values), expires_in_days: Number(days) };
    made.value = await unwrap(api.POST('/user/tokens', { body }));
    await reload();
  }

  return (
    <div class="sections narrow">
      <div>
        <h1 tabindex={-1}>{t.title}</h1>
        <p class="muted">{t.about}</p>
      </div>
      {made.value && <NewToken key={made.value.id} token={made.value} />}
      <Section title={t.mine}>
        <FailureNotice error={error} retry={reload} />
        {tokens && <TokenList tokens={tokens} reload={reload} />}
      </Section>
      <Section title={t.make}>
        <FormOf send={make} action={t.create}>
          {(refusal) => (
            <>
              <TextField label={t.name} name="name" error={refusal} maxLength={100} autocomplete="off" required />
              <Field label={t.life} name="expires_in_days" error={refusal}>
                {(field) => (
                  <select {...field}>
                    {LIVES_DAYS.map((days) => (
                      <option key={days} {...{ defaultSelected: days === DEFAULT_LIFE_DAYS }}>
                        {days}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
              <PermissionChoice
                legend={t.rights}
                offered={user.value?.permissions ?? []}
                chosen={USUAL}
                error={refusal}
              />
            </>
          )}
        </FormOf>
      </Section>
    </div>
  );
}

function TokenList({ tokens, reload }: { tokens: readonly PersonalToken[]; reload: () => Promise<void> }) {
  const t = tokensWording();
  const revoked = useSignal<readonly string[]>([]);
  const shown = tokens.filter(({ id }) => !revoked.value.includes(id));

  async function revoke(id: string): Promise<void> {
    revoked.value = [...revoked.value, id];
    try {
      await unwrap(api.DELETE('/user/tokens/{id}', { params: { path: { id } } }));
      say({ kind: 'done', text: t.revoked });
    } catch (error) {
      // If the token is not found, it was revoked elsewhere or has expired.
      if (!isRefusedWith(error, 'token-not-found')) sayFailure(error);
    }
    await reload();
    revoked.value = revoked.value.filter((one) => one !== id);
  }

  if (shown.length === 0) return <p class="muted">{t.none}</p>;
  return (
    <ul class="rows">
      {shown.map((token) => (
        <Row
          key={token.id}
          icon="key"
          title={
            <>
              {token.name} <code class="muted small">kpat_…{token.hint}</code>
            </>
          }
          facts={[
            token.last_used_at === null ? t.unused : t.used(format.time(token.last_used_at)),
            t.expires(format.day(token.expires_at)),
            token.permissions.map(permissionText).join(', '),
          ]}
        >
          <ConfirmedButton
            label={t.revoke}
            of={token.name}
            text={t.revokeDetail}
            onConfirm={() => void revoke(token.id)}
          />
        </Row>
      ))}
    </ul>
  );
}
