import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { logOut, user } from '../sessions/session.ts';
import { sessionsWording } from '../sessions/sessions.wording.ts';
import { dismissAll, say } from '../shared/messages.ts';
import { sayFailure } from '../shared/parts/failure.tsx';
import { Icon } from '../shared/parts/icon.tsx';
import { addressOf, arrivals, navigate } from '../shared/routing/router.ts';
import type { NavigationGroup } from '../shared/routing/view.ts';
import { LanguageChoice, ThemeChoice } from './choices.tsx';
import { NavigationLink, offeredViews } from './navigation-links.tsx';
import { shellWording } from './shell.wording.ts';

/** Links to the views that the header does not show, the settings of this browser, and the button to log out. */
export function Menu() {
  const t = shellWording();
  const menu = useRef<HTMLDivElement>(null);
  // The browser closes a popover after Escape or a click beside it, but not after a click on a link in it, because the
  // page stays the same.
  useSignalEffect(() => {
    if (arrivals.value > 0) menu.current?.hidePopover();
  });
  return (
    <>
      <button type="button" class="button button-quiet" popovertarget="menu" aria-label={t.menu}>
        <Icon name="person" />
        <Icon name="menu" />
      </button>
      <div id="menu" class="menu" popover="auto" ref={menu}>
        <p class="menu-name">{user.value?.name ?? user.value?.username ?? user.value?.email}</p>
        <MenuGroup group="account" title={t.account} />
        <MenuGroup group="administration" title={t.administration} />
        <div class="menu-settings">
          <LanguageChoice />
          <ThemeChoice />
        </div>
        <ul>
          <li>
            <button type="button" onClick={() => void leave().catch(sayFailure)}>
              <Icon name="logout" />
              {sessionsWording().logOut}
            </button>
          </li>
        </ul>
      </div>
    </>
  );
}

function MenuGroup({ group, title }: { group: NavigationGroup; title: string }) {
  const offered = offeredViews(group);
  if (offered.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul>
        {offered.map((view) => (
          <li key={view.path}>
            <NavigationLink view={view} />
          </li>
        ))}
      </ul>
    </>
  );
}

async function leave(): Promise<void> {
  // Removals that a message still offers to undo are sent now, because there is no session afterwards.
  dismissAll();
  await logOut();
  navigate(addressOf(''));
  say({ kind: 'done', text: sessionsWording().loggedOut });
}
