import { preact } from '@preact/preset-vite';
import type { Plugin } from 'vite';
import { defaultClientConditions, defineConfig } from 'vite';

/** Where the service serves the page. */
const FOLDER = '/app/';

/** The service, which `npm run dev` starts beside Vite's server. */
const SERVICE = `http://127.0.0.1:${process.env['PORT'] ?? 8080}`;

/**
 * The service writes a relative path from the view to the folder of the page into `<base>`. Vite's own server does not,
 * but there the page is always at the same address.
 */
const absoluteBase: Plugin = {
  name: 'absolute-base',
  apply: 'serve',
  transformIndexHtml: (html) => html.replace('<base href="./" />', `<base href="${FOLDER}" />`),
};

/**
 * There is one style sheet, and the files that are loaded later need no other files. So the function with which Vite
 * preloads files has nothing to do, but is larger than some views.
 */
const noPreload: Plugin = {
  name: 'no-preload',
  transform: (_, id) => (id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load();' : null),
};

export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  // Relative, so that the page works under any prefix.
  base: command === 'build' ? './' : FOLDER,
  // Uses the source of the API client in this repository, and not its last build.
  resolve: { conditions: ['kinopolka-source', ...defaultClientConditions] },
  plugins: [preact({ devToolsEnabled: false }), absoluteBase, noPreload],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // These browsers support everything that the page uses; `popover` is the newest of it.
    target: ['chrome123', 'firefox125', 'safari17.5'],
    modulePreload: { polyfill: false },
    // The content security policy allows no scripts and styles inside the page.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: { [`^(?!${FOLDER}(?!session(?:$|\\?)))`]: { target: SERVICE, xfwd: true } },
  },
}));
