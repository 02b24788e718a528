import { domainError } from '../../domain/shared/errors.ts';

/** The service is overloaded and has done nothing. The client can try again soon. */
export class ServerBusy extends domainError('unavailable', 'server-busy') {}
