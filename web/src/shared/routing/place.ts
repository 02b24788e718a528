/** The root of the page, such as `/films/app/`. The service writes a `<base>` that leads there from every view. */
export const PAGE_ROOT = new URL('.', document.baseURI);

/** The root of the API beside the page. */
export const API_ROOT = new URL('..', PAGE_ROOT);
