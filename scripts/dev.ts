import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'rolldown';
import config from '../rolldown.config.ts';
import { viteCommand } from './build-page.ts';

/**
 * Rebuilds on every change and restarts the service. After a failed build, the last good one continues to run. With
 * `--inspect` a debugger can attach to the service. A separate server, Vite's, serves the web page, updates it in the
 * browser at once and passes all other requests on to the service.
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

const page = spawn(process.execPath, viteCommand('dev'), { stdio: ['ignore', 'inherit', 'inherit'] });

// Does not use `once`, because after Ctrl-C the signal comes twice: from the terminal and from npm.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void (ending ??= end()));

/** Waits for the end of the old process first, because it holds the port and the lock of the data folder. */
async function restart(): Promise<void> {
  await stop(service);
  const options = ['--enable-source-maps', ...process.argv.slice(2)];
  service = spawn(process.execPath, [...options, 'dist/service.js', 'serve'], { stdio: 'inherit' });
}

async function stop(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

async function end(): Promise<void> {
  await watcher.close();
  await restarting;
  await Promise.all([stop(page), stop(service)]);
  process.exit();
}
