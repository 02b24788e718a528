/** The address, if it is safe in a link. An address in data of other people could run a script (`javascript:`). */
export function webLink(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  return ['https:', 'http:'].includes(new URL(address).protocol) ? address : undefined;
}
