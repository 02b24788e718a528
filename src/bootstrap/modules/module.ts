import type { About, UseCase, UseCaseClass } from '../../application/shared/use-case.ts';

/** Binds a use case under its class. The log and the metrics name it as its operation says. */
export type BindUseCase = <T extends UseCase>(type: UseCaseClass<T>, make: () => T, about?: About<T>) => void;
