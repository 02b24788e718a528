import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import type { Account, Role } from '../shared/api-types.ts';
import { api } from '../shared/api.ts';
import { FailureNotice, sayFailure } from '../shared/failure.tsx';
import { useLoaded } from '../shared/loaded.ts';
import { say } from '../shared/messages.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { accessWording } from './access.wording.ts';
import { mayHandOn } from './permissions.ts';

/** Everybody has them, or nobody: they are not given. */
const AUTOMATIC = new Set(['anonymous', 'user']);

/** Gives roles and takes them, at once; it can be undone. */
export function RolesOfPerson({ person, reload }: { person: Account; reload: () => Promise<void> }) {
  const t = accessWording();
  const roles = useLoaded('roles', async () => unwrap(api.GET('/roles')));
  // What was just changed, by the name of the role.
  const changes = useSignal<Readonly<Record<string, boolean>>>({});

  async function set(name: string, has: boolean): Promise<void> {
    changes.value = { ...changes.value, [name]: has };
    const params = { path: { id: person.id, name } };
    try {
      await (has
        ? unwrap(api.PUT('/users/{id}/roles/{name}', { params }))
        : unwrap(api.DELETE('/users/{id}/roles/{name}', { params })));
      const undo = { label: sharedWording().undo, run: () => void set(name, !has) };
      say({ kind: 'done', topic: `role/${name}`, text: has ? t.given(name) : t.taken(name), action: undo });
    } catch (error) {
      sayFailure(error);
    }
    await reload();
    const { [name]: _, ...others } = changes.value;
    changes.value = others;
  }

  return (
    <section class="card stack" aria-labelledby="roles-of-person">
      <div>
        <h2 id="roles-of-person">{t.rolesOf}</h2>
        <p class="muted">{t.rolesOfDetail}</p>
      </div>
      {roles.error !== undefined && <FailureNotice error={roles.error} retry={roles.reload} />}
      <div class="choices" role="group" aria-labelledby="roles-of-person">
        {roles.data
          ?.filter(({ name }) => !AUTOMATIC.has(name))
          .map((role) => (
            <RoleChoice
              key={role.name}
              role={role}
              isGiven={changes.value[role.name] ?? person.roles.includes(role.name)}
              onChange={(has) => void set(role.name, has)}
            />
          ))}
      </div>
    </section>
  );
}

type RoleChoiceOptions = {
  readonly role: Role;
  readonly isGiven: boolean;
  readonly onChange: (has: boolean) => void;
};

function RoleChoice({ role, isGiven, onChange }: RoleChoiceOptions) {
  return (
    <label class="choice">
      <input
        type="checkbox"
        checked={isGiven}
        disabled={!role.permissions.every(mayHandOn)}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      <span>
        {role.name} <span class="muted small">{role.description}</span>
      </span>
    </label>
  );
}
