import { runChild } from './child.ts';
import type { Effort, Finding } from './finding.ts';
import { figure, median } from './finding.ts';
import type { SaturatingLoad, SaturatingResult } from './saturating-load.ts';
import { cpuMicroseconds } from './service.ts';

const CONNECTIONS = 32;
/** It takes tens of thousands of requests until the compiler has seen enough of either side. */
const WARM_UP_SECONDS = 10;

export type Side = {
  readonly url: string;
  readonly pid: number;
  readonly paths: readonly string[];
  readonly tokens: readonly string[];
};

/** `cpuUs`: CPU time a request, in microseconds. It varies less than requests a second do when others keep the machine busy. */
type Pace = { readonly perSecond: number; readonly cpuUs: number };

export type Comparison = { readonly beside: Pace; readonly service: Pace; readonly ratio: number };

/**
 * Requests a second of two servers under the same load, in turn round by round, so that whatever else the machine does
 * falls on both. The ratio is the median of the rounds' ratios.
 */
export async function compare(sides: { beside: Side; service: Side }, effort: Effort): Promise<Comparison> {
  for (const side of Object.values(sides)) await paceOf(side, WARM_UP_SECONDS);
  const rounds: { beside: Pace; service: Pace }[] = [];
  for (let round = 0; round < effort.rounds; round++) {
    const beside = await paceOf(sides.beside, effort.seconds);
    rounds.push({ beside, service: await paceOf(sides.service, effort.seconds) });
  }
  return {
    beside: medianPace(rounds.map(({ beside }) => beside)),
    service: medianPace(rounds.map(({ service }) => service)),
    ratio: median(rounds.map(({ beside, service }) => service.perSecond / beside.perSecond)),
  };
}

/** A finding that wants a share of the floor's requests per second. */
export function shareOfFloor(what: string, { beside, service, ratio }: Comparison, atLeast: number): Finding {
  return {
    what,
    beside: inWords(beside),
    service: inWords(service),
    ratio: figure(ratio),
    target: `at least ${atLeast} of the floor`,
    isMet: ratio >= atLeast,
  };
}

export function inWords({ perSecond, cpuUs }: Pace): string {
  return `${figure(perSecond)}/s, ${figure(cpuUs)} µs`;
}

function medianPace(paces: readonly Pace[]): Pace {
  return {
    perSecond: median(paces.map(({ perSecond }) => perSecond)),
    cpuUs: median(paces.map(({ cpuUs }) => cpuUs)),
  };
}

/** @throws Error when anything but 2xx came: a server that refuses is quick */
async function paceOf({ url, pid, paths, tokens }: Side, seconds: number): Promise<Pace> {
  const requests = tokens.flatMap((token) =>
    paths.map((path) => ({ path, headers: { Authorization: `Bearer ${token}` } })),
  );
  const load: SaturatingLoad = { url, requests, connections: CONNECTIONS, seconds };
  const cpuBefore = cpuMicroseconds(pid);
  const result = (await runChild('saturating-load.ts', load)) as SaturatingResult;
  const cpuUs = (cpuMicroseconds(pid) - cpuBefore) / result.answered;
  if (result.failed > 0) throw new Error(`${result.failed} requests to ${paths.join()} failed`);
  return { perSecond: result.perSecond, cpuUs };
}
