import type { OperationLog, OperationRecord } from '../../src/application/shared/ports/operation-log.ts';

/** Stores every record, oldest first. */
export class CollectingOperationLog implements OperationLog {
  readonly records: OperationRecord[] = [];

  record(record: OperationRecord): void {
    this.records.push(record);
  }
}
