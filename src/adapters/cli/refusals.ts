import { ANONYMOUS_ROLE, BuiltInRole, MAX_ROLES_PER_USER, TooManyRoles } from '../../domain/access/role.ts';
import { LastSuperuser, UserNotFound } from '../../domain/accounts/user.ts';
import type { FieldFault } from '../../domain/shared/errors.ts';
import { ValidationFailed } from '../../domain/shared/errors.ts';
import { lookup } from '../../domain/shared/lookup.ts';

/**
 * The account that a command changes. `login`: as typed; `name`: the user name of the account, if it exists; `role`:
 * the role to give or take away.
 */
export type Subject = { readonly login?: string; readonly name?: string; readonly role?: string };

/** Why a new password was refused, by the code of the fault. */
const PASSWORD_FAULTS: Readonly<Record<string, (limit: number) => string>> = {
  'too-short': (limit) => `it is shorter than ${limit} characters`,
  'too-long': (limit) => `it is longer than ${limit} bytes`,
  'not-well-formed': () => 'it is not valid Unicode',
  'password-common': () => 'it is on the list of common passwords',
  'password-is-login': () => 'it is the name or the e-mail address of the account',
  'password-is-service-name': () => 'it is the name of this service',
};

/** Tells in one sentence why a change of an account was refused, and what to do. Returns any other error as it is. */
export function inWords(error: unknown, { login = '', name = login, role = '' }: Subject): unknown {
  const sentence = sentenceFor(error, { login, name, role });
  return sentence === undefined ? error : new Error(sentence, { cause: error });
}

function sentenceFor(error: unknown, { login, name, role }: Required<Subject>): string | undefined {
  if (error instanceof UserNotFound)
    return `No account has the user name, e-mail address or id ${JSON.stringify(login)}. \`kinopolka users list\` shows all accounts.`;
  if (error instanceof BuiltInRole) {
    const holders = role === ANONYMOUS_ROLE ? 'all callers without a token' : 'all accounts';
    return `Nobody can give or take the role ${role}: ${holders} have it.`;
  }
  if (error instanceof TooManyRoles)
    return `${name} already has ${MAX_ROLES_PER_USER} roles, the most an account may have.`;
  if (error instanceof LastSuperuser)
    return `${name} is the last active superuser. Create or activate another one first: \`kinopolka superuser --username NAME\`.`;
  return error instanceof ValidationFailed ? passwordSentence(error.faults) : undefined;
}

/** The sentence about a refused password; `undefined` when another field has a fault as well. */
function passwordSentence(faults: readonly FieldFault[]): string | undefined {
  const reasons = faults.map(({ field, code, limit = 0 }) =>
    field === 'password' ? lookup(PASSWORD_FAULTS, code)?.(limit) : undefined,
  );
  if (reasons.includes(undefined)) return undefined;
  return `The password cannot be used: ${reasons.join('; ')}. Nothing was changed.`;
}
