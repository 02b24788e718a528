import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Prints a bill of materials (CycloneDX) of the shipped packages. `npm sbom --omit=dev` also leaves out packages that
 * both the service and a development dependency need, such as zod. So npm lists all packages, and those marked `dev` in
 * `package-lock.json` are removed here. Those marked `devOptional` (pg, an optional peer of drizzle-orm) stay, because
 * `npm ci --omit=dev` installs them.
 */
type Component = { 'bom-ref': string; name: string };
type Bom = {
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
};
type Locked = { version?: string; dev?: boolean };

const { name, packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  name: string;
  packages: Record<string, Locked>;
};
const shipped = new Set(
  Object.entries(packages)
    .filter(([, { dev }]) => dev !== true)
    .map(([path, { version }]) => `${path.split('node_modules/').at(-1) || name}@${version}`),
);

const options = ['--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application'];
const everything = execFileSync('npm', ['sbom', ...options], {
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const bom = JSON.parse(everything) as Bom;
const isShipped = (ref: string) => shipped.has(ref);
// npm writes the name of the folder instead.
bom.metadata.component.name = name;
bom.components = bom.components.filter((component) => isShipped(component['bom-ref']));
bom.dependencies = bom.dependencies
  .filter(({ ref }) => isShipped(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isShipped) }));
console.log(JSON.stringify(bom, null, 2));
