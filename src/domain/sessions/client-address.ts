/** The text and the block of a missing address, and the block of an address that is not an IP address. */
export const UNKNOWN_ADDRESS = 'unknown';

/**
 * The address of a client, which is read once for each request. `text`: the address as the connection or a trusted
 * proxy states it, for logs and for the account's owner. `block`: the key in limits. It is the IPv4 address itself, the
 * /64 of an IPv6 address in the form of RFC 5952 (`2001:db8:0:1::/64`), or {@link UNKNOWN_ADDRESS}. `network`: the /48
 * of an IPv6 address, the largest block that a provider gives to one customer (RFC 6177); `null` for any other address.
 */
export type ClientAddress = { readonly text: string; readonly block: string; readonly network: string | null };

/** The key of limits per customer, because one customer may have 65,536 blocks. */
export function addressSite({ block, network }: ClientAddress): string {
  return network ?? block;
}
