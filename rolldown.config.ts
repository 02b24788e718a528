import type { BuildOptions } from 'rolldown';

/**
 * V8 would rather take memory than collect what is done with: streaming 100 thousand films took 180 MB more than idling,
 * with these 27 MB, at the same pace. They count only on the command line, before V8 starts.
 */
const SMALL_HEAP = ['--max-semi-space-size=8', '--heap-growing-percent=20'];

/**
 * One bundle: importing the dependencies module by module takes about four times as long and twice the memory.
 * Left outside is what carries files of its own (WebAssembly, native code, style sheets, word lists).
 * It is not minified, so that a stack trace names the function; `NODE_OPTIONS=--enable-source-maps` maps it to the
 * source. That is not the default because reading the map costs about 100 ms at start and 15 MiB.
 */
export default {
  input: 'src/bootstrap/main.ts',
  platform: 'node',
  tsconfig: 'tsconfig.json',
  external: [
    /^@electric-sql\/pglite(\/|$)/,
    /^@node-rs\/argon2$/,
    /^@zxcvbn-ts\/language-common\//,
    /^swagger-ui-dist\//,
  ],
  transform: { target: 'node24' },
  output: {
    file: 'dist/kinopolka.js',
    format: 'esm',
    codeSplitting: false,
    keepNames: true,
    sourcemap: true,
    sourcemapExcludeSources: true,
    banner: `#!/usr/bin/env -S node ${SMALL_HEAP.join(' ')}`,
  },
} satisfies BuildOptions;
