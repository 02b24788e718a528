import type { ClientAddress } from '../../domain/sessions/client-address.ts';
import type { Counter } from '../shared/paid-work.ts';

/**
 * What pays for looking up whether names are taken, which registration and a change of names reveal. The network is counted
 * too, because it may have 65,536 blocks.
 */
export function nameLookups({ block, network }: ClientAddress): readonly [Counter, ...Counter[]] {
  const ofBlock = { policy: 'register', key: block } as const;
  return network === null ? [ofBlock] : [ofBlock, { policy: 'register-network', key: network }];
}
