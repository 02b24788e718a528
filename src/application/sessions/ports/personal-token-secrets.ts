import type { PersonalTokenText } from '../../../domain/sessions/personal-token-text.ts';

/** The secret parts of personal tokens. */
export interface PersonalTokenSecrets {
  /** A new token, which nobody can guess. */
  generate(): PersonalTokenText;

  /** The hash that is stored instead of the token. The token cannot be computed from it. */
  hashOf(text: PersonalTokenText): string;
}
