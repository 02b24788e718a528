import type { Metrics } from '../../../application/shared/ports/metrics.ts';
import type { SqlRunner, StatementRunner } from './sql-runner.ts';

/** Kinds of statements. Any other counts as `other`, so that the text of a statement never becomes a label. */
const KINDS: ReadonlySet<string> = new Set(['select', 'insert', 'update', 'delete', 'with']);

/** Measures statements by kind, and whole transactions, including the wait for a connection. */
export function measured(runner: SqlRunner, metrics: Metrics | undefined): SqlRunner {
  if (metrics === undefined) return runner;
  const timed = async <T>(operation: string, work: () => Promise<T>): Promise<T> => {
    const startedMs = performance.now();
    try {
      return await work();
    } finally {
      metrics.time('db_query_duration_seconds', { operation }, (performance.now() - startedMs) / 1000);
    }
  };
  const statementsOf = (one: StatementRunner): StatementRunner => ({
    run: (text, values, how) => timed(kindOf(text), () => one.run(text, values, how)),
  });
  return {
    ...statementsOf(runner),
    transaction: (work) => timed('transaction', () => runner.transaction((inside) => work(statementsOf(inside)))),
  };
}

function kindOf(text: string): string {
  const kind = /^\s*([a-z]+)/i.exec(text)?.[1]?.toLowerCase() ?? '';
  return KINDS.has(kind) ? kind : 'other';
}
