import 'reflect-metadata';
import { Container } from 'inversify';
import { bindAccess } from './modules/access.ts';
import { bindAccounts } from './modules/accounts.ts';
import { bindFilms } from './modules/films.ts';
import { bindImports } from './modules/imports.ts';
import type { Module, Resources } from './modules/module.ts';
import { bindingOf } from './modules/module.ts';
import { bindService } from './modules/service.ts';
import { bindSessions } from './modules/sessions.ts';
import { bindShelf } from './modules/shelf.ts';

/** One module per subject. */
const MODULES: readonly Module[] = [
  bindAccounts,
  bindSessions,
  bindAccess,
  bindFilms,
  bindShelf,
  bindImports,
  bindService,
];

/** All objects of the service, each as a singleton. Use cases are bound under their class, ports under their token. */
export function createContainer(resources: Resources): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  const binding = bindingOf(container);
  for (const bindModule of MODULES) bindModule(binding, resources);
  return container;
}
