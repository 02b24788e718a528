import { isIP, isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientAddress } from '../../../src/adapters/http/input/client-address.ts';
import { addressSite } from '../../../src/domain/sessions/client-address.ts';

const blockOf = (text: string) => clientAddress(text).block;

describe('addressSite', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:0:1:a:b:c:d', '2001:db8::/48'],
    ['2001:db8:1:ffff::', '2001:db8:1::/48'],
    ['::1', '::/48'],
    ['nothing', 'unknown'],
  ])('of %s is %s', (address, site) => {
    expect(addressSite(clientAddress(address))).toBe(site);
  });
});

describe('clientAddress', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['0.0.0.0', '0.0.0.0'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:0:1:a:b:c:d', '2001:db8:0:1::/64'],
    ['2001:0DB8:0000:0001::', '2001:db8:0:1::/64'],
    ['2001:db8::1', '2001:db8::/64'],
    ['0:0:0:1::', '0:0:0:1::/64'],
    ['::1', '::/64'],
    ['::', '::/64'],
    ['1:2:3:4:5:6:7::', '1:2:3:4::/64'],
    ['::2:3:4:5:6:7:8', '0:2:3:4::/64'],
    ['64:ff9b::203.0.113.7', '64:ff9b::/64'],
    ['::203.0.113.7', '::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['::ffff:203.0.113.7%1', '203.0.113.7'],
  ])('of %s is %s', (address, block) => {
    expect(blockOf(address)).toBe(block);
  });

  it.each([
    '',
    'localhost',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.07',
    '203.0.113.7:80',
    ' 203.0.113.7',
    '203.0.113.7\n',
    '[::1]',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    ':1:2:3:4:5:6:7:8',
    '12345::',
    '::g',
    '::1.2.3',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '%eth0',
    '١::',
  ])('of %j is unknown', (address) => {
    expect(blockOf(address)).toBe('unknown');
  });

  it.each(['::FFFF:203.0.113.7', 'fe80::1%eth0', 'unknown', 'nonsense'])('does not change the text: %s', (text) => {
    expect(clientAddress(text).text).toBe(text);
  });

  it('reads an address the second time in the same way', () => {
    for (const text of ['203.0.113.7', '2001:db8::1', '2001:db8::1%eth0', `2001:db8::1%${'x'.repeat(100)}`, 'nonsense'])
      expect(clientAddress(text)).toEqual(clientAddress(text));
  });

  it('is the same for all addresses of a /64 and for no other', () => {
    const group = fc.nat(0xffff).map((bits) => bits.toString(16));
    const half = fc.tuple(group, group, group).map((groups) => groups.join(':'));
    fc.assert(
      fc.property(half, half, half, (network, one, other) => {
        const block = blockOf(`2001:${network}:1:${one}`);
        expect(block).toMatch(/^2001:[0-9a-f:]*::\/64$|^2001::\/64$/);
        expect(blockOf(`2001:${network}:${other.split(':')[0]}::`)).toBe(block);
        expect(blockOf(`2002:${network}:1:${one}`)).not.toBe(block);
      }),
    );
  });

  it('accepts the same addresses as Node', () => {
    const scrap = fc.string({ unit: fc.constantFrom(...'::..0123f%g'), maxLength: 20 });
    fc.assert(
      fc.property(fc.oneof(scrap, fc.ipV4(), fc.ipV6(), fc.ipV4Extended()), (address) => {
        fc.pre(!address.includes('%'));
        expect(blockOf(address) !== 'unknown').toBe(isIP(address) !== 0);
        if (isIPv4(address)) expect(blockOf(address)).toBe(address);
        if (isIPv6(address)) expect(isIP(blockOf(address).replace('/64', ''))).not.toBe(0);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['2001:db8:1:2::3', '2001:db8:1::/48'],
    ['2001:db8:1:ffff::', '2001:db8:1::/48'],
    ['2001:db8::1%eth0', '2001:db8::/48'],
    ['::1', '::/48'],
  ])('has the /48 of %s', (address, network) => {
    expect(clientAddress(address).network).toBe(network);
  });

  it.each(['192.0.2.1', '::ffff:192.0.2.1', 'unknown', ''])('has no /48 for "%s"', (address) => {
    expect(clientAddress(address).network).toBeNull();
  });

  it.each([':', '1:', '::', '.', '1.', '%', 'f'])('is quick on 100 kB of %j', (part) => {
    const startedAt = performance.now();
    blockOf(part.repeat(100_000 / part.length));
    expect(performance.now() - startedAt).toBeLessThan(100);
  });
});
