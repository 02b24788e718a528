/** Clients send less in headers that negotiate; parsing 16 KB of one takes milliseconds. */
const MAX_LENGTH = 500;

/** The value of a header that is worth parsing. A longer one counts as missing. */
export function shortHeader(value: string | undefined): string | undefined {
  return value !== undefined && value.length <= MAX_LENGTH ? value : undefined;
}
