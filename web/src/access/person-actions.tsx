import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import { user } from '../sessions/session.ts';
import type { Account } from '../shared/api-types.ts';
import { api } from '../shared/api.ts';
import { Confirmation } from '../shared/dialog.tsx';
import { sayFailure } from '../shared/failure.tsx';
import { useLoaded } from '../shared/loaded.ts';
import { say } from '../shared/messages.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { accessWording } from './access.wording.ts';
import { mayHandOn } from './permissions.ts';

type ActionOptions = {
  readonly person: Account;
  readonly rights: readonly string[];
  readonly reload: () => Promise<void>;
};

/** Ends the sessions of somebody else, and deactivates and activates their account. */
export function PersonActions({ person, rights, reload }: ActionOptions) {
  const t = accessWording();
  const asked = useSignal<'sessions' | 'deactivation' | undefined>(undefined);
  const me = user.value?.id ?? '';
  const own = useLoaded(`people/${me}`, async () => unwrap(api.GET('/users/{id}', { params: { path: { id: me } } })));
  const path = { id: person.id };

  if (person.is_superuser && !own.data?.is_superuser) return <p class="muted">{t.onlySuperuser}</p>;

  async function run(change: () => Promise<unknown>, done: string, undo?: () => void): Promise<void> {
    try {
      await change();
      say({ kind: 'done', text: done, ...(undo && { action: { label: sharedWording().undo, run: undo } }) });
    } catch (error) {
      sayFailure(error);
    }
    await reload();
  }

  const setActive = async (active: boolean) =>
    unwrap(api.PATCH('/users/{id}', { params: { path }, body: { is_active: active } }));
  const activate = () => void run(async () => setActive(true), t.activated);
  const deactivate = () => void run(async () => setActive(false), t.deactivated, activate);
  const endSessions = () =>
    void run(async () => unwrap(api.DELETE('/users/{id}/sessions', { params: { path } })), t.sessionsEnded);

  const mayDeactivate = rights.every(mayHandOn);
  const isSessions = asked.value === 'sessions';
  return (
    <>
      {!mayDeactivate && <p class="muted">{t.needsRights}</p>}
      <div class="buttons">
        {person.is_active && (
          <button
            type="button"
            class="button"
            onClick={() => {
              asked.value = 'sessions';
            }}
          >
            {t.endSessions}
          </button>
        )}
        {mayDeactivate && person.is_active && (
          <button
            type="button"
            class="button button-danger"
            onClick={() => {
              asked.value = 'deactivation';
            }}
          >
            {t.deactivate}
          </button>
        )}
        {mayDeactivate && !person.is_active && (
          <button type="button" class="button button-main" onClick={activate}>
            {t.activate}
          </button>
        )}
      </div>
      {asked.value && (
        <Confirmation
          title={isSessions ? `${t.endSessions}?` : `${t.deactivate}?`}
          text={isSessions ? t.endSessionsDetail : t.deactivateDetail}
          action={isSessions ? t.endSessions : t.deactivate}
          onConfirm={isSessions ? endSessions : deactivate}
          onClose={() => {
            asked.value = undefined;
          }}
        />
      )}
    </>
  );
}
