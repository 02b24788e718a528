import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Runs a module of this folder in a process of its own, with further `flags` of Node.js, hands it `task`, and returns the first thing it says. */
export async function startChild(
  module: string,
  task: unknown,
  flags: readonly string[] = [],
): Promise<{ child: ChildProcess; reply: unknown }> {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), {
    execArgv: [...process.execArgv, ...flags],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${module} ended with ${String(code)} and no reply`);
  });
  child.send(task as object);
  const [reply] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
  ended.catch(() => undefined);
  return { child, reply };
}

/** The same for a module that does one thing and ends. */
export async function runChild(module: string, task: unknown): Promise<unknown> {
  const { child, reply } = await startChild(module, task);
  child.disconnect();
  return reply;
}

/** In the child: the task. */
export async function taken(): Promise<unknown> {
  const [task] = (await once(process, 'message')) as [unknown];
  return task;
}

/** In the child: gives the reply. */
export function give(message: unknown): void {
  process.send?.(message);
}
