import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import type { ClientAddress } from '../../../domain/sessions/client-address.ts';
import { UNKNOWN_ADDRESS } from '../../../domain/sessions/client-address.ts';

/** Two IPv6 addresses of one link have this many leading groups of 16 bits in common: a /64. */
const LINK_GROUPS = 4;

/** A /48, which is one customer. */
const SITE_GROUPS = 3;

const GROUP_BITS = 16;

/** The deprecated form of RFC 4291 §2.5.5.1, which the library reads as if it were IPv4-mapped. */
const IPV4_COMPATIBLE = /^::[\d.]+$/;

/** Reading an IPv6 address takes 10 µs. Longer texts are not cached: a zone id can make one as long as a header. */
const known = new LRUCache<string, ClientAddress>({ max: 5_000 });
const MAX_KNOWN_LENGTH = 64;

/**
 * Reads an IPv4 address, also when written as IPv4-mapped IPv6 (RFC 4291 §2.5.5.2), or an IPv6 address, with or without
 * zone id (RFC 4007 §11). Node decides which texts are addresses, because the library also reads octal, hexadecimal and
 * short forms.
 */
export function clientAddress(text: string): ClientAddress {
  const read = known.get(text);
  if (read) return read;
  const address = { text, ...blocksOf(text) };
  if (text.length <= MAX_KNOWN_LENGTH) known.set(text, address);
  return address;
}

function blocksOf(text: string): Omit<ClientAddress, 'text'> {
  if (isIPv4(text)) return { block: text, network: null };
  const [withoutZone = ''] = text.split('%', 1);
  if (!isIPv6(withoutZone)) return { block: UNKNOWN_ADDRESS, network: null };
  const address = ipaddr.IPv6.parse(withoutZone.replace(IPV4_COMPATIBLE, '0$&'));
  if (address.isIPv4MappedAddress()) return { block: address.toIPv4Address().toString(), network: null };
  return { block: prefix(address, LINK_GROUPS), network: prefix(address, SITE_GROUPS) };
}

function prefix({ parts }: ipaddr.IPv6, length: number): string {
  const groups = parts.map((group, at) => (at < length ? group : 0));
  return `${new ipaddr.IPv6(groups).toRFC5952String()}/${length * GROUP_BITS}`;
}
