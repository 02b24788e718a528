/** Queue of films whose card came without directors or trailer, for one worker at a time. */
export interface EnrichmentQueue {
  /**
   * Takes the film that has been due longest and defers it, by ten minutes at first, then longer each time up to a day,
   * so that a film that cannot be completed does not block the queue.
   * @returns its id; none while another worker, of any instance, has taken one within the last five minutes
   */
  take(worker: string, now: Date): Promise<number | undefined>;
}
