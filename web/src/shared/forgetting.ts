const forgetters: (() => void)[] = [];
let person = {};

/** Registers a function that removes data of a person when their session ends. */
export function whenForgotten(forget: () => void): void {
  forgetters.push(forget);
}

/** Removes all data of the person who was logged in. */
export function forgetPerson(): void {
  person = {};
  for (const forget of forgetters) forget();
}

/**
 * The result of work for the person who is logged in. If that person is forgotten meanwhile, the promise stays pending,
 * so that nothing follows: the next step would be done for whoever logs in next.
 */
export async function unlessForgotten<T>(work: Promise<T>): Promise<T> {
  const before = person;
  try {
    return await work;
  } finally {
    if (person !== before) await Promise.withResolvers<never>().promise;
  }
}
