import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { PosterRow } from '../films/posters/poster-row.tsx';
import { LogInForm } from '../sessions/log-in-form.tsx';
import { sessionState } from '../sessions/session.ts';
import { sessionsWording } from '../sessions/sessions.wording.ts';
import { Icon } from '../shared/parts/icon.tsx';
import { remembered } from '../shared/remembered.ts';
import { place } from '../shared/routing/router.ts';
import { setTitle } from '../shared/routing/view.ts';
import { RegisterForm } from './register-form.tsx';

/** Whether somebody without a session wants to log in, on a view that does not need a session. */
export const wantsToLogIn = signal(false);

/** A form to log in or to register. It replaces a view at the same address, so that the view appears afterwards. */
export function Gate() {
  const t = sessionsWording();
  const chosen = useSignal<boolean | undefined>(undefined);
  // Most people who never logged in with this browser have no account yet.
  const isNew = chosen.value ?? (!wantsToLogIn.value && remembered('known') === null);
  const isHome = place.value.path === '';
  const isEnded = sessionState.value === 'ended';
  const title = isNew ? t.register : t.logIn;
  useEffect(() => setTitle(title), [title]);
  return (
    <div class="gate">
      <div class="gate-words">
        <PosterRow />
        <h1 tabindex={-1}>{isHome || wantsToLogIn.value ? t.welcome : t.needed}</h1>
        <p class="muted">{t.pitch}</p>
      </div>
      <section class="card gate-form" aria-labelledby="gate-title">
        {isEnded && (
          <div class="notice" role="status">
            <Icon name="lock" />
            <strong>{t.ended}</strong>
            <p>{t.endedDetail}</p>
          </div>
        )}
        <h2 id="gate-title" class="visually-hidden">
          {title}
        </h2>
        <div class="segments gate-choice" role="group" aria-label={`${t.logIn}, ${t.register}`}>
          {[false, true].map((one) => (
            <button
              key={String(one)}
              type="button"
              aria-pressed={isNew === one}
              onClick={() => {
                chosen.value = one;
              }}
            >
              {one ? t.registration : t.logIn}
            </button>
          ))}
        </div>
        {isNew ? <RegisterForm key="register" /> : <LogInForm key="log-in" />}
      </section>
    </div>
  );
}
