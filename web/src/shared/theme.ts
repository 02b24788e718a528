import { effect, signal } from '@preact/signals';
import { remember, remembered } from './remembered.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const theme = signal<Theme>(THEMES.find((one) => one === remembered('theme')) ?? 'system');

export function switchTheme(to: Theme): void {
  theme.value = to;
  remember('theme', to === 'system' ? null : to);
}

effect(() => {
  if (theme.value === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme.value;
});
