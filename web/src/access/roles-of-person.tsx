import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import type { Account } from '../shared/api/api-types.ts';
import { api } from '../shared/api/api.ts';
import { say } from '../shared/messages.ts';
import { sayFailure } from '../shared/parts/failure.tsx';
import { Section } from '../shared/parts/section.tsx';
import { sharedWording } from '../shared/shared.wording.ts';
import { accessWording } from './access.wording.ts';
import { mayHandOn } from './permissions.ts';
import { useRoles } from './roles.ts';

/** Roles that everybody has automatically, so nobody can give or take them. */
const AUTOMATIC = ['anonymous', 'user'];

/** Gives and takes roles at once, without a confirmation; a message offers to undo it. */
export function RolesOfPerson({ person, reload }: { person: Account; reload: () => Promise<void> }) {
  const t = accessWording();
  const { data: roles = [] } = useRoles();
  // For each role whose change is being sent, whether the person will have it.
  const changes = useSignal<ReadonlyMap<string, boolean>>(new Map());

  async function set(name: string, has: boolean): Promise<void> {
    changes.value = new Map([...changes.value, [name, has]]);
    const params = { path: { id: person.id, name } };
    try {
      if (has) await unwrap(api.PUT('/users/{id}/roles/{name}', { params }));
      else await unwrap(api.DELETE('/users/{id}/roles/{name}', { params }));
      const undo = { label: sharedWording().undo, run: () => void set(name, !has) };
      say({ kind: 'done', topic: `role/${name}`, text: has ? t.given(name) : t.taken(name), action: undo });
    } catch (error) {
      sayFailure(error);
    }
    await reload();
    changes.value = new Map([...changes.value].filter(([one]) => one !== name));
  }

  return (
    <Section title={t.roles}>
      <div class="choices" role="group" aria-label={t.roles}>
        {roles
          .filter(({ name }) => !AUTOMATIC.includes(name))
          .map(({ name, description, permissions }) => (
            <label key={name} class="choice">
              <input
                type="checkbox"
                checked={changes.value.get(name) ?? person.roles.includes(name)}
                disabled={!permissions.every(mayHandOn)}
                onChange={({ currentTarget }) => void set(name, currentTarget.checked)}
              />
              <span>
                {name} <span class="muted small">{description}</span>
              </span>
            </label>
          ))}
      </div>
    </Section>
  );
}
