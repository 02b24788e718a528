import { Icon } from './icon.tsx';
import { format } from './language.ts';
import { say } from './messages.ts';
import { Refusal } from './refusal.ts';
import { sharedWording } from './shared.wording.ts';

export type FailureText = { readonly title: string; readonly detail: string; readonly more?: string | undefined };

/** What went wrong and what to do, in the words of the service where they are known. */
export function failureText(error: unknown): FailureText {
  const t = sharedWording();
  if (error instanceof Refusal) {
    const { problem, retryAt } = error;
    const [fault] = problem.errors ?? [];
    const more = retryAt ? t.retryAfter(format.untilTime(retryAt)) : requestIdOf(error);
    return { title: problem.title, detail: fault && problem.errors?.length === 1 ? fault.message : problem.detail, more };
  }
  // What `fetch` throws when nobody answers.
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message))
    return { title: t.unreachable, detail: t.unreachableDetail };
  return { title: t.unexpected, detail: t.unexpectedDetail };
}

/** Helps the operator only with faults of the service. */
function requestIdOf({ problem }: Refusal): string | undefined {
  const id = problem.instance?.split('/').pop();
  return problem.status === 500 && id ? sharedWording().requestId(id) : undefined;
}

/** A failure in the place of what could not be shown. */
export function FailureNotice({ error, retry }: { error: unknown; retry?: (() => unknown) | undefined }) {
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

/** Tells of a failure that has no place of its own, such as of a change that was taken back. */
export function sayFailure(error: unknown, retry?: () => void): void {
  const { title, detail } = failureText(error);
  say({ kind: 'failed', text: title, detail, ...(retry && { action: { label: sharedWording().retry, run: retry } }) });
}
