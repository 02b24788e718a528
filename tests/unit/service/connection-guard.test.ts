import { createServer } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { ConnectionGuard } from '../../../src/adapters/http/server/connection-guard.ts';
import { CountingMetrics } from '../../fakes/counting-metrics.ts';

/** A guard, and functions that open a connection from an address and count those that were closed at once. */
function guarded(trustedProxies: readonly string[] = []) {
  const [server, metrics] = [createServer().removeAllListeners('connection'), new CountingMetrics()];
  const guard = new ConnectionGuard(server, { total: 8, perAddress: 2, trustedProxies }, metrics);
  expect(guard).toBeDefined();
  const open = (address: string): Socket => {
    const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: address });
    server.emit('connection', socket);
    return socket;
  };
  return { open, closed: () => metrics.counts['http_connections_cut_total too_many_connections'] ?? 0 };
}

/** Connections from `addresses`, in this order. @returns how many were closed at once */
function closedOf(addresses: readonly string[], trustedProxies: readonly string[] = []): number {
  const { open, closed } = guarded(trustedProxies);
  for (const address of addresses) open(address);
  return closed();
}

const blocksOf = (network: string, count: number) => Array.from({ length: count }, (_, at) => `${network}:${at}::1`);

it('leaves half of all connections to others than one IPv6 network', () => {
  expect(closedOf(blocksOf('2001:db8:5', 4))).toBe(0);
  expect(closedOf(blocksOf('2001:db8:5', 6))).toBe(2);
  expect(closedOf([...blocksOf('2001:db8:5', 4), ...blocksOf('2001:db8:6', 4), '192.0.2.1'])).toBe(0);
  expect(closedOf(blocksOf('2001:db8:5', 6), ['2001:db8:5::/48'])).toBe(0);
});

it('counts all addresses of one block together, and IPv4 addresses alone', () => {
  expect(closedOf(['2001:db8:5::1', '2001:db8:5::2', '2001:db8:5::3'])).toBe(1);
  expect(closedOf(['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.1'])).toBe(0);
});

it('has room again for a network and a block whose connections have ended', () => {
  const { open, closed } = guarded();
  for (let times = 0; times < 3; times += 1) {
    const opened = ['2001:db8:5:1::1', '2001:db8:5:1::2', ...blocksOf('2001:db8:5:2', 2)].map(open);
    for (const socket of opened) socket.emit('close');
  }
  expect(closed()).toBe(0);
});
