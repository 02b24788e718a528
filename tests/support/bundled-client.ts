import { rolldown } from 'rolldown';

/**
 * The path of a module that does not exist. It is in the folder of the client, so that imports are resolved from there.
 */
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
