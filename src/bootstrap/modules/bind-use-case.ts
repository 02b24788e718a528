import type { About, UseCase, UseCaseClass } from '../../application/shared/use-case.ts';

/** Binds a use case under its class. Log and metrics use the name of its operation. */
export type BindUseCase = <T extends UseCase>(type: UseCaseClass<T>, make: () => T, about?: About<T>) => void;
