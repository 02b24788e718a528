import type { LoginHistory } from '../../src/application/sessions/ports/login-history.ts';
import type { LoginName, UserId } from '../../src/domain/accounts/user.ts';
import type { LoginEvent, NewLoginEvent, RefusedLogin } from '../../src/domain/sessions/login-event.ts';
import { recordOf } from '../../src/domain/sessions/session.ts';
import type { Page, PageRequest } from '../../src/domain/shared/page.ts';
import type { InMemoryUserRepository } from './in-memory-user-repository.ts';

export class InMemoryLoginHistory implements LoginHistory {
  private events: NewLoginEvent[] = [];

  constructor(private readonly users: InMemoryUserRepository) {}

  async add(event: NewLoginEvent): Promise<void> {
    if (this.users.get(event.userId)) this.events.push(structuredClone(event));
  }

  async addRefused(attempts: readonly RefusedLogin[]): Promise<void> {
    for (const { name, ...attempt } of attempts) {
      const account = await this.users.findCredentials(name);
      if (account && account.user.createdAt <= attempt.at)
        await this.add({ ...attempt, userId: account.user.id, sessionId: null });
    }
  }

  async isFamiliar(name: LoginName, block: string): Promise<boolean> {
    const account = await this.users.findCredentials(name);
    if (!account) return false;
    return this.eventsOf(account.user.id).some(
      ({ outcome, client }) => (outcome === 'success' || outcome === 'registered') && client.address.block === block,
    );
  }

  async list(userId: UserId, { page, perPage }: PageRequest): Promise<Page<LoginEvent>> {
    const all = this.of(userId).filter(({ outcome }) => outcome !== 'registered');
    return { items: all.slice((page - 1) * perPage, page * perPage), total: all.length };
  }

  async *stream(userId: UserId): AsyncIterable<LoginEvent> {
    yield* this.of(userId);
  }

  async purge(before: Date): Promise<number> {
    const total = this.events.length;
    for (const { id, createdAt } of this.users.all()) if (createdAt < before) this.users.registeredBy.delete(id);
    this.events = this.events.filter(({ at }) => at >= before);
    return total - this.events.length;
  }

  private of(userId: UserId): LoginEvent[] {
    return this.eventsOf(userId).map((event) => ({ ...event, client: recordOf(event.client) }));
  }

  private eventsOf(userId: UserId): NewLoginEvent[] {
    const user = this.users.get(userId)?.user;
    if (!user) return [];
    const client = this.users.registeredBy.get(userId);
    const registered = { id: userId, userId, at: user.createdAt, outcome: 'registered' as const, sessionId: null };
    const theirs = [
      ...this.events.filter((event) => event.userId === userId),
      ...(client ? [{ ...registered, client }] : []),
    ];
    return structuredClone(theirs).toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  }
}
