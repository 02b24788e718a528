import { later } from '../later.ts';
import { wording } from '../shared/language.ts';
import type { View } from '../shared/routing/view.ts';

/** Titles for the navigation, needed at once; the other texts are loaded with the view. */
const titles = wording({ account: 'Profile' }, { account: 'Профиль' });

export const accountsViews: readonly View[] = [
  {
    path: 'account',
    title: () => titles().account,
    needs: ['account:own'],
    navigation: { group: 'account', icon: 'person' },
    load: later('AccountView'),
  },
];
