import type { IdGenerator } from '../../src/application/shared/ports/id-generator.ts';

/** UUIDv7s with consecutive numbers, from `00000000-0000-7000-8000-000000000001` on. */
export class NumberedIds implements IdGenerator {
  private made = 0;

  next(): string {
    this.made += 1;
    return `00000000-0000-7000-8000-${String(this.made).padStart(12, '0')}`;
  }
}
