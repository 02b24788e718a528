import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { user } from '../sessions/session.ts';
import type { User } from '../shared/api-types.ts';
import { Icon } from '../shared/icon.tsx';
import { format } from '../shared/language.ts';
import { addressOf } from '../shared/router.ts';
import { accountsWording } from './accounts.wording.ts';
import { DeletionSection } from './deletion-section.tsx';
import { LoginNamesForm } from './login-names-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { ProfileForm } from './profile-form.tsx';

/** Everything about the account that its owner may see and change. */
export function AccountView() {
  const shown = user.value;
  return shown ? <Account key={shown.id} shown={shown} /> : null;
}

function Account({ shown }: { shown: User }) {
  const t = accountsWording();
  return (
    <div class="sections narrow">
      <div>
        <h1 tabindex={-1}>{t.title}</h1>
        <p class="muted">
          {[shown.username, shown.email, t.since(format.day(shown.created_at))].filter(Boolean).join(' · ')}
        </p>
      </div>
      <Section title={t.about}>
        <ProfileForm shown={shown} />
      </Section>
      <Section title={t.loginTitle} detail={t.loginDetail}>
        <LoginNamesForm shown={shown} />
      </Section>
      <Section title={t.passwordTitle} detail={t.passwordDetail}>
        <PasswordForm login={shown.username ?? shown.email ?? ''} />
      </Section>
      <Section title={t.dataTitle} detail={t.dataDetail}>
        <a class="button" href={addressOf('imports')}>
          <Icon name="exports" />
          {t.toExport}
        </a>
      </Section>
      <Section title={t.deleteTitle} detail={t.deleteDetail}>
        <DeletionSection login={shown.username ?? shown.email ?? ''} />
      </Section>
    </div>
  );
}

type SectionOptions = { readonly title: string; readonly detail?: string; readonly children: ComponentChildren };

function Section({ title, detail, children }: SectionOptions) {
  const id = useId();
  return (
    <section class="card stack" aria-labelledby={id}>
      <div>
        <h2 id={id}>{title}</h2>
        {detail && <p class="muted">{detail}</p>}
      </div>
      {children}
    </section>
  );
}
