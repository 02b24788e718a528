import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readConnectionUrl } from '../../../src/adapters/persistence/engine/postgres/connection-url.ts';
import { environmentFile } from '../../../src/bootstrap/settings/environment-file.ts';
import type { InvalidSettings } from '../../../src/bootstrap/settings/load-settings.ts';
import { loadSettings, mistyped, redacted, superuserPassword } from '../../../src/bootstrap/settings/load-settings.ts';
import { issuerOf, SECRET_SETTINGS, settingsSchema } from '../../../src/bootstrap/settings/settings-schema.ts';

const SECRET = 'pB7rVq2XwZ9kLm4NcT6yHs1FdG8jEu3Ra5Qo';
const folder = mkdtempSync(join(tmpdir(), 'settings-'));

afterAll(() => rmSync(folder, { recursive: true }));

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadSettings(environment);
    return [];
  } catch (error) {
    return (error as InvalidSettings).faults;
  }
}

describe('settings', () => {
  it('have defaults for everything', () => {
    expect(loadSettings({})).toMatchObject({ PORT: 8080, HOST: '127.0.0.1', DATA_DIR: './data', TRUSTED_PROXIES: [] });
  });

  it('treat an empty variable as not set', () => {
    expect(loadSettings({ PORT: '', KINOPOISK_API_KEY: '' })).toEqual(loadSettings({}));
  });

  it('list every fault at once, each with its variable', () => {
    const faults = faultsOf({ PORT: '80800', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://db', DB_POOL_SIZE: '1e1' });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'DB_POOL_SIZE',
      'LOG_LEVEL',
      'AUTH_SECRET',
    ]);
  });

  it.each([
    ['AUTH_SECRET', 'short'],
    ['AUTH_SECRET', 'change-me-change-me-change-me-change-me'],
    ['AUTH_SECRET', 'abcabcabcabcabcabcabcabcabcabcabcabc'],
    ['ACCESS_TOKEN_TTL_SECONDS', '901'],
    ['KINOPOISK_API_KEY', 'key with blanks'],
    ['KINOPOISK_BASE_URL', 'http://kinopoiskapiunofficial.tech'],
    ['KINOPOISK_BASE_URL', 'http://127.0.0.1.example.com'],
    ['PUBLIC_URL', 'films.example'],
    ['PUBLIC_URL', 'ftp://films.example'],
    ['PUBLIC_URL', 'https:films.example'],
    ['PUBLIC_URL', 'https://me:geheim@films.example'],
    ['PUBLIC_URL', 'https://films.example/?key=geheim'],
    ['PUBLIC_URL', 'https://films.example/#top'],
    ['AUTH_ALGORITHM', 'RS256'],
    ['AUTH_ALGORITHM', 'none'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://*.films.example'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', 'https://films.example,films.example'],
    ['CORS_ORIGINS', 'https://films.example/app'],
    ['CORS_ORIGINS', 'file:///index.html'],
    ['CORS_ORIGINS', 'https://user@films.example'],
    ['TRUSTED_PROXIES', '10.0.0.1,everyone'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '10.0.0.0/0'],
    ['TRUSTED_PROXIES', '::/0'],
    ['HOST', '999.1.1.1'],
    ['HOST', 'no such host'],
    ['METRICS_HOST', 'http://127.0.0.1'],
    ['SENTRY_DSN', 'https://key@sentry.example:99999/1'],
    ['KINOPOISK_BASE_URL', 'https://me:geheim@films.example'],
    ['KINOPOISK_BASE_URL', 'https://films.example?key=geheim'],
    ['KINOPOISK_LARGEST_ID', '2147483648'],
    ['DOCS_ENABLED', 'yes'],
    ['LIMIT_LOGIN_PER_ACCOUNT', '0'],
    ['HASH_CONCURRENCY', '4'],
  ])('refuse %s=%s without showing the value of a secret', (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name}: `));
    if ((SECRET_SETTINGS as readonly string[]).includes(name)) expect(faults[0]).not.toContain(value);
  });

  it.each([
    'postgres://u:p%zz@db/films',
    'postgres://u%:p@db/films',
    'postgres://u:p@d%b/films',
    'postgres://u:p@db/%zz',
    'postgres://u:1/geheim@db/films',
    'postgres://u:p@db:99999/films',
    'postgres://u:p@db/films?target_session_attrs=nonsense',
  ])('refuse DATABASE_URL=%s, and show nothing of it', (url) => {
    const faults = faultsOf({ AUTH_SECRET: SECRET, DATABASE_URL: url });
    expect(faults).toEqual([expect.stringMatching(/^DATABASE_URL: (?:must|has) /)]);
    expect(faults[0]).not.toContain(url);
  });

  it('either accept a value that its library accepts, or name the variable and show nothing of a secret', () => {
    const names = Object.keys(settingsSchema.shape) as (keyof typeof settingsSchema.shape)[];
    const parts = fc.constantFrom(
      ...[
        '%',
        '%zz',
        '@',
        ':',
        '/',
        '//',
        '?',
        '#',
        ',',
        ' ',
        '[',
        ']',
        '::',
        '.',
        '-',
        '*',
        '0',
        '1',
        '255',
        '/0',
        '/33',
        '\n',
        'я',
      ],
      ...[
        'http://',
        'https://',
        'postgres://',
        '10.0.0.1',
        'fe80::1',
        'films.example',
        'geheim',
        'true',
        'user:pass@',
        '=',
        '&',
      ],
    );
    const hostile = fc.oneof(
      fc.array(parts, { minLength: 1, maxLength: 8 }).map((some) => some.join('')),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), hostile, (name, value) => {
        const pooler = name === 'DATABASE_DIRECT_URL' ? { DATABASE_URL: 'postgres://db/films' } : {};
        const given = { AUTH_SECRET: SECRET, ...pooler, [name]: value };
        const faults = faultsOf(given);
        for (const fault of faults) {
          expect(fault).toMatch(new RegExp(`^${name}(?:_FILE)?: | must not be longer than ${name}$`));
          if ((SECRET_SETTINGS as readonly string[]).includes(name) && value.length > 8)
            expect(fault).not.toContain(value);
        }
        if (faults.length > 0) return;
        const settings = loadSettings(given);
        express().set('trust proxy', settings.TRUSTED_PROXIES);
        for (const url of [settings.DATABASE_URL, settings.DATABASE_DIRECT_URL])
          if (url !== undefined) readConnectionUrl(url);
        for (const url of [settings.KINOPOISK_BASE_URL, settings.SENTRY_DSN ?? 'http://x', ...settings.CORS_ORIGINS])
          expect(() => new Request(url.replace(/\/\/\w+@/, '//'))).not.toThrow();
        expect(() => new Headers({ 'X-API-KEY': settings.KINOPOISK_API_KEY ?? '' })).not.toThrow();
        expect(JSON.stringify(redacted(settings))).not.toMatch(/:\/\/user:pass@/);
      }),
      { numRuns: 1000, examples: [['REFRESH_ABSOLUTE_TTL_SECONDS', '1']] },
    );
  });

  it.each(['https://films.example', 'http://127.0.0.1:9000', 'http://[::1]:9000', 'http://localhost:9000'])(
    'allow sending the API key to %s',
    (url) => {
      expect(faultsOf({ KINOPOISK_BASE_URL: url })).toEqual([]);
    },
  );

  it('read a secret from the file that NAME_FILE names', () => {
    const file = join(folder, 'auth-secret');
    writeFileSync(file, `${SECRET}\n`);
    expect(loadSettings({ AUTH_SECRET_FILE: file }).AUTH_SECRET).toBe(SECRET);
  });

  it('refuse a secret that is set twice, and a missing file', () => {
    expect(faultsOf({ AUTH_SECRET: SECRET, AUTH_SECRET_FILE: '/nowhere' })).toEqual([
      'AUTH_SECRET: set it or AUTH_SECRET_FILE, not both',
    ]);
    expect(faultsOf({ KINOPOISK_API_KEY_FILE: join(folder, 'missing') })).toEqual([
      'KINOPOISK_API_KEY_FILE: cannot be read (ENOENT)',
    ]);
  });

  it('refuse an idle time longer than the lifetime of a session', () => {
    expect(faultsOf({ REFRESH_IDLE_TTL_SECONDS: '100', REFRESH_ABSOLUTE_TTL_SECONDS: '99' })).toHaveLength(1);
  });

  it('are shown without secrets', () => {
    const shown = redacted(loadSettings({ AUTH_SECRET: SECRET, DATABASE_URL: 'postgres://u:p@db/films' }));
    expect(shown).toMatchObject({ AUTH_SECRET: '(set)', DATABASE_URL: '(set)', KINOPOISK_API_KEY: null, PORT: 8080 });
    expect(Object.keys(shown)).toEqual(Object.keys(settingsSchema.shape));
  });
});

describe('a direct connection beside a pooler', () => {
  const DATABASE_URL = 'postgres://u@pooler/films';
  const DATABASE_DIRECT_URL = 'postgres://u@db/films?options=-csearch_path=films';

  it('requires a pooler URL without options', () => {
    expect(faultsOf({ DATABASE_DIRECT_URL })).toEqual(['DATABASE_DIRECT_URL: is of no use without DATABASE_URL']);
    const withOptions = `${DATABASE_URL}?options=-csearch_path=films`;
    expect(faultsOf({ AUTH_SECRET: SECRET, DATABASE_URL: withOptions, DATABASE_DIRECT_URL })).toEqual([
      expect.stringContaining('DATABASE_URL: options do not pass a pooler'),
    ]);
    expect(faultsOf({ AUTH_SECRET: SECRET, DATABASE_URL, DATABASE_DIRECT_URL })).toEqual([]);
  });
});

describe('certificates of the database', () => {
  it('are reported at the start if they are missing, by their parameter', () => {
    const DATABASE_URL = 'postgres://u@db/films?sslmode=verify-full&sslrootcert=/nowhere/geheim.pem';
    expect(faultsOf({ AUTH_SECRET: SECRET, DATABASE_URL })).toEqual([
      'DATABASE_URL: has a file in sslrootcert that cannot be read (ENOENT)',
    ]);
  });
});

describe('a mistyped name', () => {
  it.each([
    ['KINOPOISK_APIKEY', 'KINOPOISK_API_KEY'],
    ['KINOPOISK_KEY', 'KINOPOISK_API_KEY'],
    ['KINOPOSIK_API_KEY', 'KINOPOISK_API_KEY'],
    ['KINOPOISK_API_KEY_FIEL', 'KINOPOISK_API_KEY_FILE'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['AUTH_SECRT', 'AUTH_SECRET'],
    ['PROT', 'PORT'],
    ['port', 'PORT'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['TRUSTED_PROXY', 'TRUSTED_PROXIES'],
    ['LIMIT_SEARCHES', 'LIMIT_SEARCH_PER_MINUTE'],
    ['SUPERUSER_PASWORD', 'SUPERUSER_PASSWORD'],
  ])('such as %s is reported with the nearest one, %s', (name, nearest) => {
    expect(mistyped({ [name]: 'geheim' })).toEqual([
      `${name} is no setting and has no effect. Did you mean ${nearest}?`,
    ]);
  });

  it('is not reported for settings and for variables of other programs', () => {
    const others = [
      ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TERM', 'LANG', 'PWD', 'HOSTNAME', 'MAIL', 'EDITOR', 'TZ', 'CI'],
      ...['NODE_ENV', 'NODE_OPTIONS', 'npm_config_user_agent', 'INIT_CWD', 'PGHOST', 'PGPORT', 'PGUSER', 'PGPASSWORD'],
      ...['POSTGRES_PASSWORD', 'POSTGRES_USER', 'BIND_ADDRESS', 'PROMETHEUS_PORT', 'GRAFANA_PORT', 'REVISION'],
      ...['HTTP_PROXY', 'NO_PROXY', 'SSH_AUTH_SOCK', 'XDG_DATA_DIRS', 'KUBERNETES_PORT', 'KUBERNETES_SERVICE_HOST'],
    ];
    const names = [...others, ...Object.keys(settingsSchema.shape), 'AUTH_SECRET_FILE'];
    expect(mistyped(Object.fromEntries(names.map((name) => [name, 'x'])))).toEqual([]);
  });

  it('is reported among the faults of a failed start', () => {
    expect(faultsOf({ DATABASE_URL: 'postgres://u@db/films', AUTH_SECRT: SECRET })).toEqual([
      expect.stringMatching(/^AUTH_SECRET: is required/),
      'AUTH_SECRT is no setting and has no effect. Did you mean AUTH_SECRET?',
    ]);
  });
});

describe('the file .env', () => {
  const file = join(folder, 'environment');
  const read = (content: string | Buffer) => {
    writeFileSync(file, content);
    const faults: string[] = [];
    return { variables: environmentFile(file, faults), faults };
  };

  it.each([
    '\uFEFFPORT=8081\r\nHOST=::1\r\n',
    'PORT=8081\nexport HOST = "::1" # here\n\n# PORT=1',
    "PORT='8081'\nHOST=`::1`",
  ])('is read with a byte order mark, either line end, quotes and comments: %j', (content) => {
    expect(read(content)).toEqual({ variables: { PORT: '8081', HOST: '::1' }, faults: [] });
  });

  it('may contain a value with several lines, and may be missing', () => {
    expect(read('SECRET="one\ntwo"\nPORT=1')).toEqual({ variables: { SECRET: 'one\ntwo', PORT: '1' }, faults: [] });
    expect(environmentFile(join(folder, 'missing'), [])).toEqual({});
  });

  it('reports lines that would be ignored, and another encoding', () => {
    expect(read('PORT 8081\nHOST=::1\nLOG_LEVEL: debug').faults).toEqual([
      `${file}: line 1 is not NAME=value`,
      `${file}: line 3 is not NAME=value`,
    ]);
    expect(read(Buffer.from('\uFEFFPORT=8081', 'utf16le')).faults).toEqual([`${file}: must be text in UTF-8`]);
  });
});

describe('the compose file', () => {
  it('passes every setting on to the service unless it sets the value itself', () => {
    const [service = ''] = /^ {2}kinopolka:\n(?: {3,}.*\n)+/m.exec(readFileSync('docker-compose.yml', 'utf8')) ?? [];
    const handedOn = Array.from(service.matchAll(/^ {6}([A-Z_]+):/gm), ([, name]) => name);
    const ofTheImage = ['HOST', 'PORT', 'DATA_DIR', 'METRICS_PORT', 'METRICS_HOST'];
    const expected = Object.keys(settingsSchema.shape).filter((name) => !ofTheImage.includes(name));
    expect(new Set(handedOn)).toEqual(new Set(expected));
  });
});

describe('.env.example', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n');
  const shown = lines.flatMap((line, at) => {
    const [, name, value] = /^#([A-Z_]+)=(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, value, comment: lines[at - 1]?.replace(/^# /, '') }];
  });

  it('contains every setting with its description and its default, and nothing else', () => {
    const defaults = loadSettings({}) as Record<string, { toString(): string } | undefined>;
    const expected = Object.entries(settingsSchema.shape).map(([name, schema]) => ({
      name,
      value: defaults[name]?.toString() ?? '',
      comment: schema.description,
    }));
    expect(shown).toEqual(expected);
  });
});

describe('PUBLIC_URL', () => {
  it.each([
    ['https://films.example', 'https://films.example'],
    ['https://films.example/', 'https://films.example'],
    ['http://127.0.0.1:8080/api/', 'http://127.0.0.1:8080/api'],
    ['https://Фильмы.example/каталог', 'https://xn--h1agd3a1be.example/%D0%BA%D0%B0%D1%82%D0%B0%D0%BB%D0%BE%D0%B3'],
  ])('as %s is stored in ASCII without a slash at its end, and is the issuer of tokens', (given, kept) => {
    const settings = loadSettings({ PUBLIC_URL: given });
    expect([settings.PUBLIC_URL, issuerOf(settings)]).toEqual([kept, kept]);
  });

  it('is not the issuer if AUTH_ISSUER is set', () => {
    expect(issuerOf(loadSettings({ PUBLIC_URL: 'https://films.example', AUTH_ISSUER: 'films' }))).toBe('films');
    expect(issuerOf(loadSettings({}))).toBe('kinopolka');
  });
});

describe('the password of the superuser command', () => {
  it('comes from the environment or from a file, not from both', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'kinopolka-secret-')), 'password');
    writeFileSync(file, 'follow the white rabbit\n');
    expect(superuserPassword({})).toBeUndefined();
    expect(superuserPassword({ SUPERUSER_PASSWORD: ' as it is ' })).toBe(' as it is ');
    expect(superuserPassword({ SUPERUSER_PASSWORD_FILE: file })).toBe('follow the white rabbit');
    writeFileSync(file, '\uFEFF as it is \r\n');
    expect(superuserPassword({ SUPERUSER_PASSWORD_FILE: file })).toBe(' as it is ');
    expect(() => superuserPassword({ SUPERUSER_PASSWORD: 'x', SUPERUSER_PASSWORD_FILE: file })).toThrow('not both');
    expect(() => superuserPassword({ SUPERUSER_PASSWORD_FILE: `${file}.no` })).toThrow('cannot be read');
  });
});
