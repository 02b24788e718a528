import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../tests/support/free-port.ts';

const READY_WITHIN_MS = 60_000;

/** The built service in a separate process. Its log goes to `/dev/null`. */
export type BenchedService = {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

/** `folder`: a built checkout of this project. */
export async function startService(
  environment: Readonly<Record<string, string>>,
  folder = '.',
): Promise<BenchedService> {
  const port = await freePort();
  const child = spawn(resolve(folder, entryOf(folder)), ['serve'], {
    cwd: tmpdir(),
    env: { PATH: dirname(process.execPath), PORT: String(port), METRICS_PORT: '0', ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  await untilAnswered(`${url}/health/ready`, () => child.exitCode === null);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url, pid: child.pid ?? 0, stop };
}

/** The executable of the service in a checkout, relative to it: other commits may have another one. */
export function entryOf(folder: string): string {
  const { bin } = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')) as { bin: { kinopolka: string } };
  return bin.kinopolka;
}

/** The commit of the built checkout in `folder`. */
export function revisionOf(folder: string): string {
  return readFileSync(resolve(folder, 'dist/revision'), 'utf8').trim();
}

/** The V8 flags with which the service runs, from the first line of its executable. */
export function v8Flags(): string[] {
  const [firstLine = ''] = readFileSync(entryOf('.'), 'utf8').split('\n');
  return firstLine.split(' ').filter((word) => word.startsWith('--'));
}

/**
 * Sends GET requests until one is answered with 2xx. It closes its connections, because an address may have only a
 * thousand of them and some scenarios open as many. @throws Error when the process has ended, or after a minute
 */
export async function untilAnswered(url: string, isRunning: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + READY_WITHIN_MS;
  while (performance.now() < giveUpAt && isRunning()) {
    const response = await fetch(url, { headers: { Connection: 'close' } }).catch(() => undefined);
    if (response?.ok) return;
    await sleep(5);
  }
  throw new Error('the service did not start');
}

/** Resident memory of a process, in MB. Linux only. */
export function residentMb(pid: number): number {
  const [, kib] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (Number(kib) * 1024) / 1e6;
}

/** CPU time of a process so far with all its threads, in microseconds, exact to a hundredth of a second. Linux only. */
export function cpuMicroseconds(pid: number): number {
  // After the name, which may contain blanks, `utime` and `stime` are the 12th and 13th field (proc(5)).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/**
 * CPU time of a process with one thread, in microseconds, exact to a nanosecond; `NaN` if it runs on another machine.
 */
export function backendMicroseconds(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1000;
  } catch {
    return Number.NaN;
  }
}

/** Files, sockets and the like that a process has open. Linux only. */
export function openHandles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
