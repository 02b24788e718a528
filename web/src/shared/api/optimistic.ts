import { computed, signal } from '@preact/signals';

type Change<T> = { readonly apply: (value: T) => T };

/**
 * A value of the service that changes on the page before the service has agreed. Changes are sent one after another. A
 * refused one is taken back; later ones stay.
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

  /** The state of the service that was read meanwhile; changes under way still apply to it. */
  confirm(value: T): void {
    this.#confirmed.value = value;
  }

  /**
   * Shows the change at once, and sends it after the changes before it. `send` returns the new state of the service.
   * @throws what `send` throws, after the change was taken back
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
    // In this order a reader in between sees the change twice rather than not at all.
    this.#confirmed.value = confirmed;
    this.#pending.value = rest;
  }
}
