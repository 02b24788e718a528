import crypto from 'node:crypto';

// Any Node.js can read this file. A Node.js without the newest function in use can neither build nor load the bundle.
if (!('randomUUIDv7' in crypto)) {
  process.stderr.write(
    `Kinopolka needs Node.js 24.16 or newer; this is ${process.versions.node}. ` +
      '`npm ci` without --omit=dev and --ignore-scripts installs one that `npm start` uses.\n',
  );
  process.exit(1);
}
