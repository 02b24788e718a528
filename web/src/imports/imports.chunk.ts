/** What is loaded together, when one of the views is opened. */
export { ImportView } from './import-view.tsx';
export { ImportsView } from './imports-view.tsx';
