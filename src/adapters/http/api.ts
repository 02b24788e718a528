import { AccessController } from './access/access.controller.ts';
import { accessWording } from './access/access.wording.ts';
import { RolesController } from './access/roles.controller.ts';
import { UsersController } from './access/users.controller.ts';
import { accountWording } from './accounts/account.wording.ts';
import { AccountsController } from './accounts/accounts.controller.ts';
import { CatalogueController } from './films/catalogue.controller.ts';
import { filmWording } from './films/film.wording.ts';
import { MoviesController } from './films/movies.controller.ts';
import { importWording } from './imports/import.wording.ts';
import { ImportsController } from './imports/imports.controller.ts';
import { sharedWording } from './problems/shared-wording.ts';
import type { CompleteWording } from './problems/wording.ts';
import type { DocumentedApi } from './routing/openapi.ts';
import { declaredRoutes } from './routing/route-decorator.ts';
import type { RouteDeclaration } from './routing/route.ts';
import { ServiceController } from './service/service.controller.ts';
import { OAuthController } from './sessions/oauth.controller.ts';
import { requestTokenRoute } from './sessions/oauth.routes.ts';
import { PageSessionController } from './sessions/page-session.controller.ts';
import { PersonalTokensController } from './sessions/personal-tokens.controller.ts';
import { sessionWording } from './sessions/session.wording.ts';
import { SessionsController } from './sessions/sessions.controller.ts';
import { FavoritesController } from './shelf/favorites.controller.ts';
import { ShelfController } from './shelf/shelf.controller.ts';
import { shelfWording } from './shelf/shelf.wording.ts';

/** All operations of the service. */
const routes: readonly RouteDeclaration[] = [
  AccountsController,
  PersonalTokensController,
  SessionsController,
  OAuthController,
  PageSessionController,
  MoviesController,
  CatalogueController,
  FavoritesController,
  ImportsController,
  ShelfController,
  AccessController,
  RolesController,
  UsersController,
  ServiceController,
].flatMap(declaredRoutes);

const tags = [
  { name: 'Account', description: 'Register, view, change and delete an account' },
  { name: 'Sessions', description: 'Log in and out, and review sessions and log-ins' },
  { name: 'Films', description: 'Find films and read about them' },
  { name: 'Catalogue', description: 'Genres, directors, and the quota of Kinopoisk' },
  { name: 'Favourites', description: 'The shelf of favourite films' },
  { name: 'Imports', description: 'Import films from files and Kinopoisk profiles' },
  { name: 'Access', description: 'Roles, permissions, users and restricted films' },
  { name: 'Service', description: 'Health and documentation' },
];

/** The texts of all problems. The compiler rejects a missing text. */
const wording: CompleteWording = {
  problems: {
    ...sharedWording.problems,
    ...accountWording.problems,
    ...sessionWording.problems,
    ...accessWording.problems,
    ...filmWording.problems,
    ...shelfWording.problems,
    ...importWording.problems,
  },
  faults: {
    ...sharedWording.faults,
    ...accountWording.faults,
    ...accessWording.faults,
    ...shelfWording.faults,
    ...importWording.faults,
  },
  wireNames: new Map(Object.entries({ ...accountWording.wireNames, ...shelfWording.wireNames })),
  inQuery: new Set(shelfWording.inQuery),
  wanted: new Map(Object.entries({ ...accountWording.wanted, ...shelfWording.wanted })),
};

const description = `Find films through Kinopoisk and keep a shelf of favourites.

Errors are \`application/problem+json\` (RFC 9457) in English or Russian, by \`Accept-Language\`; \`code\` is stable.
Every answer carries \`X-Request-Id\`. A trailing slash is accepted on every route.

To try it here: register, press **Authorize**, type your user name and password, and run an operation.`;

/** The whole HTTP interface, assembled from the declarations of all subjects. */
export const API: DocumentedApi = {
  title: 'Kinopolka',
  description,
  contact: 'The Kinopolka maintainers',
  license: 'MIT',
  logIn: {
    path: requestTokenRoute.path,
    description: 'Your user name or e-mail address, and your password.',
  },
  routes,
  tags,
  wording,
};

/** Without the operations that only the web page may call. */
export const API_WITHOUT_PAGE: DocumentedApi = {
  ...API,
  routes: routes.filter(({ isSameOriginOnly }) => !isSameOriginOnly),
};
