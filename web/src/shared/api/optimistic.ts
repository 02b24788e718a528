import { computed, signal } from '@preact/signals';

type Change<T> = { readonly apply: (value: T) => T };

/**
 * A value of the service whose changes the page shows before the service has accepted them. They are sent one after
 * another. A refused change is undone; later ones stay.
 */
export class Optimistic<T> {
  readonly #confirmed;
  readonly #pending = signal<readonly Change<T>[]>([]);
  #last: Promise<unknown> = Promise.resolve();
  /** The confirmed value with all changes that are under way. */
  readonly shown;

  constructor(initial: T) {
    this.#confirmed = signal(initial);
    this.shown = computed(() => this.#pending.value.reduce((value, { apply }) => apply(value), this.#confirmed.value));
  }

  get value(): T {
    return this.shown.value;
  }

  /** Sets the value that the service returned; changes under way are applied to it. */
  confirm(value: T): void {
    this.#confirmed.value = value;
  }

  /**
   * Shows the change at once, and sends it after the changes before it. `send` returns the value the service then has.
   * @throws any error of `send`, after the change was undone
   */
  async change(apply: (value: T) => T, send: () => Promise<T>): Promise<T> {
    const change = { apply };
    this.#pending.value = [...this.#pending.value, change];
    const sent = this.#last.then(send);
    this.#last = sent.catch(() => undefined);
    try {
      const confirmed = await sent;
      this.#settle(change, confirmed);
      return confirmed;
    } catch (error) {
      this.#settle(change, this.#confirmed.value);
      throw error;
    }
  }

  #settle(change: Change<T>, confirmed: T): void {
    const rest = this.#pending.value.filter((one) => one !== change);
    // In this order, the change is applied twice for a moment. In the other order, it would disappear for a moment.
    this.#confirmed.value = confirmed;
    this.#pending.value = rest;
  }
}
