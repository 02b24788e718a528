import { later } from '../later.ts';
import { wording } from '../shared/language.ts';
import type { View } from '../shared/routing/view.ts';

/** Titles for the navigation, needed at once; the other texts are loaded with the views. */
const titles = wording(
  { people: 'People', roles: 'Roles', restrictions: 'Restrictions' },
  { people: 'Люди', roles: 'Роли', restrictions: 'Ограничения' },
);

const readPeople = ['users:read', 'users:manage'];

export const accessViews: readonly View[] = [
  {
    path: 'people',
    title: () => titles().people,
    needs: readPeople,
    navigation: { group: 'administration', icon: 'people' },
    load: later('PeopleView'),
  },
  {
    path: 'people/:id',
    title: () => titles().people,
    needs: readPeople,
    load: later('PersonView'),
  },
  {
    path: 'roles',
    title: () => titles().roles,
    needs: ['roles:manage', 'users:manage'],
    navigation: { group: 'administration', icon: 'shield' },
    load: later('RolesView'),
  },
  {
    path: 'restrictions',
    title: () => titles().restrictions,
    needs: ['restrictions:manage'],
    navigation: { group: 'administration', icon: 'lock' },
    load: later('RestrictionsView'),
  },
];
