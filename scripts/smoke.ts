import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../tests/support/free-port.ts';
import { Checklist } from './checklist.ts';

/**
 * Does the steps of a new user, without any settings: `npm start`, register, log in, search, add a film, read the
 * shelf; stop, start again, read the shelf again. With `--report <file>` the counts are written there as `{passed,
 * failed}`.
 */
type Film = {
  kinopoisk_id: number;
  title: string;
  year: number;
  genres: { name: string }[];
  directors: { name: string }[];
};

const FIRST_SHELF_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 10_000;

const checks = new Checklist();
const port = await freePort();
const dataDir = mkdtempSync(join(tmpdir(), 'smoke-'));
const account = { username: 'smoke.tester', password: 'a shelf with 1999 films on it' };
let service: ChildProcess | undefined;
let token = '';
let matrix: Film | undefined;

try {
  const startedAt = performance.now();
  await checks.step('npm start answers', start);
  await checks.step('a browser gets the page and its script', pageOpens);
  await checks.step('register', async () => {
    await call(201, 'POST', '/auth/register', account);
  });
  await checks.step('log in', logIn);
  await checks.step('search for матрица finds Матрица (1999)', async () => {
    const films = (await call(200, 'GET', `/movies/search?query=${encodeURIComponent('матрица')}`)) as Film[];
    matrix = films.find(({ title, year }) => title === 'Матрица' && year === 1999);
    assert.ok(matrix, `not among ${JSON.stringify(films.map(({ title, year }) => `${title} (${year})`))}`);
  });
  await checks.step('add it to the shelf', async () => {
    await call(201, 'POST', '/movies/favorites', { kinopoisk_id: matrix?.kinopoisk_id });
  });
  await checks.step('the shelf has it with genres and directors', shelfHasIt);
  await checks.step('all this within 30 s', async () => {
    assert.ok(performance.now() - startedAt < FIRST_SHELF_WITHIN_MS, `${performance.now() - startedAt} ms`);
  });
  await checks.step('SIGTERM to npm stops the service with exit code 0', stop);
  await checks.step('npm start answers again', start);
  await checks.step('log in again', logIn);
  await checks.step('the shelf still has it', shelfHasIt);
  await checks.step('SIGTERM stops it again', stop);
} finally {
  service?.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
}

checks.finish('smoke');

async function pageOpens(): Promise<void> {
  const opened = await fetch(`http://127.0.0.1:${port}/`, { headers: { Accept: 'text/html' } });
  const [, script] = /<script [^>]*src="([^"]+)"/.exec(await opened.text()) ?? [];
  assert.ok(script, `no script at ${opened.url}`);
  const { status } = await fetch(new URL(script, opened.url));
  assert.equal(status, 200);
}

/** `detached`, so that a signal to `npm` reaches the service only if `npm` passes it on. */
async function start(): Promise<void> {
  const { PATH, HOME, CI } = process.env;
  const env = { PATH, HOME, CI, PORT: String(port), METRICS_PORT: '0', DATA_DIR: dataDir };
  service = spawn('npm', ['start'], { detached: true, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const running = service;
  const giveUpAt = performance.now() + FIRST_SHELF_WITHIN_MS;
  while (performance.now() < giveUpAt) {
    if (running.exitCode !== null) throw new Error(`npm start ended with ${running.exitCode}`);
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (ready?.ok) return;
    await sleep(50);
  }
  throw new Error(`not ready after ${FIRST_SHELF_WITHIN_MS} ms`);
}

async function stop(): Promise<void> {
  assert.ok(service, 'nothing to stop');
  const exited = once(service, 'exit', { signal: AbortSignal.timeout(STOP_WITHIN_MS) });
  service.kill('SIGTERM');
  const [code] = (await exited) as [number | null];
  assert.equal(code, 0);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/health/live`), 'it still answers');
}

async function logIn(): Promise<void> {
  const tokens = await call(200, 'POST', '/auth/login', { login: account.username, password: account.password });
  token = (tokens as { access_token: string }).access_token;
}

async function shelfHasIt(): Promise<void> {
  const [film, ...others] = (await call(200, 'GET', '/movies/favorites')) as Film[];
  assert.ok(film, 'the shelf is empty');
  assert.deepEqual(others, []);
  assert.deepEqual([film.title, film.year], ['Матрица', 1999]);
  assert.ok(film.genres.length > 0, 'no genres');
  assert.ok(film.directors.length > 0, 'no directors');
}

async function call(status: number, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.equal(response.status, status, `${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
