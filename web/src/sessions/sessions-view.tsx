import { unwrap } from '@kinopolka/client';
import { useSignal } from '@preact/signals';
import type { Login, Session } from '../shared/api/api-types.ts';
import { api, unwrapWithHeaders } from '../shared/api/api.ts';
import { useLoaded } from '../shared/api/loaded.ts';
import { usePages } from '../shared/api/pages.ts';
import { isRefusedWith } from '../shared/api/refusal.ts';
import { format } from '../shared/language.ts';
import { say } from '../shared/messages.ts';
import { Badge } from '../shared/parts/badge.tsx';
import { ConfirmedButton } from '../shared/parts/confirmed-button.tsx';
import { FailureNotice, sayFailure } from '../shared/parts/failure.tsx';
import { MoreButton } from '../shared/parts/more-button.tsx';
import { Row } from '../shared/parts/row.tsx';
import { Section } from '../shared/parts/section.tsx';
import { addressOf } from '../shared/routing/router.ts';
import { deviceName } from './device-name.ts';
import { devicesWording } from './devices.wording.ts';

/** The names of this page, and of programs that give no name. They are not shown, because they say nothing. */
const OWN_PROGRAMS = ['kinopolka-web', 'kinopolka'];
const PAGE_SIZE = 10;

/** The sessions of the user, and all attempts to log in. */
export function SessionsView() {
  return (
    <div class="sections narrow">
      <h1 tabindex={-1}>{devicesWording().title}</h1>
      <SessionList />
      <LoginList />
    </div>
  );
}

function SessionList() {
  const t = devicesWording();
  const { data, error, reload } = useLoaded('sessions', async () => unwrap(api.GET('/user/sessions')));
  // Sessions that the user has ended here, until the service has answered.
  const ended = useSignal<readonly string[]>([]);
  const sessions = data?.filter(({ id }) => !ended.value.includes(id)) ?? [];
  const others = sessions.filter(({ current }) => !current);

  async function end(those: readonly Session[]): Promise<void> {
    const ids = those.map(({ id }) => id);
    ended.value = [...ended.value, ...ids];
    const outcomes = await Promise.allSettled(ids.map(endSession));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) sayFailure(failed.reason);
    else say({ kind: 'done', text: t.ended });
    await reload();
    ended.value = ended.value.filter((id) => !ids.includes(id));
  }

  return (
    <Section title={t.where}>
      <FailureNotice error={error} retry={reload} />
      <ul class="rows">
        {sessions.map((session) => (
          <Row
            key={session.id}
            icon="devices"
            title={<SessionName session={session} />}
            facts={[session.ip, t.since(format.time(session.created_at)), t.used(format.time(session.last_used_at))]}
          >
            {!session.current && (
              <ConfirmedButton
                label={t.end}
                of={nameOf(session)}
                title={t.endTitle}
                text={t.endDetail}
                onConfirm={() => void end([session])}
              />
            )}
          </Row>
        ))}
      </ul>
      {others.length > 1 && (
        <ConfirmedButton label={t.endAll} text={t.endDetail} kind="danger" onConfirm={() => void end(others)} />
      )}
    </Section>
  );
}

function SessionName({ session }: { session: Session }) {
  const t = devicesWording();
  return (
    <>
      {nameOf(session)} {session.current && <Badge kind="good">{t.current}</Badge>}{' '}
      {!OWN_PROGRAMS.includes(session.client_id) && <Badge>{t.program(session.client_id)}</Badge>}
    </>
  );
}

function nameOf({ user_agent: userAgent }: Session): string {
  return deviceName(userAgent) ?? devicesWording().unknownDevice;
}

async function endSession(id: string): Promise<void> {
  try {
    await unwrap(api.DELETE('/user/sessions/{id}', { params: { path: { id } } }));
  } catch (error) {
    // The session was ended elsewhere in the meantime.
    if (!isRefusedWith(error, 'session-not-found')) throw error;
  }
}

/** All attempts to log in to the account. */
function LoginList() {
  const t = devicesWording();
  const logins = usePages<Login>('logins', PAGE_SIZE, async (page) =>
    unwrapWithHeaders(api.GET('/user/logins', { params: { query: { page, per_page: PAGE_SIZE } } })),
  );
  return (
    <Section title={t.logins} detail={<a href={addressOf('account')}>{t.notMe}</a>}>
      <FailureNotice error={logins.error} retry={logins.reload} />
      <ul class="rows">
        {logins.items?.map(({ at, ip, outcome, user_agent: userAgent }) => (
          <Row
            key={`${at} ${ip}`}
            icon={outcome === 'success' ? 'check' : 'alert'}
            title={t.outcomes[outcome]}
            facts={[format.time(at), ip, deviceName(userAgent)]}
          />
        ))}
      </ul>
      <MoreButton {...logins} />
    </Section>
  );
}
