import { unwrap } from '@kinopolka/client';
import type { Role } from '../shared/api-types.ts';
import { api } from '../shared/api.ts';
import { Dialog } from '../shared/dialog.tsx';
import { FailureNotice } from '../shared/failure.tsx';
import { TextField } from '../shared/field.tsx';
import { useForm } from '../shared/form.ts';
import { useLoaded } from '../shared/loaded.ts';
import { say } from '../shared/messages.ts';
import { faultsOf } from '../shared/refusal.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { accessWording } from './access.wording.ts';
import { chosenPermissions, isPermissionField, PermissionChoice } from './permission-choice.tsx';
import { mayHandOn } from './permissions.ts';

const FIELDS = ['name', 'description'];

type DialogOptions = {
  /** `undefined`: a new one. */
  readonly role: Role | undefined;
  readonly onSaved: () => Promise<void>;
  readonly onClose: () => void;
};

export function RoleDialog({ role, onSaved, onClose }: DialogOptions) {
  const t = accessWording();
  const all = useLoaded('permissions', async () => unwrap(api.GET('/permissions')));
  const { props, error, isSending } = useForm(async (values) => {
    const { name = '', description = '' } = values;
    // Boxes that are greyed out are not in the form.
    const kept = role?.permissions.filter((permission) => !mayHandOn(permission)) ?? [];
    const content = { description: description.trim(), permissions: [...kept, ...chosenPermissions(values)] };
    if (!role) await unwrap(api.POST('/roles', { body: { name, ...content } }));
    else {
      const body = role.built_in ? content : { name, ...content };
      await unwrap(api.PATCH('/roles/{name}', { params: { path: { name: role.name } }, body }));
    }
    onClose();
    say({ kind: 'done', text: sharedWording().saved });
    await onSaved();
  });
  const faults = faultsOf(error);
  const isTold = faults.length > 0 && faults.every(({ field }) => FIELDS.includes(field) || isPermissionField(field));
  return (
    <Dialog title={role ? t.changeRole(role.name) : t.newRole} onClose={onClose}>
      <form class="form" {...props}>
        {error !== undefined && !isTold && <FailureNotice error={error} />}
        {!role?.built_in && (
          <TextField
            label={t.name}
            name="name"
            hint={t.nameHint}
            error={error}
            defaultValue={role?.name ?? ''}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={40}
            required
          />
        )}
        <TextField
          label={t.description}
          name="description"
          error={error}
          defaultValue={role?.description ?? ''}
          autocomplete="off"
          maxLength={300}
        />
        {all.error !== undefined && <FailureNotice error={all.error} retry={all.reload} />}
        {all.data && (
          <PermissionChoice
            legend={t.permissions}
            offered={all.data.map(({ name }) => name)}
            chosen={role?.permissions ?? []}
            error={error}
          />
        )}
        <div class="buttons">
          <button type="button" class="button" onClick={onClose}>
            {sharedWording().cancel}
          </button>
          <button class="button button-main" aria-disabled={isSending || !all.data}>
            {isSending ? sharedWording().saving : sharedWording().save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
