/** Films whose card came without directors or trailer, as work for one worker at a time. */
export interface EnrichmentQueue {
  /**
   * Takes over the film that has been due longest. It is put off, by ten minutes at first and longer every time, up to a
   * day, so that one which cannot be completed is not asked for over and over.
   * @returns its id; none while another worker, of any instance, has taken one within the last five minutes
   */
  take(worker: string, now: Date): Promise<number | undefined>;
}
