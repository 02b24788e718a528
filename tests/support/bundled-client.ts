import { rolldown } from 'rolldown';

/** A module that does not exist, in the folder of the client, from which imports of the code are resolved. */
const ENTRY = 'clients/typescript/entry.ts';

/** Bundles `code` for a page, minified, with only those parts of the client that it imports from `./src/index.ts`. */
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
