import { unwrap } from '@kinopolka/client';
import { api } from '../shared/api/api.ts';
import { useLoaded } from '../shared/api/loaded.ts';
import { format } from '../shared/language.ts';
import { FailureNotice } from '../shared/parts/failure.tsx';
import { quotaWording } from './quota.wording.ts';

const FIGURES = ['used', 'remaining', 'reserved'] as const;

/** How the calls to Kinopoisk of today are used. */
export function QuotaView() {
  const t = quotaWording();
  const { data: quota, error, reload } = useLoaded('quota', async () => unwrap(api.GET('/kinopoisk/quota')));
  return (
    <div class="sections narrow">
      <div>
        <h1 tabindex={-1}>{t.title}</h1>
        {quota && <p class="muted">{quota.resets_at === null ? t.noKey : t.resets(format.time(quota.resets_at))}</p>}
      </div>
      <FailureNotice error={error} retry={reload} />
      {quota?.has_api_key && (
        <div class="card stack">
          <progress aria-label={t.used} value={quota.used ?? 0} max={quota.limit ?? 0} />
          <dl class="figures">
            {FIGURES.map((figure) => (
              <div key={figure}>
                <dt>{t[figure]}</dt>
                <dd>{format.number(quota[figure] ?? 0)}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </div>
  );
}
