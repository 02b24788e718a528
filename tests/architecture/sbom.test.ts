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

type Locked = {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
};

const { dependencies, version } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  dependencies: Record<string, string>;
  version: string;
};
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };

const WORKSPACES = ['clients/typescript', 'web'];

/** The place where Node.js finds the package for the one at `from`: beside it, or in a folder further up. */
function placeOf(name: string, from: string): string | undefined {
  const place = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (packages[place]) return place;
  return from === '' ? undefined : placeOf(name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))));
}

/**
 * All packages that the dependencies need, directly or indirectly, according to the dependencies in the lock file.
 * `scripts/sbom.ts` uses other marks in that file.
 */
function neededBy(names: readonly string[], from = '', found = new Map<string, string>()): Map<string, string> {
  for (const name of names) {
    const place = placeOf(name, from);
    const locked = place === undefined ? undefined : packages[place];
    // A package of our own is a link without a version.
    if (place === undefined || locked?.version === undefined || found.has(place)) continue;
    found.set(place, `${name}@${locked.version}`);
    // npm also installs an optional peer dependency if it is in the lock file for another reason.
    const { dependencies: needed, optionalDependencies, peerDependencies } = locked;
    neededBy(Object.keys({ ...needed, ...optionalDependencies, ...peerDependencies }), place, found);
  }
  return found;
}

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
    const listed = bom.components.map((one) => one['bom-ref']);
    expect(listed).toEqual(
      expect.arrayContaining(Object.entries(dependencies).map(([name, pinned]) => `${name}@${pinned}`)),
    );
    // A development dependency is listed only if a shipped package needs it, too. The dependencies of the client and
    // the page are part of the page, which the service serves.
    const inPage = WORKSPACES.flatMap((path) => [
      ...neededBy(Object.keys(packages[path]?.dependencies ?? {}), path).values(),
    ]);
    const needed = new Set([...neededBy(Object.keys(dependencies)).values(), ...inPage]);
    expect(listed.toSorted()).toEqual([...needed].toSorted());
    const unsaid = bom.components.filter(
      ({ purl, hashes, licenses }) => !purl.startsWith('pkg:npm/') || hashes.length === 0 || licenses.length === 0,
    );
    expect(unsaid).toEqual([]);
    const known = new Set([component, ...bom.components].map((one) => one['bom-ref']));
    const named = bom.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]);
    expect(named.filter((ref) => !known.has(ref))).toEqual([]);
  });
});
