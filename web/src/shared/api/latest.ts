/** `isLatest`: whether no later question was asked in the meantime, so that the answer counts. */
export type Outcome<T> = { readonly isLatest: true; readonly value: T } | { readonly isLatest: false };

/**
 * Asks one question at a time. A new question cancels the one before. An answer counts only if no later question was
 * asked, whatever the order of the answers.
 */
export class Latest {
  #asked = 0;
  #cancel: AbortController | undefined;

  /** @throws any error of `ask`, but only for the latest question */
  async ask<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<Outcome<T>> {
    this.cancel();
    const number = this.#asked;
    const controller = new AbortController();
    this.#cancel = controller;
    try {
      const value = await ask(controller.signal);
      return number === this.#asked ? { isLatest: true, value } : { isLatest: false };
    } catch (error) {
      if (number === this.#asked) throw error;
      return { isLatest: false };
    }
  }

  /** Cancels the last question, when nobody waits for its answer any more. */
  cancel(): void {
    this.#asked += 1;
    this.#cancel?.abort();
    this.#cancel = undefined;
  }
}
