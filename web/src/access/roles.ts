import { unwrap } from '@kinopolka/client';
import { api } from '../shared/api/api.ts';
import { useLoaded } from '../shared/api/loaded.ts';

/** All roles with their permissions. */
export function useRoles() {
  return useLoaded('roles', async () => unwrap(api.GET('/roles')));
}
