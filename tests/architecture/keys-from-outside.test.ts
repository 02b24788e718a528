import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamicKeysIn } from '../support/dynamic-keys.ts';

/** Places where any text may be a key, and why this does no harm. */
const ALLOWED = [
  // The only place that first checks whether the object itself has the key.
  'src/domain/shared/lookup.ts: table[key]',
  // Names of methods of our own controllers, which are in the prototypes of their classes.
  'src/adapters/http/server/app.ts: controller[action]',
];

function settings(): { options: ts.CompilerOptions; files: string[] } {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: object };
  const { options, fileNames } = ts.parseJsonConfigFileContent({ ...config, include: ['src'] }, ts.sys, process.cwd());
  return { options, files: fileNames };
}

describe('text as a key of an object with a prototype', () => {
  it('is nowhere in the source', () => {
    const { options, files } = settings();
    expect(files.length).toBeGreaterThan(250);
    const program = ts.createProgram(files, options);
    const found = dynamicKeysIn(program, (path) => path.startsWith(resolve('src')));
    const places = found.map((place) => relative(process.cwd(), place).replace(/:\d+:/, ':'));
    expect(places.toSorted()).toEqual(ALLOWED.toSorted());
  });

  describe('when it is planted', () => {
    const found: [what: string, code: string, place: string][] = [
      ['a table read by a header', `declare const t: Record<string, number>, k: string; t[k];`, 't[k]'],
      [
        'a table that may be missing',
        `declare const t: { a: 1 } & Record<string, 1> | undefined, k: string; t?.[k];`,
        't?.[k]',
      ],
      [
        'a key that was asserted',
        `const t = { a: 1 }; declare const k: string; t[k as keyof typeof t];`,
        't[k as keyof typeof t]',
      ],
      [
        'a key of any text at the end',
        'declare const t: Record<string, 1>, k: string; t[`${k}_FILE`];',
        't[`${k}_FILE`]',
      ],
      ['a generic key', `const f = <K extends string>(t: Record<K, 1>, k: K) => t[k]; f;`, 't[k]'],
      ['a key that is no text at all', `declare const t: any, k: unknown; t[k as any];`, 't[k as any]'],
      ['a write', `const t: Record<string, number> = {}; declare const k: string; t[k] = 1;`, 't[k]'],
      ['a question whether it is there', `const t = {}; declare const k: string; export const b = k in t;`, 'k in t'],
      [
        'a part that is taken out',
        `declare const t: Record<string, 1>, k: string; export const { [k]: v } = t;`,
        '[k]',
      ],
    ];
    const notReported: [what: string, code: string][] = [
      ['a key of a union of literals', `const t = { a: 1, b: 2 }; declare const k: 'a' | 'b'; t[k];`],
      ['a key that is written out', `declare const t: Record<string, 1>; t['a'];`],
      ['a part whose name is a constant', `declare const t: { a: 1 }; const k = 'a'; export const { [k]: v } = t;`],
      ['an index of an array', `declare const t: number[], k: number; t[k];`],
      ['a Map', `declare const t: Map<string, 1>, k: string; t.get(k);`],
    ];
    let folder: string;
    let placesIn: ReadonlyMap<string, string[]>;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'keys-'));
      const codes = [...found, ...notReported].map(([, code]) => code);
      const fileOf = new Map(codes.map((code, at) => [code, join(folder, `planted-${at}.ts`)]));
      for (const [code, file] of fileOf) writeFileSync(file, `${code}\nexport {};\n`);
      // One program for all files, because each program reads the libraries of TypeScript.
      const program = ts.createProgram([...fileOf.values()], { ...settings().options, types: [] });
      const places = dynamicKeysIn(program, (path) => path.startsWith(folder));
      placesIn = new Map(
        Array.from(fileOf, ([code, file]) => {
          const inFile = places.filter((place) => place.startsWith(`${file}:`));
          return [code, inFile.map((place) => place.replace(/^.*?:\d+: /, ''))];
        }),
      );
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it.each(found)('as %s is found', (_, code, place) => {
      expect(placesIn.get(code)).toEqual([place]);
    });

    it.each(notReported)('%s is not reported', (_, code) => {
      expect(placesIn.get(code)).toEqual([]);
    });
  });
});
