import { unwrap } from '@kinopolka/client';
import { may, user } from '../sessions/session.ts';
import type { Account } from '../shared/api-types.ts';
import { api } from '../shared/api.ts';
import { FailureNotice } from '../shared/failure.tsx';
import { Icon } from '../shared/icon.tsx';
import { format } from '../shared/language.ts';
import { useLoaded } from '../shared/loaded.ts';
import { addressOf } from '../shared/router.ts';
import type { ViewProps } from '../shared/view.ts';
import { accessWording } from './access.wording.ts';
import { loginNames, PersonBadges, personName } from './people-view.tsx';
import { permissionText } from './permissions.ts';
import { PersonActions } from './person-actions.tsx';
import { RolesOfPerson } from './roles-of-person.tsx';

export function PersonView({ values: { id = '' } }: ViewProps) {
  const t = accessWording();
  const params = { path: { id } };
  const person = useLoaded(`people/${id}`, async () => unwrap(api.GET('/users/{id}', { params })));
  const rights = useLoaded(`people/${id}/rights`, async () => {
    const permissions = await unwrap(api.GET('/users/{id}/permissions', { params }));
    return permissions.map(({ name }) => name);
  });
  const reload = async () => {
    await Promise.all([person.reload(), rights.reload()]);
  };
  return (
    <div class="sections narrow">
      <div>
        <a class="back" href={addressOf('people')}>
          <Icon name="back" />
          {t.allPeople}
        </a>
        <h1 tabindex={-1}>{person.data ? personName(person.data) : t.people}</h1>
        {person.data && <Facts person={person.data} />}
      </div>
      {person.error !== undefined && <FailureNotice error={person.error} retry={reload} />}
      {person.data && (
        <>
          {may('users:manage') && <RolesOfPerson person={person.data} reload={reload} />}
          <section class="card stack" aria-labelledby="rights">
            <h2 id="rights">{t.rights}</h2>
            {rights.error !== undefined && <FailureNotice error={rights.error} retry={rights.reload} />}
            <ul class="bullets">
              {rights.data?.map((name) => (
                <li key={name}>{permissionText(name)}</li>
              ))}
            </ul>
          </section>
          {may('users:manage') && rights.data && (
            <section class="card stack" aria-labelledby="account">
              <h2 id="account">{t.account}</h2>
              {id === user.value?.id ? (
                <Yours />
              ) : (
                <PersonActions person={person.data} rights={rights.data} reload={reload} />
              )}
            </section>
          )}
        </>
      )}
    </div>
  );
}

function Facts({ person }: { person: Account }) {
  return (
    <>
      <p class="muted">
        {[loginNames(person), accessWording().since(format.day(person.created_at))].filter(Boolean).join(' · ')}
      </p>
      <PersonBadges person={person} />
    </>
  );
}

function Yours() {
  const t = accessWording();
  return (
    <>
      <p>{t.yours}</p>
      <a class="button at-start" href={addressOf('account')}>
        {t.toProfile}
      </a>
    </>
  );
}
