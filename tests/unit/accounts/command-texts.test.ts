import { describe, expect, it } from 'vitest';
import { accountRow, accountText } from '../../../src/adapters/cli/account-text.ts';
import { inWords } from '../../../src/adapters/cli/refusals.ts';
import { forTerminals } from '../../../src/adapters/cli/terminal-text.ts';
import { UsernameTaken } from '../../../src/domain/accounts/user.ts';
import type { FieldFault } from '../../../src/domain/shared/errors.ts';
import { ValidationFailed } from '../../../src/domain/shared/errors.ts';
import { aUser } from '../../builders/user.ts';

const sentenceFor = (...faults: FieldFault[]) => String(inWords(new ValidationFailed(faults), {}));

describe('a refusal of a command', () => {
  const short: FieldFault = { field: 'username', code: 'too-short', limit: 3 };

  it('is one line with all faults of a user name and a password', () => {
    const password: FieldFault = { field: 'password', code: 'too-short', limit: 8 };
    expect(sentenceFor(short, { field: 'username', code: 'mixed-scripts' }, password)).toBe(
      'Error: The user name cannot be used: it is shorter than 3 characters; its letters are of several scripts. ' +
        'The password cannot be used: it is shorter than 8 characters. Nothing was changed.',
    );
    expect(sentenceFor(short)).toBe(
      'Error: The user name cannot be used: it is shorter than 3 characters. Nothing was changed.',
    );
  });

  it('is unchanged if it also has other faults', () => {
    const error = new ValidationFailed([short, { field: 'email', code: 'invalid-format' }]);
    expect(inWords(error, {})).toBe(error);
    expect(inWords(new UsernameTaken(), {})).toBeInstanceOf(UsernameTaken);
  });
});

describe('an account', () => {
  it.each([
    [aUser(), 'user'],
    [aUser({ roles: ['editors'] }), 'user editors'],
    [aUser({ isSuperuser: true }), '(superuser) user'],
  ])('has the same roles in a list and alone: %#', (user, roles) => {
    expect(accountRow(user).slice(-roles.length - 1)).toBe(` ${roles}`);
    const text = accountText({ user, permissions: [], sessions: [], logins: [] });
    expect(text.split('\n')).toContain(`roles         ${roles}`);
  });
});

describe('text for terminals', () => {
  it('has no control characters and no invisible ones', () => {
    expect(forTerminals('a\u001B[31mb\nc\u202Ed\u2028e')).toBe('a\uFFFD[31mb\uFFFDc\uFFFDd\uFFFDe');
  });
});
