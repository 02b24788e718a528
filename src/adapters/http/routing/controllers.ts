import { AccessController } from '../access/access.controller.ts';
import { RolesController } from '../access/roles.controller.ts';
import { UsersController } from '../access/users.controller.ts';
import { AccountsController } from '../accounts/accounts.controller.ts';
import { CatalogueController } from '../films/catalogue.controller.ts';
import { ImportsController } from '../imports/imports.controller.ts';
import { FavoritesController } from '../shelf/favorites.controller.ts';
import { ShelfController } from '../shelf/shelf.controller.ts';
import { MoviesController } from '../films/movies.controller.ts';
import type { RouteDeclaration } from './route.ts';
import { declaredRoutes } from './route-decorator.ts';
import { ServiceController } from '../service/service.controller.ts';
import { SessionsController } from '../sessions/sessions.controller.ts';

/** Every operation of the service. */
export const ROUTES: readonly RouteDeclaration[] = [
  AccountsController,
  SessionsController,
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
