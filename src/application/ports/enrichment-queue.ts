/** Films whose card came without directors or trailer, as work for one worker at a time. */
export interface EnrichmentQueue {
  /**
   * Takes over films that are due, those on somebody's shelf first, then the longest waiting. Each is put off, by ten
   * minutes at first and longer every time, up to a day, so that one which cannot be completed is not asked for over and over.
   * @returns their ids; none while another worker, of any instance, has taken some within the last five minutes
   */
  take(worker: string, count: number, now: Date): Promise<readonly number[]>;
}
