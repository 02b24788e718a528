import { and, eq, gt, sql } from 'drizzle-orm';
import type { AccessGrant } from '../../../application/ports/access-tokens.ts';
import type { RevocationList, Standing } from '../../../application/ports/revocation-list.ts';
import type { Revocation, RoleChange } from '../../../domain/revocation.ts';
import { revokes } from '../../../domain/revocation.ts';
import type { OpenDatabase } from './drizzle-database.ts';
import { MANY, REVOCATION_CHANNEL, toRevocation } from './revocation-rows.ts';
import { revocations } from './schema.ts';
import { translatingErrors } from './storage-errors.ts';

/**
 * How long a revocation matters: the longest life of an access token, with what clocks are allowed to differ, and some
 * time for the transaction that wrote it.
 */
const WINDOW_SECONDS = 900 + 65 + 60;

type Told = Revocation | RoleChange;
type Remembered = { readonly told: Told; readonly untilMs: number };

/**
 * The revocations and changes of roles of the last quarter of an hour, in memory, so that checking a token asks nobody. They come over
 * `LISTEN`; while that connection is lost the database is asked each time.
 */
export class DatabaseRevocationList implements RevocationList {
  /** By user, then by what is revoked; the oldest come first, in both. */
  private readonly byUser = new Map<string, Map<string, Remembered>>();
  private isHearing = false;
  private stopListening: (() => Promise<void>) | undefined;

  constructor(private readonly database: Pick<OpenDatabase, 'db' | 'listen'>) {}

  /** Loads what is there and keeps up with what comes. */
  async open(): Promise<void> {
    this.stopListening = await this.database.listen(REVOCATION_CHANNEL, {
      onMessage: (payload) => this.hear(payload),
      onConnected: async () => {
        await this.reload();
        this.isHearing = true;
      },
      onLost: () => {
        this.isHearing = false;
      },
    });
  }

  async close(): Promise<void> {
    await this.stopListening?.();
  }

  async standingOf(token: AccessGrant): Promise<Standing | undefined> {
    const told = this.isHearing ? this.remembered(token.userId) : await this.recent(token.userId);
    if (told.some((one) => !('roles' in one) && revokes(one, token))) return undefined;
    const { roles, isSuperuser } = told.filter(isRoleChange).reduce(further<AccessGrant | RoleChange>, token);
    return { roles, isSuperuser };
  }

  /** What this very instance revoked counts at once, before the message about it has come back. */
  remember(told: Told): void {
    const nowMs = performance.now();
    const { userId } = told;
    const theirs = this.byUser.get(userId) ?? new Map<string, Remembered>();
    const subject = subjectOf(told);
    const known = theirs.get(subject)?.told;
    putLast(theirs, subject, { told: known ? further(known, told) : told, untilMs: nowMs + WINDOW_SECONDS * 1000 });
    putLast(this.byUser, userId, theirs);
    forgetOldest(theirs, ({ untilMs }) => untilMs <= nowMs);
    forgetOldest(this.byUser, (remembered) => Array.from(remembered.values()).every(({ untilMs }) => untilMs <= nowMs));
  }

  /** Reads what is in the database; until it is read, the database is asked. */
  async reload(): Promise<void> {
    for (const told of await this.recent()) this.remember(told);
  }

  private hear(payload: string): void {
    if (payload !== MANY) {
      this.remember(toRevocation(JSON.parse(payload) as Parameters<typeof toRevocation>[0]));
      return;
    }
    this.isHearing = false;
    this.reload().then(
      () => (this.isHearing = true),
      () => undefined,
    );
  }

  private remembered(userId: string): Told[] {
    return Array.from(this.byUser.get(userId)?.values() ?? [], ({ told }) => told);
  }

  private async recent(userId?: string): Promise<Told[]> {
    const isRecent = gt(revocations.at, sql`now() - make_interval(secs => ${WINDOW_SECONDS})`);
    const isAbout = userId === undefined ? undefined : eq(revocations.userId, userId);
    const rows = await translatingErrors(async () =>
      this.database.db.select().from(revocations).where(and(isRecent, isAbout)),
    );
    return rows.map(toRevocation);
  }
}

/** Messages come twice, and somebody may log out elsewhere again and again: what one covers is remembered once. */
function subjectOf(told: Told): string {
  if ('roles' in told) return 'roles';
  return 'sessionId' in told ? told.sessionId : `all but ${told.exceptSessionId}`;
}

/** The one of two about the same subject that goes further: it revokes more, or is the later one. */
function further<T extends Told | AccessGrant>(known: T, other: T): T {
  if ('number' in known && 'number' in other) return known.number > other.number ? known : other;
  if ('minVersion' in known && 'minVersion' in other) return known.minVersion > other.minVersion ? known : other;
  return other;
}

function isRoleChange(told: Told): told is RoleChange {
  return 'roles' in told;
}

function putLast<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
}

function forgetOldest<T>(map: Map<string, T>, isOver: (value: T) => boolean): void {
  for (const [key, value] of map) {
    if (!isOver(value)) return;
    map.delete(key);
  }
}
