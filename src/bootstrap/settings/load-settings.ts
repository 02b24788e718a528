import { withoutCredentials } from '../../adapters/observability/without-credentials.ts';
import { lookup } from '../../domain/shared/lookup.ts';
import { environmentFile } from './environment-file.ts';
import { mistypedNames } from './mistyped-names.ts';
import { readSecretFile, UnusableFile } from './secret-text.ts';
import type { SecretSetting, Settings } from './settings-schema.ts';
import { SECRET_SETTINGS, settingsSchema } from './settings-schema.ts';
import { hasServerOptions } from './usable-values.ts';

const ENVIRONMENT_FILE = '.env';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Invalid settings: one line per fault, each with the variable's name and never its value. */
export class InvalidSettings extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'InvalidSettings';
  }
}

/** Reads and validates all settings. An empty variable counts as not set. @throws InvalidSettings with all faults */
export function loadSettings(environment: Environment = processEnvironment()): Settings {
  const faults: string[] = [];
  const given = withSecretFiles(environment, faults);
  const result = settingsSchema.safeParse(given);
  for (const { path, message } of result.error?.issues ?? []) {
    faults.push(`${sourceOf(path.join('.'), environment)}: ${message}`);
  }
  if (given['DATABASE_URL'] !== undefined && given['AUTH_SECRET'] === undefined && !environment['AUTH_SECRET_FILE']) {
    faults.push('AUTH_SECRET: is required when DATABASE_URL is set; `openssl rand -base64 48` creates one');
  }
  if (given['DATABASE_DIRECT_URL'] !== undefined) faults.push(...directUrlFaults(given));
  if (result.data && result.data.REFRESH_IDLE_TTL_SECONDS > result.data.REFRESH_ABSOLUTE_TTL_SECONDS) {
    faults.push('REFRESH_IDLE_TTL_SECONDS: must not be longer than REFRESH_ABSOLUTE_TTL_SECONDS');
  }
  if (faults.length > 0 || !result.data) throw new InvalidSettings([...faults, ...mistypedNames(environment)]);
  return result.data;
}

/**
 * The password for the command `superuser`, if the environment has one. It is not a setting, because the service itself
 * never reads it. @throws InvalidSettings
 */
export function superuserPassword(environment: Environment = processEnvironment()): string | undefined {
  const file = environment['SUPERUSER_PASSWORD_FILE'] || undefined;
  const given = environment['SUPERUSER_PASSWORD'] || undefined;
  if (file === undefined) return given;
  const faults = given === undefined ? [] : ['SUPERUSER_PASSWORD: set it or SUPERUSER_PASSWORD_FILE, not both'];
  const password = contentOf(file, 'SUPERUSER_PASSWORD', faults);
  if (faults.length > 0) throw new InvalidSettings(faults);
  return password;
}

/** Variables whose names look like mistyped settings. @returns one line for each */
export function mistyped(environment: Environment = processEnvironment()): string[] {
  return mistypedNames(environment);
}

/** The settings for display. For a secret, it shows only whether the secret is set. */
export function redacted(settings: Settings): Record<string, unknown> {
  const isSecret = (name: string): name is SecretSetting => (SECRET_SETTINGS as readonly string[]).includes(name);
  return Object.fromEntries(
    Object.keys(settingsSchema.shape).map((name) => {
      const value = lookup<unknown>(settings, name);
      return [name, value === undefined ? null : isSecret(name) ? '(set)' : shown(value)];
    }),
  );
}

/** Values of other settings should contain no credentials, but are scrubbed as well. */
function shown(value: unknown): unknown {
  return typeof value === 'string' ? withoutCredentials(value) : value;
}

/** The environment, completed from `.env` in the working folder. */
function processEnvironment(): Environment {
  const faults: string[] = [];
  Object.assign(process.env, { ...environmentFile(ENVIRONMENT_FILE, faults), ...process.env });
  if (faults.length > 0) throw new InvalidSettings(faults);
  return process.env;
}

function directUrlFaults(given: Environment): string[] {
  const { DATABASE_URL: url } = given;
  if (url === undefined) return ['DATABASE_DIRECT_URL: is of no use without DATABASE_URL'];
  // A pooler refuses options, because its sessions with the server belong to no client.
  return hasServerOptions(url)
    ? ['DATABASE_URL: options do not pass a pooler; use “alter role … in database … set search_path = NAME”']
    : [];
}

function withSecretFiles(environment: Environment, faults: string[]): Record<string, string | undefined> {
  const given: Partial<Record<string, string>> = Object.fromEntries(
    Object.keys(settingsSchema.shape).map((name) => [name, lookup(environment, name) || undefined]),
  );
  for (const name of SECRET_SETTINGS) {
    const file = lookup(environment, `${name}_FILE`) || undefined;
    if (file === undefined) continue;
    if (given[name] !== undefined) faults.push(`${name}: set it or ${name}_FILE, not both`);
    else given[name] = contentOf(file, name, faults)?.trim();
  }
  return given;
}

/** The variable from which the value of a setting came. */
function sourceOf(name: string, environment: Environment): string {
  const isSecret = (SECRET_SETTINGS as readonly string[]).includes(name);
  return isSecret && lookup(environment, `${name}_FILE`) && !lookup(environment, name) ? `${name}_FILE` : name;
}

function contentOf(file: string, name: string, faults: string[]): string | undefined {
  try {
    return readSecretFile(file);
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    faults.push(`${name}_FILE: ${error.message}`);
    return undefined;
  }
}
