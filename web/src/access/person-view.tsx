import { unwrap } from '@kinopolka/client';
import { may, user } from '../sessions/session.ts';
import type { Account } from '../shared/api/api-types.ts';
import { api } from '../shared/api/api.ts';
import { useLoaded } from '../shared/api/loaded.ts';
import { format } from '../shared/language.ts';
import { say } from '../shared/messages.ts';
import { ConfirmedButton } from '../shared/parts/confirmed-button.tsx';
import { FailureNotice, sayFailure } from '../shared/parts/failure.tsx';
import { Icon } from '../shared/parts/icon.tsx';
import { Section } from '../shared/parts/section.tsx';
import { addressOf } from '../shared/routing/router.ts';
import type { ViewProps } from '../shared/routing/view.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { accessWording } from './access.wording.ts';
import { loginNames, PersonBadges, personName } from './people-view.tsx';
import { mayHandOn, permissionText } from './permissions.ts';
import { RolesOfPerson } from './roles-of-person.tsx';

export function PersonView({ values: { id = '' } }: ViewProps) {
  const t = accessWording();
  const { person, rights, error, reload } = usePerson(id);
  return (
    <div class="sections narrow">
      <div>
        <a class="back" href={addressOf('people')}>
          <Icon name="back" />
          {t.people}
        </a>
        <h1 tabindex={-1}>{person ? personName(person) : t.people}</h1>
        {person && (
          <>
            <p class="muted">
              {[loginNames(person), t.since(format.day(person.created_at))].filter(Boolean).join(' · ')}
            </p>
            <PersonBadges person={person} />
          </>
        )}
      </div>
      <FailureNotice error={error} retry={reload} />
      {person && may('users:manage') && <RolesOfPerson person={person} reload={reload} />}
      {rights && (
        <Section title={t.rights}>
          <ul class="bullets">
            {rights.map((name) => (
              <li key={name}>{permissionText(name)}</li>
            ))}
          </ul>
        </Section>
      )}
      {person && rights && may('users:manage') && <Actions person={person} rights={rights} reload={reload} />}
    </div>
  );
}

function usePerson(id: string) {
  const params = { path: { id } };
  const person = useLoaded(`people/${id}`, async () => unwrap(api.GET('/users/{id}', { params })));
  const rights = useLoaded(`people/${id}/rights`, async () => unwrap(api.GET('/users/{id}/permissions', { params })));
  return {
    person: person.data,
    rights: rights.data?.map(({ name }) => name),
    error: person.error ?? rights.error,
    reload: async () => {
      await Promise.all([person.reload(), rights.reload()]);
    },
  };
}

type ActionOptions = {
  readonly person: Account;
  readonly rights: readonly string[];
  readonly reload: () => Promise<void>;
};

/** Ends the sessions of somebody else, and deactivates and activates their account. */
function Actions({ person, rights, reload }: ActionOptions) {
  const t = accessWording();
  const me = usePerson(user.value?.id ?? '').person;
  const path = { id: person.id };
  // Only a superuser may do this to a superuser.
  const mayAct = !person.is_superuser || me?.is_superuser === true;
  const mayDeactivate = mayAct && rights.every(mayHandOn);

  async function run(change: () => Promise<unknown>, undo?: () => void): Promise<void> {
    try {
      await change();
      say({ kind: 'done', text: t.done, ...(undo && { action: { label: sharedWording().undo, run: undo } }) });
    } catch (error) {
      sayFailure(error);
    }
    await reload();
  }

  const setActive = async (active: boolean) =>
    unwrap(api.PATCH('/users/{id}', { params: { path }, body: { is_active: active } }));
  const activate = () => void run(async () => setActive(true));
  if (person.id === user.value?.id) return <a href={addressOf('account')}>{t.toProfile}</a>;
  if (!mayAct) return null;
  return (
    <Section title={t.account}>
      <div class="buttons">
        {person.is_active && (
          <ConfirmedButton
            label={t.endSessions}
            text={t.endSessionsDetail}
            onConfirm={() => void run(async () => unwrap(api.DELETE('/users/{id}/sessions', { params: { path } })))}
          />
        )}
        {mayDeactivate && person.is_active && (
          <ConfirmedButton
            label={t.deactivate}
            text={t.deactivateDetail}
            kind="danger"
            onConfirm={() => void run(async () => setActive(false), activate)}
          />
        )}
        {mayDeactivate && !person.is_active && (
          <button type="button" class="button" onClick={activate}>
            {t.activate}
          </button>
        )}
      </div>
    </Section>
  );
}
