// npm silently leaves out native packages that do not support its own Node.js, and without them nothing can be built.
const [, version = process.versions.node] = /\bnode\/v?([\d.]+)/.exec(process.env['npm_config_user_agent'] ?? '') ?? [];
const [major = 0, minor = 0] = version.split('.').map(Number);
if (!(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19))) {
  process.stderr.write(`Kinopolka is installed with Node.js 20.19, 22.12 or newer; npm runs on ${version}.\n`);
  process.exit(1);
}
