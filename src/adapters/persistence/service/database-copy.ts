import { ACCESS_CHANNEL } from '../access/access-tables.ts';
import type { StatementRunner } from '../engine/sql-runner.ts';
import { REVOCATION_CHANNEL } from '../sessions/revocation-rows.ts';
import { expireShelfCursors } from '../shelf/shelf-change-rows.ts';
import type { SchemaTable } from './schema-tables.ts';
import { quoted, sequencesOf, tablesOf } from './schema-tables.ts';

/** Maximum number of rows in memory at a time. */
const ROWS_AT_ONCE = 500;

/** Tables that a copy leaves out, and why. */
export const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ['movie_documents', 'written again from the tables of films; until then films are read from these tables'],
  ['leases', 'leases of processes on the embedded database'],
  ['rate_limits', 'counters that cover at most a day; a crash of the database deletes them, too'],
]);

/** Copied before `movies`, because the trigger of `movies` adds words to this table and skips existing ones. */
const BEFORE_OTHERS = ['title_words'];

/** SQLSTATEs: a lock is not free, or a running instance and the copy waited for each other. */
const IN_USE: readonly unknown[] = ['55P03', '40P01'];

/** `done` and `total` count rows. */
export type CopyProgress = { readonly done: number; readonly total: number };

export type CopyReport = {
  readonly copied: readonly { readonly table: string; readonly rows: number }[];
  readonly leftOut: readonly { readonly table: string; readonly reason: string }[];
};

/** The target holds accounts, which a copy would destroy. */
export class TargetHasAccounts extends Error {
  override readonly name = 'TargetHasAccounts';

  constructor() {
    super('The database of DATABASE_URL has accounts already. Copy into an empty database; nothing was changed.');
  }
}

/** Another process holds the tables of the target. */
class TargetInUse extends Error {
  override readonly name = 'TargetInUse';

  constructor(cause: unknown) {
    const advice = 'Stop the instances that run on it, and other copies, and try again; nothing was changed.';
    super(`The tables of DATABASE_URL are in use. ${advice}`, { cause });
  }
}

/** Whether there are accounts. Also answers for a database without our schema. */
export async function hasAccounts(runner: StatementRunner): Promise<boolean> {
  const table = `to_regclass(quote_ident(current_schema()) || '.users')`;
  const [schema] = (await runner.run(`select ${table} is not null as found`)) as { found: boolean }[];
  if (!schema?.found) return false;
  const [users] = (await runner.run('select exists (select from users) as found')) as { found: boolean }[];
  return users?.found ?? false;
}

/**
 * Copies everything of one database into another of the same schema version, whose own content is deleted. Each runner
 * is inside a transaction, and nobody writes to `source` meanwhile.
 * @throws TargetHasAccounts, TargetInUse
 */
export async function copyDatabase(
  source: StatementRunner,
  target: StatementRunner,
  onProgress: (progress: CopyProgress) => void,
): Promise<CopyReport> {
  const tables = (await tablesOf(source, BEFORE_OTHERS)).filter(({ name }) => !LEFT_OUT.has(name));
  await emptied(target, tables);
  const total = await rowsOf(source, tables);
  const copied: CopyReport['copied'][number][] = [];
  let done = 0;
  for (const table of tables) {
    const rows = await copyTable(source, target, table, (count) => onProgress({ done: (done += count), total }));
    copied.push({ table: table.name, rows });
  }
  // Unlike `setval` it is undone with the transaction.
  for (const { name, next } of await sequencesOf(source))
    await target.run(`alter sequence ${quoted(name)} restart with ${next}`);
  await expireShelfCursors(target);
  await target.run(`analyze ${namesOf(tables)}`);
  // Instances that run on the target read everything again.
  for (const channel of [ACCESS_CHANNEL, REVOCATION_CHANNEL])
    await target.run(`select pg_notify('${channel}', 'many')`);
  return { copied, leftOut: Array.from(LEFT_OUT, ([table, reason]) => ({ table, reason })) };
}

/** Locks the tables against other writers until the end of the transaction. */
async function emptied(target: StatementRunner, tables: readonly SchemaTable[]): Promise<void> {
  try {
    await target.run(`lock table ${namesOf(tables)} in exclusive mode`);
  } catch (error) {
    throw IN_USE.includes((error as { code?: unknown }).code) ? new TargetInUse(error) : error;
  }
  if (await hasAccounts(target)) throw new TargetHasAccounts();
  for (const { name } of tables.toReversed()) await target.run(`delete from ${quoted(name)}`);
}

async function rowsOf(source: StatementRunner, tables: readonly SchemaTable[]): Promise<number> {
  let total = 0;
  for (const { name } of tables) {
    const [counted] = (await source.run(`select count(*)::int as rows from ${quoted(name)}`)) as { rows: number }[];
    total += counted?.rows ?? 0;
  }
  return total;
}

/**
 * Copies through a cursor, and as JSON that the servers write and read, so that values of every type arrive unchanged.
 * @returns how many rows
 */
async function copyTable(
  source: StatementRunner,
  target: StatementRunner,
  { name, columns }: SchemaTable,
  onRows: (count: number) => void,
): Promise<number> {
  const [table, list] = [quoted(name), columns.map(quoted).join(', ')];
  const insert = `insert into ${table} (${list}) overriding system value
    select ${list} from json_populate_recordset(null::${table}, $1::text::json)`;
  await source.run(`declare copied no scroll cursor for
    select to_json(one)::text as line from (select ${list} from ${table}) as one`);
  const fetched = async () => (await source.run(`fetch ${ROWS_AT_ONCE} from copied`)) as { line: string }[];
  let copied = 0;
  for (let rows = await fetched(); rows.length > 0; rows = await fetched()) {
    await target.run(insert, [`[${rows.map(({ line }) => line).join(',')}]`]);
    copied += rows.length;
    onRows(rows.length);
  }
  await source.run('close copied');
  return copied;
}

function namesOf(tables: readonly SchemaTable[]): string {
  return tables.map(({ name }) => quoted(name)).join(', ');
}
