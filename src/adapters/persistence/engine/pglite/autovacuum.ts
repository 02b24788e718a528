import type { StatementRunner } from '../sql-runner.ts';

/** Tables with their indexes up to this size are vacuumed at once: it takes about 4 ms for each MB. */
const SMALL_BYTES = 16 * 1024 * 1024;

/** A larger table that needs it this many times over is vacuumed even while people use the service. */
const OVERDUE = 4;

/**
 * The table that needs a vacuum most, if one does. `need` is above 1 if one of these is true:
 *
 * - Its dead or inserted rows are more than the thresholds of PostgreSQL.
 * - It is larger than 16 pages, and this process has not vacuumed it yet. The counters of rows are lost when PGlite
 *   stops; without this, tables would grow over restarts.
 * - Its oldest transaction id has to be frozen, at the age at which PostgreSQL does it too.
 *
 * A table of large values (`t`) counts as a table of its own. Only tables that need it are measured with their indexes,
 * because measuring all of them takes 40 ms.
 */
const MOST_NEEDED = `
  with needing as materialized (
    select oid, need, pages
    from pg_class,
      lateral (select greatest(reltuples, 0) as rows, pg_relation_size(oid) / 8192 as pages) as size,
      lateral (
        select greatest(
          pg_stat_get_dead_tuples(oid) / (50 + 0.2 * rows),
          pg_stat_get_ins_since_vacuum(oid) / (1000 + 0.2 * rows),
          case when pages > 16 and pg_stat_get_vacuum_count(oid) = 0 then 1.1 end,
          age(relfrozenxid) / 2e8
        ) as need
      ) as state
    where relkind in ('r', 'm', 't') and need > 1
  )
  select oid::regclass::text as name
  from needing
  where (need > $1 or pg_total_relation_size(oid) <= ${SMALL_BYTES}) and pg_total_relation_size(oid) <= $2
  order by need desc, pages desc
  limit 1`;

/**
 * Vacuums the tables of PGlite. PostgreSQL does it in processes of its own, which PGlite does not have. Without it, the
 * space of deleted rows is hardly used again, so tables grow for as long as rows are inserted and deleted.
 */
export class Autovacuum {
  /**
   * `isQuiet`: nobody has used the database for some seconds. `spareBytes`: space for the log of a vacuum, which is about
   * as large as the table at most.
   */
  constructor(
    private readonly statements: StatementRunner,
    private readonly isQuiet: () => boolean,
    private readonly spareBytes: () => number,
  ) {}

  /** Vacuums and analyzes at most one table, because the event loop stands still meanwhile. */
  async vacuumOne(): Promise<void> {
    // PostgreSQL counts dead rows with a delay of up to a second.
    await this.statements.run('select pg_stat_force_next_flush()');
    const leastNeed = this.isQuiet() ? 1 : OVERDUE;
    const [table] = (await this.statements.run(MOST_NEEDED, [leastNeed, this.spareBytes()])) as { name: string }[];
    // The name comes from `regclass`, so it is quoted where necessary.
    if (table !== undefined) await this.statements.run(`vacuum (analyze) ${table.name}`);
  }
}
