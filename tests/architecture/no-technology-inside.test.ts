import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Technology = {
  readonly name: string;
  readonly pattern: RegExp;
  /** A line that the check has to find. */
  readonly planted: string;
  /** Files that may contain it. */
  readonly except?: readonly string[];
};

/** Technology in strings, names and comments, which the check of imports cannot see. */
const TECHNOLOGIES: readonly Technology[] = [
  {
    name: 'SQL',
    pattern: /\b(?:select .+ from|insert into|delete from|update \w+ set|for update|on conflict|SQL|Postgres\w*)\b/i,
    planted: "const gone = 'delete from users';",
  },
  {
    name: 'a status of HTTP',
    // 400 and 500 are sizes, too.
    pattern: /\b(?:40[1-9]|41\d|42\d|50[1-9]|status_?code)\b/i,
    planted: '// a 429 tells',
    except: ['src/application/shared/ports/metrics.ts'],
  },
  {
    name: 'a header of HTTP',
    pattern: /\b(?:retry-after|ratelimit-\w+|set-cookie|user-agent|content-type|cache-control|x-[a-z]+-[a-z]+)\b/i,
    planted: "headers['Retry-After']",
  },
  {
    name: 'the address of a site',
    pattern: /https?:\/\/|\bkinopoisk\.ru\b|\byoutube\.com\b|\bimdb\.com\b/i,
    planted: '`https://www.kinopoisk.ru/film/${id}/`',
    // Domains of e-mail addresses are read with the URL parser, which needs a scheme.
    except: ['src/domain/accounts/email-address.ts'],
  },
  {
    name: 'the prefix of a metric',
    pattern: /\b(?:http|kinopoisk|pg|nodejs|process)_\w+_(?:total|seconds|bytes)\b/,
    planted: "metrics.count('http_requests_total', {})",
    except: ['src/application/shared/ports/metrics.ts'],
  },
  {
    name: 'the pacing of calls',
    pattern: /\b\w*(?:SPACING|PACING|INTERVAL)\w*_MS\b/i,
    planted: 'export const CALL_SPACING_MS = 60;',
  },
];

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);

const files = ['src/domain', 'src/application'].flatMap(filesIn);

function placesOf({ pattern }: Pick<Technology, 'pattern'>, file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : []));
}

describe.each(TECHNOLOGIES)('$name', (technology) => {
  const { pattern, planted, except = [] } = technology;

  it('is not mentioned in domain and application', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => !except.includes(file)).flatMap((file) => placesOf(technology, file))).toEqual([]);
  });

  it('is found when it is planted', () => {
    expect(planted).toMatch(pattern);
  });

  it.each(except)('is still mentioned in %s, where it is allowed', (file) => {
    expect(placesOf(technology, file)).not.toEqual([]);
  });
});

describe('a loop without end', () => {
  const endless = { pattern: /\bfor \(;;\)|\bwhile \(true\)/ };

  it('does not exist in persistence: a repository that loses every race throws an error', () => {
    const repositories = filesIn('src/adapters/persistence');
    expect(repositories.length).toBeGreaterThan(40);
    expect(repositories.flatMap((file) => placesOf(endless, file))).toEqual([]);
  });
});
