import { unwrap } from '@kinopolka/client';
import { api } from '../shared/api/api.ts';
import { useLoaded } from '../shared/api/loaded.ts';
import { language } from '../shared/language.ts';

/** All roles with their permissions. The service describes the built-in ones in the language of the page. */
export function useRoles() {
  return useLoaded(`roles/${language.value}`, async () => unwrap(api.GET('/roles')));
}
