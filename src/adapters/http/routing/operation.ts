import type { Response } from 'express';
import type { Owner } from '../../../application/shared/fair-queue.ts';
import { ownerAt } from '../../../application/shared/fair-queue.ts';
import { StorageUnavailable } from '../../../application/shared/ports/storage.ts';
import type { Actor } from '../../../domain/access/actor.ts';
import { actorName, authorize, limitKey, nobody, refusePersonalToken } from '../../../domain/access/actor.ts';
import { addressSite } from '../../../domain/sessions/client-address.ts';
import { DomainError } from '../../../domain/shared/errors.ts';
import type { UploadedFile } from '../input/request-file.ts';
import { refuseOtherOrigins } from '../input/same-origin.ts';
import { writeAnswer } from '../output/answer.ts';
import { addressOf, pathOf } from '../output/base-url.ts';
import { onceClosed } from '../output/once-closed.ts';
import { problemOf } from '../problems/error-handler.ts';
import { senderOf } from '../server/awaited-bodies.ts';
import type { ExpensiveRequest } from '../server/expensive-work.ts';
import { nameRoute } from '../server/request-metrics.ts';
import { requestScope, setOperation } from '../server/request-scope.ts';
import type { Authenticator, Exchange } from './exchange.ts';
import { LastingRights } from './lasting-rights.ts';
import { readInput } from './operation-input.ts';
import type { GiveBack } from './paying.ts';
import { consumeRateLimits, takeStorage } from './paying.ts';
import type { AnyAnswer, AnyInput, RouteDeclaration } from './route.ts';
import { permissionsOf } from './route.ts';

const RETRY_AFTER_SECONDS = 1;

type Action = (input: AnyInput) => Promise<AnyAnswer>;

/**
 * Handles a request of a declared route: authenticates, authorizes, consumes the rate limit and reads the input, then
 * authorizes again if the request may have waited, runs the controller's action and sends its answer.
 */
export async function runOperation(route: RouteDeclaration, action: Action, exchange: Exchange): Promise<void> {
  setOperation(exchange.res, route.operationId);
  nameRoute(exchange.res, route.path);
  const { input, turn, work } = await prepared(route, exchange);
  try {
    // A client that disconnected while waiting needs no answer.
    if (turn === 'left' || (work && !(await work.begin()))) return;
    const { req, res, dependencies } = exchange;
    const { compression, publicUrl } = dependencies;
    const authorized = mayHaveWaited(route) ? await authorizedAgain(route, input, exchange) : input;
    const current = await authorizedThroughout(route, authorized, { exchange, work });
    const answer = route.stores ? await counted(route, action, { input: current, exchange }) : await action(current);
    await writeAnswer(route, answer, { req, res, work, compression, publicUrl });
  } finally {
    work?.end();
    if (typeof turn === 'function') turn();
  }
}

type Admitted = {
  readonly input: AnyInput;
  readonly turn: (() => void) | 'left' | undefined;
  readonly work: ExpensiveRequest | undefined;
};

async function prepared(route: RouteDeclaration, exchange: Exchange): Promise<Admitted> {
  const startedMs = exchange.dependencies.clock.monotonicMs();
  let actor: Actor = nobody;
  try {
    // Whole requests are shed before they start, never single statements.
    if ((route.storage ?? 'required') === 'required' && exchange.dependencies.admission.refuses())
      throw new StorageUnavailable({ retryAfterSeconds: RETRY_AFTER_SECONDS });
    if (route.isSameOriginOnly) refuseOtherOrigins(exchange.req, exchange.dependencies.publicUrl);
    actor = await authenticate(route, exchange);
    authorizeFor(route, actor);
    // Reading a file is the work itself, so the limit is consumed first. Other input is read first, so that invalid
    // input costs no point.
    const giveBack = await payForFile(route, actor, exchange);
    const { client, language } = requestScope(exchange.res);
    const input = {
      actor,
      client,
      language,
      headers: exchange.req.headers,
      addressOf: addressesFor(exchange),
      // A function, because hardly any operation needs it, and it has to read the address of the proxy. Not a getter: V8
      // creates a hidden class for each object with one, which kept every request in memory until the next full
      // garbage collection.
      isOverTls: () => exchange.req.secure,
      ...(await readInput(route, exchange)),
    };
    if (route.limit && !route.file) await consumeRateLimits(route, route.limit, actor, exchange);
    if (route.file && isFile(input.body)) await waitForTurn(exchange, giveBack);
    const turn = holdsConnections(route, actor) ? await takePersonTurn(actor, exchange) : undefined;
    return { input, turn, work: route.isExpensive ? enterExpensive(actor, exchange) : undefined };
  } catch (error) {
    recordRefusal(route, error, { actor, startedMs, exchange });
    throw error;
  }
}

/** Whether the request may have waited since it was authorized: for its body, for a turn, or for a connection. */
function mayHaveWaited({ permission, method, body, isExpensive }: RouteDeclaration): boolean {
  if (permission === 'public') return false;
  return method !== 'get' || body !== undefined || isExpensive === true;
}

/**
 * Meanwhile, the session may have ended, or the caller may have lost a right: a client has half a minute for the body.
 * @throws InvalidToken, PermissionDenied, Unauthenticated, StorageUnavailable
 */
async function authorizedAgain(
  route: RouteDeclaration,
  input: AnyInput,
  exchange: Exchange,
  method: keyof Authenticator = 'actorOf',
): Promise<AnyInput> {
  const startedMs = exchange.dependencies.clock.monotonicMs();
  try {
    const actor = await authenticate(route, exchange, method);
    authorizeFor(route, actor);
    return { ...input, actor };
  } catch (error) {
    recordRefusal(route, error, { actor: input.actor, startedMs, exchange });
    throw error;
  }
}

/** Runs an action that stores data, and counts the bytes that it has stored. @throws TooManyRequests, any error of it */
async function counted(
  route: RouteDeclaration,
  action: Action,
  { input, exchange }: { input: AnyInput; exchange: Exchange },
): Promise<AnyAnswer> {
  const startedMs = exchange.dependencies.clock.monotonicMs();
  const giveBackRest = await takeStorage(route, input.actor, exchange).catch((error: unknown) => {
    recordRefusal(route, error, { actor: input.actor, startedMs, exchange });
    throw error;
  });
  let answer: AnyAnswer | undefined;
  try {
    answer = await action(input);
    return answer;
  } finally {
    giveBackRest(answer);
  }
}

/**
 * Authorizes the request again while its list is sent or its file is received. A client may take minutes for either.
 * @returns the input, with such a file
 */
async function authorizedThroughout(
  route: RouteDeclaration,
  input: AnyInput,
  { exchange, work }: { readonly exchange: Exchange; readonly work: ExpensiveRequest | undefined },
): Promise<AnyInput> {
  const { body } = input;
  if (route.permission === 'public' || (work === undefined && !isFile(body))) return input;
  const { restrictions, clock } = exchange.dependencies;
  const rightsOf = async ({ actor }: AnyInput) => ({ actor, restrictions: await restrictions() });
  const again = async () => rightsOf(await authorizedAgain(route, input, exchange, 'actorStillOf'));
  const rights = new LastingRights(await rightsOf(input), again, clock);
  work?.onlyWhile(() => rights.check());
  return isFile(body) ? { ...input, body: { ...body, bytes: rights.whileSent(body.bytes) } } : input;
}

/** No use case runs for a request refused here, so the refusal is logged here. */
function recordRefusal(
  { operationId }: RouteDeclaration,
  error: unknown,
  { actor, startedMs, exchange }: { actor: Actor; startedMs: number; exchange: Exchange },
): void {
  const { log, clock } = exchange.dependencies;
  log.record({
    operation: operationId,
    status: problemOf(error).code,
    durationMs: clock.monotonicMs() - startedMs,
    actor: actorName(actor),
    details: { address: requestScope(exchange.res).client.address.text },
    ...causeOf(error),
  });
}

function addressesFor({ req, dependencies: { publicUrl } }: Exchange): AnyInput['addressOf'] {
  return (path) => addressOf(path, { publicUrl, requestPath: pathOf(req.originalUrl) });
}

/** The cause for the log: an unexpected failure itself, or the cause of an expected one. */
function causeOf(error: unknown): { readonly cause?: unknown } {
  if (problemOf(error).code === 'internal-error') return { cause: error };
  return error instanceof DomainError && error.cause !== undefined ? { cause: error.cause } : {};
}

async function authenticate(
  route: RouteDeclaration,
  { req, dependencies }: Exchange,
  method: keyof Authenticator = 'actorOf',
): Promise<Actor> {
  return route.permission === 'public' ? nobody : dependencies.authenticator[method](req);
}

function authorizeFor(route: RouteDeclaration, actor: Actor): void {
  if (route.needsSession) refusePersonalToken(actor);
  const needed = permissionsOf(route);
  if (needed.length > 0) authorize(actor, needed);
}

async function payForFile(route: RouteDeclaration, actor: Actor, exchange: Exchange): Promise<GiveBack | undefined> {
  return route.limit && route.file ? consumeRateLimits(route, route.limit, actor, exchange) : undefined;
}

function isFile(body: unknown): body is Pick<UploadedFile, 'bytes'> {
  return typeof body === 'object' && body !== null && 'bytes' in body;
}

/**
 * The file is read while the request is answered, so its place is released when the answer ends. A file that is refused
 * because others are read costs no point.
 */
async function waitForTurn(
  { req, res, dependencies }: Exchange,
  giveBack: GiveBack = async () => undefined,
): Promise<void> {
  const upload = {
    from: ownerAt(requestScope(res).client.address),
    ...senderOf(req),
    cut: () => dependencies.cutSlowUpload(req),
  };
  const leave = await dependencies.uploads.enter(upload).catch(async (refusal: unknown) => {
    await giveBack();
    throw refusal;
  });
  onceClosed(res, leave);
}

/**
 * A change waits for a lock of its person, so many changes of one person would hold all connections. Reads wait for no
 * lock and have limits of their own. A read that waits for another service must not delay the next read.
 */
function holdsConnections({ method, isExpensive }: RouteDeclaration, actor: Actor): boolean {
  return actor.kind === 'user' && !isExpensive && method !== 'get';
}

async function takePersonTurn(actor: Actor, { res, dependencies }: Exchange): Promise<(() => void) | 'left'> {
  return (await dependencies.personTurns.take(ownerOf(actor, res), res)) ?? 'left';
}

function ownerOf(actor: Actor, res: Response): Owner {
  const { client } = requestScope(res);
  return { address: addressSite(client.address), person: limitKey(actor, client) };
}

function enterExpensive(actor: Actor, { res, dependencies }: Exchange): ExpensiveRequest {
  return dependencies.expensive.enter(ownerOf(actor, res), res);
}
