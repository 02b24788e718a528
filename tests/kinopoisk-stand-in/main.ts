/**
 * To start it by hand: `node tests/kinopoisk-stand-in/main.ts --port 8901 --films 5000 --rate-limits --fault flapping`.
 */
import { parseArgs } from 'node:util';
import { recordedRateLimits } from './call-limits.ts';
import { type FaultName, faults } from './faults.ts';
import { generateFilms } from './generate-films.ts';
import { startKinopoiskStandIn } from './kinopoisk-stand-in.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8901' },
    films: { type: 'string', default: '0' },
    quota: { type: 'string', default: '500000' },
    latency: { type: 'string', default: '0' },
    fault: { type: 'string' },
    'rate-limits': { type: 'boolean', default: false },
  },
});

const { fault } = values;
if (fault !== undefined && !isFaultName(fault)) throw new Error(`--fault: one of ${Object.keys(faults).join(', ')}`);

const standIn = await startKinopoiskStandIn({
  port: Number(values.port),
  films: generateFilms(Number(values.films)),
  dailyQuota: Number(values.quota),
  latencyMs: Number(values.latency),
  rateLimits: values['rate-limits'] ? recordedRateLimits : undefined,
});
if (fault !== undefined) standIn.failWith(fault);

console.log(`KINOPOISK_BASE_URL=${standIn.baseUrl}`);
console.log(`KINOPOISK_API_KEY=${standIn.apiKey}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void standIn.close());

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faults, name);
}
