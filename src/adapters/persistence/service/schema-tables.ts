import type { StatementRunner } from '../engine/sql-runner.ts';

/**
 * A table as the database itself describes it. `columns`: those that a copy writes. Generated columns are not among
 * them, and neither are numbers of transactions, which mean nothing in another database.
 */
export type SchemaTable = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly refersTo: readonly string[];
};

/** `next`: the number that the sequence gives out next, in decimal digits. All sequences count by one. */
export type SequencePosition = { readonly name: string; readonly next: string };

/** Tables of the migrator, which records in each database what it applied there. */
const OWN_RECORDS = String.raw`\_\_drizzle\_%`;

const TABLES = `select tables.relname as name,
    (select json_agg(attname order by attnum) from pg_attribute
      where attrelid = tables.oid and attnum > 0 and not attisdropped and attgenerated = '' and atttypid <> 'xid8'::regtype
    )::text as columns,
    (select coalesce(json_agg(distinct referred.relname), '[]') from pg_constraint
      join pg_class as referred on referred.oid = confrelid
      where conrelid = tables.oid and contype = 'f' and confrelid <> tables.oid
    )::text as refers_to
  from pg_class as tables
  where relkind in ('r', 'p') and not relispartition and relnamespace = current_schema()::regnamespace
    and relname not like '${OWN_RECORDS}'
  order by relname`;

const SEQUENCES = `select relname as name from pg_class
  where relkind = 'S' and relnamespace = current_schema()::regnamespace and relname not like '${OWN_RECORDS}'
  order by relname`;

/**
 * All tables of the schema, read from the database, so that no table can be forgotten. Each table comes after the tables
 * that it refers to; apart from that, the tables named in `first` come first.
 */
export async function tablesOf(runner: StatementRunner, first: readonly string[]): Promise<readonly SchemaTable[]> {
  const rows = (await runner.run(TABLES)) as { name: string; columns: string; refers_to: string }[];
  const tables = rows.map(({ name, columns, refers_to: refersTo }) => ({
    name,
    columns: JSON.parse(columns) as string[],
    refersTo: JSON.parse(refersTo) as string[],
  }));
  const sorted = [...tables].toSorted((a, b) => Number(first.includes(b.name)) - Number(first.includes(a.name)));
  return inOrderOfReference(sorted);
}

function inOrderOfReference(tables: readonly SchemaTable[]): readonly SchemaTable[] {
  const [ordered, placed] = [[] as SchemaTable[], new Set<string>()];
  while (ordered.length < tables.length) {
    const next = tables.find(({ name, refersTo }) => !placed.has(name) && refersTo.every((other) => placed.has(other)));
    if (next === undefined) throw new Error('tables refer to each other in a circle');
    ordered.push(next);
    placed.add(next.name);
  }
  return ordered;
}

export async function sequencesOf(runner: StatementRunner): Promise<readonly SequencePosition[]> {
  const names = (await runner.run(SEQUENCES)) as { name: string }[];
  const positions: SequencePosition[] = [];
  for (const { name } of names) {
    const position = `select (last_value + is_called::int)::text as next from ${quoted(name)}`;
    const [row] = (await runner.run(position)) as { next: string }[];
    if (row) positions.push({ name, next: row.next });
  }
  return positions;
}

/** An SQL identifier. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
