import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordedRateLimits } from '../../tests/kinopoisk-stand-in/call-limits.ts';
import { generateFilms } from '../../tests/kinopoisk-stand-in/generate-films.ts';
import type { KinopoiskStandIn } from '../../tests/kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../tests/kinopoisk-stand-in/kinopoisk-stand-in.ts';
import type { Effort, Finding, Section } from '../finding.ts';
import { figure, LINE_COLUMNS, lineOf, median } from '../finding.ts';
import { AUTH_SECRET, PASSWORD } from '../rig.ts';
import type { Rig } from '../rig.ts';
import type { BenchedService } from '../service.ts';
import { startService } from '../service.ts';

const FIRST_FILM = 9_600_001;
const FILMS = 60_000;
const UNLIMITED = '1000000';
/** A usual duration of a call to Kinopoisk over the network. */
const LATENCY_MS = 150;
/** The number of films that one person requests. */
const FILMS_A_SECOND = 100;
/** The number of films that another person requests, one after the other. */
const FILMS_A_ROUND = 8;
const FILMS_THAT_HAVE_TO_COME = 7;
const ROUNDS_OF_EFFORT = 2;
const DEADLINE_MS = 5_000;

/** Whether a person who asks for eight unknown films gets them while another asks for a hundred a second. */
export async function fairness(rig: Rig, effort: Effort): Promise<Section> {
  const films = generateFilms(FILMS, { firstId: FIRST_FILM });
  const kinopoisk = await startKinopoiskStandIn({ films, rateLimits: recordedRateLimits, latencyMs: LATENCY_MS });
  const settings = {
    KINOPOISK_API_KEY: kinopoisk.apiKey,
    KINOPOISK_BASE_URL: kinopoisk.baseUrl,
    KINOPOISK_DAILY_QUOTA: UNLIMITED,
    KINOPOISK_LARGEST_ID: '2147483647',
    LIMIT_KINOPOISK_PER_DAY: UNLIMITED,
    LIMIT_KINOPOISK_NEW_FOR_DAYS: '0',
    LIMIT_KINOPOISK_UNKNOWN_PER_DAY: UNLIMITED,
  };
  const folder = mkdtempSync(join(tmpdir(), 'kinopolka-fairness-'));
  try {
    const embedded = await startService({ DATA_DIR: folder, AUTH_SECRET, ...settings });
    const onPglite = await measured('PGlite', embedded, kinopoisk, effort);
    await embedded.stop();
    const service = await rig.startService(await rig.createEmptyDatabase(), settings);
    const onPostgres = await measured('PostgreSQL', service, kinopoisk, effort);
    return {
      columns: LINE_COLUMNS,
      findings: [...onPglite.findings, ...onPostgres.findings],
      note: `${onPglite.note} ${onPostgres.note}`,
    };
  } finally {
    await kinopoisk.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The next id that was not requested yet in any service of this scenario. */
let nextFilm = FIRST_FILM;

async function measured(
  engine: string,
  { url }: BenchedService,
  kinopoisk: KinopoiskStandIn,
  effort: Effort,
): Promise<{ findings: readonly Finding[]; note: string }> {
  const [greedy, modest] = [await logIn(url, 'greedy'), await logIn(url, 'modest')];
  kinopoisk.forgetCalls();
  const flood = startFlood(url, greedy);
  // Waits until the queue of the first person has its full length.
  await sleep(3_000);
  const rounds: { come: number; slowestMs: number }[] = [];
  while (rounds.length < effort.rounds * ROUNDS_OF_EFFORT) rounds.push(await eight(url, modest));
  const { asked, come, refused, others } = await flood.stop();
  const fair = rounds.filter((round) => round.come >= FILMS_THAT_HAVE_TO_COME).length;
  const times = rounds.map(({ slowestMs }) => slowestMs);
  const findings = [
    lineOf(`${engine}: of ${rounds.length} times eight films of one person, those of which seven come`, '', {
      ...{ value: fair, bound: 'at least', limit: rounds.length },
    }),
    lineOf(`${engine}: the slowest of these films`, 'ms', {
      ...{ value: Math.max(...times), bound: 'at most', limit: DEADLINE_MS },
    }),
    lineOf(`${engine}: calls to Kinopoisk in the busiest second`, '', {
      ...{ value: kinopoisk.busiestSecond(), bound: 'at most', limit: recordedRateLimits.overall },
    }),
  ];
  const note = `${engine}: meanwhile another person asks for ${figure(asked)} unknown films, a hundred a second: ${figure(come)} come, ${figure(refused)} are refused (503), ${others} end otherwise. The slowest of eight films takes ${figure(median(times))} ms in the median.`;
  return { findings, note };
}

async function eight(url: string, token: string): Promise<{ come: number; slowestMs: number }> {
  let [come, slowestMs] = [0, 0];
  for (let film = 0; film < FILMS_A_ROUND; film += 1) {
    const startedMs = performance.now();
    come += Number((await statusOf(url, token)) === 200);
    slowestMs = Math.max(slowestMs, performance.now() - startedMs);
  }
  return { come, slowestMs };
}

/** Requests films at a fixed rate, whatever the answers are. */
function startFlood(url: string, token: string) {
  const counts = { asked: 0, come: 0, refused: 0, others: 0 };
  const underWay = new Set<Promise<void>>();
  const startedMs = performance.now();
  const ask = async (): Promise<void> => {
    const status = await statusOf(url, token);
    if (status === 200) counts.come += 1;
    else if (status === 503) counts.refused += 1;
    else counts.others += 1;
  };
  const timer = setInterval(() => {
    for (; counts.asked < ((performance.now() - startedMs) / 1000) * FILMS_A_SECOND; counts.asked += 1) {
      const asking = ask().finally(() => underWay.delete(asking));
      underWay.add(asking);
    }
  }, 10);
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(underWay);
      return counts;
    },
  };
}

/** @returns 0 when there is no answer at all */
async function statusOf(url: string, token: string): Promise<number> {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/movies/${nextFilm++}`, { headers }).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.status ?? 0;
}

async function logIn(url: string, username: string): Promise<string> {
  const post = (path: string) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username, password: PASSWORD }),
    });
  await (await post('/auth/register')).arrayBuffer();
  const { access_token: token } = (await (await post('/auth/login')).json()) as { access_token: string };
  return token;
}
