import { createHash, randomBytes } from 'node:crypto';
import type { PersonalTokenSecrets } from '../../application/sessions/ports/personal-token-secrets.ts';
import type { PersonalTokenText } from '../../domain/sessions/personal-token-text.ts';
import { personalTokenText, RANDOM_BYTES } from '../../domain/sessions/personal-token-text.ts';

/** SHA-256, in base64url. It need not be slow like a hash for passwords, because nobody can guess 202 random bits. */
export class Sha256PersonalTokenSecrets implements PersonalTokenSecrets {
  generate(): PersonalTokenText {
    let text: PersonalTokenText | undefined;
    while (text === undefined) text = personalTokenText(randomBytes(RANDOM_BYTES));
    return text;
  }

  hashOf(text: PersonalTokenText): string {
    return createHash('sha256').update(text).digest('base64url');
  }
}
