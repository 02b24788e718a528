/** The views that few people open, or open rarely: loaded together, because texts that are alike compress better. */
export { PeopleView } from './access/people-view.tsx';
export { PersonView } from './access/person-view.tsx';
export { RestrictionsView } from './access/restrictions-view.tsx';
export { RolesView } from './access/roles-view.tsx';
export { AccountView } from './accounts/account-view.tsx';
export { ImportView } from './imports/import-view.tsx';
export { ImportsView } from './imports/imports-view.tsx';
export { SessionsView } from './sessions/sessions-view.tsx';
export { TokensView } from './sessions/tokens-view.tsx';
export { StatsView } from './shelf/stats-view.tsx';
