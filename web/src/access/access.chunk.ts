/** What is loaded together, when one of the views is opened. */
export { PeopleView } from './people-view.tsx';
export { PersonView } from './person-view.tsx';
export { RestrictionsView } from './restrictions-view.tsx';
export { RolesView } from './roles-view.tsx';
