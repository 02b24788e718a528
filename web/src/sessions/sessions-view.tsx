import { devicesWording } from './devices.wording.ts';
import { LoginList } from './login-list.tsx';
import { SessionList } from './session-list.tsx';

/** Where somebody is logged in, and who tried to. */
export function SessionsView() {
  return (
    <div class="sections narrow">
      <h1 tabindex={-1}>{devicesWording().title}</h1>
      <SessionList />
      <LoginList />
    </div>
  );
}
