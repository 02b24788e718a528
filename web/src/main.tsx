import { effect } from '@preact/signals';
import { render } from 'preact';
import { wantsToLogIn } from './accounts/gate.tsx';
import { App } from './app.tsx';
import { sessionState, startSession, watchSession } from './sessions/session.ts';
import { watchConnection } from './shared/api/connection.ts';
import { dismissAll } from './shared/messages.ts';
import { place, startRouter } from './shared/routing/router.ts';
import { restoreScroll } from './shared/routing/scroll.ts';

const page = document.querySelector('#page');
if (!page) throw new Error('index.html has no #page');

startRouter();
watchConnection();
// A removal that a message still offers to undo is sent when the page is left.
addEventListener('pagehide', dismissAll);
addEventListener('popstate', restoreScroll);
// A log-in that was asked for is over when it succeeded, or when another view was opened.
effect(() => {
  if (sessionState.value === 'open' || place.value.path !== undefined) wantsToLogIn.value = false;
});

render(<App />, page);
restoreScroll();
watchSession();
void startSession();
