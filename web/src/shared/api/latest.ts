/** `isLatest`: no later question was asked meanwhile, so the answer counts. */
export type Outcome<T> = { readonly isLatest: true; readonly value: T } | { readonly isLatest: false };

/**
 * Asks one question at a time: a new one cancels the one before, and an answer counts only if no later question was
 * asked, in whatever order answers come.
 */
export class Latest {
  #asked = 0;
  #cancel: AbortController | undefined;

  /** @throws what `ask` throws, but only for the latest question */
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

  /** Cancels the last question, because nobody waits for its answer any more. */
  cancel(): void {
    this.#asked += 1;
    this.#cancel?.abort();
    this.#cancel = undefined;
  }
}
