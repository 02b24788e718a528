import { faultsOf } from '../shared/api/refusal.ts';
import type { Values } from '../shared/forms/form.ts';
import { mayHandOn, permissionText } from './permissions.ts';

const PREFIX = 'permission ';

type ChoiceOptions = {
  readonly legend: string;
  readonly offered: readonly string[];
  readonly chosen: readonly string[];
  readonly error: unknown;
};

/** Check boxes for permissions in a form; {@link chosenPermissions} reads them. */
export function PermissionChoice({ legend, offered, chosen, error }: ChoiceOptions) {
  // A fault names the list, or one of its items, such as `permissions.0`.
  const fault = faultsOf(error).find(({ field }) => field.startsWith('permissions'));
  return (
    <fieldset class="choices" name="permissions">
      <legend class="field-label">{legend}</legend>
      {offered.map((name) => (
        <label key={name} class="choice">
          <input
            type="checkbox"
            name={PREFIX + name}
            defaultChecked={chosen.includes(name)}
            disabled={!mayHandOn(name)}
          />
          <span>
            {permissionText(name)} <code class="muted small">{name}</code>
          </span>
        </label>
      ))}
      {fault && <p class="field-fault">{fault.message}</p>}
    </fieldset>
  );
}

export function chosenPermissions(values: Values): string[] {
  return Object.keys(values)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length));
}
