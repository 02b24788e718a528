/** Two IPv6 addresses of one link have this many leading groups of 16 bits in common. */
const LINK_GROUPS = 4;

/** The largest block that a provider gives to one customer: a /48 (RFC 6177). */
const SITE_GROUPS = 3;

/**
 * The key that limits count an address under: an IPv4 address itself, also when written as IPv4-mapped IPv6 (RFC 4291
 * §2.5.5.2); the /64 of an IPv6 address, in the form of RFC 5952 (`2001:db8:0:1::/64`), without zone id; `unknown` for
 * anything else.
 */
export function addressBlock(address: string): string {
  if (parseIpv4(address) !== undefined) return address;
  const groups = parseIpv6(withoutZone(address));
  if (groups === undefined) return 'unknown';
  return mappedIpv4(groups) ?? prefix(groups, LINK_GROUPS);
}

/** The /48 of an IPv6 address, which may be one customer with 65,536 blocks. `undefined` for IPv4. */
export function addressNetwork(address: string): string | undefined {
  const groups = parseIpv6(withoutZone(address));
  return groups === undefined || mappedIpv4(groups) !== undefined ? undefined : prefix(groups, SITE_GROUPS);
}

/**
 * The /48 of an IPv6 address, otherwise the result of `addressBlock`. For limits that apply once per customer, not once
 * per block.
 */
export function addressSite(address: string): string {
  return addressNetwork(address) ?? addressBlock(address);
}

function prefix(groups: readonly number[], length: number): string {
  const network = groups.slice(0, length);
  const significant = network.slice(0, network.findLastIndex((group) => group !== 0) + 1);
  return `${significant.map((group) => group.toString(16)).join(':')}::/${length * 16}`;
}

/** The two groups of 16 bits of a dotted quad. Leading zeros, which some parsers read as octal, are refused. */
function parseIpv4(text: string): [number, number] | undefined {
  const quad = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1);
  if (quad === undefined || quad.some((part) => Number(part) > 255 || String(Number(part)) !== part)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = quad.map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** The eight groups of an IPv6 address (RFC 4291 §2.2). */
function parseIpv6(text: string): number[] | undefined {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const [before, after] = [parseGroups(head, tail === undefined), parseGroups(tail ?? '', true)];
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array.from({ length: missing }, () => 0), ...after];
}

/** Groups separated by colons. At the end of the address the last two groups may be a dotted quad. */
function parseGroups(text: string, isEnd: boolean): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const quad = isEnd ? parseIpv4(parts.at(-1) ?? '') : undefined;
  const hex = quad === undefined ? parts : parts.slice(0, -1);
  if (!hex.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  return [...hex.map((part) => Number.parseInt(part, 16)), ...(quad ?? [])];
}

function mappedIpv4(groups: readonly number[]): string | undefined {
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped ? [high >> 8, high & 255, low >> 8, low & 255].join('.') : undefined;
}

/** `fe80::1%eth0` → `fe80::1` (RFC 4007 §11). */
function withoutZone(address: string): string {
  const at = address.indexOf('%');
  return at < 0 ? address : address.slice(0, at);
}
