import type { ComponentChildren } from 'preact';
import { Gate } from '../accounts/gate.tsx';
import { asksForLogin } from '../shared/refusal.ts';

/** The gate, if the service shows films only to people who are logged in; otherwise the children. */
export function LoginNeeded({ error, children }: { error: unknown; children: ComponentChildren }) {
  return asksForLogin(error) ? <Gate /> : <>{children}</>;
}
