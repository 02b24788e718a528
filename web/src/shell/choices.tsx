import { language, LANGUAGES, switchLanguage } from '../shared/language.ts';
import { Icon } from '../shared/parts/icon.tsx';
import { switchTheme, theme, THEMES } from '../shared/theme.ts';
import { shellWording } from './shell.wording.ts';

export function LanguageChoice() {
  const t = shellWording();
  return (
    <div class="segments" role="group" aria-label={t.language}>
      {LANGUAGES.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-label={`${one.toUpperCase()}: ${t.languages[one]}`}
          aria-pressed={language.value === one}
          onClick={() => switchLanguage(one)}
        >
          {one.toUpperCase()}
        </button>
      ))}
    </div>
  );
}

const ICONS = { system: 'gauge', light: 'sun', dark: 'moon' } as const;

/** `isShort`: whether to leave out the choice "as the system", which is the default. */
export function ThemeChoice({ isShort = false }: { isShort?: boolean }) {
  const t = shellWording();
  return (
    <div class="segments" role="group" aria-label={t.theme}>
      {THEMES.filter((one) => !isShort || one !== 'system').map((one) => (
        <button
          key={one}
          type="button"
          aria-label={one === 'system' ? undefined : t.themes[one]}
          title={t.themes[one]}
          aria-pressed={theme.value === one}
          onClick={() => switchTheme(one)}
        >
          {one === 'system' ? 'Auto' : <Icon name={ICONS[one]} />}
        </button>
      ))}
    </div>
  );
}
