import { wantsToLogIn } from '../accounts/gate.tsx';
import { sessionState } from '../sessions/session.ts';
import { sessionsWording } from '../sessions/sessions.wording.ts';
import { Icon } from '../shared/parts/icon.tsx';
import { addressOf } from '../shared/routing/router.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { LanguageChoice, ThemeChoice } from './choices.tsx';
import { Menu } from './menu.tsx';
import { NavigationLinks } from './navigation-links.tsx';
import { shellWording } from './shell.wording.ts';

/** `onSkip`: moves the focus to the content. */
export function Header({ onSkip }: { onSkip: () => void }) {
  const isLoggedIn = sessionState.value === 'open';
  return (
    <header class={isLoggedIn ? 'header' : 'header header-guest'}>
      <button type="button" class="skip-link" onClick={onSkip}>
        {sharedWording().skip}
      </button>
      <a class="brand" href={addressOf('')}>
        <Brand />
        {sharedWording().service}
      </a>
      {isLoggedIn && (
        <nav class="nav nav-main" aria-label={shellWording().main}>
          <NavigationLinks group="main" />
        </nav>
      )}
      <div class="header-tools">{isLoggedIn ? <Menu /> : <GuestTools />}</div>
    </header>
  );
}

function GuestTools() {
  return (
    <>
      <LanguageChoice />
      <ThemeChoice isShort />
      {sessionState.value === 'none' && !wantsToLogIn.value && (
        <button
          type="button"
          class="button button-quiet"
          onClick={() => {
            wantsToLogIn.value = true;
          }}
        >
          <Icon name="person" />
          {sessionsWording().logIn}
        </button>
      )}
    </>
  );
}

function Brand() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#211f2b" />
      <rect x="6" y="7" width="5" height="16" rx="1.2" fill="#f2b347" />
      <rect x="12.5" y="9.5" width="5" height="13.5" rx="1.2" fill="#d9694f" />
      <rect x="20" y="7.6" width="5" height="15.6" rx="1.2" fill="#6fa8a0" transform="rotate(-9 22.5 15.4)" />
      <rect x="4" y="24" width="24" height="2.4" rx="1.2" fill="#efe6d8" />
    </svg>
  );
}
