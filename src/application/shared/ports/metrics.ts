import type { LoginOutcome } from '../../../domain/sessions/login-event.ts';
import type { LimitState } from './rate-limiter.ts';

/** The source of an answer: Kinopoisk, its cached answer, other data of the catalogue, or none. */
export const ANSWERED_FROM = ['kinopoisk', 'cache', 'catalogue', 'nowhere'] as const;

export type AnsweredFrom = (typeof ANSWERED_FROM)[number];

/** A saturated resource. */
export const BOTTLENECKS = ['process', 'database'] as const;
export type Bottleneck = (typeof BOTTLENECKS)[number];

/**
 * Why a connection was closed: its client does not read, sends a body or a file too slowly, or has too many connections or
 * requests.
 */
export const CUT_REASONS = [
  'not_read',
  'slow_body',
  'slow_upload',
  'tiny_chunks',
  'too_many_connections',
  'too_many_requests',
] as const;
export type CutReason = (typeof CUT_REASONS)[number];

type NoLabels = Readonly<Record<string, never>>;

/**
 * Metric names and labels as published. A label has few possible values, and never contains ids or texts from clients.
 */
export type Counters = {
  auth_logins_total: { readonly outcome: LoginOutcome };
  auth_refresh_reuse_total: NoLabels;
  catalogue_warming_films_total: { readonly outcome: 'added' | 'known' };
  film_source_answers_total: { readonly operation: 'film' | 'search'; readonly from: AnsweredFrom };
  http_connections_cut_total: { readonly reason: CutReason };
  http_rate_limited_total: { readonly policy: LimitState['policy'] };
  http_requests_shed_total: { readonly bottleneck: Bottleneck };
  /** `status`: the HTTP status, or `timeout`, `fault`, `unusable`. */
  kinopoisk_requests_total: { readonly operation: string; readonly status: string };
  /** `status`: as in the operation log. */
  operations_total: { readonly operation: string; readonly status: string };
};

export type Durations = {
  db_query_duration_seconds: { readonly operation: string };
  http_request_duration_seconds: { readonly method: string; readonly route: string; readonly status_code: string };
  kinopoisk_request_duration_seconds: { readonly operation: string };
  operation_duration_seconds: { readonly operation: string };
  password_hash_duration_seconds: NoLabels;
};

export interface Metrics {
  count<Name extends keyof Counters>(name: Name, labels: Counters[Name]): void;
  time<Name extends keyof Durations>(name: Name, labels: Durations[Name], seconds: number): void;
}
