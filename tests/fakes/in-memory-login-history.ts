import type { LoginHistory } from '../../src/application/ports/login-history.ts';
import { addressBlock } from '../../src/domain/client-address.ts';
import type { LoginEvent } from '../../src/domain/login-event.ts';
import type { Page, PageRequest } from '../../src/domain/page.ts';
import type { UserId } from '../../src/domain/user.ts';
import type { InMemoryUserRepository } from './in-memory-user-repository.ts';

export class InMemoryLoginHistory implements LoginHistory {
  private events: LoginEvent[] = [];

  constructor(private readonly users: InMemoryUserRepository) {}

  async add(event: LoginEvent): Promise<void> {
    if (this.users.get(event.userId)) this.events.push(structuredClone(event));
  }

  async hasSucceededFrom(userId: UserId, block: string): Promise<boolean> {
    return this.of(userId).some(
      ({ outcome, client }) => outcome === 'success' && addressBlock(client.address) === block,
    );
  }

  async list(userId: UserId, { page, perPage }: PageRequest): Promise<Page<LoginEvent>> {
    const all = this.of(userId);
    return { items: all.slice((page - 1) * perPage, page * perPage), total: all.length };
  }

  async *stream(userId: UserId): AsyncIterable<LoginEvent> {
    yield* this.of(userId);
  }

  async purge(before: Date): Promise<number> {
    const total = this.events.length;
    this.events = this.events.filter(({ at }) => at >= before);
    return total - this.events.length;
  }

  private of(userId: UserId): LoginEvent[] {
    const theirs = this.events.filter((event) => event.userId === userId && this.users.get(userId));
    return structuredClone(theirs).toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  }
}
