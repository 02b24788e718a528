import crypto from 'node:crypto';

// Any Node.js can read this file; older ones can neither build nor link the bundle. The check is for the newest function in use.
if (!('randomUUIDv7' in crypto)) {
  process.stderr.write(
    `Kinopolka needs Node.js 24.16 or newer; this is ${process.versions.node}. ` +
      'After `npm ci`, `npm start` and `npm run kinopolka -- <command>` use a suitable one.\n',
  );
  process.exit(1);
}
