import type { BuildOptions } from 'rolldown';

/**
 * One bundle: importing the dependencies module by module takes about four times as long and twice the memory.
 * Packages with files of their own (WebAssembly, native code, style sheets, word lists) stay outside.
 * `dist/kinopolka.js` starts it (`scripts/check-node.js`). It is not minified, so that a stack trace names the function;
 * `NODE_OPTIONS=--enable-source-maps` maps it to the source. That is not the default because reading the map costs about 100 ms at start and 15 MiB.
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
    file: 'dist/service.js',
    format: 'esm',
    codeSplitting: false,
    keepNames: true,
    sourcemap: true,
    sourcemapExcludeSources: true,
  },
} satisfies BuildOptions;
