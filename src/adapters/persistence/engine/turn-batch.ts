import type { OpenDatabase } from './drizzle-database.ts';

/** `read`: reads the records of these keys with one short statement, in any order. `keyOf`: the key of a record. */
type Reading<Key, Found> = {
  readonly read: (keys: readonly Key[]) => Promise<readonly Found[]>;
  readonly keyOf: (found: Found) => Key;
};

/** The line of all addresses while no statement waits. */
const EVERYBODY = 'everybody';

type Batch<Key, Found> = Map<Key, PromiseWithResolvers<Found | undefined>>;

/** Maximum number of records in one statement, so that it stays short. */
const MOST_TOGETHER = 32;

/**
 * Finds records by key. One statement reads the records that are requested in the same turn of the event loop, because a
 * statement takes longer than a row. It is sent after the last of these requests, so nobody gets an older record.
 */
export class TurnBatch<Key, Found> {
  /** The batches of this turn: the one of everybody, or one of each address. */
  private readonly batches = new Map<string, Batch<Key, Found>>();

  constructor(
    private readonly database: Pick<OpenDatabase, 'pool' | 'whose' | 'asService'>,
    private readonly reading: Reading<Key, Found>,
  ) {}

  /** @returns `undefined` if there is no such record @throws any error of `read` */
  async find(key: Key): Promise<Found | undefined> {
    const batch = this.batchOf(this.line());
    const found = batch.get(key) ?? Promise.withResolvers<Found | undefined>();
    batch.set(key, found);
    return found.promise;
  }

  /** While statements wait for connections, addresses take turns, so a batch contains reads of one address only. */
  private line(): string {
    return this.database.pool()?.pending === 0 ? EVERYBODY : this.database.whose().address;
  }

  private batchOf(line: string): Batch<Key, Found> {
    const open = this.batches.get(line);
    if (open && open.size < MOST_TOGETHER) return open;
    const batch: Batch<Key, Found> = new Map();
    this.batches.set(line, batch);
    setImmediate(() => {
      if (this.batches.get(line) === batch) this.batches.delete(line);
      // A batch of several addresses must not wait in the line of the one that came first.
      const send = () => this.send(batch);
      void (line === EVERYBODY ? this.database.asService('records', send) : send());
    });
    return batch;
  }

  private async send(batch: Batch<Key, Found>): Promise<void> {
    try {
      for (const found of await this.reading.read([...batch.keys()]))
        batch.get(this.reading.keyOf(found))?.resolve(found);
      for (const { resolve } of batch.values()) resolve(undefined);
    } catch (fault) {
      for (const { reject } of batch.values()) reject(fault);
    }
  }
}
