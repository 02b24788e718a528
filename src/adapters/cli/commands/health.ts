import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { print } from '../command-line.ts';

const HEALTH_TIMEOUT_MS = 3_000;

export function addHealth(program: Command, { healthUrl }: CommandLine): void {
  program
    .command('health')
    .description('check whether the running service is ready; for container health checks')
    .action(async () => {
      const url = healthUrl();
      const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) }).catch(
        (fault: unknown) => {
          throw new Error(`No answer from ${url}.`, { cause: fault });
        },
      );
      print(await response.text());
      if (!response.ok) process.exitCode = 1;
    });
}
