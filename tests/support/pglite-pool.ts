import type { PGlite } from '@electric-sql/pglite';
import { IN_MEMORY, startPglite } from '../../src/adapters/persistence/engine/pglite/pglite-database.ts';
import { pgliteSnapshot } from './pglite-snapshot.ts';
import { addRestoring } from './restoring.ts';

/** A hash of all columns of our tables. An instance whose tables a test has changed is not used again. */
const SHAPE = `
  select md5(string_agg(concat_ws(' ', attrelid, attname, atttypid), ',' order by attrelid, attnum)) as shape
  from pg_attribute where attnum > 0 and attrelid >= 16384`;

/** Returns statements that set every sequence to its present value. */
const SEQUENCES = `
  select format('select setval(%L, %s, %s)', format('%I.%I', schemaname, sequencename),
    coalesce(last_value, start_value), (last_value is not null)::text) as statement from pg_sequences`;

type Pooled = { readonly pglite: PGlite; readonly shape: unknown; readonly sequences: string };

const idle: Pooled[] = [];

/**
 * A migrated PGlite. Closing it returns it to the pool of this worker, because a new one needs a second to open, and
 * more to compile its code.
 */
export async function takePglite(): Promise<PGlite> {
  const pooled = idle.pop() ?? (await start());
  return leaseOf(pooled.pglite, () => giveBack(pooled));
}

async function start(): Promise<Pooled> {
  const pglite = await startPglite(IN_MEMORY, await pgliteSnapshot('drizzle'));
  await addRestoring(async (statement) => (await pglite.query<Record<string, unknown>>(statement)).rows);
  const { rows } = await pglite.query<{ statement: string }>(SEQUENCES);
  return { pglite, shape: await shapeOf(pglite), sequences: rows.map(({ statement }) => statement).join(';') };
}

async function giveBack(pooled: Pooled): Promise<void> {
  const { pglite, shape, sequences } = pooled;
  if ((await shapeOf(pglite)) !== shape) return pglite.close();
  await pglite.exec('select kept.restore()');
  await pglite.exec(sequences);
  // PGlite has no autovacuum, and every scan would read all deleted rows again.
  await pglite.exec('vacuum');
  // With statistics of empty tables, plans would scan whole tables, and the plans of foreign keys are cached.
  await pglite.exec(`update pg_class set reltuples = -1, relpages = 0 where relkind = 'r' and oid >= 16384`);
  await pglite.exec('delete from pg_statistic');
  await pglite.exec('discard all');
  idle.push(pooled);
}

async function shapeOf(pglite: PGlite): Promise<unknown> {
  return (await pglite.query<{ shape: unknown }>(SHAPE)).rows[0]?.shape;
}

function leaseOf(pglite: PGlite, giveItBack: () => Promise<void>): PGlite {
  let closed = false;
  const listening: (() => Promise<void>)[] = [];
  const own = {
    get closed() {
      return closed;
    },
    async listen(...subscription: Parameters<PGlite['listen']>) {
      const stop = await pglite.listen(...subscription);
      listening.push(() => stop());
      return stop;
    },
    async close() {
      if (closed) return;
      closed = true;
      for (const stop of listening) await stop();
      await giveItBack();
    },
  };
  return new Proxy(pglite, {
    get(target, name) {
      if (Object.hasOwn(own, name)) return Reflect.get(own, name) as unknown;
      const member = Reflect.get(target, name) as unknown;
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
