import type { About, UseCase } from '../../application/shared/use-case.ts';
import type { Token } from '../tokens.ts';

/** Binds a use case under its class, observed under the name that the log and the document give the operation. */
export type BindUseCase = <T extends UseCase>(
  type: Token<T>,
  operation: string,
  make: () => T,
  about?: About<T>,
) => void;
