import { unwrap } from '@kinopolka/client';
import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { Gate, wantsToLogIn } from './accounts/gate.tsx';
import { may, sessionState, startFailure, startSession, user } from './sessions/session.ts';
import { api } from './shared/api/api.ts';
import { useLoaded } from './shared/api/loaded.ts';
import { Empty } from './shared/parts/empty.tsx';
import { FailureNotice } from './shared/parts/failure.tsx';
import { MessageList } from './shared/parts/message-list.tsx';
import { matchPath } from './shared/routing/path-pattern.ts';
import { addressOf, arrivals, place } from './shared/routing/router.ts';
import type { View, ViewProps } from './shared/routing/view.ts';
import { setTitle } from './shared/routing/view.ts';
import { sharedWording } from './shared/shared.wording.ts';
import { Banner } from './shell/banner.tsx';
import { Footer } from './shell/footer.tsx';
import { Header } from './shell/header.tsx';
import { GroupNavigation } from './shell/navigation-links.tsx';
import { views } from './views.ts';

export function App() {
  useFocusOfArrivals();
  return (
    <>
      <Header onSkip={focusContent} />
      <Banner />
      <main class="main" id="content" tabindex={-1}>
        <CurrentView />
      </main>
      <Footer />
      <MessageList />
    </>
  );
}

/** Moves the focus to the main field of the view, or to its heading if there is none. */
function focusContent(): void {
  const main = document.querySelector<HTMLElement>('#content');
  const target = main?.querySelector<HTMLElement>('[data-focus]') ?? main?.querySelector<HTMLElement>('h1') ?? main;
  target?.focus({ preventScroll: true });
}

/** Moves the focus after a navigation, so that a screen reader continues at the new view. */
function useFocusOfArrivals(): void {
  useSignalEffect(() => {
    if (arrivals.value > 0) requestAnimationFrame(focusContent);
  });
}

function CurrentView() {
  const { path } = place.value;
  const state = sessionState.value;
  if (state === 'unknown') return <Starting />;
  for (const view of views) {
    const values = matchPath(view.path, path);
    if (values === undefined) continue;
    if (state !== 'open') {
      const isOpenToGuests = view.needs === 'anyone' && !wantsToLogIn.value && state !== 'ended';
      return isOpenToGuests ? <GuestView view={view} values={values} /> : <Gate />;
    }
    if (typeof view.needs === 'object' && !view.needs.some(may)) return user.value ? <NotAllowed /> : <Starting />;
    return <ShownView key={view.path} view={view} values={values} />;
  }
  return <NotFound />;
}

/** Films are for people who are logged in, unless the operator opened them to everybody. */
function GuestView({ view, values }: { view: View } & ViewProps) {
  const { data, error, reload } = useLoaded('guest', async () => unwrap(api.GET('/auth/permissions')));
  if (data?.some(({ name }) => name === 'movies:read'))
    return <ShownView key={view.path} view={view} values={values} />;
  if (data) return <Gate />;
  return error === undefined ? <Waiting /> : <FailureNotice error={error} retry={reload} />;
}

function Starting() {
  if (startFailure.value === undefined) return <Waiting />;
  return <FailureNotice error={startFailure.value} retry={startSession} />;
}

function ShownView({ view, values }: { view: View } & ViewProps) {
  const title = view.title();
  useEffect(() => setTitle(title), [title]);
  const group = view.navigation?.group ?? 'main';
  return (
    <>
      {group !== 'main' && <GroupNavigation group={group} />}
      {'component' in view ? <view.component values={values} /> : <LazyView load={view.load} values={values} />}
    </>
  );
}

const loadedViews = new Map<unknown, ComponentType<ViewProps>>();

function LazyView({ load, values }: { load: () => Promise<ComponentType<ViewProps>> } & ViewProps) {
  const error = useSignal<unknown>(undefined);
  const isLoaded = useSignal(loadedViews.has(load));
  const fetchView = async () => {
    try {
      loadedViews.set(load, await load());
      error.value = undefined;
      isLoaded.value = true;
    } catch (failure) {
      error.value = failure;
    }
  };
  useEffect(() => void (isLoaded.value || fetchView()), [load]);
  const Component = isLoaded.value ? loadedViews.get(load) : undefined;
  if (Component) return <Component values={values} />;
  // After an update of the service, the file of the view may no longer exist, so a retry reloads the whole page.
  return error.value === undefined ? (
    <Waiting />
  ) : (
    <FailureNotice error={error.value} retry={() => location.reload()} />
  );
}

function Waiting() {
  return (
    <p class="visually-hidden" role="status">
      {sharedWording().loading}
    </p>
  );
}

function NotFound() {
  const t = sharedWording();
  useEffect(() => setTitle(t.notFoundTitle), [t]);
  return (
    <Empty title={t.notFoundTitle} text={t.notFoundDetail} level="h1">
      <a class="button" href={addressOf('')}>
        {t.toShelf}
      </a>
    </Empty>
  );
}

function NotAllowed() {
  const t = sharedWording();
  useEffect(() => setTitle(t.notAllowedTitle), [t]);
  return (
    <Empty title={t.notAllowedTitle} text={t.notAllowedDetail} level="h1">
      <a class="button" href={addressOf('')}>
        {t.toShelf}
      </a>
    </Empty>
  );
}
