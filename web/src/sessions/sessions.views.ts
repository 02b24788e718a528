import { later } from '../later.ts';
import { wording } from '../shared/language.ts';
import type { View } from '../shared/routing/view.ts';

/** Titles for the navigation, needed at once; the other texts are loaded with the views. */
const titles = wording(
  { sessions: 'Sessions', tokens: 'Personal tokens' },
  { sessions: 'Сессии', tokens: 'Персональные токены' },
);

const needs = ['account:own'];

export const sessionsViews: readonly View[] = [
  {
    path: 'account/sessions',
    title: () => titles().sessions,
    needs,
    navigation: { group: 'account', icon: 'devices' },
    load: later('SessionsView'),
  },
  {
    path: 'account/tokens',
    title: () => titles().tokens,
    needs,
    navigation: { group: 'account', icon: 'key' },
    load: later('TokensView'),
  },
];
