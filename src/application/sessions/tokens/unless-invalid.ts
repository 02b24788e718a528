import { InvalidToken } from '../../../domain/sessions/session.ts';

/** @returns `undefined` where the work throws InvalidToken: a token of another kind, or none. @throws any other error of it */
export async function unlessInvalid<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InvalidToken)) throw error;
    return undefined;
  }
}
