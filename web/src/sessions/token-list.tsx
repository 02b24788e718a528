import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import { permissionText } from '../access/permissions.ts';
import type { PersonalToken } from '../shared/api-types.ts';
import { api } from '../shared/api.ts';
import { Badge } from '../shared/badge.tsx';
import { Confirmation } from '../shared/dialog.tsx';
import { sayFailure } from '../shared/failure.tsx';
import { Icon } from '../shared/icon.tsx';
import { format } from '../shared/language.ts';
import { say } from '../shared/messages.ts';
import { isRefusedWith } from '../shared/refusal.ts';
import { tokensWording } from './tokens.wording.ts';

const SOON_MS = 7 * 24 * 60 * 60 * 1000;

export function TokenList({ tokens, reload }: { tokens: readonly PersonalToken[]; reload: () => Promise<void> }) {
  const t = tokensWording();
  const asked = useSignal<PersonalToken | undefined>(undefined);
  const revoked = useSignal<readonly string[]>([]);
  const shown = tokens.filter(({ id }) => !revoked.value.includes(id));

  async function revoke({ id }: PersonalToken): Promise<void> {
    revoked.value = [...revoked.value, id];
    try {
      await unwrap(api.DELETE('/user/tokens/{id}', { params: { path: { id } } }));
      say({ kind: 'done', text: t.revoked });
    } catch (error) {
      // Otherwise it was revoked elsewhere, or has expired.
      if (!isRefusedWith(error, 'token-not-found')) {
        revoked.value = revoked.value.filter((one) => one !== id);
        sayFailure(error);
      }
    }
    await reload();
  }

  if (shown.length === 0) return <p class="muted">{t.none}</p>;
  return (
    <>
      <ul class="rows">
        {shown.map((token) => (
          <li key={token.id} class="row-line">
            <TokenFacts token={token} />
            <button
              type="button"
              class="button"
              aria-label={`${t.revoke}: ${token.name}`}
              onClick={() => {
                asked.value = token;
              }}
            >
              {t.revoke}
            </button>
          </li>
        ))}
      </ul>
      {asked.value && (
        <Confirmation
          title={t.revokeTitle(asked.value.name)}
          text={t.revokeDetail}
          action={t.revoke}
          onConfirm={() => asked.value && void revoke(asked.value)}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </>
  );
}

function TokenFacts({ token }: { token: PersonalToken }) {
  const t = tokensWording();
  const { expires_at: expiresAt, last_used_at: usedAt } = token;
  const endsSoon = Date.parse(expiresAt) - Date.now() < SOON_MS;
  return (
    <div class="row-fact">
      <Icon name="key" />
      <div>
        <h3>
          {token.name} <code class="muted small">kpat_…{token.hint}</code>{' '}
          {endsSoon && <Badge kind="accent">{t.soon}</Badge>}
        </h3>
        <p class="muted small">
          {[usedAt === null ? t.unused : t.used(format.time(usedAt)), t.expires(format.day(expiresAt))].join(' · ')}
        </p>
        <p class="small">{token.permissions.map(permissionText).join('; ')}</p>
      </div>
    </div>
  );
}
