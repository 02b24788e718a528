import { unwrap } from '@kinopolka/client';
import type { Genre, Restriction, RestrictionRule } from '../shared/api-types.ts';
import { api } from '../shared/api.ts';
import { accessWording } from './access.wording.ts';

export const RULE_KINDS = ['years', 'age', 'genre', 'films'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

export function kindOf(rule: RestrictionRule): RuleKind {
  if ('released_within_years' in rule) return 'years';
  if ('age_limit_from' in rule) return 'age';
  return 'genre_id' in rule ? 'genre' : 'films';
}

/** Which films it covers, in words. */
export function ruleText(rule: RestrictionRule, genres: readonly Genre[]): string {
  const t = accessWording();
  if ('released_within_years' in rule) return t.ruleYears(rule.released_within_years);
  if ('age_limit_from' in rule) return t.ruleAge(rule.age_limit_from);
  if ('kinopoisk_ids' in rule) return t.ruleFilms(rule.kinopoisk_ids.length);
  return t.ruleGenre(genres.find(({ id }) => id === rule.genre_id)?.name ?? String(rule.genre_id));
}

/** `value`: of the field that belongs to the kind */
export function ruleOf(kind: RuleKind, value: number, films: readonly number[]): RestrictionRule {
  if (kind === 'years') return { released_within_years: value };
  if (kind === 'age') return { age_limit_from: value };
  return kind === 'genre' ? { genre_id: value } : { kinopoisk_ids: [...films] };
}

/** Creates or replaces it. @throws ProblemError */
export async function putRestriction({ label, rule }: Restriction): Promise<void> {
  await unwrap(api.PUT('/restrictions/{label}', { params: { path: { label } }, body: { rule } }));
}
