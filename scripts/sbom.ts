import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Prints a bill of materials of what is shipped. npm's own `--omit=dev` leaves out what a development dependency needs as
 * well (zod, say), so it writes down everything here, and the lock says what only development needs. What it marks `devOptional`
 * (pg, an optional peer of drizzle-orm) is installed with `npm ci --omit=dev`, so it is listed.
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
// npm takes the name of the folder.
bom.metadata.component.name = name;
bom.components = bom.components.filter((component) => isShipped(component['bom-ref']));
bom.dependencies = bom.dependencies
  .filter(({ ref }) => isShipped(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isShipped) }));
console.log(JSON.stringify(bom, null, 2));
