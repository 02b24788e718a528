import { language } from '../shared/language.ts';
import { sharedWording } from '../shared/shared.wording.ts';

type Titled = { readonly title: string | null; readonly original_title: string | null };

/** The title to show. The service has Russian and original titles; readers of English get the original one. */
export function titleOf({ title, original_title: original }: Titled): string {
  const shown = language.value === 'en' ? (original ?? title) : (title ?? original);
  return shown ?? sharedWording().unknownTitle;
}

/** The other title, if it differs. */
export function otherTitleOf(film: Titled): string | undefined {
  const other = language.value === 'en' ? film.title : film.original_title;
  return other && other !== titleOf(film) ? other : undefined;
}
