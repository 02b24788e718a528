import { describe, expect, it, vi } from 'vitest';
import {
  type AccessToken,
  createClient,
  createSession,
  type KinopolkaClient,
  memoryStore,
  ProblemError,
  type Session,
  type SessionStore,
  unwrap,
  webStore,
} from '../../../clients/typescript/src/index.ts';
import { problem, TokenService } from './token-service.ts';

const baseUrl = 'https://films.example.org';
const credentials = { login: 'neo', password: 'follow the white rabbit' };

/** A client that is logged in. */
async function loggedIn({
  store = memoryStore(),
  onEnd = () => {},
}: { store?: SessionStore; onEnd?: () => void } = {}) {
  const service = new TokenService();
  const session = createSession({ baseUrl, fetch: service.fetch, store, onEnd });
  await session.login(credentials);
  const client = createClient({ baseUrl, fetch: service.fetch, session });
  service.calls.length = 0;
  return { service, session, client };
}

const getUser = (client: KinopolkaClient) => client.GET('/user');
const statusesOf = async (calls: Promise<{ response: Response }>[]) =>
  (await Promise.all(calls)).map(({ response }) => response.status);

describe('a session', () => {
  it('renews once for all requests that are refused at the same time, and repeats each', async () => {
    const { service, client } = await loggedIn();
    service.expire();
    expect(await statusesOf(Array.from({ length: 10 }, () => getUser(client)))).toEqual(Array(10).fill(200));
    expect(service.renewals()).toBe(1);
    expect(service.calls.filter((call) => call === 'GET /user access-3')).toHaveLength(10);
  });

  it('does not renew for a request that was refused before another one renewed', async () => {
    const { service, session, client } = await loggedIn();
    const old = await session.read();
    service.expire();
    await getUser(client);
    let reads = 0;
    const late: Session = {
      read: () => (reads++ === 0 ? old : session.read()),
      renew: (stale) => session.renew(stale),
    };
    expect(await statusesOf([getUser(createClient({ baseUrl, fetch: service.fetch, session: late }))])).toEqual([200]);
    expect(service.renewals()).toBe(1);
  });

  it('repeats a body', async () => {
    const { service, client } = await loggedIn();
    service.expire();
    const body = { name: 'Томас' };
    expect(await unwrap(client.PATCH('/user', { body }))).toMatchObject({ body: JSON.stringify(body) });
    expect(service.calls.filter((call) => call.startsWith('PATCH'))).toHaveLength(2);
  });

  it('is renewed shortly before its token expires', async () => {
    const { service, session, client } = await loggedIn();
    const { expiresAt = 0 } = (await session.read()) as AccessToken;
    vi.useFakeTimers({ now: expiresAt - 1000, toFake: ['Date'] });
    try {
      await getUser(client);
    } finally {
      vi.useRealTimers();
    }
    expect(service.calls).toEqual(['PUT /auth/login -', 'GET /user access-3']);
  });

  it.each([429, 500, 503])(
    'continues after a renewal that failed with %i, which becomes the answer',
    async (status) => {
      const onEnd = vi.fn<() => void>();
      const { service, client } = await loggedIn({ onEnd });
      service.expire();
      service.onRenewal = async () => problem(status, 'try-later', { 'Retry-After': '7' });
      const failure = unwrap(getUser(client));
      await expect(failure).rejects.toMatchObject({ status, code: 'try-later', retryAfterSeconds: 7 });
      service.onRenewal = undefined;
      expect(await statusesOf([getUser(client)])).toEqual([200]);
      expect(onEnd).not.toHaveBeenCalled();
    },
  );

  it('continues after a proxy answered a renewal', async () => {
    const { service, client } = await loggedIn();
    service.expire();
    service.onRenewal = async () => new Response('<h1>Bad gateway</h1>', { status: 502 });
    const { error, response } = await getUser(client);
    expect([response.status, error]).toEqual([502, '<h1>Bad gateway</h1>']);
  });

  it('repeats a renewal whose answer is lost', async () => {
    const { service, client } = await loggedIn();
    service.expire();
    service.onRenewal = async (tried) => {
      if (tried === 1) throw new TypeError('fetch failed');
      return undefined;
    };
    expect(await statusesOf([getUser(client)])).toEqual([200]);
  });

  it('continues after the service could not be reached', async () => {
    const { service, client } = await loggedIn();
    service.expire();
    service.onRenewal = () => Promise.reject(new TypeError('fetch failed'));
    await expect(getUser(client)).rejects.toThrow('fetch failed');
    service.onRenewal = undefined;
    expect(await statusesOf([getUser(client)])).toEqual([200]);
  });

  it('is over when a renewal is refused: the requests get their 401, and later ones are sent without a token', async () => {
    const onEnd = vi.fn<() => void>();
    const { service, session, client } = await loggedIn({ onEnd });
    service.expire();
    service.refresh = 'another';
    const { error } = await getUser(client);
    expect(error?.code).toBe('invalid-token');
    expect(await session.read()).toBeUndefined();
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect((await getUser(client)).error?.code).toBe('unauthenticated');
    expect(service.renewals()).toBe(1);
  });

  it('does not repeat a request in the session of somebody else who logged in before it was refused', async () => {
    const { service, session, client } = await loggedIn();
    service.expire();
    const { promise, resolve } = Promise.withResolvers<void>();
    service.pause = promise;
    const added = client.POST('/movies/favorites', { body: { kinopoisk_id: 301 } });
    await vi.waitFor(() => expect(service.calls).toHaveLength(1));
    await session.login({ ...credentials, login: 'trinity' });
    resolve();
    expect((await added).response.status).toBe(401);
    expect(service.calls).toEqual(['POST /movies/favorites access-2', 'POST /auth/login -']);
  });

  it('does not repeat it if somebody else logged in while it was renewed', async () => {
    const { service, session, client } = await loggedIn();
    service.expire();
    const { promise, resolve } = Promise.withResolvers<void>();
    service.onRenewal = () => promise.then(() => problem(401, 'invalid-token'));
    const added = client.POST('/movies/favorites', { body: { kinopoisk_id: 301 } });
    await vi.waitFor(() => expect(service.renewals()).toBe(1));
    const loggingIn = session.logout().then(() => session.login({ ...credentials, login: 'trinity' }));
    resolve();
    await loggingIn;
    expect((await added).response.status).toBe(401);
    expect(service.calls.filter((call) => call.startsWith('POST /movies'))).toHaveLength(1);
  });

  it('is deleted by a log-out even if the service cannot be reached', async () => {
    const service = new TokenService();
    const fails = async (input: Parameters<typeof fetch>[0]) =>
      (input as Request).url.endsWith('/oauth/revoke')
        ? Promise.reject(new TypeError('offline'))
        : service.fetch(input);
    const session = createSession({ baseUrl, fetch: fails });
    await session.login(credentials);
    await expect(session.logout()).rejects.toThrow('offline');
    expect(await session.read()).toBeUndefined();
    await session.logout();
  });

  it('is renewed once for two parts of a program that share its store', async () => {
    const store = memoryStore();
    const { service, client } = await loggedIn({ store });
    const session = createSession({ baseUrl, fetch: service.fetch, store });
    const other = createClient({ baseUrl, fetch: service.fetch, session });
    service.expire();
    expect(await statusesOf([getUser(client), getUser(other)])).toEqual([200, 200]);
    expect(service.renewals()).toBe(1);
  });

  it('is shared by the programs that share its storage, which renew one after another', async () => {
    const values = new Map<string, string>();
    const storage = {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => void values.set(key, value),
      removeItem: (key: string) => void values.delete(key),
    };
    const { service, client } = await loggedIn({ store: webStore(storage) });
    const session = createSession({ baseUrl, fetch: service.fetch, store: webStore(storage) });
    const other = createClient({ baseUrl, fetch: service.fetch, session });
    service.expire();
    expect(await statusesOf([getUser(client), getUser(other), getUser(client), getUser(other)])).toEqual(
      Array(4).fill(200),
    );
    expect(service.renewals()).toBe(1);
    values.set('kinopolka-session', '{"accessToken":');
    expect(await session.read()).toBeUndefined();
  });
});

describe('a custom session', () => {
  it('is renewed by its own function', async () => {
    const service = new TokenService();
    let token: AccessToken | undefined = { accessToken: 'expired' };
    const renew = vi.fn<Session['renew']>(async () => (token = { accessToken: 'access-1' }));
    const client = createClient({ baseUrl, fetch: service.fetch, session: { read: () => token, renew } });
    expect(await statusesOf([getUser(client), getUser(client)])).toEqual([200, 200]);
    expect(renew.mock.calls).toEqual([[{ accessToken: 'expired' }]]);
    token = undefined;
    expect(await statusesOf([getUser(client)])).toEqual([401]);
    expect(service.calls.at(-1)).toBe('GET /user -');
  });

  it('repeats no request with a token of another session', async () => {
    const service = new TokenService();
    const session: Session = {
      read: () => ({ accessToken: 'expired', sessionId: 'of neo' }),
      renew: async () => ({ accessToken: 'access-1', sessionId: 'of trinity' }),
    };
    expect(await statusesOf([getUser(createClient({ baseUrl, fetch: service.fetch, session }))])).toEqual([401]);
    expect(service.calls).toEqual(['GET /user expired']);
  });

  it('rejects waiting requests with a synchronous error of its renewal', async () => {
    const service = new TokenService();
    const renew = () => {
      throw new Error('no network');
    };
    const session = { read: () => ({ accessToken: 'expired' }), renew };
    await expect(getUser(createClient({ baseUrl, fetch: service.fetch, session }))).rejects.toThrow('no network');
  });
});

describe('a request', () => {
  it('with a stream as its body is sent once, with a new token if the expiry is unknown', async () => {
    const { service, client, session } = await loggedIn();
    const send = (by: KinopolkaClient) =>
      by.POST('/imports', {
        body: new Blob(['Title\nМатрица\n']).stream(),
        headers: { 'Content-Type': 'text/csv' },
      });
    expect(await unwrap(send(client))).toMatchObject({ body: 'Title\nМатрица\n', type: 'text/csv' });
    service.expire();
    expect(await statusesOf([send(client)])).toEqual([401]);
    const unknown: Session = {
      read: async () => ({ accessToken: (await session.read())?.accessToken ?? '' }),
      renew: async () => ({
        accessToken: (await session.renew((await session.read()) as AccessToken))?.accessToken ?? '',
      }),
    };
    expect(await statusesOf([send(createClient({ baseUrl, fetch: service.fetch, session: unknown }))])).toEqual([200]);
  });

  it('is cancelled while it waits for a renewal, which continues for others', async () => {
    const { service, client } = await loggedIn();
    service.expire();
    const { promise, resolve } = Promise.withResolvers<void>();
    service.onRenewal = () => promise.then(() => undefined);
    const abort = new AbortController();
    const [cancelled, other] = [client.GET('/user', { signal: abort.signal }), getUser(client)];
    await vi.waitFor(() => expect(service.renewals()).toBe(1));
    abort.abort(new Error('left'));
    await expect(cancelled).rejects.toThrow('left');
    resolve();
    expect((await other).response.status).toBe(200);
  });

  it('sends the token only to its own service', async () => {
    const { service, client } = await loggedIn();
    await client.GET('/user', { baseUrl: 'https://elsewhere.example.org' });
    await client.GET('/user', { baseUrl: 'https://films.example.org.evil.example' });
    await client.GET('/user', { headers: { Authorization: 'Bearer own' } });
    expect(service.calls).toEqual(['GET /user -', 'GET /user -', 'GET /user own']);
  });

  it('sends the token to a service behind a prefix, and to none of its neighbours', async () => {
    const { fetch, calls } = new TokenService();
    const client = createClient({ baseUrl: 'https://Example.org/films/', fetch, token: 'access-1' });
    await client.GET('/user');
    await client.GET('/user', { baseUrl: 'https://example.org' });
    expect(calls).toEqual(['GET /films/user access-1', 'GET /user -']);
  });

  it('that is refused for another reason than its token renews nothing', async () => {
    const { client } = await loggedIn();
    const fetch = async () => problem(401, 'invalid-credentials');
    const renew = vi.fn<Session['renew']>();
    const other = createClient({ baseUrl, fetch, session: { read: () => ({ accessToken: 'a' }), renew } });
    expect((await getUser(other)).error?.code).toBe('invalid-credentials');
    expect(renew).not.toHaveBeenCalled();
    expect((await getUser(client)).response.status).toBe(200);
  });

  it('with a personal token is never renewed', async () => {
    const service = new TokenService();
    const client = createClient({ baseUrl, fetch: service.fetch, token: 'kpat_x' });
    expect((await getUser(client)).error?.code).toBe('invalid-token');
    expect(service.calls).toEqual(['GET /user kpat_x']);
  });

  it('sends a file as a part of a form, and a form unchanged', async () => {
    const { client } = await loggedIn();
    const sent = (await unwrap(client.POST('/imports', { body: { file: new Blob(['a,b']) } }))) as unknown;
    expect(sent).toMatchObject({ type: expect.stringMatching(/^multipart\/form-data; boundary=/) as string });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const form = await unwrap(client.POST('/oauth/introspect', { body: { token: 'a b' }, headers }));
    expect(form).toMatchObject({ body: 'token=a+b' });
  });

  it('says when to try again, by seconds or by a date', () => {
    const error = (value: string) => new ProblemError(new Response(null, { headers: { 'Retry-After': value } }), '');
    expect(error('7').retryAfterSeconds).toBe(7);
    const inAnHour = error(new Date(Date.now() + 3_600_000).toUTCString()).retryAfterSeconds;
    expect(inAnHour).toBeGreaterThan(3590);
    expect(error('Fri, 01 Jan 1999 00:00:00 GMT').retryAfterSeconds).toBe(0);
    expect(error('soon').retryAfterSeconds).toBeUndefined();
    expect(new ProblemError(new Response(), '').retryAfterSeconds).toBeUndefined();
  });
});
