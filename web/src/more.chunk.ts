// The texts come first, one after another, because similar texts compress better together.
import './access/access.wording.ts';
import './access/permissions.wording.ts';
import './accounts/accounts.wording.ts';
import './films/quota.wording.ts';
import './imports/imports.wording.ts';
import './sessions/devices.wording.ts';
import './sessions/tokens.wording.ts';

/**
 * The views that few people open, or that people open rarely. They are in one file, because it compresses better than
 * many.
 */
export { PeopleView } from './access/people-view.tsx';
export { PersonView } from './access/person-view.tsx';
export { RestrictionsView } from './access/restrictions-view.tsx';
export { RolesView } from './access/roles-view.tsx';
export { AccountView } from './accounts/account-view.tsx';
export { QuotaView } from './films/quota-view.tsx';
export { ImportView } from './imports/import-view.tsx';
export { ImportsView } from './imports/imports-view.tsx';
export { SessionsView } from './sessions/sessions-view.tsx';
export { TokensView } from './sessions/tokens-view.tsx';
export { StatsView } from './shelf/statistics/stats-view.tsx';
