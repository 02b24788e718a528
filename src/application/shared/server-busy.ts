import { domainError } from '../../domain/shared/errors.ts';

/** The service is overloaded and has done nothing. A retry soon makes sense. */
export class ServerBusy extends domainError('unavailable', 'server-busy') {}
