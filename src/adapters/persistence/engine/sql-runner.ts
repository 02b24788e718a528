import type { Owner } from '../../../application/shared/fair-queue.ts';
import type { AsService } from '../../../application/shared/ports/as-service.ts';

/** `prepare`: cache the plan. Rows are objects unless `rowsAs` says otherwise. */
export type QueryOptions = { readonly prepare?: boolean; readonly rowsAs?: 'objects' | 'arrays' };

/** Runs one statement with `$1`, `$2` … for the values. */
export interface StatementRunner {
  run(text: string, values?: readonly unknown[], how?: QueryOptions): Promise<readonly unknown[]>;
}

/** The interface that drizzle needs of a database engine. Transactions do not nest. */
export interface SqlRunner extends StatementRunner {
  transaction<T>(work: (inside: StatementRunner) => Promise<T>): Promise<T>;
}

/**
 * How values of each type (by OID) are parsed and serialized. drizzle fills it: it converts times and JSON itself, so
 * the engines must pass them unchanged.
 */
export type Codecs = {
  readonly parsers: Record<number, (text: string) => unknown>;
  readonly serializers: Record<number, (value: unknown) => unknown>;
};

/** Returns the owner of the current statement. Statements that wait are sent in turns, one owner after another. */
export type WhoseStatement = () => Owner;

/** For background work, and for programs that have no callers. */
export const ofNobody: WhoseStatement = () => NOBODY;

/** For programs that have no callers. */
export const forNobody: AsService = (_work, run) => run();

const NOBODY: Owner = { address: '', person: '', work: 'background' };
