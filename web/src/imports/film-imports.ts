import { unwrap } from '@kinopolka/client';
import { useEffect, useRef } from 'preact/hooks';
import type { FilmImport } from '../shared/api/api-types.ts';
import { api } from '../shared/api/api.ts';
import { useLoaded } from '../shared/api/loaded.ts';
import { format } from '../shared/language.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { importsWording } from './imports.wording.ts';
import { pollWhileVisible } from './polling.ts';

const UNDER_WAY: readonly string[] = ['reading', 'running', 'waiting'] satisfies FilmImport['status'][];

export function isUnderWay({ status }: FilmImport): boolean {
  return UNDER_WAY.includes(status);
}

/** Rows whose outcome is known. */
export function doneRows({ rows }: FilmImport): number {
  return rows.matched + rows.ambiguous + rows.not_found + rows.restricted + rows.invalid;
}

const PROGRAMS = { imdb: 'IMDb', letterboxd: 'Letterboxd' };

/** Where the list comes from, in the language of the page. */
export function sourceOf({ kinopoisk_user_id: profile, format: program }: FilmImport): string {
  const t = importsWording();
  if (profile !== null) return t.profileOf(profile);
  if (program === 'kinopolka') return sharedWording().service;
  return PROGRAMS[program as keyof typeof PROGRAMS] ?? t.table;
}

/** My imports, newest first. */
export function useImports() {
  return usePolled(
    'imports',
    async () => unwrap(api.GET('/imports')),
    (all) => all.some(isUnderWay),
  );
}

export function useImport(id: string) {
  const load = async () => unwrap(api.GET('/imports/{id}', { params: { path: { id } } }));
  return usePolled(`imports/${id}`, load, isUnderWay);
}

/** How many rows are done, in the language of the page; empty when the import is over. */
export function progressOf(one: FilmImport): string {
  const { total } = one.rows;
  if (!isUnderWay(one) || total === 0) return '';
  return importsWording().found(format.number(doneRows(one)), format.number(total));
}

/** Like {@link useLoaded}, but loads again and again as long as `isChanging` returns true. */
function usePolled<T>(key: string, load: () => Promise<T>, isChanging: (data: T) => boolean) {
  const answer = useRef('');
  const loaded = useLoaded(key, async () => {
    const data = await load();
    answer.current = JSON.stringify(data);
    return data;
  });
  const { data, error, reload } = loaded;
  const polls = data !== undefined && error === undefined && isChanging(data);
  useEffect(() => {
    if (!polls) return undefined;
    return pollWhileVisible(async () => {
      await reload();
      return answer.current;
    });
  }, [key, polls]);
  return loaded;
}
