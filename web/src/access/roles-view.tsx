import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import { may } from '../sessions/session.ts';
import type { Role } from '../shared/api/api-types.ts';
import { api } from '../shared/api/api.ts';
import { Badge } from '../shared/parts/badge.tsx';
import { ConfirmedButton } from '../shared/parts/confirmed-button.tsx';
import { FailureNotice, sayFailure } from '../shared/parts/failure.tsx';
import { accessWording } from './access.wording.ts';
import { EditableHead } from './editable-head.tsx';
import { mayHandOn, permissionText } from './permissions.ts';
import { RoleDialog } from './role-dialog.tsx';
import { useRoles } from './roles.ts';

export function RolesView() {
  const t = accessWording();
  const { data: roles, error, reload } = useRoles();
  const edited = useSignal<Role | 'new' | undefined>(undefined);
  const edit = (role: Role | 'new' | undefined) => {
    edited.value = role;
  };
  const remove = ({ name }: Role) =>
    void unwrap(api.DELETE('/roles/{name}', { params: { path: { name } } }))
      .catch(sayFailure)
      .then(reload);
  return (
    <>
      <EditableHead title={t.roles} {...(may('roles:manage') && { action: t.newRole })} onAction={() => edit('new')} />
      <FailureNotice error={error} retry={reload} />
      <ul class="row-cards">
        {roles?.map((role) => (
          <RoleCard key={role.name} role={role} onChange={() => edit(role)} onDelete={() => remove(role)} />
        ))}
      </ul>
      {edited.value && (
        <RoleDialog
          role={edited.value === 'new' ? undefined : edited.value}
          onSaved={reload}
          onClose={() => edit(undefined)}
        />
      )}
    </>
  );
}

function RoleCard({ role, onChange, onDelete }: { role: Role; onChange: () => void; onDelete: () => void }) {
  const t = accessWording();
  const { name, description, permissions } = role;
  return (
    <li class="card row-card">
      <div>
        <h2 class="row-title">
          {name} {role.built_in && <Badge>{t.builtIn}</Badge>}
        </h2>
        <p class="muted">{description}</p>
      </div>
      {permissions.length > 0 && (
        <ul class="bullets small">
          {permissions.map((one) => (
            <li key={one}>{permissionText(one)}</li>
          ))}
        </ul>
      )}
      {may('roles:manage') && permissions.every(mayHandOn) && (
        <div class="buttons">
          <button type="button" class="button" aria-label={`${t.change}: ${name}`} onClick={onChange}>
            {t.change}
          </button>
          {!role.built_in && (
            <ConfirmedButton label={t.delete} of={name} kind="quiet" text={t.deleteRoleDetail} onConfirm={onDelete} />
          )}
        </div>
      )}
    </li>
  );
}
