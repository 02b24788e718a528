import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { NewPersonalToken } from '../shared/api/api-types.ts';
import { Icon } from '../shared/parts/icon.tsx';
import { Section } from '../shared/parts/section.tsx';
import { sharedWording } from '../shared/shared.wording.ts';
import { tokensWording } from './tokens.wording.ts';

/** The secret of a token, which only this answer of the service has. */
export function NewToken({ token }: { token: NewPersonalToken }) {
  const t = tokensWording();
  const field = useRef<HTMLInputElement>(null);
  const said = useSignal('');
  useEffect(() => field.current?.focus(), []);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(token.token);
      said.value = sharedWording().copied;
    } catch {
      // Pages over plain HTTP have no clipboard.
      field.current?.select();
    }
  }

  return (
    <Section title={token.name} detail={t.once}>
      <div class="row-line">
        <input
          ref={field}
          class="input code"
          aria-label={token.name}
          readOnly
          value={token.token}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <button type="button" class="button button-main" onClick={() => void copy()}>
          <Icon name="note" />
          {t.copy}
        </button>
      </div>
      <p class="small" role="status">
        {said.value}
      </p>
    </Section>
  );
}
