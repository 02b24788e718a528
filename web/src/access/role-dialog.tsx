import { unwrap } from '@kinopolka/client';
import type { Role } from '../shared/api/api-types.ts';
import { api } from '../shared/api/api.ts';
import { useLoaded } from '../shared/api/loaded.ts';
import { TextField } from '../shared/forms/field.tsx';
import { FormOf } from '../shared/forms/form-of.tsx';
import type { Values } from '../shared/forms/form.ts';
import { Dialog } from '../shared/parts/dialog.tsx';
import { sharedWording } from '../shared/shared.wording.ts';
import { accessWording } from './access.wording.ts';
import { chosenPermissions, PermissionChoice } from './permission-choice.tsx';

type DialogOptions = {
  /** The role to change; `undefined` to create one. */
  readonly role: Role | undefined;
  readonly onSaved: () => Promise<void>;
  readonly onClose: () => void;
};

export function RoleDialog({ role, onSaved, onClose }: DialogOptions) {
  const t = accessWording();
  const { data: permissions } = useLoaded('permissions', async () => unwrap(api.GET('/permissions')));

  async function send(values: Values): Promise<void> {
    const { name = '', description = '' } = values;
    const content = { description: description.trim(), permissions: chosenPermissions(values) };
    if (role) {
      const body = role.built_in ? content : { name, ...content };
      await unwrap(api.PATCH('/roles/{name}', { params: { path: { name: role.name } }, body }));
    } else await unwrap(api.POST('/roles', { body: { name, ...content } }));
    onClose();
    await onSaved();
  }

  if (!permissions) return null;
  return (
    <Dialog title={role ? `${t.change}: ${role.name}` : t.newRole} onClose={onClose}>
      <FormOf send={send} action={sharedWording().save} onCancel={onClose}>
        {(error) => (
          <>
            {!role?.built_in && (
              <TextField
                label={t.name}
                name="name"
                hint={t.labelHint}
                error={error}
                defaultValue={role?.name ?? ''}
                autocomplete="off"
                autocapitalize="none"
                spellcheck={false}
                required
              />
            )}
            <TextField
              label={t.description}
              name="description"
              error={error}
              defaultValue={role?.description ?? ''}
              autocomplete="off"
            />
            <PermissionChoice
              legend={t.permissions}
              offered={permissions.map(({ name }) => name)}
              chosen={role?.permissions ?? []}
              error={error}
            />
          </>
        )}
      </FormOf>
    </Dialog>
  );
}
