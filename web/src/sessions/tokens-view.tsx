import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import type { NewPersonalToken } from '../shared/api-types.ts';
import { api } from '../shared/api.ts';
import { FailureNotice } from '../shared/failure.tsx';
import { useLoaded } from '../shared/loaded.ts';
import { API_ROOT } from '../shared/place.ts';
import { NewToken } from './new-token.tsx';
import { TokenForm } from './token-form.tsx';
import { TokenList } from './token-list.tsx';
import { tokensWording } from './tokens.wording.ts';

export function TokensView() {
  const t = tokensWording();
  const made = useSignal<NewPersonalToken | undefined>(undefined);
  const { data: tokens, error, reload } = useLoaded('tokens', async () => unwrap(api.GET('/user/tokens')));
  return (
    <div class="sections narrow">
      <div>
        <h1 tabindex={-1}>{t.title}</h1>
        <p class="muted">
          {t.about} <a href={new URL('docs/', API_ROOT).pathname}>{t.docs}</a>
        </p>
      </div>
      {made.value && (
        <NewToken
          token={made.value}
          onDone={() => {
            made.value = undefined;
          }}
        />
      )}
      <section class="card stack" aria-labelledby="token-list">
        <h2 id="token-list">{t.mine}</h2>
        {error !== undefined && <FailureNotice error={error} retry={reload} />}
        {!tokens && error === undefined && <div class="skeleton line" />}
        {tokens && <TokenList tokens={tokens} reload={reload} />}
      </section>
      <section class="card stack" aria-labelledby="token-form">
        <h2 id="token-form">{t.make}</h2>
        <TokenForm
          key={made.value?.id}
          onMade={(token) => {
            made.value = token;
            void reload();
          }}
        />
      </section>
    </div>
  );
}
