import { and, eq, gt, sql } from 'drizzle-orm';
import type { RevocationList } from '../../../application/ports/revocation-list.ts';
import type { Revocation, TokenIdentity } from '../../../domain/revocation.ts';
import { revokes } from '../../../domain/revocation.ts';
import type { OpenDatabase } from './drizzle-database.ts';
import { REVOCATION_CHANNEL, toRevocation } from './revocation-rows.ts';
import { revocations } from './schema.ts';
import { translatingErrors } from './storage-errors.ts';

/**
 * How long a revocation matters: the longest life of an access token, with what clocks are allowed to differ, and some
 * time for the transaction that wrote it.
 */
const WINDOW_SECONDS = 900 + 65 + 60;

type Remembered = { readonly revocation: Revocation; readonly untilMs: number };

/**
 * The revocations of the last quarter of an hour, in memory, so that checking a token asks nobody. They come over
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
      onMessage: (payload) => this.remember(toRevocation(JSON.parse(payload) as Parameters<typeof toRevocation>[0])),
      onConnected: async () => {
        for (const revocation of await this.recent()) this.remember(revocation);
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

  async isRevoked(token: TokenIdentity): Promise<boolean> {
    if (this.isHearing) {
      const remembered = this.byUser.get(token.userId)?.values() ?? [];
      return Array.from(remembered).some(({ revocation }) => revokes(revocation, token));
    }
    return (await this.recent(token.userId)).some((revocation) => revokes(revocation, token));
  }

  /** What this very instance revoked counts at once, before the message about it has come back. */
  remember(revocation: Revocation): void {
    const nowMs = performance.now();
    const { userId } = revocation;
    const theirs = this.byUser.get(userId) ?? new Map<string, Remembered>();
    const subject = subjectOf(revocation);
    const furthest = further(theirs.get(subject)?.revocation, revocation);
    putLast(theirs, subject, { revocation: furthest, untilMs: nowMs + WINDOW_SECONDS * 1000 });
    putLast(this.byUser, userId, theirs);
    forgetOldest(theirs, ({ untilMs }) => untilMs <= nowMs);
    forgetOldest(this.byUser, (remembered) => Array.from(remembered.values()).every(({ untilMs }) => untilMs <= nowMs));
  }

  private async recent(userId?: string): Promise<Revocation[]> {
    const isRecent = gt(revocations.at, sql`now() - make_interval(secs => ${WINDOW_SECONDS})`);
    const isAbout = userId === undefined ? undefined : eq(revocations.userId, userId);
    const rows = await translatingErrors(async () =>
      this.database.db.select().from(revocations).where(and(isRecent, isAbout)),
    );
    return rows.map(toRevocation);
  }
}

/** Messages come twice, and somebody may log out elsewhere again and again: what one covers is remembered once. */
function subjectOf(revocation: Revocation): string {
  return 'sessionId' in revocation ? revocation.sessionId : `all but ${revocation.exceptSessionId}`;
}

/** The one of two about the same subject that revokes more. */
function further(known: Revocation | undefined, other: Revocation): Revocation {
  if (!known || !('minVersion' in known) || !('minVersion' in other)) return other;
  return known.minVersion > other.minVersion ? known : other;
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
