import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/**
 * Statements wait in the line of the address whose request sends them. Work that serves other people as well, such as a
 * shared read, must not wait in the line of the address that happens to start it, which may have a thousand statements.
 * These are the ways in which work becomes shared: its promise is kept for others, one work is run for equal keys, a
 * timer or a listener runs in the request that was the first to need it, and items of several people are buffered.
 */
const SHARED: Readonly<Record<string, RegExp>> = {
  'a promise in a field': /^ {2}private (?:readonly )?\w+\??: Promise</m,
  'promises by key': /\b(?:Map|Set)<[^=;()]*\bPromise(?:WithResolvers)?</,
  'a promise in a variable of a module or closure': /^ *let \w+: Promise</m,
  'equal work at the same time': /\bnew RequestCoalescer\b|\bfetchMethod\b/,
  'a lasting timer': /\bsetInterval\(|this\.\w+ (?:\?\?)?= set(?:Timeout|Immediate)\(/,
  'a listener': /\.listen\((?!port)/,
  'a buffer for a later write': /private (?:readonly )?pending\b/,
};

const BY_THE_SERVICE = 'it runs as the service (`asService`)';
const BY_ADDRESS = 'only callers of the same address share it';
const NO_STATEMENT = 'it runs no statement';
const AT_START = 'it is created at the start, outside of any request';

/** All such places, and why nobody waits there behind the statements of another address. */
const KNOWN: Readonly<Record<string, string>> = {
  'adapters/http/input/upload-queue.ts': NO_STATEMENT,
  'adapters/http/server/connection-guard.ts': NO_STATEMENT,
  'adapters/http/server/load-shedder.ts': NO_STATEMENT,
  'adapters/kinopoisk/kinopoisk-turns.ts': 'its statements are those of the quota, which run as the service',
  'adapters/persistence/accounts/caching-account-names.ts': 'it reads one account for the person who has it',
  'adapters/persistence/engine/change-follower.ts': BY_THE_SERVICE,
  'adapters/persistence/engine/pglite/pglite-database.ts': 'the listener is that of a ChangeFollower',
  'adapters/persistence/engine/pglite/yielding-lock.ts': NO_STATEMENT,
  'adapters/persistence/engine/postgres/postgres-listener.ts': AT_START,
  'adapters/persistence/engine/postgres/read-pipeline.ts': 'its statements have had their turn',
  'adapters/persistence/engine/read-through-cache.ts': BY_ADDRESS,
  'adapters/persistence/engine/turn-batch.ts': BY_THE_SERVICE,
  'adapters/rate-limiting/database-rate-limiter.ts': AT_START,
  'adapters/security/bundled-common-passwords.ts': NO_STATEMENT,
  'application/films/upstream/background-revalidation.ts': BY_THE_SERVICE,
  'application/films/upstream/coalesced-questions.ts': 'MovieCatalog and FilmSearch store the answer as the service',
  'application/sessions/refused-logins.ts': 'background work writes it; before, only its owner waits for it',
  'application/sessions/tokens/personal-token-uses.ts': 'background work writes it',
  'application/shared/bulk-allowance.ts': BY_ADDRESS,
  'application/shared/request-coalescer.ts': 'see where it is used',
  'bootstrap/background-work.ts': AT_START,
  'bootstrap/error-reporting.ts': BY_THE_SERVICE,
};

const waysIn = (text: string) => Object.entries(SHARED).flatMap(([way, pattern]) => (pattern.test(text) ? [way] : []));

it.each([
  ['a promise in a field', '  private reading: Promise<void> | undefined;'],
  ['promises by key', '  private readonly running = new Map<string, Promise<Answer>>();'],
  ['promises by key', 'type Batch = Map<string, PromiseWithResolvers<Answer>>;'],
  ['a promise in a variable of a module or closure', 'let reading: Promise<void> | undefined;'],
  ['equal work at the same time', '  private readonly reads = new RequestCoalescer<Answer>();'],
  ['equal work at the same time', '      fetchMethod: async (id) => users.find(id),'],
  ['a lasting timer', '    this.timer ??= setTimeout(() => this.write(), 1_000);'],
  ['a listener', "    await database.listen('channel', listener);"],
  ['a buffer for a later write', '  private pending: Use[] = [];'],
])('finds %s', (way, planted) => {
  expect(waysIn(`class Planted {\n${planted}\n}`)).toEqual([way]);
});

it('every place that shares work is known, and keeps nobody waiting in the line of another address', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(300);
  const textOf = (file: string) => readFileSync(`src/${file}`, 'utf8');
  expect(files.filter((file) => waysIn(textOf(file)).length > 0).toSorted()).toEqual(Object.keys(KNOWN));
  const asService = files.filter((file) => KNOWN[file] === BY_THE_SERVICE);
  expect(asService.filter((file) => !/\basService\(/.test(textOf(file)))).toEqual([]);
});
