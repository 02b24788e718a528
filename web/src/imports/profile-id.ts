const MAX_ID = 2_147_483_647;

/** The number of a Kinopoisk profile, from the number itself or the address of one of its pages. */
export function profileIdOf(text: string): number | undefined {
  const digits = /^\s*(\d+)\s*$/.exec(text)?.[1] ?? /\/user\/(\d+)/.exec(text)?.[1];
  const id = Number(digits);
  return Number.isInteger(id) && id > 0 && id <= MAX_ID ? id : undefined;
}
