import { startKinopoiskStandIn } from '../../tests/kinopoisk-stand-in/kinopoisk-stand-in.ts';
import type { Effort, Finding, Goal, Section } from '../finding.ts';
import { figure, inWords, median } from '../finding.ts';
import type { Amounts } from '../many-rows.ts';
import { fillDatabase, KNOWN_QUERY } from '../many-rows.ts';
import type { Rig } from '../rig.ts';
import { spread, tokensOf } from '../rig.ts';
import type { LoadRequest } from '../saturating-load.ts';
import type { Pace, Side, Work } from '../side-by-side.ts';
import { medianPace, paceInTurn } from '../side-by-side.ts';

/**
 * Number of films in the catalogue and on the collector's shelf, even in the small database, because page 1,000 needs
 * so many.
 */
const DEEP = 12_000;
const FEW: Amounts = { people: 1_000, films: DEEP + 100, filmsEach: 10, collected: DEEP };
const CALLERS = 800;
const UNLIMITED = '1000000';
const AT_MOST = 1.3;
/** Short rounds, because there are many lines to measure. */
const [ROUNDS, SECONDS, WARM_UP_SECONDS] = [3, 2, 2];
const PANEL = 'Time of a request with 10 million favourites, as a multiple of the time with ten thousand';

/**
 * `by`: who sends the requests. By default these are all people; the collector has a thousand pages of films on the
 * shelf.
 */
type Line = { readonly what: string; readonly by?: 'the collector' } & (
  | { readonly path: string }
  | { readonly requestsOf: (token: string, films: number) => LoadRequest[] }
);

const LINES: readonly Line[] = [
  { what: 'profile', path: '/user' },
  { what: 'shelf, whole', path: '/movies/favorites' },
  { what: 'shelf, page 1', path: '/movies/favorites?page=1' },
  { what: 'shelf of 12,000, page 1', path: '/movies/favorites?page=1', by: 'the collector' },
  { what: 'shelf of 12,000, page 1,000', path: '/movies/favorites?page=1000', by: 'the collector' },
  { what: 'known film', requestsOf: (token, films) => [asked(token, `/movies/${randomFilm(token, films)}`)] },
  { what: 'known search', path: `/movies/search?query=${encodeURIComponent(KNOWN_QUERY)}` },
  { what: 'catalogue, page 1', path: '/movies?page=1' },
  { what: 'catalogue, page 1,000', path: '/movies?page=1000' },
  { what: 'newest films, page 1', path: '/movies?status=new&page=1' },
  { what: 'newest films, page 1,000', path: '/movies?status=new&page=1000' },
  { what: 'add a film and remove it', requestsOf: addingAndRemoving },
];

/** Whether reads and changes take as long in a large database as in a small one. */
export async function scale(rig: Rig, effort: Effort): Promise<Section> {
  const many: Amounts = { ...FEW, people: effort.people, films: Math.max(effort.people, FEW.films) };
  const kinopoisk = await startKinopoiskStandIn();
  try {
    const settings = settingsWith(kinopoisk);
    const sides = [];
    for (const amounts of [FEW, many]) {
      const databaseUrl = await rig.createEmptyDatabase();
      const startedMs = performance.now();
      await fillDatabase(databaseUrl, amounts);
      console.error(`filled ${amounts.people} people in ${figure((performance.now() - startedMs) / 1000)} s`);
      sides.push({ ...(await rig.startService(databaseUrl, settings)), amounts });
    }
    const findings = [];
    for (const line of LINES) {
      const tasks = await Promise.all(sides.map(async (side) => ({ ...side, work: await workOf(line, side) })));
      const pace = { rounds: ROUNDS, seconds: SECONDS, warmUpSeconds: WARM_UP_SECONDS };
      findings.push(findingOf(line, await paceInTurn(tasks, { ...effort, ...pace })));
      console.error(line.what, ...(findings.at(-1)?.cells ?? []));
    }
    const favorites = (many.people * many.filmsEach).toLocaleString('en');
    const note = `Few: 10,000 favourites, 1,000 people, 12,100 films. Many: ${favorites} favourites, ${many.people.toLocaleString('en')} people, ${many.films.toLocaleString('en')} films. One more person has 12,000 films in both.`;
    return {
      columns: ['few', 'many', 'time', 'service µs, few', 'many', 'PostgreSQL µs, few', 'many'],
      findings,
      note,
    };
  } finally {
    await kinopoisk.close();
  }
}

function settingsWith({ apiKey, baseUrl }: { apiKey: string; baseUrl: string }): Record<string, string> {
  const limits = ['LIMIT_SEARCH_PER_MINUTE', 'LIMIT_LISTS_PER_USER', 'LIMIT_LISTS_PER_ADDRESS'];
  return {
    KINOPOISK_API_KEY: apiKey,
    KINOPOISK_BASE_URL: baseUrl,
    ...Object.fromEntries(limits.map((name) => [name, UNLIMITED])),
  };
}

async function workOf(line: Line, { amounts }: Side & { amounts: Amounts }): Promise<Work> {
  const people = line.by ? [amounts.people + 1] : spread(CALLERS, amounts.people);
  const tokens = await tokensOf(people);
  if ('path' in line) return { requests: tokens.map((token) => asked(token, line.path)) };
  return { requests: tokens.flatMap((token) => line.requestsOf(token, amounts.films)), divided: true };
}

function asked(token: string, path: string): LoadRequest {
  return { path, headers: { Authorization: `Bearer ${token}` } };
}

/** A film that depends only on the token, so that adding and removing use the same film. */
function randomFilm(token: string, films: number): number {
  return 1 + (Buffer.from(token.slice(-8), 'base64url').readUInt32BE() % films);
}

function addingAndRemoving(token: string, films: number): LoadRequest[] {
  const id = randomFilm(token, films);
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  return [
    { method: 'POST', path: '/movies/favorites', headers, body: JSON.stringify({ kinopoisk_id: id }) },
    { method: 'DELETE', path: `/movies/favorites/${id}`, headers },
  ];
}

function findingOf({ what }: Line, rounds: readonly Pace[][]): Finding {
  const [few, many] = [0, 1].map((side) => medianPace(rounds.flatMap((round) => round[side] ?? [])));
  const slower = rounds.map(([first, second]) => (first?.perSecond ?? Number.NaN) / (second?.perSecond ?? Number.NaN));
  const goal: Goal = { value: median(slower), bound: 'at most', limit: AT_MOST, drawn: { panel: PANEL, name: what } };
  const perSecond = [few, many].map((pace) => `${figure(pace?.perSecond ?? Number.NaN)} /s`);
  const costs = (['serverUs', 'postgresUs'] as const).flatMap((of) =>
    [few, many].map((pace) => figure(pace?.[of] ?? Number.NaN)),
  );
  return { what, cells: [...perSecond, inWords(goal), ...costs], goals: [goal] };
}
