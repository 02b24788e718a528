import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { NewPersonalToken } from '../shared/api-types.ts';
import { Icon } from '../shared/icon.tsx';
import { sharedWording } from '../shared/shared.wording.ts';
import { tokensWording } from './tokens.wording.ts';

/** The secret of a token, which only this answer of the service has. */
export function NewToken({ token, onDone }: { token: NewPersonalToken; onDone: () => void }) {
  const t = tokensWording();
  const field = useRef<HTMLInputElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const said = useSignal('');
  useEffect(() => {
    said.value = '';
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'center' });
  }, [token.id]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(token.token);
      said.value = sharedWording().copied;
    } catch {
      // Pages over plain HTTP have no clipboard.
      field.current?.select();
      said.value = t.copyYourself;
    }
  }

  return (
    <section class="card stack is-new" aria-labelledby="new-token">
      <div>
        <h2 id="new-token" ref={heading} tabindex={-1}>
          {t.ready}
        </h2>
        <p>{t.once}</p>
      </div>
      <div class="row-line">
        <input
          ref={field}
          class="input code"
          aria-label={`${t.ready}: ${token.name}`}
          readOnly
          value={token.token}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <div class="buttons">
          <button type="button" class="button button-main" onClick={() => void copy()}>
            <Icon name="note" />
            {t.copy}
          </button>
          <button type="button" class="button" onClick={onDone}>
            {t.done}
          </button>
        </div>
      </div>
      <p class="small" role="status">
        {said.value}
      </p>
    </section>
  );
}
