import { act, dismiss, messages, pause, resume } from '../messages.ts';
import { sharedWording } from '../shared.wording.ts';
import { Icon } from './icon.tsx';

/**
 * The messages, which screen readers read aloud. The element exists even without messages, because otherwise the first
 * message is not read.
 */
export function MessageList() {
  const t = sharedWording();
  return (
    <div class="messages" role="status" aria-live="polite" aria-label={t.messages}>
      {messages.value.map((message) => (
        <div
          key={message.id}
          class="message"
          onPointerEnter={() => pause(message.id)}
          onPointerLeave={() => resume(message.id)}
          onFocusCapture={() => pause(message.id)}
          onBlurCapture={() => resume(message.id)}
        >
          <div class="message-text">
            <p>{message.text}</p>
            {message.detail && <p>{message.detail}</p>}
          </div>
          {message.action && (
            <button type="button" class="message-action" onClick={() => act(message)}>
              {message.action.label}
            </button>
          )}
          <button type="button" aria-label={t.close} onClick={() => dismiss(message.id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
