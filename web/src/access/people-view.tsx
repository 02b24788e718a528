import { user } from '../sessions/session.ts';
import type { Account } from '../shared/api/api-types.ts';
import { api, unwrapWithHeaders } from '../shared/api/api.ts';
import { usePages } from '../shared/api/pages.ts';
import { QueryField } from '../shared/forms/query-field.tsx';
import { Badge } from '../shared/parts/badge.tsx';
import { Empty } from '../shared/parts/empty.tsx';
import { FailureNotice } from '../shared/parts/failure.tsx';
import { MoreButton } from '../shared/parts/more-button.tsx';
import { addressOf, place } from '../shared/routing/router.ts';
import { accessWording } from './access.wording.ts';

const PAGE_SIZE = 30;

/** All accounts, with a search. */
export function PeopleView() {
  const t = accessWording();
  const words = place.value.query.get('q') ?? '';
  const people = usePages<Account>(`people?${words}`, PAGE_SIZE, async (page) => {
    const query = { page, per_page: PAGE_SIZE, ...(words && { query: words }) };
    return unwrapWithHeaders(api.GET('/users', { params: { query } }));
  });
  return (
    <>
      <div class="page-head">
        <h1 tabindex={-1}>{t.people}</h1>
        <p class="muted" role="status">
          {people.items && t.count(people.total)}
        </p>
      </div>
      <div class="shelf-controls">
        <QueryField label={t.search} words={words} />
      </div>
      <FailureNotice error={people.error} retry={people.reload} />
      {people.items?.length === 0 && (
        <Empty title={t.nobody} text="">
          <a class="button" href={addressOf('people')}>
            {t.showAll}
          </a>
        </Empty>
      )}
      <ul class={people.items?.length ? 'card rows' : ''}>
        {people.items?.map((person) => (
          <li key={person.id}>
            <a class="row-link" href={addressOf(`people/${person.id}`)}>
              <strong>{personName(person)}</strong>
              <span class="muted small">{loginNames(person)}</span>
              <PersonBadges person={person} />
            </a>
          </li>
        ))}
      </ul>
      <MoreButton {...people} />
    </>
  );
}

export function PersonBadges({ person }: { person: Account }) {
  const t = accessWording();
  return (
    <span class="chips">
      {person.id === user.value?.id && <Badge kind="accent">{t.you}</Badge>}
      {!person.is_active && <Badge kind="bad">{t.inactive}</Badge>}
      {person.is_superuser && <Badge kind="good">{t.superuser}</Badge>}
      {person.roles
        .filter((role) => role !== 'user')
        .map((role) => (
          <Badge key={role}>{role}</Badge>
        ))}
    </span>
  );
}

export function personName({ name, surname, username, email }: Account): string {
  return [name, surname].filter(Boolean).join(' ') || username || email || '';
}

/** Username and email address, without the one that {@link personName} already shows. */
export function loginNames(person: Account): string {
  return [person.username, person.email].filter((one) => one && one !== personName(person)).join(' · ');
}
