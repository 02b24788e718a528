import type { Login } from '../shared/api-types.ts';
import { api, unwrapWithHeaders } from '../shared/api.ts';
import { FailureNotice } from '../shared/failure.tsx';
import { Icon } from '../shared/icon.tsx';
import { format } from '../shared/language.ts';
import { MoreButton } from '../shared/more-button.tsx';
import { usePages } from '../shared/pages.ts';
import { addressOf } from '../shared/router.ts';
import { deviceName } from './device-name.ts';
import { devicesWording } from './devices.wording.ts';

const PAGE_SIZE = 10;

/** All attempts to log in to the account. */
export function LoginList() {
  const t = devicesWording();
  const logins = usePages<Login>('logins', PAGE_SIZE, async (page) => {
    const query = { page, per_page: PAGE_SIZE };
    const { data, headers } = await unwrapWithHeaders(api.GET('/user/logins', { params: { query } }));
    return { items: data, total: Number(headers.get('X-Total-Count') ?? data.length) };
  });
  return (
    <section class="card stack" aria-labelledby="login-list">
      <div>
        <h2 id="login-list">{t.logins}</h2>
        <p class="muted">
          {t.loginsDetail} <a href={addressOf('account')}>{t.changePassword}</a>
        </p>
      </div>
      {logins.error !== undefined && <FailureNotice error={logins.error} retry={logins.reload} />}
      {logins.items?.length === 0 && <p class="muted">{t.noLogins}</p>}
      <ul class="rows">
        {logins.items?.map((login) => (
          <li
            key={`${login.at} ${login.session_id}`}
            class={login.outcome === 'success' ? 'row-fact' : 'row-fact is-bad'}
          >
            <Icon name={login.outcome === 'success' ? 'check' : 'alert'} />
            <div>
              <h3>{t.outcomes[login.outcome]}</h3>
              <p class="muted small">
                {[format.time(login.at), login.ip, deviceName(login.user_agent)].filter(Boolean).join(' · ')}
              </p>
            </div>
          </li>
        ))}
      </ul>
      <MoreButton {...logins} />
    </section>
  );
}
