import { parseEmail } from '../../domain/accounts/email-address.ts';
import { parseUsername } from '../../domain/accounts/username.ts';
import type { ClientAddress } from '../../domain/sessions/client-address.ts';
import type { FieldFault } from '../../domain/shared/errors.ts';
import type { Counter } from '../shared/paid-work.ts';
import type { LoginNames } from './ports/user-repository.ts';

type GivenNames = { readonly username?: string; readonly email?: string };

/** The canonical form of an account's new names, and all faults found. At least one name must be given. */
export function canonicalNames(given: GivenNames): { names: LoginNames; faults: readonly FieldFault[] } {
  const username = given.username === undefined ? undefined : parseUsername(given.username);
  const email = given.email === undefined ? undefined : parseEmail(given.email);
  return {
    names: {
      ...(username?.ok && { username: username.username, usernameSkeleton: username.skeleton }),
      ...(email?.ok && { email: email.email }),
    },
    faults: [
      ...(username || email ? [] : [{ field: 'username', code: 'required' } as const]),
      ...[username, email].flatMap((name) => (name && !name.ok ? [name.fault] : [])),
    ],
  };
}

/**
 * The counters for look-ups of names. Registration and a change of names reveal whether a name is taken. The network has
 * a counter too, because it may have 65,536 blocks.
 */
export function nameLookups({ block, network }: ClientAddress): readonly [Counter, ...Counter[]] {
  const ofBlock = { policy: 'register', key: block } as const;
  return network === null ? [ofBlock] : [ofBlock, { policy: 'register-network', key: network }];
}
