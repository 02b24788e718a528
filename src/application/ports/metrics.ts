/** Who answered: the source just now, what was kept of it, the films known otherwise, or nobody. */
export type AnsweredFrom = 'kinopoisk' | 'cache' | 'catalogue' | 'nowhere';

/** Names and labels as they are published. Labels take few values, never ids or texts. */
export type Counters = {
  film_source_answers_total: { readonly operation: 'film' | 'search'; readonly from: AnsweredFrom };
  /** `status`: of HTTP, or `timeout`, `fault`, `unusable`. */
  kinopoisk_requests_total: { readonly operation: string; readonly status: string };
};

export type Durations = { kinopoisk_request_duration_seconds: { readonly operation: string } };

export interface Metrics {
  count<Name extends keyof Counters>(name: Name, labels: Counters[Name]): void;
  time<Name extends keyof Durations>(name: Name, labels: Durations[Name], seconds: number): void;
}
