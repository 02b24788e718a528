import { EventEmitter } from 'node:events';
import { ServerResponse } from 'node:http';

/**
 * Loaded into the built service by `NODE_OPTIONS=--import`. Requests with `X-Fault` are not answered; instead the fault
 * that the header names happens, as if in the code of the service.
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
