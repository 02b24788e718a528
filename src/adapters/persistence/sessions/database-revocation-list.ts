import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { JudgedToken, RevocationList, Standing } from '../../../application/sessions/ports/revocation-list.ts';
import type { UserId } from '../../../domain/accounts/user.ts';
import { MAX_ACCEPTED_SECONDS } from '../../../domain/sessions/access-token.ts';
import type { CredentialChange } from '../../../domain/sessions/revocation.ts';
import { ChangeFollower } from '../engine/change-follower.ts';
import type { OpenDatabase } from '../engine/drizzle-database.ts';
import { translatingErrors } from '../engine/storage-errors.ts';
import { RevocationCache } from './revocation-cache.ts';
import { REVOCATION_CHANNEL, toChange } from './revocation-rows.ts';
import { revocations } from './sessions-tables.ts';

/** Maximum duration of the transaction that writes a revocation. */
const COMMIT_SECONDS = 60;

/** How long a revocation has to be known. */
const WINDOW_SECONDS = MAX_ACCEPTED_SECONDS + COMMIT_SECONDS;

/**
 * Transactions with smaller numbers had ended when the statement started, so its result contains all their writes
 * (PostgreSQL, "pg_snapshot").
 */
const OLDEST_RUNNING = sql<string>`pg_snapshot_xmin(pg_current_snapshot())::text`;

const NONE_READ = '0';

/**
 * Caches the revocations and role changes of the last 17 minutes in memory, so that checking a token needs no query.
 * `LISTEN` reports new rows; while that connection is lost, each check queries the database.
 */
export class DatabaseRevocationList implements RevocationList {
  private readonly known = new RevocationCache(WINDOW_SECONDS * 1000);
  private readonly follower = new ChangeFollower(REVOCATION_CHANNEL, (scope) => this.read(scope));
  /** Writes of transactions below this number have been read. */
  private readBelow = NONE_READ;

  constructor(private readonly database: Pick<OpenDatabase, 'db' | 'listen' | 'asService'>) {}

  /** Loads existing rows and follows changes. */
  async open(): Promise<void> {
    await this.follower.open(this.database);
  }

  async close(): Promise<void> {
    await this.follower.close();
  }

  async standingOf(token: JudgedToken): Promise<Standing | undefined> {
    const nowMs = performance.now();
    if (this.follower.isCurrent()) return this.known.standingOf(token, nowMs);
    const known = new RevocationCache(WINDOW_SECONDS * 1000);
    for (const change of await this.stored(isAbout(token))) known.remember(change, nowMs);
    return known.standingOf(token, nowMs);
  }

  /**
   * Whether the user's roles and tokens are unchanged since `sinceMs`, in milliseconds of `performance.now()`. `false`
   * while notifications are interrupted, and for a time before the changes in memory.
   */
  isUnchanged(userId: UserId, sinceMs: number): boolean {
    return this.follower.isCurrent() && this.known.isUnchanged(userId, sinceMs, performance.now());
  }

  /** Applies this instance's own revocations at once. */
  remember(change: CredentialChange): void {
    this.known.remember(change, performance.now());
  }

  /** Reads the rows again; until then, checks query the database. */
  async reload(): Promise<void> {
    await this.follower.readNow();
  }

  /**
   * Rows do not become visible in the order of their ids or times, so new rows are those of transactions that may still
   * have been running at the previous read.
   */
  private async read(scope: 'all' | 'new'): Promise<void> {
    const from = scope === 'all' ? NONE_READ : this.readBelow;
    const rows = await translatingErrors(async () =>
      this.database.db
        .select({ row: revocations, oldestRunning: OLDEST_RUNNING })
        .from(sql`(select) as always`)
        .leftJoin(revocations, and(sql`${revocations.transactionId} >= ${from}::xid8`, isRecent())),
    );
    const nowMs = performance.now();
    for (const { row } of rows) if (row) this.known.remember(toChange(row), nowMs);
    this.readBelow = rows[0]?.oldestRunning ?? NONE_READ;
  }

  private async stored(condition: SQL | undefined): Promise<CredentialChange[]> {
    const rows = await translatingErrors(async () =>
      this.database.db.select().from(revocations).where(and(isRecent(), condition)),
    );
    return rows.map(toChange);
  }
}

function isRecent(): SQL {
  return gt(revocations.at, sql`now() - make_interval(secs => ${WINDOW_SECONDS})`);
}

/** Excludes other sessions of the user, because any number of them may have ended. */
function isAbout({ userId, sessionId }: JudgedToken): SQL | undefined {
  return and(eq(revocations.userId, userId), or(isNull(revocations.sessionId), eq(revocations.sessionId, sessionId)));
}
