import type { SQL } from 'drizzle-orm';
import { and, eq, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { ApiQuota, CallPacing, CallRefusal, PlannedCall } from '../../../../application/films/ports/api-quota.ts';
import {
  FilmSourceKeyRefused,
  FilmSourceQuotaSpent,
  FilmSourceRateLimited,
} from '../../../../application/films/ports/film-source.ts';
import type { AsService } from '../../../../application/shared/ports/as-service.ts';
import type { Quota } from '../../../../domain/films/quota-day.ts';
import { quotaDay, callsFor, secondsUntilNextQuotaDay, shareFor } from '../../../../domain/films/quota-day.ts';
import type { Database, OpenDatabase } from '../../engine/drizzle-database.ts';
import { translatingErrors } from '../../engine/storage-errors.ts';
import { apiQuotas } from './upstream-tables.ts';

/** Retry time when a reserve refuses calls; the reserve shrinks during the day. */
const RESERVE_SHRINKS_AFTER_SECONDS = 600;

/** The state may change between the refusal of a call and the query for its reason. */
const MAX_ATTEMPTS = 3;

type Row = typeof apiQuotas.$inferSelect;

/**
 * One row per account, changed by one statement per call: concurrent calls wait for the row lock and book the next
 * slot. A refusal takes one more statement, which finds its reason. Instances use their own clocks, so they agree only
 * if their clocks do. Everybody needs the row, so its changes are shared work of the service. At most a few of them wait:
 * bookings are few at the same time, and each of the others follows a call.
 */
export class DrizzleApiQuota implements ApiQuota {
  private readonly db: Database;
  private readonly asService: AsService;

  private readonly account: string;
  private readonly dailyLimit: number;
  private readonly pacing: CallPacing;

  /** `account`: calls of one account count together; not the API key itself. `dailyLimit`: what the operator allows. */
  constructor(
    { db, asService }: Pick<OpenDatabase, 'db' | 'asService'>,
    { account, dailyLimit, pacing }: { account: string; dailyLimit: number; pacing: CallPacing },
  ) {
    this.db = db;
    this.asService = asService;
    this.account = account;
    this.dailyLimit = dailyLimit;
    this.pacing = pacing;
  }

  async book(call: PlannedCall, now: Date): Promise<Date> {
    return this.asService('quota', () => this.bookNow(call, now));
  }

  private async bookNow(call: PlannedCall, now: Date): Promise<Date> {
    for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
      const turn = await this.take(call, now);
      if (turn !== undefined) return turn;
      const row = await this.row();
      const refusal = row && this.refusal(row, call, now);
      if (refusal) throw refusal;
      if (row === undefined) await this.open(now);
    }
    throw new FilmSourceRateLimited({ retryAfterSeconds: 1 });
  }

  async release(now: Date): Promise<void> {
    await this.change({ used: sql`greatest(${apiQuotas.used} - 1, 0)` }, eq(apiQuotas.day, quotaDay(now)));
  }

  async heed(refusal: CallRefusal, now: Date): Promise<void> {
    const until = at(new Date(now.getTime() + (refusal.retryAfterSeconds ?? 0) * 1000));
    if (refusal instanceof FilmSourceKeyRefused) await this.change({ keyRefusedUntil: until });
    else if (refusal instanceof FilmSourceQuotaSpent)
      await this.change({ day: today(now), used: sql`greatest(${usedOn(now)}, ${this.limit()})` });
    else await this.change({ nextCallAt: sql`greatest(${apiQuotas.nextCallAt}, ${until})` });
  }

  async learn({ limit, used }: Quota, now: Date): Promise<void> {
    await this.open(now);
    await this.change({ day: today(now), used: sql`greatest(${usedOn(now)}, ${used}::int)`, reportedLimit: limit });
  }

  async quota(now: Date): Promise<Quota> {
    const row = await this.row();
    return { limit: this.limitOf(row), used: row === undefined ? 0 : usedToday(row, now) };
  }

  /** @returns the time slot of the call, `undefined` when there is none */
  private async take({ isSearch, isVotes, purpose, withinMs }: PlannedCall, now: Date): Promise<Date | undefined> {
    const { account, keyRefusedUntil, nextCallAt, nextSearchAt, nextVotesAt } = apiQuotas;
    const own = [...(isSearch ? [nextSearchAt] : []), ...(isVotes ? [nextVotesAt] : [])];
    const turn = sql`greatest(${sql.join([at(now), nextCallAt, ...own], sql`, `)})`;
    const share = shareFor(purpose, now);
    const [booked] = await translatingErrors(async () =>
      this.db
        .update(apiQuotas)
        .set({
          day: today(now),
          used: sql`${usedOn(now)} + 1`,
          nextCallAt: after(turn, this.pacing.callMs),
          ...(isSearch && { nextSearchAt: after(turn, this.pacing.searchMs) }),
          ...(isVotes && { nextVotesAt: after(turn, this.pacing.votesMs) }),
        })
        .where(
          and(
            eq(account, this.account),
            or(isNull(keyRefusedUntil), lte(keyRefusedUntil, now)),
            lte(turn, at(new Date(now.getTime() + withinMs))),
            lt(usedOn(now), sql`floor(${this.limit()} * ${share}::float8)`),
          ),
        )
        .returning({ nextCallAt }),
    );
    return booked && new Date(booked.nextCallAt.getTime() - this.pacing.callMs);
  }

  private refusal(row: Row, { isSearch, isVotes, purpose, withinMs }: PlannedCall, now: Date): CallRefusal | undefined {
    const until = (moment: Date) => ({ retryAfterSeconds: Math.ceil((moment.getTime() - now.getTime()) / 1000) });
    const { keyRefusedUntil, nextCallAt, nextSearchAt, nextVotesAt } = row;
    const quota = { limit: this.limitOf(row), used: usedToday(row, now) };
    if (keyRefusedUntil !== null && keyRefusedUntil > now) return new FilmSourceKeyRefused(until(keyRefusedUntil));
    if (quota.used >= quota.limit)
      return new FilmSourceQuotaSpent({ retryAfterSeconds: secondsUntilNextQuotaDay(now) });
    if (callsFor(purpose, quota, now) === 0)
      return new FilmSourceQuotaSpent({ retryAfterSeconds: RESERVE_SHRINKS_AFTER_SECONDS });
    const own = [...(isSearch ? [nextSearchAt] : []), ...(isVotes && nextVotesAt ? [nextVotesAt] : [])];
    const turn = new Date(Math.max(...[nextCallAt, ...own].map(Number)));
    return turn.getTime() > now.getTime() + withinMs ? new FilmSourceRateLimited(until(turn)) : undefined;
  }

  private async row(): Promise<Row | undefined> {
    const [row] = await translatingErrors(async () =>
      this.db.select().from(apiQuotas).where(eq(apiQuotas.account, this.account)),
    );
    return row;
  }

  private async open(now: Date): Promise<void> {
    const row = { account: this.account, day: quotaDay(now), nextCallAt: now, nextSearchAt: now };
    await translatingErrors(async () => this.db.insert(apiQuotas).values(row).onConflictDoNothing());
  }

  private async change(set: PgUpdateSetSource<typeof apiQuotas>, where?: SQL): Promise<void> {
    await this.asService('quota', () =>
      translatingErrors(async () =>
        this.db
          .update(apiQuotas)
          .set(set)
          .where(and(eq(apiQuotas.account, this.account), where)),
      ),
    );
  }

  private limit(): SQL {
    return sql`least(${this.dailyLimit}::int, ${apiQuotas.reportedLimit})`;
  }

  private limitOf(row: Row | undefined): number {
    return Math.min(this.dailyLimit, row?.reportedLimit ?? Infinity);
  }
}

/** The day never goes back, even if the clock of an instance is slow. */
function today(now: Date): SQL {
  return sql`greatest(${apiQuotas.day}, ${quotaDay(now)}::date)`;
}

function usedOn(now: Date): SQL {
  return sql`(case when ${apiQuotas.day} < ${quotaDay(now)}::date then 0 else ${apiQuotas.used} end)`;
}

function usedToday({ day, used }: Row, now: Date): number {
  return day < quotaDay(now) ? 0 : used;
}

function at(moment: Date): SQL {
  return sql`${moment.toISOString()}::timestamptz`;
}

function after(turn: SQL, ms: number): SQL {
  return sql`${turn} + ${`${ms} milliseconds`}::interval`;
}
