import { readFileSync } from 'node:fs';

/** Memory in use by a process, in MiB, as Linux reports it. */
export function residentMiB({ pid }: { readonly pid: number }): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
