import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { faultOf } from '../api/refusal.ts';
import { Icon } from '../parts/icon.tsx';

/** The properties that connect an input with its label, hint and fault. */
export type FieldProps = {
  readonly id: string;
  readonly name: string;
  readonly class: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
};

type FieldOptions = {
  readonly label: string;
  /** The field of the request, as problems of the service name it. */
  readonly name: string;
  readonly hint?: string | undefined;
  /** The error with which the form was refused, if any. Its fault about this field is shown. */
  readonly error?: unknown;
  readonly children: (props: FieldProps) => ComponentChildren;
};

/** A label, a control, a hint, and the fault that the service found in the value. */
export function Field({ label, name, hint, error, children }: FieldOptions) {
  const id = useId();
  const fault = faultOf(error, name);
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        name,
        class: 'input',
        'aria-invalid': fault !== undefined,
        'aria-describedby': described || undefined,
      })}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p class="field-fault" id={`${id}-fault`}>
          <Icon name="alert" />
          {fault}
        </p>
      )}
    </div>
  );
}

type TextInput = {
  readonly type?: 'text' | 'email' | 'url' | 'search';
  readonly value?: string;
  readonly autocomplete?: string;
  readonly autocapitalize?: 'none';
  readonly spellcheck?: boolean;
  readonly maxLength?: number;
  readonly required?: boolean;
  readonly placeholder?: string;
  readonly defaultValue?: string;
  /** Checks the text before it is sent. Returns the text of a fault, or an empty text. */
  readonly check?: (text: string) => string;
};

/** The common field: a line of text. */
export function TextField({
  label,
  name,
  hint,
  error,
  type = 'text',
  check,
  ...input
}: Omit<FieldOptions, 'children'> & TextInput) {
  // Preact has a separate TypeScript type for each `type` of input, and a variable `type` fits none of them.
  const typed = { type } as { type: 'text' };
  return (
    <Field {...{ label, name, hint, error }}>
      {(props) => (
        <input
          {...input}
          {...props}
          {...typed}
          onInput={({ currentTarget: field }) => check && field.setCustomValidity(check(field.value))}
        />
      )}
    </Field>
  );
}
