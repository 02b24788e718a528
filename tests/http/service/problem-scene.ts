import type { Container } from 'inversify';
import type { ProblemCode } from '../../../src/adapters/http/problems/wording.ts';
import type { RouteDeclaration } from '../../../src/adapters/http/routing/route.ts';
import type { DatabaseAccessRules } from '../../../src/adapters/persistence/access/database-access-rules.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { startBusyApp } from '../../support/busy-app.ts';
import { fineCall } from '../../support/documented-calls.ts';
import { FaultSwitch, STORING } from '../../support/fault-switch.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import type { Call, TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

export type Operation = { readonly route: RouteDeclaration; readonly path: string };

/** Makes the service answer with one problem, if the operation has that problem. @returns the answer */
export type Recipe = (scene: Scene, operation: Operation) => Promise<Answer>;

export type Recipes = Partial<Record<ProblemCode, Recipe>>;

export const OWNER_PASSWORD = 'correct horse battery staple';

/** A user whom administrators change. */
const SOMEBODY = '0198f0a0-0000-7000-8000-000000000b0b';

const PROXY = { TRUSTED_PROXIES: '127.0.0.1' };

/** Each limit allows one call. */
const ONE_CALL = {
  LIMIT_LOGIN_PER_ACCOUNT: '1',
  LIMIT_LOGIN_PER_ADDRESS: '1',
  LIMIT_REGISTER_PER_MINUTE: '1',
  LIMIT_SEARCH_PER_MINUTE: '1',
  LIMIT_IMPORTS_PER_HOUR: '1',
  LIMIT_STORED_MB_PER_DAY: '1',
  LIMIT_KINOPOISK_PER_DAY: '1',
  LIMIT_LISTS_PER_USER: '1',
};

/** An application whose database is restored for each scene to the rows of the migrations. */
type Stage = { readonly app: TestApp; readonly restore: () => Promise<void> };

/** The applications of all scenes, because starting one for each error would take a minute. */
export type Theatre = {
  readonly open: () => Promise<Scene>;
  readonly app: TestApp;
  readonly close: () => Promise<void>;
};

export async function startTheatre(): Promise<Theatre> {
  const source = new InMemoryFilmSource(new FixedClock());
  const faults = new FaultSwitch();
  const useSource = (container: Container) => {
    container.rebind(tokens.filmSource).toConstantValue(source);
    container.rebind(tokens.voteSource).toConstantValue(source);
  };
  const unlimited = await startStage(PROXY, (container) => {
    useSource(container);
    faults.install(container, [...STORING, 'clock', 'passwordHasher']);
  });
  const limited = await startStage({ ...PROXY, ...ONE_CALL }, useSource);
  const busy = await startBusyApp();
  let scenes = 0;
  return {
    app: unlimited.app,
    open: async () => {
      faults.heal();
      source.recovers();
      scenes += 1;
      const scene = new Scene({ unlimited, limited, busy, source, faults }, scenes);
      await unlimited.restore();
      await scene.settle(unlimited.app);
      scene.token = await scene.tokenOf(['user'], { isSuperuser: true });
      return scene;
    },
    close: async () => {
      for (const app of [unlimited.app, limited.app, busy]) await app.close();
    },
  };
}

async function startStage(settings: Record<string, string>, rebind: (container: Container) => void): Promise<Stage> {
  let rules: DatabaseAccessRules | undefined;
  const app = await startTestApp({
    settings,
    rebind: (container) => {
      rules = container.get(tokens.accessRules) as DatabaseAccessRules;
      rebind(container);
    },
  });
  const restore = async () => {
    await app.service.database.query('select kept.restore()', []);
    await rules?.reload();
  };
  return { app, restore };
}

/**
 * The environment in which one error is caused: a database with only two accounts, and a person and an address that no
 * other scene has. So the caches of the applications contain nothing about them.
 */
export class Scene {
  readonly source: InMemoryFilmSource;
  readonly faults: FaultSwitch;
  readonly busy: TestApp;
  readonly somebody = SOMEBODY;
  readonly userId: string;
  /** The token of the owner, who may do everything. It is set when the scene is open. */
  token = '';
  private readonly sessionId: string;
  private readonly address: string;
  private limitedApp: Promise<TestApp> | undefined;

  constructor(
    private readonly parts: Pick<Scene, 'source' | 'faults' | 'busy'> & { unlimited: Stage; limited: Stage },
    number: number,
  ) {
    ({ source: this.source, faults: this.faults, busy: this.busy } = parts);
    const id = number.toString(16).padStart(8, '0');
    this.userId = `0198f0a0-0000-7000-8000-a11c${id}`;
    this.sessionId = `0198f0a0-0000-7000-8000-5e55${id}`;
    this.address = `2001:db8:${(number >> 16).toString(16)}:${(number & 0xff_ff).toString(16)}::1`;
  }

  /** The application without limits. */
  get app(): TestApp {
    return this.at(this.parts.unlimited.app);
  }

  /** The application in which each limit allows one call. */
  limited(): Promise<TestApp> {
    this.limitedApp ??= (async () => {
      await this.parts.limited.restore();
      await this.settle(this.parts.limited.app);
      return this.at(this.parts.limited.app);
    })();
    return this.limitedApp;
  }

  /** A token of the owner with these roles. */
  async tokenOf(roles: string[], { on = this.parts.unlimited.app, isSuperuser = false } = {}): Promise<string> {
    const identity = { userId: this.userId, sessionId: this.sessionId, version: 0 };
    const claims = { ...identity, roles, isSuperuser, clientId: 'kinopolka', scope: [], isNarrowed: false };
    return (await on.service.container.get(tokens.accessTokens).issue(claims)).token;
  }

  /** A valid call by a person who may make it, with these changes. */
  async callFine({ route, path }: Operation, changes: Call = {}): Promise<Answer> {
    const fine = fineCall(route.method, path);
    return this.app.call(route.method, fine.path, { token: this.token, ...fine.call, ...changes });
  }

  /** A call with a wrong body. Operations without a body get one, too, if HTTP allows it. */
  async callWithBody(operation: Operation, rawBody: string, contentType = typeOf(operation)): Promise<Answer> {
    if (operation.route.method === 'get') return this.callFine(operation);
    const headers = { 'Content-Type': contentType };
    return this.callFine(operation, { body: undefined, form: undefined, rawBody, headers });
  }

  /** A call with this text as the path parameter. */
  async callAt({ route, path }: Operation, text: string): Promise<Answer> {
    return this.app.call(route.method, path.replace(/\{\w+\}/, text), { token: this.token });
  }

  /** A valid call with another object, by default with another user than the owner. */
  async callFineAt(
    { route, path }: Operation,
    { id = SOMEBODY, name = '' }: { id?: string; name?: string },
    changes: Call = {},
  ): Promise<Answer> {
    const at = path.replace('{id}', id).replace('{name}', name);
    const fine = fineCall(route.method, path);
    return this.app.call(route.method, at, { token: this.token, ...fine.call, ...changes });
  }

  /** Creates the accounts of the owner, whose password is not one of the document's examples, and of another user. */
  async settle({ service: { container, database } }: TestApp): Promise<void> {
    const passwordHash = await container.get(tokens.passwordHasher).hash(OWNER_PASSWORD);
    const people = `insert into users (id, username, username_skeleton, password_hash, created_at)
      values ($1, 'owner', 'ovvner', $2, now()), ($3, 'somebody', 'somebody', '', now())`;
    await database.query(people, [this.userId, passwordHash, SOMEBODY]);
  }

  private at(app: TestApp): TestApp {
    const from = { 'X-Forwarded-For': this.address };
    const call: TestApp['call'] = (method, path, options = {}) =>
      app.call(method, path, { ...options, headers: { ...from, ...options.headers } });
    return { ...app, call };
  }
}

/** The content type of the operation's body. */
function typeOf({ route }: Operation): string {
  return route.acceptsForm === 'only' ? 'application/x-www-form-urlencoded' : 'application/json';
}
