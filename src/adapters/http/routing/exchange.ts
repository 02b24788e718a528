import type { Request, Response } from 'express';
import type { Clock } from '../../../application/shared/ports/clock.ts';
import type { OperationLog } from '../../../application/shared/ports/operation-log.ts';
import type { RateLimiter } from '../../../application/shared/ports/rate-limiter.ts';
import type { StoredData } from '../../../application/shared/stored-data.ts';
import type { Actor } from '../../../domain/access/actor.ts';
import type { Restriction } from '../../../domain/access/restriction.ts';
import type { UploadQueue } from '../input/upload-queue.ts';
import type { Compression } from '../output/compression.ts';
import type { ExpensiveWork } from '../server/expensive-work.ts';
import type { Admission } from '../server/overload-admission.ts';
import type { PersonTurns } from '../server/person-turns.ts';

/** Identifies the caller. @throws InvalidToken for invalid credentials */
export interface Authenticator {
  actorOf(req: Request): Promise<Actor>;
  /**
   * The caller of a request that was authenticated when it began, with the current rights. An access token that has
   * expired meanwhile still counts, one that was revoked does not.
   */
  actorStillOf(req: Request): Promise<Actor>;
}

/** Dependencies of every route handler. */
export type OperationDependencies = {
  /** Decides whether to shed a request that needs the database. */
  readonly admission: Admission;
  readonly authenticator: Authenticator;
  /** The current restrictions of films. */
  readonly restrictions: () => Promise<readonly Restriction[]>;
  readonly expensive: ExpensiveWork;
  readonly limiter: RateLimiter;
  readonly stored: StoredData;
  /** Limits how many requests of one person run at a time, if they may hold a database connection for long. */
  readonly personTurns: PersonTurns;
  readonly log: OperationLog;
  readonly clock: Clock;
  readonly compression: Compression;
  /** Where clients reach the service, `PUBLIC_URL`. */
  readonly publicUrl: string | undefined;
  /** Origins whose pages may call the service from a browser. */
  readonly corsOrigins: readonly string[];
  /** The queue of file uploads. */
  readonly uploads: UploadQueue;
  /** Disconnects a client that uploads too slowly while others wait. */
  readonly cutSlowUpload: (req: Request) => void;
};

/** A request of a declared route, and what is needed to answer it. */
export type Exchange = { readonly req: Request; readonly res: Response; readonly dependencies: OperationDependencies };
