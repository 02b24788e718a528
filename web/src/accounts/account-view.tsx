import { user } from '../sessions/session.ts';
import type { User } from '../shared/api/api-types.ts';
import { format } from '../shared/language.ts';
import { Section } from '../shared/parts/section.tsx';
import { LoginNamesForm, PasswordForm, ProfileForm } from './account-forms.tsx';
import { accountsWording } from './accounts.wording.ts';
import { DeletionSection } from './deletion-section.tsx';

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
      <Section title={t.loginTitle}>
        <LoginNamesForm shown={shown} />
      </Section>
      <Section title={t.passwordTitle} detail={t.passwordDetail}>
        <PasswordForm />
      </Section>
      <DeletionSection login={shown.username ?? shown.email ?? ''} />
    </div>
  );
}
