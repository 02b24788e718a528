import { useSignal } from '@preact/signals';
import { Field } from '../shared/forms/field.tsx';
import { Icon } from '../shared/parts/icon.tsx';
import { sessionsWording } from './sessions.wording.ts';

type PasswordOptions = {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
  readonly error: unknown;
  readonly isNew?: boolean;
};

export function PasswordField({ label, name, hint, error, isNew = false }: PasswordOptions) {
  const isShown = useSignal(false);
  return (
    <Field {...{ label, name, hint, error }}>
      {(props) => (
        <div class="password">
          <input
            {...props}
            {...(isShown.value ? { type: 'text' as const } : { type: 'password' as const })}
            autocomplete={isNew ? 'new-password' : 'current-password'}
            autocapitalize="none"
            spellcheck={false}
            required
          />
          <button
            type="button"
            class="button button-quiet button-icon"
            aria-label={sessionsWording().showPassword}
            aria-pressed={isShown.value}
            onClick={() => {
              isShown.value = !isShown.value;
            }}
          >
            <Icon name="eye" filled={isShown.value} />
          </button>
        </div>
      )}
    </Field>
  );
}
