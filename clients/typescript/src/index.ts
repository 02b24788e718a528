export { browserStore } from './browser-store.ts';
export type { components, operations, paths } from './api.generated.ts';
export { type ClientOptions, createClient, type KinopolkaClient } from './create-client.ts';
export {
  createSession,
  type Credentials,
  type PasswordSession,
  type Registration,
  type SessionOptions,
  type User,
} from './create-session.ts';
export { type ItemOf, items, type ItemsOptions, type ListPath } from './items.ts';
export { withLock } from './lock.ts';
export { type DataOf, type Problem, ProblemError, retryAfterSeconds, unwrap } from './problem.ts';
export type { AccessToken, Session } from './session.ts';
export { type KeyValueStorage, memoryStore, type SessionStore, type StoredSession, webStore } from './stores.ts';
