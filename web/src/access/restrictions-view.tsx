import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import { useGenres } from '../films/genres.ts';
import { may, user } from '../sessions/session.ts';
import type { Restriction } from '../shared/api-types.ts';
import { api } from '../shared/api.ts';
import { Empty } from '../shared/empty.tsx';
import { FailureNotice, sayFailure } from '../shared/failure.tsx';
import { Icon } from '../shared/icon.tsx';
import { useLoaded } from '../shared/loaded.ts';
import { say } from '../shared/messages.ts';
import { isRefusedWith } from '../shared/refusal.ts';
import { addressOf } from '../shared/router.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { accessWording } from './access.wording.ts';
import { ALL_LABELS, labelPermission, mayHandOn } from './permissions.ts';
import { RestrictionDialog } from './restriction-dialog.tsx';
import { putRestriction, ruleText } from './restriction-rules.ts';

export function RestrictionsView() {
  const t = accessWording();
  const { data, error, reload } = useLoaded('restrictions', async () => unwrap(api.GET('/restrictions')));
  const edited = useSignal<Restriction | 'new' | undefined>(undefined);
  const deleted = useSignal<readonly string[]>([]);
  const shown = data?.filter(({ label }) => !deleted.value.includes(label));

  async function remove(restriction: Restriction): Promise<void> {
    const { label } = restriction;
    deleted.value = [...deleted.value, label];
    try {
      await unwrap(api.DELETE('/restrictions/{label}', { params: { path: { label } } }));
      const undo = () => void putRestriction(restriction).then(reload).catch(sayFailure);
      say({ kind: 'done', text: t.restrictionDeleted, action: { label: sharedWording().undo, run: undo } });
    } catch (refused) {
      if (!isRefusedWith(refused, 'restriction-not-found')) sayFailure(refused);
    }
    await reload();
    deleted.value = deleted.value.filter((one) => one !== label);
  }

  const mayRestrict = user.value?.permissions.some((name) => name.startsWith(labelPermission(''))) ?? false;
  const create = mayRestrict && (
    <button
      type="button"
      class="button button-main"
      onClick={() => {
        edited.value = 'new';
      }}
    >
      <Icon name="plus" />
      {t.newRestriction}
    </button>
  );
  return (
    <>
      <div class="page-head">
        <div>
          <h1 tabindex={-1}>{t.restrictions}</h1>
          <p class="muted narrow">{t.restrictionsDetail}</p>
        </div>
        {shown && shown.length > 0 && create}
      </div>
      {error !== undefined && <FailureNotice error={error} retry={reload} />}
      {shown?.length === 0 && (
        <Empty title={t.noRestrictions} text={t.noRestrictionsDetail}>
          {create}
        </Empty>
      )}
      <ul class="row-cards">
        {shown?.map((restriction) => (
          <RestrictionCard
            key={restriction.label}
            restriction={restriction}
            onChange={() => {
              edited.value = restriction;
            }}
            onDelete={() => void remove(restriction)}
          />
        ))}
      </ul>
      {edited.value && (
        <RestrictionDialog
          restriction={edited.value === 'new' ? undefined : edited.value}
          onSaved={reload}
          onClose={() => {
            edited.value = undefined;
          }}
        />
      )}
    </>
  );
}

type CardOptions = {
  readonly restriction: Restriction;
  readonly onChange: () => void;
  readonly onDelete: () => void;
};

function RestrictionCard({ restriction, onChange, onDelete }: CardOptions) {
  const t = accessWording();
  const genres = useGenres();
  const { label, rule } = restriction;
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
  const t = accessWording();
  const { data: roles } = useLoaded('roles', async () => unwrap(api.GET('/roles')));
  if (!roles) return null;
  const allowing = [labelPermission(label), ALL_LABELS];
  const names = roles.filter((role) => role.permissions.some((one) => allowing.includes(one))).map(({ name }) => name);
  return (
    <p class="muted small">
      {names.length > 0 ? t.viewers(names.join(', ')) : t.noViewers} <a href={addressOf('roles')}>{t.toRoles}</a>
    </p>
  );
}
