import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Runs a module of this folder in a separate process, with additional `flags` of Node.js, and sends it `task`.
 * @returns the process, and its first message
 */
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

/** Like {@link startChild}, for a module that ends after its reply. @returns the reply */
export async function runChild(module: string, task: unknown): Promise<unknown> {
  const { child, reply } = await startChild(module, task);
  child.disconnect();
  return reply;
}

/** In the child: receives the task. */
export async function taken(): Promise<unknown> {
  const [task] = (await once(process, 'message')) as [unknown];
  return task;
}

/** In the child: sends the reply. */
export function give(message: unknown): void {
  process.send?.(message);
}
