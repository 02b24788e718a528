import { EventEmitter } from 'node:events';
import { ServerResponse } from 'node:http';

/**
 * Loaded into the built service by `NODE_OPTIONS=--import`: answers to requests with `X-Fault` are not sent, and what the
 * header says happens instead, as if it had been in the code that answers.
 */
const faults = new Map<string, () => void>([
  ['throw', () => setImmediate(() => void fail())],
  ['reject', () => void Promise.reject(new TypeError('planted rejection'))],
  ['stream', () => setTimeout(() => new EventEmitter().emit('error', new TypeError('planted stream error')), 1)],
]);

function fail(): never {
  throw new TypeError('planted fault');
}

const prototype: { end: ServerResponse['end'] } = ServerResponse.prototype;
const end = prototype.end;
prototype.end = function (this: ServerResponse, ...args: Parameters<ServerResponse['end']>) {
  const fault = faults.get(String(this.req.headers['x-fault']));
  if (fault === undefined) return end.apply(this, args);
  fault();
  return this;
} as ServerResponse['end'];
