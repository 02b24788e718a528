import { InvalidToken } from '../../../domain/sessions/session.ts';

/**
 * @returns `undefined` if the work throws InvalidToken, because the text is a token of another kind or no token.
 * @throws any other error of the work
 */
export async function unlessInvalid<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InvalidToken)) throw error;
    return undefined;
  }
}
