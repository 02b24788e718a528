import { ProblemError } from '@kinopolka/client';

export type Exchange = Promise<{ data?: unknown; error?: unknown; response: Response }>;

/** The address of the blob is released after this time, which is enough for the browser to begin saving. */
const LINK_LIFE_MS = 60_000;

/**
 * Saves the answer to a call with `parseAs: 'blob'` as a file; a link alone could not send the access token.
 * @returns the headers @throws ProblemError
 */
export async function saveAnswer(exchange: Exchange): Promise<Headers> {
  const { data, error, response } = await exchange;
  if (!response.ok) throw new ProblemError(response, error);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(data as Blob);
  link.download = fileNameOf(response.headers);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LINK_LIFE_MS);
  return response.headers;
}

/** The file name that the service sends (RFC 6266). */
function fileNameOf(headers: Headers): string {
  const disposition = headers.get('Content-Disposition') ?? '';
  return /filename="?([^";]+)"?/.exec(disposition)?.[1] ?? 'kinopolka';
}

/** Whether the answer has a next page or part (RFC 8288). */
export function hasNext(headers: Headers): boolean {
  return /;\s*rel="?next"?/.test(headers.get('Link') ?? '');
}
