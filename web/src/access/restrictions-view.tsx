import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import { useGenres } from '../films/genres.ts';
import { may, user } from '../sessions/session.ts';
import type { Restriction } from '../shared/api/api-types.ts';
import { api } from '../shared/api/api.ts';
import { useLoaded } from '../shared/api/loaded.ts';
import { isRefusedWith } from '../shared/api/refusal.ts';
import { say } from '../shared/messages.ts';
import { Empty } from '../shared/parts/empty.tsx';
import { FailureNotice, sayFailure } from '../shared/parts/failure.tsx';
import { addressOf } from '../shared/routing/router.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { accessWording } from './access.wording.ts';
import { EditableHead } from './editable-head.tsx';
import { ALL_LABELS, labelPermission, mayHandOn } from './permissions.ts';
import { RestrictionDialog } from './restriction-dialog.tsx';
import { putRestriction, ruleText } from './restriction-rules.ts';
import { useRoles } from './roles.ts';

export function RestrictionsView() {
  const t = accessWording();
  const { data, error, reload } = useLoaded('restrictions', async () => unwrap(api.GET('/restrictions')));
  const edited = useSignal<Restriction | 'new' | undefined>(undefined);
  const deleted = useSignal<readonly string[]>([]);
  const shown = data?.filter(({ label }) => !deleted.value.includes(label));
  const edit = (restriction: Restriction | 'new' | undefined) => {
    edited.value = restriction;
  };

  async function remove(restriction: Restriction): Promise<void> {
    const { label } = restriction;
    deleted.value = [...deleted.value, label];
    try {
      await unwrap(api.DELETE('/restrictions/{label}', { params: { path: { label } } }));
      const undo = () => void putRestriction(restriction).then(reload).catch(sayFailure);
      say({ kind: 'done', text: t.done, action: { label: sharedWording().undo, run: undo } });
    } catch (refused) {
      if (!isRefusedWith(refused, 'restriction-not-found')) sayFailure(refused);
    }
    await reload();
    deleted.value = deleted.value.filter((one) => one !== label);
  }

  const mayRestrict = user.value?.permissions.some((name) => name.startsWith(labelPermission(''))) ?? false;
  return (
    <>
      <EditableHead
        title={t.restrictions}
        detail={t.restrictionsDetail}
        {...(mayRestrict && { action: t.newRestriction })}
        onAction={() => edit('new')}
      />
      <FailureNotice error={error} retry={reload} />
      {shown?.length === 0 && <Empty title={t.noRestrictions} text="" />}
      <ul class="row-cards">
        {shown?.map((one) => (
          <RestrictionCard
            key={one.label}
            restriction={one}
            onChange={() => edit(one)}
            onDelete={() => void remove(one)}
          />
        ))}
      </ul>
      {edited.value && (
        <RestrictionDialog
          restriction={edited.value === 'new' ? undefined : edited.value}
          onSaved={reload}
          onClose={() => edit(undefined)}
        />
      )}
    </>
  );
}

type CardOptions = { readonly restriction: Restriction; readonly onChange: () => void; readonly onDelete: () => void };

function RestrictionCard({ restriction: { label, rule }, onChange, onDelete }: CardOptions) {
  const t = accessWording();
  const genres = useGenres();
  return (
    <li class="card row-card">
      <div>
        <h2 class="row-title">{label}</h2>
        <p>{ruleText(rule, genres)}</p>
      </div>
      {(may('roles:manage') || may('users:manage')) && <Viewers label={label} />}
      {mayHandOn(labelPermission(label)) && (
        <div class="buttons">
          <button type="button" class="button" aria-label={`${t.change}: ${label}`} onClick={onChange}>
            {t.change}
          </button>
          <button type="button" class="button button-quiet" aria-label={`${t.delete}: ${label}`} onClick={onDelete}>
            {t.delete}
          </button>
        </div>
      )}
    </li>
  );
}

/** The roles that allow the label. */
function Viewers({ label }: { label: string }) {
  const allowing = [labelPermission(label), ALL_LABELS];
  const names = useRoles()
    .data?.filter(({ permissions }) => permissions.some((one) => allowing.includes(one)))
    .map(({ name }) => name);
  return (
    <p class="small">
      <a href={addressOf('roles')}>{accessWording().viewers(names?.join(', ') ?? '')}</a>
    </p>
  );
}
