const forgetters: (() => void)[] = [];

/** Registers a function that removes data of a person when their session ends. */
export function whenForgotten(forget: () => void): void {
  forgetters.push(forget);
}

/** Removes all data of the person who was logged in. */
export function forgetPerson(): void {
  for (const forget of forgetters) forget();
}
