import { once } from 'node:events';

/**
 * A service for a client's `fetch` that accepts one access token and one refresh token at a time. Each renewal makes
 * the next pair: `access-2`, `refresh-2`. `/echo` returns the body of the request.
 */
export class TokenService {
  /** Every request, such as `GET /user access-1`. */
  readonly calls: string[] = [];
  access = 'access-1';
  refresh = 'refresh-1';
  /** Answers renewals in place of the service, unless it returns nothing. */
  onRenewal: ((tried: number) => Promise<Response | undefined>) | undefined;
  /** All answers except those to log-ins wait for it. */
  pause: Promise<unknown> | undefined;
  private pairs = 1;

  readonly fetch = async (...sent: Parameters<typeof fetch>): Promise<Response> => {
    const request = new Request(...sent);
    request.signal.throwIfAborted();
    const token = request.headers.get('Authorization')?.replace('Bearer ', '') ?? '-';
    const path = `${request.method} ${new URL(request.url).pathname}`;
    this.calls.push(`${path} ${token}`);
    return Promise.race([this.answer(path, token, request), aborted(request.signal)]);
  };

  /** Makes the token expire. */
  expire(): void {
    this.access = 'none';
  }

  renewals(): number {
    return this.calls.filter((call) => call.startsWith('PUT /auth/login')).length;
  }

  private async answer(path: string, token: string, request: Request): Promise<Response> {
    if (path === 'POST /auth/login') return this.pair();
    const isRefused = token !== this.access;
    await this.pause;
    if (path === 'PUT /auth/login') return this.renew((await request.json()) as { refresh_token: string });
    if (path === 'POST /oauth/revoke') return Response.json({});
    if (isRefused) return problem(401, token === '-' ? 'unauthenticated' : 'invalid-token');
    return Response.json({ path, body: await request.text(), type: request.headers.get('Content-Type') });
  }

  private async renew({ refresh_token }: { refresh_token: string }): Promise<Response> {
    const other = await this.onRenewal?.(this.renewals());
    if (other) return other;
    return refresh_token === this.refresh ? this.pair() : problem(401, 'refresh-token-reused');
  }

  private pair(): Response {
    this.pairs += 1;
    this.access = `access-${this.pairs}`;
    this.refresh = `refresh-${this.pairs}`;
    return Response.json({ access_token: this.access, refresh_token: this.refresh, expires_in: 900 });
  }
}

export function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  const type = { 'Content-Type': 'application/problem+json' };
  return Response.json({ status, code, detail: `${code}.` }, { status, headers: { ...type, ...headers } });
}

async function aborted(signal: AbortSignal): Promise<never> {
  await once(signal, 'abort');
  throw signal.reason;
}
