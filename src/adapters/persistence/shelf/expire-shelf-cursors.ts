import type { StatementRunner } from '../engine/sql-runner.ts';

/** More than any shelf changes in its life, and far less than a safe integer holds. */
const GAP = 2 ** 32;

/**
 * Lets every cursor issued so far be answered as expired. After a copy, the database it was made from may go on: its
 * versions and those of the copy then count different changes, and a cursor of one would skip changes of the other. This
 * holds for shelves that were never used as well.
 */
export async function expireShelfCursors(runner: StatementRunner): Promise<void> {
  await runner.run(`insert into shelves (user_id, version, forgotten_version) select id, ${GAP}, ${GAP} from users
    on conflict (user_id) do update set version = shelves.version + ${GAP}, forgotten_version = shelves.version + ${GAP}`);
}
