import { later } from '../later.ts';
import { wording } from '../shared/language.ts';
import type { View } from '../shared/routing/view.ts';

/** Titles for the navigation, needed at once; the other texts are loaded with the views. */
const titles = wording({ imports: 'Import and export' }, { imports: 'Импорт и экспорт' });

const needs = ['favorites:own'];

export const importsViews: readonly View[] = [
  {
    path: 'imports',
    title: () => titles().imports,
    needs,
    navigation: { group: 'account', icon: 'imports' },
    load: later('ImportsView'),
  },
  {
    path: 'imports/:id',
    title: () => titles().imports,
    needs,
    load: later('ImportView'),
  },
];
