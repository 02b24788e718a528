import { unwrap } from '@kinopolka/client';
import type { Genre, Restriction, RestrictionRule } from '../shared/api/api-types.ts';
import { api } from '../shared/api/api.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { accessWording } from './access.wording.ts';

export const RULE_KINDS = ['films', 'genre', 'age', 'years'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/**
 * The rule of a restriction as a form edits it. `value`: a genre id, an age or a number of years, depending on `kind`;
 * `films`: ids of films.
 */
export type RuleParts = { readonly kind: RuleKind; readonly value: number; readonly films: readonly number[] };

export function partsOf(rule: RestrictionRule): RuleParts {
  if ('released_within_years' in rule) return { kind: 'years', value: rule.released_within_years, films: [] };
  if ('age_limit_from' in rule) return { kind: 'age', value: rule.age_limit_from, films: [] };
  if ('genre_id' in rule) return { kind: 'genre', value: rule.genre_id, films: [] };
  return { kind: 'films', value: 0, films: rule.kinopoisk_ids };
}

export function ruleOf({ kind, value, films }: RuleParts): RestrictionRule {
  if (kind === 'years') return { released_within_years: value };
  if (kind === 'age') return { age_limit_from: value };
  return kind === 'genre' ? { genre_id: value } : { kinopoisk_ids: [...films] };
}

/** Which films the rule covers, in the language of the page. */
export function ruleText(rule: RestrictionRule, genres: readonly Genre[]): string {
  const t = accessWording();
  const { kind, value, films } = partsOf(rule);
  if (kind === 'years') return t.ruleYears(value);
  if (kind === 'age') return t.ruleAge(value);
  if (kind === 'films') return sharedWording().films(films.length);
  return t.ruleGenre(genres.find(({ id }) => id === value)?.name ?? String(value));
}

/** Creates the restriction, or replaces the one with its label. @throws ProblemError */
export async function putRestriction({ label, rule }: Restriction): Promise<void> {
  await unwrap(api.PUT('/restrictions/{label}', { params: { path: { label } }, body: { rule } }));
}
