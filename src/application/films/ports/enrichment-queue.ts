/** Queue of films that were stored without directors or trailer, for one worker at a time. */
export interface EnrichmentQueue {
  /**
   * Takes the film that has been due longest and defers it, by ten minutes at first, then longer each time up to a day,
   * so that a film that cannot be completed does not block the queue.
   * @returns its id; nothing if another worker, of any instance, has taken a film within the last five minutes
   */
  take(worker: string, now: Date): Promise<number | undefined>;
}
