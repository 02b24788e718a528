import { unwrap } from '@kinopolka/client';
import { signal, useSignal } from '@preact/signals';
import type { Session } from '../shared/api-types.ts';
import { api } from '../shared/api.ts';
import { Badge } from '../shared/badge.tsx';
import { Confirmation } from '../shared/dialog.tsx';
import { FailureNotice, sayFailure } from '../shared/failure.tsx';
import { whenForgotten } from '../shared/forgetting.ts';
import { Icon } from '../shared/icon.tsx';
import { format } from '../shared/language.ts';
import { useLoaded } from '../shared/loaded.ts';
import { say } from '../shared/messages.ts';
import { isRefusedWith } from '../shared/refusal.ts';
import { deviceName } from './device-name.ts';
import { devicesWording } from './devices.wording.ts';

/** The program that logs in at this page. */
const THIS_PAGE = 'kinopolka-web';

/** Ended here, while the service may not know yet. */
const ended = signal<ReadonlySet<string>>(new Set());
whenForgotten(() => {
  ended.value = new Set();
});

export function SessionList() {
  const t = devicesWording();
  const loaded = useLoaded('sessions', async () => unwrap(api.GET('/user/sessions')));
  const asked = useSignal<readonly Session[]>([]);
  const sessions = loaded.data?.filter(({ id }) => !ended.value.has(id));
  const others = sessions?.filter(({ current }) => !current) ?? [];
  const isAll = asked.value.length > 1;

  async function end(those: readonly Session[]): Promise<void> {
    ended.value = new Set([...ended.value, ...those.map(({ id }) => id)]);
    const outcomes = await Promise.allSettled(those.map(endSession));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) {
      ended.value = new Set();
      sayFailure(failed.reason);
    } else say({ kind: 'done', text: those.length > 1 ? t.allEnded : t.ended });
    await loaded.reload();
  }

  return (
    <section class="card stack" aria-labelledby="session-list">
      <h2 id="session-list">{t.where}</h2>
      {loaded.error !== undefined && <FailureNotice error={loaded.error} retry={loaded.reload} />}
      {!sessions && loaded.error === undefined && <div class="skeleton line" />}
      <ul class="rows">
        {sessions?.map((session) => (
          <li key={session.id} class="row-line">
            <SessionFacts session={session} />
            {!session.current && (
              <button
                type="button"
                class="button"
                aria-label={`${t.end}: ${nameOf(session)}`}
                onClick={() => {
                  asked.value = [session];
                }}
              >
                {t.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions && others.length === 0 && <p class="muted">{t.onlyThis}</p>}
      {others.length > 1 && (
        <button
          type="button"
          class="button button-danger at-start"
          onClick={() => {
            asked.value = others;
          }}
        >
          {t.endAll}
        </button>
      )}
      {asked.value.length > 0 && (
        <Confirmation
          title={isAll ? t.endAllTitle(asked.value.length) : t.endTitle}
          text={isAll ? t.endAllDetail : t.endDetail}
          action={isAll ? t.endAll : t.end}
          onConfirm={() => void end(asked.value)}
          onClose={() => {
            asked.value = [];
          }}
        />
      )}
    </section>
  );
}

function SessionFacts({ session }: { session: Session }) {
  const t = devicesWording();
  const { current, client_id: program, scope, ip } = session;
  return (
    <div class="row-fact">
      <Icon name="devices" />
      <div>
        <h3>
          {nameOf(session)} {current && <Badge kind="good">{t.current}</Badge>}{' '}
          {program !== THIS_PAGE && <Badge>{t.program(program)}</Badge>} {scope !== null && <Badge>{t.narrowed}</Badge>}
        </h3>
        <p class="muted small">
          {[ip, t.since(format.time(session.created_at)), t.used(format.time(session.last_used_at))].join(' · ')}
        </p>
      </div>
    </div>
  );
}

function nameOf({ user_agent: userAgent }: Session): string {
  return deviceName(userAgent) ?? devicesWording().unknownDevice;
}

async function endSession({ id }: Session): Promise<void> {
  try {
    await unwrap(api.DELETE('/user/sessions/{id}', { params: { path: { id } } }));
  } catch (error) {
    // Ended elsewhere meanwhile.
    if (!isRefusedWith(error, 'session-not-found')) throw error;
  }
}
