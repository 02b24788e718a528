import { preact } from '@preact/preset-vite';
import type { Plugin } from 'vite';
import { defaultClientConditions, defineConfig } from 'vite';

/** Where the service serves the page. */
const FOLDER = '/app/';

/** The service, which `npm run dev` starts beside Vite's server. */
const SERVICE = `http://127.0.0.1:${process.env['PORT'] ?? 8080}`;

/**
 * The service writes the way from a deep link to the folder of the page into `<base>`; Vite's own server does not. There the
 * page is always at the same address.
 */
const absoluteBase: Plugin = {
  name: 'absolute-base',
  apply: 'serve',
  transformIndexHtml: (html) => html.replace('<base href="./" />', `<base href="${FOLDER}" />`),
};

export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  // Relative, so that the page works under any prefix.
  base: command === 'build' ? './' : FOLDER,
  // The client of the API as it is in this repository, not as it was built last.
  resolve: { conditions: ['kinopolka-source', ...defaultClientConditions] },
  plugins: [preact(), absoluteBase],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Browsers that lack it are older than the rest of what the page needs.
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { [`^(?!${FOLDER}(?!session(?:$|\\?)))`]: { target: SERVICE, xfwd: true } },
  },
}));
