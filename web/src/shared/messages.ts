import { signal } from '@preact/signals';
import { whenForgotten } from './forgetting.ts';

export type MessageAction = { readonly label: string; readonly run: () => void };

/** `detail`: a second line, such as what to do. */
export type Message = {
  readonly id: number;
  readonly text: string;
  readonly detail?: string | undefined;
  readonly kind: 'done' | 'failed';
  readonly action?: MessageAction | undefined;
};

/**
 * `topic`: a newer message with the same topic replaces this one. `onGone`: runs when the message disappears without
 * its action.
 */
type NewMessage = Omit<Message, 'id'> & { readonly topic?: string; readonly onGone?: (() => void) | undefined };

/**
 * Long enough to read a message and to reach its button with the keyboard. The time stops while the pointer or the
 * focus is on a message.
 */
const SHOWN_MS = 8000;
const MAX_SHOWN = 3;

export const messages = signal<readonly Message[]>([]);
const timers = new Map<number, ReturnType<typeof setTimeout>>();
const goneHandlers = new Map<number, () => void>();
const topics = new Map<string, number>();
let last = 0;

// What a message still has to do, or offers to undo, was meant for the account of the person who has left.
whenForgotten(() => {
  goneHandlers.clear();
  dismissAll();
});

export function say({ onGone, topic, ...message }: NewMessage): void {
  last += 1;
  const id = last;
  if (topic !== undefined) {
    dismiss(topics.get(topic) ?? 0);
    topics.set(topic, id);
  }
  if (onGone) goneHandlers.set(id, onGone);
  messages.value = [...messages.value, { ...message, id }];
  for (const { id: oldest } of messages.value.slice(0, -MAX_SHOWN)) dismiss(oldest);
  resume(id);
}

export function dismiss(id: number): void {
  pause(id);
  timers.delete(id);
  messages.value = messages.value.filter((one) => one.id !== id);
  const onGone = goneHandlers.get(id);
  goneHandlers.delete(id);
  onGone?.();
}

/** Runs the action of a message, and not its `onGone`. */
export function act(message: Message): void {
  goneHandlers.delete(message.id);
  dismiss(message.id);
  message.action?.run();
}

export function pause(id: number): void {
  clearTimeout(timers.get(id));
}

export function resume(id: number): void {
  pause(id);
  timers.set(
    id,
    setTimeout(() => dismiss(id), SHOWN_MS),
  );
}

/** Removes all messages now and runs their `onGone`, such as before the page is left. */
export function dismissAll(): void {
  for (const { id } of messages.value) dismiss(id);
}
