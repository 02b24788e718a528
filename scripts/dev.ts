import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'rolldown';
import config from '../rolldown.config.ts';

/**
 * Rebuilds on every change and restarts the service; a build that fails leaves the last good one running. With `--inspect` a
 * debugger may attach to the service.
 */
let service: ChildProcess | undefined;
let restarting = Promise.resolve();
let ending: Promise<void> | undefined;

const watcher = watch(config);
watcher.on('event', async (event) => {
  if (event.code === 'ERROR') console.error(event.error.message);
  if (event.code === 'BUNDLE_END') {
    console.error(`built in ${event.duration} ms`);
    restarting = restarting.then(restart);
  }
  if ('result' in event) await event.result.close();
});

// Not `once`: npm passes on a Ctrl-C that the terminal has already sent here.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void (ending ??= end()));

/** The old one has to be gone before: it holds the port and the lock of the data folder. */
async function restart(): Promise<void> {
  await stop();
  const options = ['--enable-source-maps', ...process.argv.slice(2)];
  service = spawn(process.execPath, [...options, 'dist/service.js', 'serve'], { stdio: 'inherit' });
}

async function stop(): Promise<void> {
  if (service === undefined || service.exitCode !== null || service.signalCode !== null) return;
  const exited = once(service, 'exit');
  service.kill('SIGTERM');
  await exited;
}

async function end(): Promise<void> {
  await watcher.close();
  await restarting;
  await stop();
  process.exit();
}
