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

/** What may be wrong with a new user name, by the code of the fault. */
const USERNAME_FAULTS: Readonly<Record<string, (limit: number) => string>> = {
  'too-short': (limit) => `it is shorter than ${limit} characters`,
  'too-long': (limit) => `it is longer than ${limit} characters`,
  'not-well-formed': () => 'it is not valid Unicode',
  'invalid-format': () => 'only letters, digits, and single “.”, “_” and “-” between them are allowed',
  'mixed-scripts': () => 'its letters are of several scripts',
};

/** What may be wrong with a new password, by the code of the fault. */
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
  return error instanceof ValidationFailed ? sentencesFor(error.faults) : undefined;
}

const INPUTS = [
  { field: 'username', name: 'user name', faults: USERNAME_FAULTS },
  { field: 'password', name: 'password', faults: PASSWORD_FAULTS },
] as const;

/** All faults of user name and password on one line; `undefined` if there is a fault of anything else. */
function sentencesFor(faults: readonly FieldFault[]): string | undefined {
  const told = INPUTS.map(({ field, name, faults: texts }) => {
    const reasons = faults
      .filter((fault) => fault.field === field)
      .flatMap(({ code, limit = 0 }) => lookup(texts, code)?.(limit) ?? []);
    return { reasons, sentence: `The ${name} cannot be used: ${reasons.join('; ')}.` };
  });
  if (told.reduce((count, { reasons }) => count + reasons.length, 0) < faults.length) return undefined;
  const sentences = told.filter(({ reasons }) => reasons.length > 0).map(({ sentence }) => sentence);
  return [...sentences, 'Nothing was changed.'].join(' ');
}
