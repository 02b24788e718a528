import { DrizzleMovieRepository } from '../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { DrizzleSearchRepository } from '../../src/adapters/persistence/films/drizzle-search-repository.ts';
import { DatabaseRateLimiter } from '../../src/adapters/rate-limiting/database-rate-limiter.ts';
import { limitPolicies } from '../../src/bootstrap/settings/limit-policies.ts';
import { loadSettings } from '../../src/bootstrap/settings/load-settings.ts';
import { searchQuery } from '../../src/domain/films/search-query.ts';
import { startKinopoiskStandIn } from '../../tests/kinopoisk-stand-in/kinopoisk-stand-in.ts';
import type { Burst, BurstResult } from '../burst.ts';
import { runChild } from '../child.ts';
import type { Effort, Finding } from '../finding.ts';
import { figure } from '../finding.ts';
import { CALLER, recordedStatements } from '../recorded-statements.ts';
import type { Rig } from '../rig.ts';
import { spread, tokensOf } from '../rig.ts';
import { compare, shareOfFloor } from '../side-by-side.ts';

const PEOPLE = 800;
const AT_ONCE = 1_000;
const UNLIMITED = '1000000';
const QUERY = 'Хроники полярной станции';
const KNOWN_FILM = 9_400_001;
const UNKNOWN_FILM = 9_400_045;
/** Kinopoisk takes its time; all of the thousand have come before its first answer. */
const LATENCY_MS = 1_000;

/** What is known costs no call, and what a thousand people ask for at once costs one. */
export async function knownFilms(rig: Rig, effort: Effort): Promise<Finding[]> {
  const kinopoisk = await startKinopoiskStandIn();
  try {
    const databaseUrl = await rig.createDatabase(PEOPLE);
    const service = await rig.startService(databaseUrl, {
      KINOPOISK_API_KEY: kinopoisk.apiKey,
      KINOPOISK_BASE_URL: kinopoisk.baseUrl,
      LIMIT_SEARCH_PER_MINUTE: UNLIMITED,
      LIMIT_KINOPOISK_PER_DAY: UNLIMITED,
      LIMIT_KINOPOISK_UNKNOWN_PER_DAY: UNLIMITED,
      LIMIT_KINOPOISK_NEW_FOR_DAYS: '0',
    });
    const tokens = await tokensOf(spread(PEOPLE, PEOPLE));
    const film = `/movies/${KNOWN_FILM}`;
    const search = `/movies/search?query=${encodeURIComponent(QUERY)}`;
    const floor = await rig.startFloor(databaseUrl, await statementsOf(film, search));
    for (const path of [film, search]) await ask(service.url, path, tokens[0]);
    kinopoisk.forgetCalls();

    const findings = [];
    for (const [what, path] of [
      ['a film already known', film],
      ['a search already known', search],
    ] as const) {
      const asked = { paths: [path], tokens };
      const sides = { beside: { ...floor, ...asked }, service: { ...service, ...asked } };
      findings.push(shareOfFloor(what, await compare(sides, effort), 0.6));
    }
    findings.push(callsFinding('upstream calls meanwhile', kinopoisk.calls.length, 0));

    kinopoisk.setLatency(LATENCY_MS);
    kinopoisk.forgetCalls();
    const everybody = Array.from({ length: AT_ONCE }, (_, index) => tokens[index % tokens.length] ?? '');
    const burst: Burst = { url: service.url, path: `/movies/${UNKNOWN_FILM}`, tokens: everybody };
    const { statuses, slowestMs } = (await runChild('burst.ts', burst)) as BurstResult;
    const calls = kinopoisk.callsOf('film').length;
    const answered = statuses[200] ?? 0;
    const what = `upstream calls for one unknown film asked for ${AT_ONCE} times at once (${answered} answered with the film, the last after ${figure(slowestMs / 1000)} s, of which the call takes ${LATENCY_MS / 1000} s)`;
    const together = callsFinding(what, calls, 1);
    return [...findings, { ...together, isMet: together.isMet && answered === AT_ONCE }];
  } finally {
    await kinopoisk.close();
  }
}

async function statementsOf(film: string, search: string) {
  const settings = loadSettings({ LIMIT_SEARCH_PER_MINUTE: UNLIMITED });
  return {
    [film]: await recordedStatements((database) => new DrizzleMovieRepository(database).find(KNOWN_FILM)),
    [search]: await recordedStatements(async (database) => {
      const limiter = new DatabaseRateLimiter((text, values) => database.query(text, values), limitPolicies(settings));
      await limiter.consume('search', CALLER);
      await new DrizzleSearchRepository(database).find(searchQuery(QUERY).key, 1);
      limiter.close();
    }),
  };
}

async function ask(url: string, path: string, token = ''): Promise<void> {
  const response = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

function callsFinding(what: string, calls: number, wanted: number): Finding {
  return { what, service: String(calls), target: String(wanted), isMet: calls === wanted };
}
