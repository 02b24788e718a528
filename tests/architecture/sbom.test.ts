import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

type Component = {
  'bom-ref': string;
  name: string;
  version: string;
  purl: string;
  hashes: object[];
  licenses: object[];
};
type Bom = {
  bomFormat: string;
  specVersion: string;
  serialNumber: string;
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
};

const { dependencies, devDependencies, version } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
> & { version: string };

describe('npm run sbom', () => {
  it('lists in CycloneDX what is shipped and nothing else, each with its place, hash and licence', async () => {
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], { maxBuffer: 2 ** 24 });
    const bom = JSON.parse(stdout) as Bom;
    const { component } = bom.metadata;
    expect(bom).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      metadata: { component: { name: 'kinopolka', version } },
    });
    expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    const names = new Map(bom.components.map((one) => [one.name, one.version]));
    for (const [name, pinned] of Object.entries(dependencies)) expect([name, names.get(name)]).toEqual([name, pinned]);
    // What is shipped may need one of them, too.
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { dev?: true }>;
    };
    const onlyForUs = Object.keys(devDependencies).filter((name) => packages[`node_modules/${name}`]?.dev);
    expect(onlyForUs).toContain('vitest');
    for (const name of onlyForUs) expect([name, names.get(name)]).toEqual([name, undefined]);
    const unsaid = bom.components.filter(
      ({ purl, hashes, licenses }) => !purl.startsWith('pkg:npm/') || hashes.length === 0 || licenses.length === 0,
    );
    expect(unsaid).toEqual([]);
    const known = new Set([component, ...bom.components].map((one) => one['bom-ref']));
    const named = bom.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]);
    expect(named.filter((ref) => !known.has(ref))).toEqual([]);
  });
});
