import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { databaseSettings } from './database.ts';
import { written } from './written.ts';

const START_TIMEOUT_MS = 60_000;

/** A cache of compiled code. With it, a process needs a third less CPU time to start. */
const NODE_COMPILE_CACHE = resolve('node_modules/.cache/kinopolka/code');

/** The built service in a separate process, as an operator runs it. */
export type ServiceProcess = {
  readonly url: string;
  readonly metricsUrl: string;
  readonly pid: number;
  /** Everything it has written so far. */
  readonly output: () => string;
  readonly call: (method: string, path: string, options?: { token?: string; body?: unknown }) => Promise<Response>;
  /** @returns the exit code, or the signal's name */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | string | null>;
};

/**
 * Starts `kinopolka serve` and waits until it is ready. It gets only the given variables, and not the environment of
 * this process.
 */
export async function startService(environment: Record<string, string>): Promise<ServiceProcess> {
  const { child, output, ended } = launch(['serve'], { PORT: '0', ...environment });
  const url = await Promise.race([
    listeningUrl(output),
    ended.then((code) => {
      throw new Error(`ended with ${code} instead of starting:\n${output()}`);
    }),
  ]).catch(async (error: unknown) => {
    child.kill('SIGKILL');
    await ended;
    throw error;
  });
  return {
    url,
    metricsUrl: /Metrics: (http:[^\s"]+)/.exec(output())?.[1] ?? '',
    pid: child.pid ?? 0,
    output,
    call: (method, path, { token, body } = {}) => {
      written.noteSecrets([{ token }, body]);
      return fetch(url + path, {
        method,
        headers: {
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    },
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

/**
 * Runs a command of the bundle to its end. `input`: the text for its standard input. In the result, `output` is
 * everything that it wrote, and `stdout` only standard output.
 */
export async function runCommand(args: string[], environment: Record<string, string> = {}, input?: string) {
  const startedAt = performance.now();
  const { output, stdout, ended } = launch(args, environment, input);
  return { code: await ended, output: output(), stdout: stdout(), tookMs: performance.now() - startedAt };
}

/** Like {@link databaseSettings}, but the database contains the bundled films. */
export async function databaseWithFilms(folder: string): Promise<Record<string, string>> {
  const template = inject('templateWithFilms');
  const database = await databaseSettings(folder, template);
  if (template !== undefined) return database;
  // The service seeds an embedded database itself, but commands do not.
  const { code, output } = await runCommand(['db:seed'], database);
  if (code !== 0) throw new Error(`not seeded:\n${output}`);
  return database;
}

/**
 * Runs a command and sends it a signal, by default that of Ctrl-C, when `until` resolves. `until` gets a function that
 * returns the output so far.
 */
export async function interruptCommand(
  args: string[],
  environment: Record<string, string>,
  until: (output: () => string) => Promise<unknown>,
  signal: NodeJS.Signals = 'SIGINT',
) {
  const { child, output, ended } = launch(args, environment);
  await until(output);
  const stoppedAt = performance.now();
  child.kill(signal);
  return { code: await ended, output: output(), tookMs: performance.now() - stoppedAt };
}

export type TokenPair = { readonly access_token: string; readonly refresh_token: string };

/** Registers a user, unless there is one of this name, and logs in. */
export async function logInPair(service: ServiceProcess, username: string): Promise<TokenPair> {
  const password = 'correct horse battery staple';
  await service.call('POST', '/auth/register', { body: { username, password } });
  const response = await service.call('POST', '/auth/login', { body: { login: username, password } });
  return (await response.json()) as TokenPair;
}

/** Like {@link logInPair}. @returns only the access token */
export async function logIn(service: ServiceProcess, username: string): Promise<string> {
  return (await logInPair(service, username)).access_token;
}

function launch(args: string[], environment: Record<string, string>, input = '') {
  // Runs in another folder, because the service would read a developer's `.env` here.
  const child = spawn(resolve('dist/kinopolka.js'), args, {
    cwd: tmpdir(),
    // Any free port, because several services run at the same time.
    env: {
      PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
      NODE_COMPILE_CACHE,
      METRICS_PORT: '0',
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Writing fails if the process ends without having read its input.
  child.stdin.on('error', () => undefined).end(input);
  let [text, stdout] = ['', ''];
  child.stdout.on('data', (chunk: string) => (stdout += chunk));
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  written.noteSecrets(environment);
  const ended = once(child, 'close').then(([code, signal]) => {
    // The OpenAPI document is not a log, and its examples look like secrets.
    if (args[0] !== 'openapi') written.add('process', text);
    return (code ?? signal) as number | string | null;
  });
  return { child, output: () => text, stdout: () => stdout, ended };
}

async function listeningUrl(output: () => string): Promise<string> {
  const endsAt = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < endsAt) {
    const [, url] = /Open (http:\/\/\S+?)\/docs\//.exec(output()) ?? [];
    if (url !== undefined) return url;
    await sleep(20);
  }
  throw new Error(`not listening after ${START_TIMEOUT_MS} ms:\n${output()}`);
}
