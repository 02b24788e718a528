import { effect, signal } from '@preact/signals';
import { remember, remembered } from './remembered.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const theme = signal<Theme>(THEMES.find((one) => one === remembered('theme')) ?? 'system');

export function switchTheme(to: Theme): void {
  theme.value = to;
  remember('theme', to === 'system' ? null : to);
}

const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const isSystemDark = signal(darkSystem.matches);
darkSystem.addEventListener('change', ({ matches }) => {
  isSystemDark.value = matches;
});

effect(() => {
  const ofSystem = isSystemDark.value ? 'dark' : 'light';
  document.documentElement.dataset['theme'] = theme.value === 'system' ? ofSystem : theme.value;
});
