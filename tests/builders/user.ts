import type { User } from '../../src/domain/accounts/user.ts';

/** The n-th UUIDv7 of a test. */
export function uuid(n: number): string {
  return `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** The account of Alice. */
export function aUser(differences: Partial<User> = {}): User {
  return {
    id: uuid(1),
    username: 'alice',
    email: 'alice@example.org',
    name: 'Алиса',
    surname: 'Liddell',
    favoriteGenreId: 6,
    isActive: true,
    isSuperuser: false,
    roles: [],
    tokenVersion: 0,
    createdAt: new Date('2026-11-20T12:00:00.123Z'),
    ...differences,
  };
}
