import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import rolldown from '../../../rolldown.config.ts';

type Service = {
  image: string;
  build?: unknown;
  environment?: Record<string, string | null>;
  mem_limit?: string;
  pids_limit?: number;
  restart?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  privileged?: boolean;
  ports?: string[];
  volumes?: string[];
  logging?: { options: Record<string, string> };
};

const { services } = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
};
const all = Object.entries(services);

describe('the compose file', () => {
  it.each(all)('limits the resources and the rights of %s', (_, service) => {
    expect(service).toMatchObject({
      mem_limit: expect.stringMatching(/^\d+[mg]$/) as string,
      pids_limit: expect.any(Number) as number,
      restart: 'unless-stopped',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      logging: { options: { 'max-size': expect.any(String) as string, 'max-file': expect.any(String) as string } },
    });
    expect(service.privileged).toBeUndefined();
  });

  it.each(all.filter(([, { build }]) => build === undefined))(
    'names an exact version of the image of %s',
    (_, { image }) => {
      expect(image).toMatch(/:v?\d+\.\d+(?:\.\d+)?(?:-[a-z]+)?(?:@sha256:[0-9a-f]{64})?$/);
    },
  );

  it('contains no secret and no default for one', () => {
    const values = all.flatMap(([, { environment = {} }]) => Object.entries(environment));
    const secrets = values.filter(([name]) => /PASSWORD|SECRET|KEY|DATABASE_URL/.test(name) && !name.startsWith('GF_'));
    expect(secrets.map(([name]) => name)).toContain('POSTGRES_PASSWORD');
    // The value is passed on unchanged, or required.
    for (const [, value] of secrets) expect(value ?? '${X:?}').toMatch(/\$\{\w+:\?[^}]*\}/);
    expect(readFileSync('docker-compose.yml', 'utf8')).not.toMatch(/\$\{\w*(?:PASSWORD|SECRET|KEY)\w*:-/);
  });

  it('opens ports only to this machine by default', () => {
    const opened = all.flatMap(([, { ports = [] }]) => ports);
    expect(opened.length).toBeGreaterThan(1);
    for (const port of opened) expect(port).toMatch(/^(?:127\.0\.0\.1|\$\{BIND_ADDRESS:-127\.0\.0\.1\}):/);
  });

  it('gives the service a PostgreSQL role that is not the superuser', () => {
    const { postgres, kinopolka } = services;
    expect(kinopolka?.environment?.['DATABASE_URL']).toMatch(/^postgres:\/\/kinopolka:/);
    expect(postgres?.environment).not.toHaveProperty('POSTGRES_USER');
    expect(postgres?.volumes).toContain('./deploy/postgres:/docker-entrypoint-initdb.d:ro');
  });
});

describe('the Dockerfile', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');

  it('uses the same exact version of the image everywhere', () => {
    const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(new Set(images).size).toBe(1);
    expect(images[0]).toMatch(/^node:\d+\.\d+\.\d+-/);
  });

  it('contains exactly the packages that are outside of the bundle', () => {
    const shipped = [...dockerfile.matchAll(/^COPY --from=dependencies \/app\/node_modules\/(\S+)\/ /gm)].map(
      ([, name]) => name!,
    );
    // The native code of argon2 is in a separate package.
    const names = ['@electric-sql/pglite', '@node-rs', '@zxcvbn-ts/language-common', 'swagger-ui-dist'];
    expect(shipped).toEqual(names);
    expect(rolldown.external).toHaveLength(names.length);
    for (const name of names)
      expect(rolldown.external.filter(({ source }) => source.replaceAll('\\', '').includes(name))).toHaveLength(1);
    expect(dockerfile).not.toMatch(/node_modules\/ node_modules\//);
  });

  it('copies only files that .dockerignore allows', () => {
    const allowed = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names]) => names!.split(' '));
    expect(copied.length).toBeGreaterThan(5);
    for (const name of copied) expect(allowed).toContain(`!${name}`);
  });
});
