/** An address for a link, if a browser opens it as a page: data of others could hold a script. */
export function webLink(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  return ['https:', 'http:'].includes(new URL(address).protocol) ? address : undefined;
}
