import type { PersonalToken } from '../../src/domain/sessions/personal-token.ts';
import { uuid } from './user.ts';

/** A token of {@link aUser} for the shelf, made at noon and valid for 90 days. */
export function aPersonalToken(differences: Partial<PersonalToken> = {}): PersonalToken {
  return {
    id: uuid(7001),
    userId: uuid(1),
    name: 'Умный дом',
    permissions: ['favorites:own'],
    hint: 'Qx3Z',
    createdAt: new Date('2026-11-20T12:00:00.123Z'),
    expiresAt: new Date('2027-02-18T12:00:00.123Z'),
    lastUsedAt: null,
    ...differences,
  };
}
