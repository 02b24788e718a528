import { ProblemError } from '@kinopolka/client';
import { faultsOf } from '../api/refusal.ts';
import { format } from '../language.ts';
import { say } from '../messages.ts';
import { sharedWording } from '../shared.wording.ts';
import { Icon } from './icon.tsx';

export type FailureText = { readonly title: string; readonly detail: string; readonly more?: string | undefined };

/** What went wrong and what to do, in the words of the service if there are any. */
export function failureText(error: unknown): FailureText {
  const t = sharedWording();
  if (error instanceof ProblemError) return problemText(error);
  // `fetch` throws this if there is no answer.
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message))
    return { title: t.unreachable, detail: t.unreachableDetail };
  return { title: t.unexpected, detail: t.unexpectedDetail };
}

function problemText(error: ProblemError): FailureText {
  const t = sharedWording();
  const { problem, status, retryAfterSeconds } = error;
  // The answer came from a proxy, and not from the service.
  if (!problem) return { title: t.unreachable, detail: `${t.unreachableDetail} (HTTP ${status})` };
  const [fault, ...others] = faultsOf(error);
  const retryAt = retryAfterSeconds && new Date(Date.now() + retryAfterSeconds * 1000);
  const id = problem.instance.split('/').pop();
  return {
    title: problem.title,
    detail: fault && others.length === 0 ? fault.message : problem.detail,
    ...(retryAt && { more: t.retryAfter(format.untilTime(retryAt)) }),
    // Helps the operator to find the cause.
    ...(status === 500 && id && { more: t.requestId(id) }),
  };
}

/** Shows an error in place of data that could not be loaded or sent. Renders nothing without an error. */
export function FailureNotice({ error, retry }: { error: unknown; retry?: (() => unknown) | undefined }) {
  if (error === undefined) return null;
  const { title, detail, more } = failureText(error);
  return (
    <div class="notice notice-bad" role="alert">
      <Icon name="alert" />
      <strong>{title}</strong>
      <p>{detail}</p>
      {more && <p class="muted">{more}</p>}
      {retry && (
        <div class="buttons">
          <button type="button" class="button" onClick={() => void retry()}>
            {sharedWording().retry}
          </button>
        </div>
      )}
    </div>
  );
}

/** Shows a failure that has no place in the view, for example of a change that was undone. */
export function sayFailure(error: unknown, retry?: () => void): void {
  const { title, detail } = failureText(error);
  say({ kind: 'failed', text: title, detail, ...(retry && { action: { label: sharedWording().retry, run: retry } }) });
}
