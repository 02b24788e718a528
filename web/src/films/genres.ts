import { unwrap } from '@kinopolka/client';
import type { Genre } from '../shared/api/api-types.ts';
import { api } from '../shared/api/api.ts';
import { useLoaded } from '../shared/api/loaded.ts';
import { language } from '../shared/language.ts';

/** All genres in the order of their names; none until they are loaded. */
export function useGenres(): readonly Genre[] {
  const { data = [] } = useLoaded('genres', async () => unwrap(api.GET('/genres')));
  const { compare } = new Intl.Collator(language.value);
  return data.toSorted((a, b) => compare(a.name, b.name));
}
