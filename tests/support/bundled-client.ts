import { rolldown } from 'rolldown';

/** A module in the folder of the page, whose package depends on the client. */
const ENTRY = 'clients/typescript/entry.ts';

/** The client as a bundler makes it for a page: only what `code` imports from `./src/index.ts`, minified. */
export async function bundleClient(code: string): Promise<string> {
  const bundle = await rolldown({
    input: ENTRY,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === ENTRY ? `${process.cwd()}/${ENTRY}` : undefined),
        load: (id) => (id.endsWith(ENTRY) ? code : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  return output[0].code;
}
