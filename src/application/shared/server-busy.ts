import { domainError } from '../../domain/shared/errors.ts';

/** There is more work than can be done in time; nothing was done. Trying again soon makes sense. */
export class ServerBusy extends domainError('unavailable', 'server-busy') {}
