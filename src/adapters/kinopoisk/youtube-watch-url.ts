const SITES: ReadonlySet<string> = new Set([
  'youtube.com',
  'www.youtube.com',
  'm.youtube.com',
  'music.youtube.com',
  'youtube-nocookie.com',
  'www.youtube-nocookie.com',
]);
const SHORT_SITES: ReadonlySet<string> = new Set(['youtu.be', 'www.youtu.be']);
/**
 * A base URL that completes one without a scheme (`//youtu.be/…`). A URL without a host gets this host, which is not
 * YouTube's.
 */
const NOWHERE = 'https://relative.invalid';
const VIDEO_ID = /^[\w-]{11}(?![\w-])/;

/** `https://www.youtube.com/watch?v=…` for any form of YouTube video URL, recognized by its host; otherwise `null`. */
export function youtubeWatchUrl(address: string): string | null {
  if (!URL.canParse(address, NOWHERE)) return null;
  const url = new URL(address, NOWHERE);
  const id = /^https?:$/.test(url.protocol) ? VIDEO_ID.exec(candidateIn(url))?.[0] : undefined;
  return id === undefined ? null : `https://www.youtube.com/watch?v=${id}`;
}

function candidateIn({ hostname, pathname, searchParams }: URL): string {
  if (SHORT_SITES.has(hostname)) return pathname.slice(1);
  if (!SITES.has(hostname)) return '';
  const [, form = '', id = ''] = pathname.split('/');
  if (form === 'watch') return searchParams.get('v') ?? '';
  return ['v', 'embed', 'shorts', 'live', 'e'].includes(form) ? id : '';
}
