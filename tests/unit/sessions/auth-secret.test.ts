import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DamagedAuthSecret, embeddedAuthSecret } from '../../../src/bootstrap/settings/auth-secret.ts';
import type { InvalidSettings } from '../../../src/bootstrap/settings/load-settings.ts';
import { loadSettings } from '../../../src/bootstrap/settings/load-settings.ts';
import { authSecretFault } from '../../../src/bootstrap/settings/secret-text.ts';

const SECRET = 'pB7rVq2XwZ9kLm4NcT6yHs1FdG8jEu3Ra5Qo';
const folder = mkdtempSync(join(tmpdir(), 'auth-secret-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(content: string | Uint8Array): string {
  files += 1;
  const path = join(folder, `secret-${files}`);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

/** A data folder whose secret file has this content. */
function dataDirOf(content: string | Uint8Array): string {
  files += 1;
  const dataDir = join(folder, `data-${files}`);
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'auth-secret'), content, { mode: 0o600 });
  return dataDir;
}

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadSettings(environment);
    return [];
  } catch (error) {
    return (error as InvalidSettings).faults;
  }
}

function embedded(dataDir: string): { secret?: string; fault?: string; warnings: string[] } {
  const warnings: string[] = [];
  try {
    return { secret: embeddedAuthSecret(dataDir, (warning) => warnings.push(warning)), warnings };
  } catch (error) {
    expect(error).toBeInstanceOf(DamagedAuthSecret);
    return { fault: (error as Error).message, warnings };
  }
}

const UNFIT: readonly [string, string][] = [
  ['short', SECRET.slice(0, 31)],
  ['32 characters with a blank among them', `${SECRET.slice(0, 16)} ${SECRET.slice(16, 31)}`],
  ['a sample', 'change-me-change-me-change-me-change-me'],
  ['a sample with something random behind it', `my-secret-${SECRET}`],
  ['one character', 'a'.repeat(64)],
  ['few characters', 'abcdeabdceabcedacbdeabcdeadbceabcdea'],
  ['digits in a row', '0123456789012345678901234567890123456789'],
  ['digits down and up', '98765432100123456789987654321001234567899'],
  ['letters in a row', 'abcdefghijklmnopqrstuvwxyz0123456789'],
  ['rows of keys', 'qwertyuiopasdfghjklzxcvbnm1234567890'],
  ['rows of keys with shift', 'QWERTYUIOP{}!@#$%^&*()_+ASDFGHJKL'],
  ['columns of keys', '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.'],
  ['rows in turns', 'q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8'],
  ['Russian rows of keys', 'йцукенгшщзхъфывапролджэячсмитьбю'],
  ['Russian columns of keys', '1йфя2цыч3увс4кам5епи6нрт7гоь8шлб'],
  ['the alphabet', 'абвгдежзийклмнопрстуфхцчшщъыьэюя'],
  ['a short text three times', 'aB3$xY9!kL2#aB3$xY9!kL2#aB3$xY9!kL2#'],
  ['a text one and a half times', '1q2w3e4r5t6y7u8i9o0p1q2w3e4r5t6y7u8i'],
  ['pairs', '00112233445566778899aabbccddeeff'],
  ['control characters', '\u0001\u0002\u0003\u0004'.repeat(20)],
];

describe.each(UNFIT)('a secret that is %s', (_, secret) => {
  it.each<[string, string, () => readonly string[]]>([
    ['AUTH_SECRET', 'AUTH_SECRET: must', () => faultsOf({ AUTH_SECRET: secret })],
    ['AUTH_SECRET_PREVIOUS', 'AUTH_SECRET_PREVIOUS: must', () => faultsOf({ AUTH_SECRET_PREVIOUS: secret })],
    ['AUTH_SECRET_FILE', 'AUTH_SECRET_FILE: must', () => faultsOf({ AUTH_SECRET_FILE: fileOf(`${secret}\n`) })],
    [
      'AUTH_SECRET_PREVIOUS_FILE',
      'AUTH_SECRET_PREVIOUS_FILE: must',
      () => faultsOf({ AUTH_SECRET_PREVIOUS_FILE: fileOf(secret) }),
    ],
    ['DATA_DIR', join(folder, 'data-'), () => [embedded(dataDirOf(secret)).fault ?? '']],
  ])('is refused from %s, by name and without showing it', (_way, begin, faults) => {
    const [fault, ...more] = faults();
    expect(more).toEqual([]);
    expect(fault?.startsWith(begin)).toBe(true);
    expect(fault).not.toContain(secret);
  });
});

describe('a secret that is empty', () => {
  it.each(['', '\n', '   \r\n\t', '\uFEFF', '\uFEFF\n'])('is refused from every file: %j', (content) => {
    const names = ['AUTH_SECRET', 'AUTH_SECRET_PREVIOUS', 'KINOPOISK_API_KEY', 'SENTRY_DSN', 'DATABASE_URL'];
    for (const name of names) {
      expect(faultsOf({ [`${name}_FILE`]: fileOf(content) })).toEqual([`${name}_FILE: is empty`]);
    }
    expect(embedded(dataDirOf(content)).fault).toMatch(/auth-secret: is empty\. .*log in again/);
  });

  it('is refused if a variable has only blanks', () => {
    for (const blank of [' ', ' '.repeat(64), '\t'.repeat(40), '\u00A0'.repeat(40)]) {
      expect(faultsOf({ AUTH_SECRET: blank })).toEqual(['AUTH_SECRET: must not start or end with a space']);
    }
  });
});

describe('a file that is not text', () => {
  it.each([
    ['random bytes', Buffer.concat([Buffer.from([0xff, 0x00]), randomBytes(48)])],
    ['UTF-16', Buffer.from(`\uFEFF${SECRET}`, 'utf16le')],
  ])('is refused: %s', (_, content) => {
    expect(faultsOf({ AUTH_SECRET_FILE: fileOf(content) })).toEqual(['AUTH_SECRET_FILE: must be text in UTF-8']);
    expect(embedded(dataDirOf(content)).fault).toContain('must be text in UTF-8');
  });

  it('is refused: a folder', () => {
    expect(faultsOf({ AUTH_SECRET_FILE: folder })).toEqual(['AUTH_SECRET_FILE: cannot be read (EISDIR)']);
  });
});

describe('a valid secret', () => {
  it.each(['hex', 'base64', 'base64url'] as const)('is random, in %s', (encoding) => {
    for (let n = 0; n < 200; n += 1) expect(authSecretFault(randomBytes(32).toString(encoding))).toBeUndefined();
    expect(authSecretFault(randomUUID() + randomUUID())).toBeUndefined();
  });

  it('is the same from a file with a byte order mark and a line break', () => {
    for (const content of [SECRET, `${SECRET}\n`, `\uFEFF${SECRET}\r\n`, ` ${SECRET} \n\n`]) {
      expect(loadSettings({ AUTH_SECRET_FILE: fileOf(content) }).AUTH_SECRET).toBe(SECRET);
      expect(embedded(dataDirOf(content))).toEqual({ secret: SECRET, warnings: [] });
    }
  });
});

describe('the secret of the embedded database', () => {
  it('is created once, and readable only for its owner', () => {
    const dataDir = join(folder, 'new');
    const { secret, warnings } = embedded(dataDir);
    expect(embedded(dataDir).secret).toBe(secret);
    expect(Buffer.from(secret ?? '', 'base64url')).toHaveLength(48);
    expect([statSync(join(dataDir, 'auth-secret')).mode & 0o777, warnings]).toEqual([0o600, []]);
  });

  it('is not replaced when it is damaged, because a new one would end every session', () => {
    const dataDir = dataDirOf('');
    expect(embedded(dataDir).fault).toContain('Restore it from a backup');
    expect(existsSync(join(dataDir, 'auth-secret'))).toBe(true);
    expect(readFileSync(join(dataDir, 'auth-secret'), 'utf8')).toBe('');
  });

  it.each([0o640, 0o604, 0o644, 0o666])('causes a warning if others may read it: mode %o', (mode) => {
    const dataDir = dataDirOf(SECRET);
    chmodSync(join(dataDir, 'auth-secret'), mode);
    const { secret, warnings } = embedded(dataDir);
    expect(secret).toBe(SECRET);
    expect(warnings).toEqual([expect.stringMatching(/auth-secret can be read by other users.*chmod 600/)]);
    expect(warnings.join('')).not.toContain(SECRET);
  });
});

describe('settings that are blank', () => {
  it.each(['DATA_DIR', 'AUTH_ISSUER', 'AUTH_AUDIENCE'])('are refused: %s', (name) => {
    for (const value of [' ', '\t', ' value', 'value ']) {
      expect(faultsOf({ [name]: value })).toEqual([`${name}: must not be empty, or start or end with a space`]);
    }
    expect(loadSettings({ [name]: '' })).toEqual(loadSettings({}));
  });
});
