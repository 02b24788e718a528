import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import { may } from '../sessions/session.ts';
import type { Role } from '../shared/api-types.ts';
import { api } from '../shared/api.ts';
import { Badge } from '../shared/badge.tsx';
import { Confirmation } from '../shared/dialog.tsx';
import { FailureNotice, sayFailure } from '../shared/failure.tsx';
import { Icon } from '../shared/icon.tsx';
import { useLoaded } from '../shared/loaded.ts';
import { say } from '../shared/messages.ts';
import { accessWording } from './access.wording.ts';
import { mayHandOn, permissionText } from './permissions.ts';
import { RoleDialog } from './role-dialog.tsx';

export function RolesView() {
  const t = accessWording();
  const { data: roles, error, reload } = useLoaded('roles', async () => unwrap(api.GET('/roles')));
  const edited = useSignal<Role | 'new' | undefined>(undefined);
  const asked = useSignal<Role | undefined>(undefined);

  async function remove({ name }: Role): Promise<void> {
    try {
      await unwrap(api.DELETE('/roles/{name}', { params: { path: { name } } }));
      say({ kind: 'done', text: t.roleDeleted });
    } catch (refused) {
      sayFailure(refused);
    }
    await reload();
  }

  return (
    <>
      <div class="page-head">
        <div>
          <h1 tabindex={-1}>{t.roles}</h1>
          <p class="muted">{t.rolesDetail}</p>
        </div>
        {may('roles:manage') && (
          <button
            type="button"
            class="button button-main"
            onClick={() => {
              edited.value = 'new';
            }}
          >
            <Icon name="plus" />
            {t.newRole}
          </button>
        )}
      </div>
      {error !== undefined && <FailureNotice error={error} retry={reload} />}
      <ul class="row-cards">
        {roles?.map((role) => (
          <RoleCard
            key={role.name}
            role={role}
            onChange={() => {
              edited.value = role;
            }}
            onDelete={() => {
              asked.value = role;
            }}
          />
        ))}
      </ul>
      {edited.value && (
        <RoleDialog
          role={edited.value === 'new' ? undefined : edited.value}
          onSaved={reload}
          onClose={() => {
            edited.value = undefined;
          }}
        />
      )}
      {asked.value && (
        <Confirmation
          title={t.deleteRole(asked.value.name)}
          text={t.deleteRoleDetail}
          action={t.delete}
          onConfirm={() => asked.value && void remove(asked.value)}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </>
  );
}

function RoleCard({ role, onChange, onDelete }: { role: Role; onChange: () => void; onDelete: () => void }) {
  const t = accessWording();
  const mayChange = may('roles:manage') && role.permissions.every(mayHandOn);
  return (
    <li class="card row-card">
      <div>
        <h2 class="row-title">
          {role.name} {role.built_in && <Badge>{t.builtIn}</Badge>}
        </h2>
        <p class="muted">{role.description}</p>
      </div>
      {role.permissions.length === 0 ? (
        <p class="muted small">{t.noRights}</p>
      ) : (
        <ul class="bullets small">
          {role.permissions.map((name) => (
            <li key={name}>{permissionText(name)}</li>
          ))}
        </ul>
      )}
      {mayChange && (
        <div class="buttons">
          <button type="button" class="button" aria-label={`${t.change}: ${role.name}`} onClick={onChange}>
            {t.change}
          </button>
          {!role.built_in && (
            <button
              type="button"
              class="button button-quiet"
              aria-label={`${t.delete}: ${role.name}`}
              onClick={onDelete}
            >
              {t.delete}
            </button>
          )}
        </div>
      )}
    </li>
  );
}
